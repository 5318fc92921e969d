"""What comes out: searching, reading, exporting."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.errors import InputError
from causalkb.facade.opened import Opened
from causalkb.records import Filters, Hit, SearchResult, Work
from causalkb.vocabulary import SearchKind, SearchMode


class Finding(Opened):
    """The verbs that find and read works."""

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        kind: SearchKind | str = SearchKind.WORKS,
        mode: SearchMode | str = SearchMode.HYBRID,
        limit: int = 10,
    ) -> list[Hit]:
        """Search, and return the hits, best first; see :meth:`search_full` for all it found.

        Raises:
            InputError: The query is empty or cannot be understood.
            UnknownError: A filter names something that does not exist.
        """
        return list(
            self.search_full(query, filters=filters, kind=kind, mode=mode, limit=limit).hits
        )

    def search_full(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        kind: SearchKind | str = SearchKind.WORKS,
        mode: SearchMode | str = SearchMode.HYBRID,
        limit: int = 10,
    ) -> SearchResult:
        """Search, and return hits, matching questions and notes on the query."""
        return self._search([query], filters, kind, mode, limit)[0]

    def search_many(
        self,
        queries: Sequence[str],
        *,
        filters: Filters | None = None,
        kind: SearchKind | str = SearchKind.WORKS,
        mode: SearchMode | str = SearchMode.HYBRID,
        limit: int = 10,
    ) -> list[list[Hit]]:
        """Run several queries in one batch; one list of hits each, in their order."""
        return [list(r.hits) for r in self._search(queries, filters, kind, mode, limit)]

    def _search(
        self,
        queries: Sequence[str],
        filters: Filters | None,
        kind: SearchKind | str,
        mode: SearchMode | str,
        limit: int,
    ) -> list[SearchResult]:
        from causalkb.search.searcher import Searcher

        if limit < 1:
            raise InputError(f"limit must be at least 1, not {limit}")
        self._cut_postponed()
        searcher = Searcher(self.store, self.indexes, lambda: self.encoder)
        return searcher.search(
            queries, filters=filters, kind=SearchKind(kind), mode=SearchMode(mode), limit=limit
        )

    def get(self, key: str) -> Work:
        """Return one work.

        Raises:
            UnknownError: There is no such key; it carries the nearest ones.
        """
        return self.store.works.get(key)

    def works(
        self, filters: Filters | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Work]:
        """Return the works that pass, newest first."""
        ids = self.store.selection.works(filters or Filters(), limit=limit, offset=offset)
        return list(self.store.works.many(ids).values())

    def note(self, key: str) -> str | None:
        """Return the text of a work's note, if it has one."""
        return self.store.works.note(self.store.works.known_as(key))

    def export(self, format: str = "bibtex", filters: Filters | None = None) -> tuple[str, int]:
        """Return the works that pass as BibTeX, CSL-JSON, JSON lines or CSV, and how many.

        Raises:
            InputError: ``format`` is none of "bibtex", "csl", "jsonl", "csv".
        """
        from causalkb.formats.writers import export

        return export(self.store, format, filters or Filters())
