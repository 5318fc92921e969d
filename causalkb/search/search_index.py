"""What a search index does: the interface between the store and whatever finds passages.

An index has two parts, because words can be indexed at once and vectors only when a model has made
them. It can be deleted at any time: the store holds all that is in it, and
:mod:`causalkb.search.indexes` keeps it in step. :mod:`causalkb.search.faiss_tantivy` is the usual
index, :mod:`causalkb.search.milvus` another; ``docs/extending.md`` shows a third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from causalkb.errors import StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from causalkb.search.query.query import Query

    Ids = NDArray[np.int64]
    Rows = NDArray[np.float32]


class DamagedIndexError(StoreError):
    """The files of a search index turn out not to be what was written; it has to be built anew."""


class Part(StrEnum):
    """A part of an index; each has a generation of its own."""

    VECTORS = "vectors"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class KeywordDocument:
    """A passage as the words of an index take it in.

    Attributes:
        id: The passage's id.
        title: The work's title.
        text: The passage's text, with the title before it.
        people: Names of authors and editors.
        labels: Venue, tags, questions, keywords and citation key.
    """

    id: int
    title: str
    text: str
    people: str
    labels: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """Passages for the vectors of an index: ``ids`` (n,) and unit vectors ``rows`` (n, d)."""

    ids: NDArray[np.int64]
    rows: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class VectorBlocks:
    """Vectors of many passages, read in blocks: together they may not fit into memory.

    Attributes:
        ids: Of all passages, ascending, shape (n,); some may have no vector yet.
        sample: Gives the vectors of so many of them, chosen at random, shape (m, d); of fewer
            where some have none.
        blocks: Those that have a vector, in order of id; read once.
    """

    ids: NDArray[np.int64]
    sample: Callable[[int], Rows]
    blocks: Iterable[Vectors]


@dataclass(frozen=True, slots=True)
class Words:
    """Passages for the words of an index, read once."""

    documents: Iterable[KeywordDocument]


class SearchIndex(Protocol):
    """Finds passages by their vectors and by their words.

    Six operations change it and search it; ``ids``, ``extent`` and ``outgrown`` tell what has to be
    changed.
    An index is searched by several threads, and never changed while it is searched.
    """

    def generation(self, part: Part, *, check: bool = False) -> int:
        """Return the generation that a part was written with, -1 where it is missing or damaged.

        Args:
            part: Which part.
            check: Read every byte to find damage.
        """

    def ids(self, part: Part) -> NDArray[np.int64]:
        """Return the ids of all passages in a part, ascending, shape (n,)."""

    def extent(self, part: Part) -> tuple[int, int]:
        """Return how many passages a part has, and the highest id it has (0 where it has none).

        With these alone an index that is up to date, but for passages added since, is told from
        one that has to be compared id by id. A higher id that it once had may stand for it. A
        count of -1 says that somebody has begun to change the part and not ended.
        """

    def outgrown(self, part: Part, count: int) -> bool:
        """Whether a part should be built anew for ``count`` passages."""

    def delete(self, part: Part, ids: NDArray[np.int64] | None) -> None:
        """Drop passages of a part (``None``: all); the next :meth:`upsert` makes it last."""

    def upsert(self, passages: Vectors | Words, generation: int) -> None:
        """Add or replace passages, in one atomic step with deletions and the new generation.

        One process at a time may call it.

        Raises:
            StoreError, OSError: It cannot be written; the index on disk is as before.
        """

    def dense(
        self, vectors: Rows, limit: int, allowed: Ids | None = None, excluded: Ids | None = None
    ) -> tuple[Rows, Ids]:
        """Return cosines and ids of the nearest passages, both of shape (q, k), best first.

        Args:
            vectors: Unit vectors of queries, shape (q, d).
            limit: The k; rows with fewer results are filled with id -1.
            allowed: Ids to choose from; ``None`` for all.
            excluded: Ids not to choose, ascending; ``None`` for none.
        """

    def keyword(
        self, query: Query, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return ids and scores of the passages that match words and phrases, best first.

        Raises:
            DamagedIndexError: The index turns out to be damaged.
        """

    def filter(self, query: Query) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        """Return what quotes and exclusions of a query mean for a ranking by vectors.

        Returns:
            The ids of the passages that have every phrase (``None`` where there is no phrase), and
            of those that have an excluded word or phrase; ascending.
        """


@runtime_checkable
class CorrectsSpelling(Protocol):
    """What an index may do besides: find the words that a mistyped query means."""

    def correct(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """Return the query with known words for unknown ones, and a note on each."""


@runtime_checkable
class MergesLater(Protocol):
    """What an index may do besides: put changes aside, and merge them when there are many."""

    @property
    def wants_merging(self) -> bool:
        """Whether there are many."""

    def merge(self, alone: Callable[[], AbstractContextManager[object]]) -> None:
        """Merge them while others search and write; ``alone`` keeps other writers out.

        Raises:
            OSError: It cannot be written; all is as before.
        """


@runtime_checkable
class TakesBlocks(Protocol):
    """What an index may do besides: take any number of vectors without having all in memory."""

    def fill(self, vectors: VectorBlocks, generation: int) -> int:
        """Add or replace passages, as ``upsert`` does, and return how many had a vector.

        Raises:
            StoreError, OSError: It cannot be written; the index on disk is as before.
        """


@runtime_checkable
class Shortens(Protocol):
    """An index that may hold vectors in short, so that its cosines are a little off."""

    @property
    def shortens(self) -> bool:
        """Whether it does: cosines are then taken from the store."""


@runtime_checkable
class KeptElsewhere(Protocol):
    """What an index does besides that does not lie in the folder beside the store.

    It may be large, and somebody else's may be in its place. So it is built as a whole only when
    asked for (``reindex``, ``init``, ``doctor --fix``); else what is wrong with it is said.
    """

    batch: int
    """Passages that it takes at a time; after each, what follows may be interrupted."""

    def trouble(self, part: Part) -> str:
        """Say why a part has the generation -1, as in "it IS NOT THERE"; "" where it has not."""

    def expect(self, count: int) -> None:
        """Prepare for so many passages in all."""

    def room(self, part: Part, count: int) -> tuple[Path, int] | None:
        """Return where ``count`` passages are written and how many bytes they take, if known."""

    def drop(self) -> None:
        """Delete all of it."""

    def close(self) -> None:
        """Close the connection, which all indexes that were opened alike share."""


OpenIndex = Callable[[Path, str, int], SearchIndex]
"""(folder, fingerprint of the encoder, length of a vector) → the index there, writing nothing.

A folder without an index, or with one of another encoder, gives an empty one of generation -1.
"""
