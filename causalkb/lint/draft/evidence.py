"""What a draft is compared with: the works, claims and balances of a knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from causalkb.errors import nearest
from causalkb.evidence.asked import vectors_of
from causalkb.evidence.balance import balance_of
from causalkb.evidence.records import HypothesisBalance
from causalkb.explanations.variables import label_vectors
from causalkb.formats.bibtex.clashes import same_in_bibtex
from causalkb.lint.draft.plain_words import plain_words
from causalkb.records import Claim, Filters, Hit, Hypothesis, Work
from causalkb.store import lookup
from causalkb.store.store import Store
from causalkb.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 12
"""Claims that a look-up returns for each sentence."""
FIRST = 3
"""Works taken from a search for a sentence, where no claim is near it."""
_READ = 20_000
"""Vectors in memory at a time: 30 MiB."""
_AT_ONCE = 256
"""Sentences compared with them at a time: 20 MiB."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a knowledge base holds near one sentence, each with its cosine, nearest first.

    Attributes:
        claims: The nearest claims of all works.
        cited: All claims of the works that the sentence cites.
        hypotheses: The hypotheses in use.
        plain: Those that are known as people put them too, by the nearest such sentence.
    """

    claims: tuple[tuple[Claim, float], ...] = ()
    cited: tuple[tuple[Claim, float], ...] = ()
    hypotheses: tuple[tuple[Hypothesis, float], ...] = ()
    plain: tuple[tuple[Hypothesis, float], ...] = ()


class Evidence(Protocol):
    """What the linter needs from a knowledge base."""

    def works(self, keys: Iterable[str]) -> Mapping[str, Work]:
        """Return the works of those keys that exist."""

    def nearest_keys(self, key: str) -> Sequence[str]:
        """Return existing keys that resemble one that does not exist, best first."""

    def same_in_bibtex(self, key: str) -> Sequence[str]:
        """Return the keys of works that BibTeX takes for the same as one: only the case differs."""

    def named(self, families: Sequence[str], others: bool, year: int) -> str | None:
        """Return the key of the one work by these authors of a year; ``None`` of none or several.

        ``others`` says that there are more authors than are named.
        """

    def claims(self, keys: Iterable[str]) -> Mapping[str, Sequence[Claim]]:
        """Return the claims of works, those of their other versions included."""

    def hypotheses(self) -> Sequence[Hypothesis]:
        """Return the hypotheses in use."""

    def lookup(self, sentences: Sequence[str], cited: Sequence[Sequence[Claim]]) -> list[Nearby]:
        """Return what is near each sentence; ``cited`` holds the claims of its citations."""

    def found(self, sentence: str) -> Sequence[Work]:
        """Return the works that a search for a sentence ranks first and calls close."""

    def balance(self, hypothesis: str) -> HypothesisBalance | None:
        """Return the balance of a hypothesis by its slug; ``None`` of one that is retired."""


def _claim_cited(key: str) -> tuple[str, str]:
    """Split a citation of one claim (``key#n``) into work and number; "" without a number."""
    work, _, number = key.rpartition("#")
    return (work, number) if work and number.isascii() and number.isdigit() else (key, "")


def evidence_of(
    store: Store,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    search: Callable[[str], Sequence[Hit]] | None = None,
) -> StoreEvidence:
    """Return the evidence of an open store.

    Args:
        store: The store; its vectors must be up to date.
        encode: Texts → unit vectors, shape (n, d), by the encoder of the stored vectors. It is not
            called for a draft without causal claims.
        search: A query → the hits for it, best first; asked where no claim is near a sentence.
    """
    return StoreEvidence(store, encode, search)


@dataclass
class StoreEvidence:
    """:class:`Evidence` from a store; what was read is kept for the next sentence."""

    store: Store
    encode: Callable[[Sequence[str]], NDArray[np.float32]]
    search: Callable[[str], Sequence[Hit]] | None = None
    _found: dict[str, tuple[Work, ...]] = field(default_factory=dict)
    _balances: dict[str, dict[str, HypothesisBalance]] = field(default_factory=dict)
    _by_year: dict[int, dict[int, list[tuple[str, str]]]] = field(default_factory=dict)

    def works(self, keys: Iterable[str]) -> dict[str, Work]:
        """Return the works of those keys that exist."""
        wanted = tuple(dict.fromkeys(keys))
        stored = {key: name for key in wanted if (name := self._stored(key))}
        if not stored:
            return {}
        rows = self.store.selection.works(Filters(keys=tuple(stored.values())))
        found = {work.key: work for work in self.store.works.many(rows).values()}
        return {key: found[name] for key, name in stored.items() if name in found}

    def _stored(self, key: str) -> str | None:
        """Return the key under which a work is stored; a reference manager may use another."""
        if key in self._keys:
            return key
        work, number = _claim_cited(key)
        if number and f"{self._stored(work)}#{number}" in self._claim_ids:
            return self._stored(work)
        return self.store.works.alias(key)

    @cached_property
    def _claim_ids(self) -> frozenset[str]:
        return frozenset(self.store.claims.ids())

    def nearest_keys(self, key: str) -> Sequence[str]:
        """Return existing keys that resemble one that does not exist, best first."""
        return nearest(key, self._keys, limit=3)

    def same_in_bibtex(self, key: str) -> Sequence[str]:
        """Return the keys of works that BibTeX takes for the same as one: only the case differs."""
        return [other for other in self._clashing.get(key.lower(), ()) if other != key]

    @cached_property
    def _clashing(self) -> dict[str, tuple[str, ...]]:
        return {group[0].lower(): group for group in same_in_bibtex(self._keys)}

    def named(self, families: Sequence[str], others: bool, year: int) -> str | None:
        """Return the key of the one work by these authors of a year, if there is just one."""
        if year not in self._by_year:
            self._by_year[year] = lookup.authors_of_year(self.store.database.conn, year)
        wanted = [fold(family) for family in families]
        found = []
        for work_id, authors in self._by_year[year].items():
            held = [fold(family).strip() for family, _ in authors]
            if held[: len(wanted)] == wanted and (len(held) > len(wanted)) == others:
                found.append(work_id)
        if len(found) != 1:
            return None
        return self.store.works.many(found)[found[0]].key

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self.store.works.keys())

    def claims(self, keys: Iterable[str]) -> dict[str, list[Claim]]:
        """Return the claims of works, those of their other versions included.

        Raises:
            UnknownError: There is no work of one of the keys.
        """
        works = self.works(keys)
        versions = {key: (work.key, *work.versions) for key, work in works.items()}
        every = sorted({one for group in versions.values() for one in group})
        rows = {key: self.store.works.id_of(key) for key in every}
        held = self.store.claims.of_works(rows.values())
        found = {
            key: [claim for one in group for claim in held[rows[one]]]
            for key, group in versions.items()
        }
        for key, claims in found.items():
            number = "" if key in self._keys else _claim_cited(key)[1]
            if number:
                found[key] = [c for c in claims if c.id == f"{works[key].key}#{number}"]
        return found

    def hypotheses(self) -> Sequence[Hypothesis]:
        """Return the hypotheses in use."""
        return self._hypotheses

    def lookup(self, sentences: Sequence[str], cited: Sequence[Sequence[Claim]]) -> list[Nearby]:
        """Return what is near each sentence; ``cited`` holds the claims of its citations.

        Claims without a vector are left out.
        """
        if not sentences or not (self._hypotheses or self.store.claims.count()):
            return [Nearby()] * len(sentences)
        vectors = self.encode(sentences)
        nearest_ids, wanted = self._search(vectors, cited)
        held = self._held({i for ids in nearest_ids for i, _ in ids})
        hypotheses = self._near_hypotheses(vectors)
        plain = self._near_plain_words(vectors)
        made = []
        for n, own in enumerate(cited):
            near = tuple((held[i], score) for i, score in nearest_ids[n] if i in held)
            scored = [(claim, wanted[n][claim.id]) for claim in own if claim.id in wanted[n]]
            scored.sort(key=lambda pair: -pair[1])
            made.append(Nearby(near, tuple(scored), hypotheses[n], plain[n]))
        return made

    def _search(
        self, vectors: NDArray[np.float32], cited: Sequence[Sequence[Claim]]
    ) -> tuple[list[list[tuple[str, float]]], list[dict[str, float]]]:
        """Return for each sentence the nearest claims and the cosines of the cited ones, by id."""
        import numpy as np

        store, database = self.store, self.store.database
        fingerprint, dimension = database.meta("fingerprint"), vectors.shape[1]
        ids = store.selection.passages(Filters(), claims_only=True)
        asked = [{claim.id for claim in own} for own in cited]
        best: list[dict[str, float]] = [{} for _ in cited]
        own: list[dict[str, float]] = [{} for _ in cited]
        for start in range(0, 0 if ids is None else len(ids), _READ):
            assert ids is not None
            chunk = ids[start : start + _READ].tolist()
            held, stored = store.passages.vectors(fingerprint, chunk, dimension)
            if not held.size:
                continue
            passages = store.passages.many(held.tolist())
            names = [passages[i][1].claim or "" for i in held.tolist()]
            place = {name: n for n, name in enumerate(names)}
            # Some rows at a time: the matrix of all sentences and claims may not fit into memory.
            for first in range(0, len(vectors), _AT_ONCE):
                scores = vectors[first : first + _AT_ONCE] @ stored.T
                for n, row in enumerate(scores, first):
                    near = np.argpartition(-row, min(NEIGHBOURS, len(row)) - 1)[:NEIGHBOURS]
                    for score, i in sorted((-float(row[i]), i) for i in near.tolist()):
                        best[n].setdefault(names[i], -score)
                    own[n] |= {one: float(row[place[one]]) for one in asked[n] if one in place}
        ranked = [
            sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:NEIGHBOURS]
            for found in best
        ]
        return ranked, own

    def _held(self, ids: set[str]) -> dict[str, Claim]:
        claims = self.store.claims
        return {claim.id: claim for claim in claims.many(map(claims.id_of, sorted(ids))).values()}

    def _near_hypotheses(
        self, vectors: NDArray[np.float32]
    ) -> list[tuple[tuple[Hypothesis, float], ...]]:
        if not self._hypotheses:
            return [()] * len(vectors)
        scores = vectors @ self._named.T
        return [
            tuple(
                sorted(
                    zip(self._hypotheses, map(float, row), strict=True), key=lambda pair: -pair[1]
                )
            )
            for row in scores
        ]

    def _near_plain_words(
        self, vectors: NDArray[np.float32]
    ) -> list[tuple[tuple[Hypothesis, float], ...]]:
        """Return for each sentence the hypotheses by what is nearest to it in plain words."""
        said = [(h, text) for h in self._hypotheses for text in plain_words().get(h.slug, ())]
        if not said:
            return [()] * len(vectors)
        texts = [text for _, text in said]
        fingerprint = self.store.database.meta("fingerprint")
        held = label_vectors(self.store, fingerprint, vectors.shape[1], texts, self.encode)
        found = []
        for row in (vectors @ held.T).tolist():
            best: dict[str, tuple[Hypothesis, float]] = {}
            for (hypothesis, _), score in sorted(
                zip(said, row, strict=True), key=lambda pair: -pair[1]
            ):
                best.setdefault(hypothesis.slug, (hypothesis, score))
            found.append(tuple(best.values())[:NEIGHBOURS])
        return found

    @cached_property
    def _hypotheses(self) -> list[Hypothesis]:
        current = {question.slug for question in self.store.questions.all()}
        return [h for h in self.store.questions.hypotheses() if h.question in current]

    @cached_property
    def _named(self) -> NDArray[np.float32]:
        """Return the vectors of the hypotheses' statements, shape (h, d)."""
        return vectors_of(self.store, self._hypotheses, self.encode)

    def found(self, sentence: str) -> tuple[Work, ...]:
        """Return the works that a search for a sentence ranks first and calls close."""
        if sentence not in self._found:
            hits = self.search(sentence) if self.search is not None else ()
            self._found[sentence] = tuple(hit.work for hit in hits[:FIRST] if hit.close)
        return self._found[sentence]

    def balance(self, hypothesis: str) -> HypothesisBalance | None:
        """Return the balance of a hypothesis by its slug; ``None`` of one that is retired.

        Raises:
            UnknownError: There is no such hypothesis.
        """
        question = self.store.questions.hypothesis(hypothesis).question
        if question not in self._balances:
            weighed = balance_of(self.store, question).hypotheses
            self._balances[question] = {one.hypothesis.slug: one for one in weighed}
        return self._balances[question].get(hypothesis)
