"""A search index in Milvus, where vectors, BM25, quotes and exclusions are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from causalkb.errors import StoreError
from causalkb.search.milvus import words
from causalkb.search.milvus.address import Address
from causalkb.search.milvus.collections import FORMAT, SHORT, Collections, Held, own_name
from causalkb.search.milvus.connection import Connection
from causalkb.search.milvus.queries import MOST, Among, Asked, Queries, one_of
from causalkb.search.milvus.ranking import Ranking
from causalkb.search.milvus.vocabulary import Tally, Vocabulary
from causalkb.search.query.patterns import patterns
from causalkb.search.search_index import Part, Vectors, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.query.query import Query
    from causalkb.search.search_index import Ids, Rows
    from causalkb.store.patience import Say

_ROWS = 1_000
"""Passages sent in one call: some three megabytes."""
_IDS = 5_000
"""Ids named in one condition where several calls do."""
_LITE_WORDS = 10_000
"""Bytes of a passage among the words in a file of Milvus Lite, at most."""

_Filtered = tuple["Query", tuple["NDArray[np.int64] | None", "NDArray[np.int64]"]]


class Milvus:
    """Opens the indexes of one knowledge base in one Milvus, over one connection."""

    def __init__(self, address: Address, store_id: str, say: Say | None = None) -> None:
        """Remember where it is; nothing is opened yet.

        Args:
            address: Of the Milvus.
            store_id: Of the knowledge base.
            say: Takes a line when another process is waited for, or has left something unfinished.
        """
        self._connection = Connection(address, say)
        self._collections = Collections(self._connection, store_id)
        self._say = say

    def __call__(self, folder: Path, fingerprint: str, dimension: int) -> MilvusIndex:
        """Return the index; the folder is for indexes on this machine."""
        del folder
        return MilvusIndex(self._connection, self._collections, (fingerprint, dimension), self._say)

    def check(self) -> None:
        """See that there is a connection.

        Raises:
            StoreError: There is none, or the extra is not installed.
        """
        self._connection.call("list_collections")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class MilvusIndex:
    """A :class:`~causalkb.search.search_index.SearchIndex` and ``KeptElsewhere``."""

    batch = 100_000
    """Passages that :meth:`upsert` should be given at a time: of vectors some 150 MB."""

    def __init__(
        self,
        connection: Connection,
        collections: Collections,
        encoder: tuple[str, int],
        say: Say | None = None,
    ) -> None:
        """Remember what is to be opened; see :class:`Milvus`."""
        self._connection = connection
        self._collections = collections
        self._queries = Queries(connection, collections)
        self._vocabulary = Vocabulary(connection, collections)
        self._fingerprint, self._dimension = encoder
        self._say = say
        self._held: dict[Part, Held | None] = {}
        self._anew: set[Part] = set()
        self._dropped: dict[Part, NDArray[np.int64]] = {}
        self._expected = 0
        self._filtered: _Filtered | None = None

    # What it holds

    def generation(self, part: Part, *, check: bool = False) -> int:
        """Return the mark of a part, -1 where it is missing or not what it should be.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        if check:
            self._held.pop(part, None)
        held = None if part in self._anew else self._now(part)
        return -1 if held is None or self._wrong(part, held) else held.mark

    def trouble(self, part: Part) -> str:
        """Say why a part is of no use; "" where nothing is known against it.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = self._now(part)
        return "is not there" if held is None else self._wrong(part, held)

    def _now(self, part: Part) -> Held | None:
        if part not in self._held:
            address = self._connection.address
            self._held[part] = (
                None
                if address.is_file and not Path(address.uri).exists()
                else self._collections.held(part)
            )
        return self._held[part]

    def _wrong(self, part: Part, held: Held) -> str:
        if held.format != FORMAT:
            return "was made by another version of causalkb"
        if part is Part.VECTORS and (held.encoder, held.dimension) != (
            self._fingerprint,
            self._dimension,
        ):
            return "holds the vectors of another model"
        if held.mark < 0:
            return f"was never finished by {held.writer}"
        if not held.writer and self._collections.count(part) != held.count:
            return f"does not hold the {held.count} passages that were put into it"
        return ""

    def ids(self, part: Part) -> NDArray[np.int64]:
        """Return the ids of all passages in a part, ascending.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        if part in self._anew or self._now(part) is None:
            return np.empty(0, np.int64)
        return self._queries.matching(part, "")

    def extent(self, part: Part) -> tuple[int, int]:
        """Return how many passages a part has, and the highest id that it has held.

        Of a part that somebody has not finished, that is not known: (-1, 0).

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = None if part in self._anew else self._now(part)
        if held is None:
            return 0, 0
        return (-1, 0) if held.writer else (held.count, held.highest)

    @property
    def shortens(self) -> bool:
        """Whether it holds vectors in short, so that its cosines are a little off.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = self._now(Part.VECTORS)
        return held is not None and held.kind == SHORT

    def outgrown(self, part: Part, count: int) -> bool:
        """Whether a part should be built anew: Milvus looks after that itself."""
        del part, count
        return False

    # Changing it

    def delete(self, part: Part, ids: NDArray[np.int64] | None) -> None:
        """Drop passages of a part (``None``: all) with the next :meth:`upsert`."""
        if ids is None:
            self._anew.add(part)
        else:
            self._dropped[part] = ids

    def upsert(self, passages: Vectors | Words, generation: int) -> None:
        """Add or replace passages, then delete those that were dropped, then note the mark.

        Where that is interrupted, the part keeps its old mark, and the ids tell what is left to do.

        Raises:
            StoreError: Milvus cannot be reached or refuses, or another process writes as well.
        """
        part = Part.VECTORS if isinstance(passages, Vectors) else Part.WORDS
        name = self._collections.name(part)
        own = self._begin(part)
        highest = own.highest
        tally = Tally()
        if isinstance(passages, Words):
            passages = Words(tally.counting(passages.documents))
        for rows in _batches(_rows(passages)):
            self._connection.on(name, "upsert", data=rows)
            highest = max(highest, *(row["id"] for row in rows))
        gone = self._dropped.pop(part, np.empty(0, np.int64))
        for start in range(0, len(gone), _IDS):
            self._connection.on(name, "delete", filter=one_of(gone[start : start + _IDS]))
        self._vocabulary.add(tally.words)
        lengths = dict(Counter(own.lengths) + tally.lengths)
        added = own.added + tally.passages
        self._end(
            part, replace(own, mark=generation, highest=highest, lengths=lengths, added=added)
        )
        self._filtered = None

    def expect(self, count: int) -> None:
        """Prepare for so many passages: the next collections are made for them."""
        self._expected = count

    def room(self, part: Part, count: int) -> tuple[Path, int] | None:
        """Return the bytes that passages take in a file of Milvus Lite; a server looks itself."""
        address = self._connection.address
        if not address.is_file:
            return None
        of_one = _LITE_WORDS if part is Part.WORDS else 8 * self._dimension
        return Path(address.uri), count * of_one

    def _begin(self, part: Part) -> Held:
        """Put our name into the row of a part, and make its collection where there is none."""
        held = None if part in self._anew else self._collections.held(part)
        if held is not None and held.writer:
            if self._say is not None:
                self._say(
                    f"the {part.value} of the index in {self._connection.address.shown} were left"
                    f" unfinished by {held.writer}; they are completed"
                )
            there = self._queries.matching(part, "")
            held = replace(held, highest=max([held.highest, *there[-1:].tolist()]))
        vectors = part is Part.VECTORS
        own = replace(
            held or Held(),
            encoder=self._fingerprint if vectors else "",
            dimension=self._dimension if vectors else 0,
            writer=own_name(),
            format=FORMAT,
        )
        if held is None:
            kind = self._collections.create(part, self._dimension, self._expected)
            own = replace(own, kind=kind)
            self._anew.discard(part)
        self._collections.note(part, own)
        return own

    def _end(self, part: Part, done: Held) -> None:
        """Take our name out of the row of a part, if it is still ours."""
        now = self._collections.held(part)
        if now is None or now.writer != done.writer:
            other = (now and now.writer) or "another process"
            # What two have written at once is of no use to either.
            both = replace(done, mark=-1, writer=f"two at once: {done.writer}; {other}")
            self._collections.note(part, both)
            self._held.pop(part, None)
            raise StoreError(
                f"the {part.value} of the index in {self._connection.address.shown} were"
                f" changed at the same time by {other}; let one copy of the knowledge base write to"
                " it, and run 'causalkb reindex'"
            )
        held = replace(done, count=self._collections.count(part), writer="")
        self._collections.note(part, held)
        self._held[part] = held

    def drop(self) -> None:
        """Delete all that is there of this knowledge base.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        if not self._connection.address.is_file or Path(self._connection.address.uri).exists():
            self._collections.drop()
        self._held.clear()

    def close(self) -> None:
        """Close the connection, which all indexes of the knowledge base share."""
        self._connection.close()

    # Searching it

    def dense(
        self, vectors: Rows, limit: int, allowed: Ids | None = None, excluded: Ids | None = None
    ) -> tuple[Rows, Ids]:
        """Return cosines and ids of the nearest passages, both of shape (q, k), best first.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = self._now(Part.VECTORS)
        limit = min(limit, 0 if held is None else held.count, MOST)
        among = Among(allowed) if excluded is None else Among(allowed, excluded)
        if limit < 1 or among.empty:
            shape = (len(vectors), 0)
            return np.empty(shape, np.float32), np.empty(shape, np.int64)
        found = [self._nearest(vector, limit, among) for vector in vectors]
        width = max(map(len, found))
        scores = np.full((len(found), width), -np.inf, np.float32)
        ids = np.full((len(found), width), -1, np.int64)
        for n, hits in enumerate(found):
            ids[n, : len(hits)] = [hit for hit, _ in hits]
            scores[n, : len(hits)] = [score for _, score in hits]
        return scores, ids

    def _nearest(
        self, vector: NDArray[np.float32], limit: int, among: Among
    ) -> list[tuple[int, float]]:
        asked = Asked(Part.VECTORS, "vector", vector.tolist(), limit)
        return self._queries.best(asked, among, self._now(Part.VECTORS))

    def keyword(
        self, query: Query, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return ids and BM25 scores of the passages that match best.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = self._now(Part.WORDS)
        if limit < 1 or held is None:
            return []
        excluded = np.empty(0, np.int64)
        if query.phrases or query.excluded:
            required, excluded = self.filter(query)
            if required is not None:
                allowed = required if allowed is None else np.intersect1d(allowed, required)
        among = Among(allowed, excluded)
        asked = Ranking(self._queries, self._vocabulary, held)
        return [] if among.empty else asked.best(patterns(query), min(limit, MOST), among)

    def correct(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """Return the query with known words for unknown ones, and a note on each.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        held = self._now(Part.WORDS)
        if held is None or held.count < 2:
            return query, ()
        return self._vocabulary.correct(query, held.count)

    def filter(self, query: Query) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        """Return the ids that have every phrase (``None``: no phrase), and the excluded ids.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        before = self._filtered  # a ranking by words has just asked, one by vectors asks next
        if before is not None and before[0] == query:
            return before[1]
        wanted = patterns(query)
        required: NDArray[np.int64] | None = None
        for pattern in wanted.required:
            having = self._queries.having(pattern)
            required = having if required is None else np.intersect1d(required, having)
        excluded = np.empty(0, np.int64)
        for pattern in wanted.excluded:
            excluded = np.union1d(excluded, self._queries.having(pattern))
        self._filtered = query, (required, excluded)
        return required, excluded


def _rows(passages: Vectors | Words) -> Iterator[dict[str, Any]]:
    if isinstance(passages, Words):
        yield from map(words.to_row, passages.documents)
        return
    for id, vector in zip(passages.ids.tolist(), passages.rows, strict=True):
        yield {"id": id, "vector": vector.tolist()}


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rest = iter(rows)
    while batch := list(islice(rest, _ROWS)):
        yield batch
