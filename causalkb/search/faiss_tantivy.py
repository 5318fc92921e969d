"""The search index in use: FAISS for vectors, Tantivy for words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.keyword.index import KeywordIndex
from causalkb.search.search_index import Part, VectorBlocks, Vectors, Words
from causalkb.search.vectors.index import SemanticIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.query.query import Query
    from causalkb.search.search_index import Ids, Rows


class FaissTantivyIndex:
    """A :class:`~causalkb.search.search_index.SearchIndex`; a part is opened when it is used."""

    def __init__(self, directory: Path, fingerprint: str, dimension: int) -> None:
        """Remember where the index is.

        Args:
            directory: The folder.
            fingerprint: The encoder; vectors of another one are as good as none.
            dimension: The length of a vector.
        """
        self._directory = directory
        self._fingerprint = fingerprint
        self._dimension = dimension
        self._dropped: dict[Part, NDArray[np.int64]] = {}

    @cached_property
    def _vectors(self) -> SemanticIndex:
        return SemanticIndex.open(self._directory, self._fingerprint, self._dimension)

    @cached_property
    def _words(self) -> KeywordIndex:
        return KeywordIndex.open(self._directory / "keyword")

    def generation(self, part: Part, *, check: bool = False) -> int:
        """Return the generation of a part, -1 where it is missing or damaged."""
        index = self._vectors if part is Part.VECTORS else self._words
        return -1 if check and not index.intact() else index.generation

    def ids(self, part: Part) -> NDArray[np.int64]:
        """Return the ids of all passages in a part, ascending."""
        return self._vectors.ids() if part is Part.VECTORS else self._words.ids()

    def extent(self, part: Part) -> tuple[int, int]:
        """Return how many passages a part has, and the highest id it has or had."""
        return self._vectors.extent() if part is Part.VECTORS else self._words.extent()

    @property
    def shortens(self) -> bool:
        """Whether the vectors are held in short."""
        return self._vectors.shortens

    @property
    def wants_merging(self) -> bool:
        """Whether many changes to the vectors stand beside their file."""
        return self._vectors.wants_merging

    def merge(self, alone: Callable[[], AbstractContextManager[object]]) -> None:
        """Merge them; see :class:`~causalkb.search.search_index.MergesLater`.

        Raises:
            OSError: It cannot be written; all is as before.
        """
        self._vectors.merge(alone)

    def outgrown(self, part: Part, count: int) -> bool:
        """Whether the vectors need other cells for ``count`` passages; words never do."""
        return part is Part.VECTORS and self._vectors.outgrown(count)

    def delete(self, part: Part, ids: NDArray[np.int64] | None) -> None:
        """Drop passages of a part (``None``: all) with the next :meth:`upsert`."""
        if ids is not None:
            self._dropped[part] = ids
        elif part is Part.VECTORS:
            self._vectors.clear()
        else:
            self.__dict__["_words"] = KeywordIndex(self._directory / "keyword", None)

    def upsert(self, passages: Vectors | Words, generation: int) -> None:
        """Add or replace passages, in one atomic step with deletions and the new generation.

        Raises:
            StoreError, OSError: It cannot be written; the index on disk is as before.
        """
        nothing = np.empty(0, np.int64)
        if isinstance(passages, Vectors):
            gone = self._dropped.pop(Part.VECTORS, nothing)
            self._vectors.update(passages.ids, passages.rows, gone, generation)
        else:
            gone = self._dropped.pop(Part.WORDS, nothing)
            self._words.update(passages.documents, gone.tolist(), generation)

    def fill(self, vectors: VectorBlocks, generation: int) -> int:
        """Add or replace passages whose vectors are read in blocks; return how many had one.

        Raises:
            OSError: It cannot be written; the index on disk is as before.
        """
        gone = self._dropped.pop(Part.VECTORS, np.empty(0, np.int64))
        return self._vectors.fill(vectors, gone, generation)

    def dense(
        self, vectors: Rows, limit: int, allowed: Ids | None = None, excluded: Ids | None = None
    ) -> tuple[Rows, Ids]:
        """Return cosines and ids of the nearest passages, both of shape (q, k), best first."""
        return self._vectors.search(vectors, limit, allowed, excluded)

    def keyword(
        self, query: Query, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return ids and BM25 scores of the passages that match best.

        Raises:
            DamagedIndexError: The index turns out to be damaged.
        """
        return self._words.search(query, limit, allowed)

    def filter(self, query: Query) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        """Return the ids that have every phrase (``None``: no phrase), and the excluded ids."""
        return self._words.conditions(query)

    def correct(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """Return the query with known words for unknown ones, and a note on each."""
        return self._words.correct(query)
