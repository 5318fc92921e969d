"""Vectors of sentences and of the works that they stand in; a sentence is encoded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from causalkb.evidence.exemplars import Floats
from causalkb.store.store import Store

_WORK = 0.5
"""What a work's direction counts beside that of a sentence of it (``benchmarks/candidates.py``)."""


class Encode(Protocol):
    """Makes unit rows (n, d) of texts; ``progress`` is called with the number of texts done."""

    def __call__(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Floats:
        """Return the rows."""
        ...


class Vectors:
    """Makes unit rows (n, d) of texts and works, and remembers those of texts."""

    def __init__(self, store: Store, fingerprint: str, dimension: int, encode: Encode) -> None:
        """Take the encoder with the fingerprint under which its vectors are stored."""
        self.fingerprint, self.dimension = fingerprint, dimension
        self._store, self._encode = store, encode
        self._rows: dict[str, Floats] = {}
        self._progress: Callable[[int, int], None] | None = None

    @contextmanager
    def telling(self, progress: Callable[[int, int], None] | None) -> Iterator[None]:
        """Call ``progress`` with texts done and all texts while texts are encoded."""
        before, self._progress = self._progress, progress
        try:
            yield
        finally:
            self._progress = before

    def of_texts(self, texts: Sequence[str]) -> Floats:
        """Return a unit row for each text, shape (n, d)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            tell = self._progress
            told = None if tell is None else lambda done: tell(done, len(new))
            self._rows |= dict(zip(new, self._encode(new, told), strict=True))
        rows = [self._rows[text] for text in texts]
        return np.array(rows, np.float32).reshape(-1, self.dimension)

    def of_works(self, ids: Sequence[int]) -> Floats:
        """Return the mean direction of title and abstract of works (row ids, n), shape (n, d)."""
        distinct = list(dict.fromkeys(ids))
        place = {work_id: n for n, work_id in enumerate(distinct)}
        about = self._store.passages.about(distinct)
        owner = {passage: place[work_id] for passage, work_id in about.items()}
        held, vectors = self._store.passages.vectors(self.fingerprint, owner, self.dimension)
        sums = np.zeros((len(distinct), self.dimension), np.float32)
        np.add.at(sums, [owner[int(one)] for one in held], vectors)
        bare = [n for n in range(len(distinct)) if not sums[n].any()]
        if bare:
            works = self._store.works.many([distinct[n] for n in bare])
            sums[bare] = self.of_texts([works[distinct[n]].title for n in bare])
        return unit(sums)[[place[work_id] for work_id in ids]]

    def in_works(self, texts: Sequence[str], owners: Sequence[int]) -> Floats:
        """Return rows (n, d) of sentences, each drawn towards the work (row id) that it is of."""
        return unit(self.of_texts(texts) + _WORK * self.of_works(owners))


def unit(rows: Floats) -> Floats:
    """Return the rows (n, d) at length 1; those of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)
