"""Fields of a sentence as claims of works like its own have them in this knowledge base.

Kernel regression by least squares with a ridge (Saunders, Gammerman and Vovk 1998, "Ridge
Regression Learning Algorithm in Dual Variables") on one column for each value of a field. Two
claims are alike by the vectors of their sentences and of their works, by words and groups of words,
and by what their works share: tags, questions, venue, persons, field. Nothing is stored; what was
coded by hand is read anew each time. ``benchmarks/candidates.py`` chose the numbers on works left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from causalkb.candidates.fields import FIELDS, Guess
from causalkb.candidates.signs import Vocabulary, by_signs
from causalkb.candidates.vectors import Vectors
from causalkb.evidence.exemplars import Floats
from causalkb.records import Claim, Filters, Work
from causalkb.store.store import Store

FEWEST = 200
"""Claims that have a field, below which the models that ship are the better guide."""
_MOST = 4_000
_RIDGE = 1.5
_KIND = 0.2
"""What the score of a value's kind ("animals" of "animals/rats") counts beside its own."""
_LEAST = 0.2
"""The lowest score, near a probability, at which a field is filled in."""
_NEAR = 0.45
"""The lowest cosine to a coded claim of another work at which claims tell anything of a sentence.

Nine in ten claims of the shipped corpus have one, and of sentences of biomedical abstracts one in
fifty: of these the claims would tell nonsense.
"""
_WORDS, _SIGNS, _TITLES = 1.3, 0.5, 0.5
_TAGS, _QUESTIONS, _VENUE, _PERSONS, _FIELD = 1.0, 0.3, 0.2, 0.2, 0.3


@dataclass(frozen=True)
class Sentences:
    """n sentences with what they are compared by; all rows are unit rows, or zero.

    Attributes:
        vectors: Of the sentences, shape (n, d).
        works: Of title and abstract of their works, shape (n, d).
        words: All words of the sentences, "was" and "is" among them, shape (n, w).
        signs: Groups of words of the sentences, shape (n, g).
        titles: Words of the titles that tell the topic, shape (n, t).
        about: The works, length n.
    """

    vectors: Floats
    works: Floats
    words: Floats
    signs: Floats
    titles: Floats
    about: Sequence[Work]


def alike(some: Sentences, others: Sentences) -> Floats:
    """Return how much alike n and m sentences are, shape (n, m)."""
    near = np.exp(some.vectors @ others.vectors.T * 2 - 2)
    near += np.exp(some.works @ others.works.T * 2 - 2)
    near += _WORDS * (some.words @ others.words.T)
    near += _SIGNS * (some.signs @ others.signs.T)
    near += _TITLES * (some.titles @ others.titles.T)
    for weight, of in (
        (_TAGS, lambda work: work.tags),
        (_QUESTIONS, lambda work: work.questions),
        (_VENUE, lambda work: (work.venue.casefold(),) if work.venue else ()),
        (_PERSONS, lambda work: [(one.family, one.given[:1]) for one in work.authors]),
        (_FIELD, lambda work: (work.field,) if work.field else ()),
    ):
        near += weight * _overlap(
            [set(of(w)) for w in some.about], [set(of(w)) for w in others.about]
        )
    return np.asarray(near + 0.5, np.float32)


def _overlap(some: Sequence[set[object]], others: Sequence[set[object]]) -> Floats:
    """Return what sets share as a part of what either has (Jaccard), shape (n, m)."""
    place = {one: n for n, one in enumerate(dict.fromkeys(x for s in others for x in s))}
    left, right = (np.zeros((len(sets), len(place)), np.float32) for sets in (some, others))
    for rows, sets in ((left, some), (right, others)):
        for row, one in zip(rows, sets, strict=True):
            row[[place[x] for x in one if x in place]] = 1.0
    both = left @ right.T
    sizes = np.array([len(s) for s in some])[:, None] + np.array([len(s) for s in others])[None, :]
    return np.asarray(both / np.maximum(sizes - both, 1), np.float32)


class Learned:
    """Reads fields off sentences by the claims that are coded already."""

    def __init__(
        self,
        store: Store,
        vectors: Vectors,
        by_words: Callable[[Sequence[str]], Floats],
    ) -> None:
        """Read the coded claims that have vectors."""
        self._store, self._vectors, self._by_words = store, vectors, by_words
        claims = list(store.claims.many(store.selection.claims(Filters())).values())[-_MOST:]
        raw = store.passages.raw_vectors((), [one.id for one in claims])
        length = 4 * vectors.dimension
        self.claims: list[Claim] = [c for c in claims if len(raw.get(c.id, b"")) == length]
        self._words = Vocabulary([one.text for one in self.claims])
        flat = np.frombuffer(b"".join(raw[one.id] for one in self.claims), "<f4")
        owners = [store.works.id_of(one.work) for one in self.claims]
        self.coded = self.sentences(
            [one.text for one in self.claims], owners, flat.reshape(-1, vectors.dimension)
        )

    def sentences(
        self, texts: Sequence[str], owners: Sequence[int], vectors: Floats | None = None
    ) -> Sentences:
        """Return what sentences of works (row ids, n) are compared by."""
        works = self._store.works.many(owners)
        distinct = list(dict.fromkeys(owners))
        position = {work_id: n for n, work_id in enumerate(distinct)}
        rows = [position[work_id] for work_id in owners]
        titles = self._by_words([works[work_id].title for work_id in distinct])
        return Sentences(
            vectors=self._vectors.of_texts(texts) if vectors is None else vectors,
            works=self._vectors.of_works(distinct)[rows],
            words=self._words.rows(texts),
            signs=by_signs(texts),
            titles=titles[rows],
            about=[works[work_id] for work_id in owners],
        )

    def of(self, texts: Sequence[str], owners: Sequence[int]) -> list[dict[str, Guess]]:
        """Return the fields of sentences of works (row ids, n) that enough claims tell.

        Those of a sentence that no claim is near are left out.
        """
        found: list[dict[str, Guess]] = [{} for _ in texts]
        if not texts or len(self.claims) < FEWEST:
            return found
        asked = self.sentences(texts, owners)
        near = alike(asked, self.coded)
        known = (asked.vectors @ self.coded.vectors.T).max(axis=1) >= _NEAR
        for field, (rows, values, weights) in self._fitted.items():
            scores = near[:, rows] @ weights
            labels = np.array([str(getattr(self.claims[n], field)) for n in rows])
            having = {value: np.array(rows)[labels == value] for value in values}
            for n, best in enumerate(scores.argmax(axis=1)):
                if known[n] and scores[n, best] >= _LEAST:
                    same = having[values[best]]
                    like = self.claims[same[near[n, same].argmax()]].id
                    why = f"{field} {values[best]}: as {like}"
                    found[n][field] = Guess(values[best], why, float(scores[n, best]))
        return found

    @cached_property
    def _fitted(self) -> dict[str, tuple[list[int], list[str], Floats]]:
        """The claims that have a field, its values, and their weights, for fields with enough."""
        near = alike(self.coded, self.coded)
        found = {}
        for field in FIELDS:
            rows = [n for n, one in enumerate(self.claims) if getattr(one, field)]
            if len(rows) >= FEWEST:
                labels = [str(getattr(self.claims[n], field)) for n in rows]
                found[field] = (rows, *fit(near[np.ix_(rows, rows)], labels))
        return found


def fit(near: Floats, labels: Sequence[str]) -> tuple[list[str], Floats]:
    """Return the values of a field and the weights of n coded sentences, shape (n, values).

    ``near`` says how much alike they are, shape (n, n). Values of a kind speak for one another:

    >>> values, weights = fit(np.eye(3), ["animals/mice", "animals/rats", "models"])
    >>> values[int((np.array([1.0, 1.0, 1.05]) @ weights).argmax())]
    'animals/mice'
    """
    values = sorted(set(labels))
    wanted = np.array([[one == value for value in values] for one in labels], np.float64)
    ridge = near.astype(np.float64) + _RIDGE * np.eye(len(labels))
    weights = np.linalg.solve(ridge, wanted)
    kinds = np.array([value.partition("/")[0] for value in values])
    weights += _KIND * weights @ (kinds[:, None] == kinds[None, :])
    return values, np.asarray(weights / (1 + _KIND), np.float32)
