"""Which hypotheses a sentence may bear on: by its words, and by vectors where there are any.

Statements and linked claims of other works vote as in :mod:`causalkb.evidence.exemplars`. Words
count by their rarity (tf-idf; Spärck Jones 1972), hashed into :data:`WIDTH` places (Weinberger et
al. 2009, "Feature Hashing for Large Scale Multitask Learning").
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from causalkb.candidates.vectors import Vectors, unit
from causalkb.evidence.exemplars import Exemplars, Floats, Ints
from causalkb.records import Filters, NearHypothesis
from causalkb.search.keyword.analysis import plain_tokens, stem
from causalkb.sentences import FREQUENT
from causalkb.store.store import Store

WIDTH = 2048
MOST = 5
"""Hypotheses given for a candidate."""
BY_VECTORS = 0.6
"""Weight of the vectors' score beside that of the words."""


class Nearest:
    """Finds the nearest hypotheses."""

    def __init__(
        self, store: Store, linked: Exemplars | None = None, vectors: Vectors | None = None
    ) -> None:
        """Read statements and linked claims.

        ``linked`` are those that have vectors; it goes together with ``vectors``, which makes those
        of sentences.
        """
        statements = [(h.slug, h.statement) for h in store.questions.hypotheses()]
        claims = store.claims.many(store.selection.claims(Filters()))
        with_side = [one for one in claims.values() if one.stances]
        texts = [one.text for one in with_side] + [text for _, text in statements]
        self._rarity = _rarity(texts)
        self._linked, self._vectors = linked, vectors
        self.words = _exemplars(
            [slug for slug, _ in statements],
            self.by_words(texts),
            [store.works.id_of(one.work) for one in with_side],
            [list(one.stances) for one in with_side],
        )

    def by_words(self, texts: Sequence[str]) -> Floats:
        """Return a unit row (n, :data:`WIDTH`) for each text; zeros where it has no known word."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word, count in Counter(_words(text)).items():
                place, sign = _place(word)
                row[place] += sign * (1 + math.log(count)) * self._rarity.get(word, 0.0)
        return unit(rows)

    def of(
        self, texts: Sequence[str], titles: Sequence[str], owners: Sequence[int]
    ) -> list[tuple[NearHypothesis, ...]]:
        """Return the nearest hypotheses of texts (n) of works (titles and row ids, n)."""
        if not texts or not self.words.targets:
            return [() for _ in texts]
        own = np.array(owners, np.int64)
        named = [f"{title}. {text}" for title, text in zip(titles, texts, strict=True)]
        scores = self.words.score(self.by_words(named), own)
        scores = self._with_vectors(scores, texts, own)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :MOST]
        slugs = self.words.targets
        return [
            tuple(NearHypothesis(slugs[t], float(row[t])) for t in near if row[t] > 0)
            for row, near in zip(scores, best, strict=True)
        ]

    def _with_vectors(self, scores: Floats, texts: Sequence[str], own: Ints) -> Floats:
        if self._linked is None or self._vectors is None:
            return scores
        theirs = self._linked.score(self._vectors.in_works(texts, own.tolist()), own)
        position = self._linked.position
        mixed = scores * (1 - BY_VECTORS)
        for n, slug in enumerate(self.words.targets):
            if slug in position:
                mixed[:, n] += BY_VECTORS * theirs[:, position[slug]]
        return mixed


def _exemplars(
    targets: list[str], rows: Floats, owners: list[int], slugs: Sequence[Sequence[str]]
) -> Exemplars:
    position = {slug: n for n, slug in enumerate(targets)}
    labels = np.zeros((len(rows), len(targets)), np.float32)
    for n, named in enumerate([*slugs, *([slug] for slug in targets)]):
        labels[n, [position[slug] for slug in named if slug in position]] = 1.0
    none: Floats = np.zeros((0, WIDTH), np.float32)
    return Exemplars(
        targets=tuple(targets),
        vectors=rows,
        owners=np.array(owners + [0] * len(targets), np.int64),
        labels=labels,
        names=[""] * len(rows),
        statements=len(targets),
        rejected=none,
        rejected_owners=np.zeros(0, np.int64),
        rejected_targets=np.zeros(0, np.int64),
    )


def _rarity(texts: Sequence[str]) -> Mapping[str, float]:
    counts = Counter(word for text in texts for word in set(_words(text)))
    return {word: math.log((1 + len(texts)) / count) for word, count in counts.items()}


def _words(text: str) -> list[str]:
    return [stem(word) for word in plain_tokens(text) if word not in FREQUENT and len(word) > 1]


@lru_cache(maxsize=100_000)
def _place(word: str) -> tuple[int, float]:
    digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    number = int.from_bytes(digest, "little")
    return number % WIDTH, 1.0 if (number >> 40) & 1 else -1.0
