"""The facade: one object that joins store, ingest, retrieval and report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.home import default_directory
from causalkb.records import (
    AddResult,
    Claim,
    Filters,
    Hit,
    Hypothesis,
    ParsedWork,
    Passage,
    Problem,
    Question,
    SearchResult,
    Section,
    Work,
)
from causalkb.store.store import Store
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.doctor import Finding
    from causalkb.retrieval.encoder import Encoder
    from causalkb.retrieval.indexes import Indexes

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total or 0 where it is not known)."""


class KnowledgeBase:
    """A knowledge base: works with their passages and claims, searchable.

    >>> import tempfile
    >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
    ...     entry = b"@book{pearl2009causality, title={Causality}, author={Pearl, Judea}}"
    ...     result = kb.add_content(entry, "paper.bib")
    ...     result.added, kb.get("pearl2009causality").title
    (('pearl2009causality',), 'Causality')
    """

    def __init__(self, store: Store, model: str | None = None) -> None:
        """Wrap an open store; use :meth:`open`."""
        self.store = store
        self._model = model

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
    ) -> KnowledgeBase:
        """Open the knowledge base in a directory (default: ``CAUSALKB_PATH``, else the user's).

        Args:
            path: The directory.
            create: Make an empty one where there is none.
            model: Any sentence-transformers model or path; default: the one in use.

        Raises:
            StoreError: There is none, or it is damaged, locked or of a newer version.
        """
        directory = default_directory() if path is None else Path(path).expanduser()
        return cls(Store.open(directory, create=create), model)

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def directory(self) -> Path:
        """Where it lives."""
        return self.store.database.directory

    # Joining the wings

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder: the model asked for, else the one in use, else the default.

        Raises:
            ModelError: It cannot be loaded.
        """
        from causalkb.retrieval.encoder import DEFAULT_MODEL, load_encoder

        return load_encoder(self._model or self.store.database.meta("model") or DEFAULT_MODEL)

    @cached_property
    def indexes(self) -> Indexes:
        """The semantic and the keyword index."""
        from causalkb.retrieval.indexes import Indexes

        return Indexes(self.store, lambda: self.encoder)

    def _cut(
        self, work: Work, sections: Sequence[Section], claims: Sequence[Claim]
    ) -> list[Passage]:
        from causalkb.ingest.passages import cut

        encoder = self.encoder
        return cut(work, sections, claims, window=encoder.window, count_tokens=encoder.count_tokens)

    # Adding

    def add(
        self,
        *sources: str | Path,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add files and folders (BibTeX, notes) and return the account.

        Args:
            sources: Files, or folders that are searched for files of a known kind.
            embed: Embed and index at once; otherwise the next search does.
            progress: Called as work goes on.

        Raises:
            InputError: A source does not exist or holds nothing to read. Bad entries are not
                raised but reported in the result.
        """
        from causalkb.ingest.readers import read_source
        from causalkb.ingest.sources import expand

        files = expand(sources)
        parsed = ((read_source(file), str(file.resolve())) for file in files)
        return self._add(parsed, embed=embed, progress=progress)

    def add_content(
        self,
        content: bytes,
        name: str,
        *,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add what a file called ``name`` would hold; its suffix tells the format.

        Raises:
            InputError: There is no reader for the suffix.
        """
        from causalkb.ingest.readers import reader_for

        items = reader_for(name)(content, name)
        return self._add([(items, name)], embed=embed, progress=progress)

    def add_corpus(self, progress: Progress | None = None) -> AddResult:
        """Load the questions, works and notes that ship with causalkb; edits by hand stay."""
        from causalkb.ingest.readers import read_source
        from causalkb.ingest.sources import expand
        from causalkb.resources import resource

        root = resource("corpus")
        self.add_questions(root / "questions.yaml")
        parsed = (
            (read_source(file), f"corpus:{file.relative_to(root).as_posix()}")
            for file in expand([root])
        )
        return self._add(parsed, embed=True, progress=progress)

    def add_questions(self, path: Path | None = None) -> int:
        """Store the questions and hypotheses of a YAML file (default: the shipped ones)."""
        from causalkb.ingest.corpus import load_questions
        from causalkb.resources import resource

        return load_questions(self.store, path or resource("corpus") / "questions.yaml")

    def _add(
        self,
        parsed: Iterable[tuple[Iterator[ParsedWork | Problem], str]],
        *,
        embed: bool,
        progress: Progress | None,
    ) -> AddResult:
        from causalkb.ingest.importer import Importer, total

        importer = Importer(self.store, self._cut)
        results: list[AddResult] = []
        for items, source in parsed:
            before = sum(r.entries for r in results)
            note = None if progress is None else _counting(progress, before)
            results.append(importer.run(items, source, note))
            if results[-1].interrupted:
                break
        result = total(results)
        if embed and not result.interrupted:
            self.sync(progress)
        return result

    def sync(self, progress: Progress | None = None) -> None:
        """Embed what has no vector yet and bring the indexes up to date."""
        self.indexes.sync(progress)

    # Finding

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
        from causalkb.retrieval.search import Searcher

        if limit < 1:
            raise InputError(f"limit must be at least 1, not {limit}")
        searcher = Searcher(self.store, self.indexes, lambda: self.encoder)
        return searcher.search(
            queries, filters=filters, kind=SearchKind(kind), mode=SearchMode(mode), limit=limit
        )

    # Reading

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

    def claims(self, key: str) -> list[Claim]:
        """Return the claims of a work."""
        work_id = self.store.works.id_of(key)
        return self.store.claims.of_works([work_id])[work_id]

    def note(self, key: str) -> str | None:
        """Return the text of a work's note, if it has one."""
        return self.store.works.note(key)

    def questions(self) -> list[Question]:
        """Return the questions in use."""
        return self.store.questions.all()

    def hypotheses(self, question: str | None = None) -> list[Hypothesis]:
        """Return the hypotheses of one question, or of all."""
        return self.store.questions.hypotheses(question)

    def export(self, format: str = "bibtex", filters: Filters | None = None) -> tuple[str, int]:
        """Return the works that pass as BibTeX, CSL-JSON, JSON lines or CSV, and how many.

        Raises:
            InputError: ``format`` is none of "bibtex", "csl", "jsonl", "csv".
        """
        from causalkb.report.exports import export

        return export(self.store, format, filters or Filters())

    # Changing

    def remove(self, key: str) -> None:
        """Delete a work with its passages, claims and links.

        Raises:
            UnknownError: There is no such key.
        """
        work_id = self.store.works.id_of(key)
        with self.store.database.atomic():
            self.store.works.remove(work_id)
            self.store.database.bump_generation()

    def edit(self, key: str, text: str) -> list[str]:
        """Make a work say what an edited BibTeX entry says, and return what changed.

        Raises:
            UnknownError: There is no such key.
            InputError: The text is not exactly one readable entry, or its new key is taken.
        """
        from causalkb.ingest.edit import apply_edit, parse_edit

        return apply_edit(self.store, self._cut, key, parse_edit(text))

    def tag(self, key: str, *tags: str, remove: bool = False) -> int:
        """Add tags to a work, or remove them, and return how many that changed.

        Raises:
            UnknownError: There is no such key, or a tag to remove that the work does not have.
        """
        from causalkb.ingest.edit import change_tags

        return change_tags(self.store, self._cut, key, tags, remove=remove)

    # Looking after

    def reindex(self, *, model: str | None = None, progress: Progress | None = None) -> None:
        """Build both indexes anew from the store; with ``model``, embed everything with it first.

        Raises:
            ModelError: The model cannot be loaded; nothing was changed.
        """
        if model is not None:
            self._model = model
            self.__dict__.pop("encoder", None)
        window = self.encoder.window
        self.indexes.discard()
        if self.store.database.meta("window") != str(window):
            self._recut(str(window), progress)
        self.sync(progress)

    def _recut(self, window: str, progress: Progress | None) -> None:
        """Cut all works anew, for an encoder with another window."""
        from causalkb.ingest.importer import rebuild_passages

        ids = self.store.selection.works(Filters())
        for n, work_id in enumerate(ids, 1):
            with self.store.database.atomic():
                rebuild_passages(self.store, self._cut, work_id)
            if progress is not None:
                progress("Cutting passages", n, len(ids))
        with self.store.database.atomic():
            self.store.database.set_meta("window", window)

    def doctor(self, *, fix: bool = False) -> list[Finding]:
        """Check everything and return what is wrong, each with its fix; with ``fix``, mend it."""
        from causalkb.doctor import examine

        return examine(self, fix=fix)

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy of the store to one file, and return its path.

        Raises:
            InputError: The file exists already or cannot be written.
        """
        path = Path(target).expanduser()
        if path.exists():
            raise InputError(f"{path} exists already; name another file")
        try:
            self.store.database.backup(path)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error}") from error
        return path


def _counting(progress: Progress, before: int) -> Callable[[int], None]:
    return lambda done: progress("Reading entries", before + done, 0)
