"""The keyword index: BM25 over passages, in Tantivy (figures: ``benchmarks/keyword_engines.py``).

It can be deleted at any time: the store holds everything that is in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from tantivy import Document, Index, Order
from tantivy import Query as TantivyQuery

from causalkb.errors import StoreError
from causalkb.search.keyword import files
from causalkb.search.keyword.analysis import prepare, stem
from causalkb.search.query.clauses import Clauses
from causalkb.search.query.patterns import matched_spans, patterns
from causalkb.search.query.query import Query
from causalkb.search.query.spelling import Speller
from causalkb.search.search_index import DamagedIndexError, KeywordDocument

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tantivy import DocAddress, Searcher

__all__ = ["KeywordDocument", "KeywordIndex", "matched_spans"]

_SMALL = 10_000  # documents; up to here one thread is as fast as two and starts sooner
_HEAP_PER_THREAD = 64_000_000  # bytes
_SET_OF_IDS = 20_000  # up to here allowed ids go into the query, above they filter its results
_FULL_SPELLING = 50_000  # passages; up to here the whole vocabulary is looked through for a typo


class KeywordIndex:
    """A keyword index as it stood when it was opened, or after its own last update.

    Attributes:
        generation: The store's generation that the index was updated to, -1 for none.
    """

    def __init__(self, directory: Path, opened: files.OpenIndex | None) -> None:
        self._directory = directory
        self._use(opened)

    @classmethod
    def open(cls, directory: Path) -> KeywordIndex:
        """Open the index in a directory, writing nothing.

        A missing or damaged index, or one of another format, is an empty one of generation -1;
        the next update builds it anew.
        """
        return cls(directory, files.open_index(directory))

    def _use(self, opened: files.OpenIndex | None) -> None:
        self._opened = opened
        self.generation = -1 if opened is None else opened.generation

    def ids(self) -> NDArray[np.int64]:
        """The ids of all passages in the index, sorted; int64, shape (n,)."""
        if self._opened is None:
            return np.empty(0, dtype=np.int64)
        return self._ids(TantivyQuery.exists_query("id"))

    def extent(self) -> tuple[int, int]:
        """How many passages there are, and the highest id of one (0 where there is none)."""
        if self._opened is None:
            return 0, 0
        every = TantivyQuery.exists_query("id")
        with files.failures(self._directory):
            highest = self._searcher.search(
                every, limit=1, count=False, order_by_field="id", order=Order.Desc
            ).hits
            # One document carries the generation.
            return self._searcher.num_docs - 1, int(cast(int, highest[0][0])) if highest else 0

    def intact(self) -> bool:
        """Whether the files are as they were written; missing ones are not. Reads every byte."""
        return self._opened is not None and files.intact(self._directory)

    def update(
        self, add: Iterable[KeywordDocument], remove: Iterable[int], generation: int
    ) -> None:
        """Remove and add passages in one atomic step; an id that is already there is replaced.

        After a crash the old or the new index is found, each with its own generation.

        Raises:
            StoreError: Another process is writing, or the disk refuses; the index is as before.
            DamagedIndexError: It was damaged, and is deleted; the next update builds it anew.
        """
        try:
            with files.failures(self._directory):
                if self._opened is None:
                    self._rebuild(add, generation)
                else:
                    self._extend(self._opened.index, self._directory, add, remove, generation)
                files.share(self._directory)
        except DamagedIndexError as error:
            if self._opened is None or files.intact(self._directory):
                raise StoreError(str(error)) from error
            # Otherwise every later update would fail as well, until someone deletes it by hand.
            self._use(None)
            shutil.rmtree(self._directory, ignore_errors=True)
            raise DamagedIndexError(
                f"the keyword index in {self._directory} was damaged and has been removed; "
                "run the command again and it is rebuilt"
            ) from error
        self._use(files.open_index(self._directory))

    def _rebuild(self, add: Iterable[KeywordDocument], generation: int) -> None:
        fresh = files.temporary(self._directory)
        try:
            self._extend(files.create(fresh), fresh, add, (), generation)
            files.put_in_place(fresh, self._directory)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _extend(
        self,
        index: Index,
        directory: Path,
        add: Iterable[KeywordDocument],
        remove: Iterable[int],
        generation: int,
    ) -> None:
        documents = iter(add)
        first = list(islice(documents, _SMALL))
        threads = 1 if len(first) < _SMALL else 2
        writer = index.writer(heap_size=threads * _HEAP_PER_THREAD, num_threads=threads)
        try:
            files.remove_orphans(directory)
            writer.delete_documents_by_term("format", files.FORMAT)
            for id in remove:
                writer.delete_documents_by_term("id", int(id))
            for document in chain(first, documents):
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(_to_tantivy(document))
            writer.add_document(files.generation_document(generation))
            writer.commit()
        finally:
            # Lets merges finish, which bounds the number of segments, and gives up the lock.
            writer.wait_merging_threads()
        files.seal(directory)

    def search(
        self, query: Query, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The passages that match best: ``(id, BM25 score)``, best first, at most ``limit``.

        Words are alternatives, quoted phrases are required, excluded words excluded. A query
        without words or phrases ranks nothing and finds nothing.

        Args:
            query: A parsed query; its filters are the caller's business.
            limit: The most results to return.
            allowed: Ids to choose from, in any order; ``None`` for all.

        Raises:
            DamagedIndexError: The index turns out to be damaged.
        """
        if self._opened is None or limit < 1 or (allowed is not None and not allowed.size):
            return []
        clauses, wanted = Clauses(self._opened.index.schema), patterns(query)
        few = allowed is not None and allowed.size <= _SET_OF_IDS
        ranked = clauses.ranked(wanted, allowed.tolist() if allowed is not None and few else None)
        if ranked is None:
            return []
        if allowed is None or few:
            found = self._top(ranked, limit)
        else:
            found = self._top_of(ranked, limit, np.unique(allowed))
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _top(self, ranked: TantivyQuery, limit: int) -> list[tuple[int, float]]:
        searcher = self._searcher
        limit = min(limit, searcher.num_docs)  # Tantivy reserves room for as many
        with files.failures(self._directory):
            hits = searcher.search(ranked, limit=limit, count=False).hits
            ids = _fast_ids(searcher, [address for _, address in hits])
            return [(id, float(score)) for id, (score, _) in zip(ids, hits, strict=True)]

    def _top_of(
        self, ranked: TantivyQuery, limit: int, allowed: NDArray[np.int64]
    ) -> list[tuple[int, float]]:
        """The best of many allowed ids: take more results than needed, until enough are allowed."""
        total = self._searcher.num_docs
        depth = 2 * limit * max(1, total // allowed.size)
        while True:
            found = self._top(ranked, depth)
            ids = np.fromiter((id for id, _ in found), dtype=np.int64, count=len(found))
            keep = np.isin(ids, allowed)
            if int(keep.sum()) >= limit or len(found) < min(depth, total):
                return [hit for hit, kept in zip(found, keep, strict=True) if kept][:limit]
            depth *= 8

    def conditions(self, query: Query) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        """What the quotes and exclusions of a query mean for a ranking that is not this one.

        Returns:
            The ids of the passages that contain every phrase (``None`` if there is none), and the
            ids of those that contain an excluded word or phrase; both sorted, int64.
        """
        nothing = np.empty(0, dtype=np.int64)
        wanted = patterns(query)
        if self._opened is None:
            return (nothing if wanted.required else None), nothing
        clauses = Clauses(self._opened.index.schema)
        required = self._ids(clauses.all_of(wanted.required)) if wanted.required else None
        excluded = self._ids(clauses.any_of(wanted.excluded)) if wanted.excluded else nothing
        return required, excluded

    def correct(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """The query with typos put right as far as the index knows the words, and a note on each.

        A word that no passage has is joined by the nearest word that some passage has; inside a
        quoted phrase it is replaced.
        """
        if self._opened is None or self._searcher.num_docs < 2:
            return query, ()
        with files.failures(self._directory):
            return Speller(self._is_known, self._is_name, self._words_with_prefix).correct(query)

    @property
    def _searcher(self) -> Searcher:
        assert self._opened is not None
        return self._opened.searcher

    def _ids(self, query: TantivyQuery) -> NDArray[np.int64]:
        searcher = self._searcher
        with files.failures(self._directory):
            hits = searcher.search(
                query,
                limit=max(1, searcher.num_docs),
                count=False,
                order_by_field="id",
                order=Order.Asc,
            ).hits
            return np.fromiter((id for id, _ in hits), dtype=np.int64, count=len(hits))

    def _is_known(self, token: str) -> bool:
        stemmed = stem(token)
        frequency = self._searcher.doc_freq
        return self._is_name(token) or any(
            frequency(field, stemmed) for field in ("text", "title", "labels")
        )

    def _is_name(self, token: str) -> bool:
        return bool(self._searcher.doc_freq("people", token))

    def _words_with_prefix(self, prefix: str) -> dict[str, int]:
        if not prefix and self._searcher.num_docs > _FULL_SPELLING:
            return {}
        return dict(self._searcher.terms_with_prefix("words", prefix))


def _to_tantivy(document: KeywordDocument) -> Document:
    fields = {
        "title": prepare(document.title),
        "text": prepare(document.text),
        "labels": prepare(document.labels),
        "people": prepare(document.people),
    }
    made = Document()
    made.add_integer("id", document.id)
    for name, value in fields.items():
        made.add_text(name, value)
        made.add_text("words", value)
    return made


def _fast_ids(searcher: Searcher, addresses: Sequence[DocAddress]) -> list[int]:
    # A passage without an id is damage; int() makes it a TypeError.
    return [int(cast(int, value)) for value in searcher.fast_field_values("id", list(addresses))]
