"""``KnowledgeBase``: everything that causalkb can do, from Python."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, TypedDict, Unpack

from causalkb.collections.every import Every
from causalkb.errors import InputError
from causalkb.knowledge_base_rivals import RivalsKnowledgeBase
from causalkb.session import Progress
from causalkb.vocabulary import Keywords, SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.doctor.finding import DoctorFinding
    from causalkb.evidence.graph import ClaimGraph
    from causalkb.evidence.map import GapMap
    from causalkb.evidence.matrix import Matrix
    from causalkb.evidence.records import Balance
    from causalkb.formats.writers import Exported
    from causalkb.lint.findings import Audit
    from causalkb.records import AddResult, Filters, Hit, SearchResult, Stats
    from causalkb.report.summary.output import ReportFiles, ReportOutput


class SearchOptions(TypedDict, total=False):
    """How to search; what each option does says :meth:`KnowledgeBase.search`."""

    filters: Filters | None
    kind: SearchKind | str
    mode: SearchMode | str
    limit: int


class KnowledgeBase(Every, RivalsKnowledgeBase):
    """A knowledge base: works with their passages and claims, searchable and weighed.

    Attributes:
        works, claims, questions, hypotheses, tags, suppressions, proposals, probes,
        competitions, codings, tables, documents, vocabulary: what there is of each kind.

    >>> import tempfile
    >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
    ...     entry = b"@book{pearl2009causality, title={Causality}, author={Pearl, Judea}}"
    ...     result = kb.add_content(entry, "paper.bib")
    ...     result.added, kb.works.get("pearl2009causality").title
    (('pearl2009causality',), 'Causality')
    """

    def add(
        self,
        *sources: str | Path,
        format: str | None = None,
        colours: Mapping[str, str] | None = None,
        files: str | Path | None = None,
        keywords: Keywords | str = Keywords.TAGS,
        ocr: bool = True,
        embed: bool = True,
        progress: Progress | None = None,
    ) -> AddResult:
        """Add files and folders (references, documents, notes) and return the account.

        A document becomes the full text of its work, or of a new one; so do files that
        bibliographies name in ``file`` fields, if they are in the bibliography's own folder.

        Args:
            sources: Files, folders, DOIs, arXiv ids; "zotero:" for the library of Zotero.
            format: One of docs/formats.md or of another package; default: by suffix and content.
            colours: Which stance a colour of highlights stands for: {"yellow": "supports"};
                default: as it was said last.
            files: A further folder in which files that bibliographies name are read.
            keywords: "tags" makes keywords of references tags too, "fields" keeps them as they are.
            ocr: Let ocrmypdf, where it is on PATH, recognise the text of scanned PDFs.
            embed: Embed and index at once; otherwise the next search does.
            progress: Called as work goes on.

        Raises:
            InputError: A source does not exist or holds nothing to read. Bad entries are reported.
        """
        from causalkb.archive.sources import add_sources
        from causalkb.ingest.options import AddOptions

        options = AddOptions(format, colours, files, keywords, embed, progress, ocr)
        return add_sources(self._session, sources, options)

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        kind: SearchKind | str = SearchKind.WORKS,
        mode: SearchMode | str = SearchMode.HYBRID,
        limit: int = 10,
    ) -> list[Hit]:
        """Search, and return the hits, best first; :meth:`search_full` also says what it did.

        Raises:
            InputError: The query is empty or cannot be understood.
            UnknownError: A filter names something that does not exist.
        """
        found = self.search_full(query, filters=filters, kind=kind, mode=mode, limit=limit)
        return list(found.hits)

    def search_full(self, query: str, **options: Unpack[SearchOptions]) -> SearchResult:
        """Search, and return the hits, the questions that match and notes on the query.

        Args:
            query: What to search for.
            options: As for :meth:`search`: filters, kind, mode, limit.
        """
        return self._search([query], **options)[0]

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
        found = self._search(queries, filters=filters, kind=kind, mode=mode, limit=limit)
        return [list(result.hits) for result in found]

    def _search(
        self, queries: Sequence[str], **options: Unpack[SearchOptions]
    ) -> list[SearchResult]:
        limit = options.get("limit", 10)
        if limit < 1:
            raise InputError(f"limit must be at least 1, not {limit}")
        return self._session.searcher().search(
            queries,
            filters=options.get("filters"),
            kind=SearchKind(options.get("kind", SearchKind.WORKS)),
            mode=SearchMode(options.get("mode", SearchMode.HYBRID)),
            limit=limit,
        )

    def doctor(
        self,
        *,
        fix: bool = False,
        full: bool = False,
        online: bool = False,
        progress: Progress | None = None,
    ) -> list[DoctorFinding]:
        """Check everything and return what is wrong, each with its fix; with ``fix``, fix it.

        Of a large knowledge base, what :meth:`doctor_leaves_out` names is checked with ``full`` or
        ``fix`` alone. With ``online``, services are asked about works, and it is stored.
        """
        from causalkb.doctor.examine import examine

        return examine(self._session, fix=fix, full=full, online=online, progress=progress)

    def doctor_leaves_out(self) -> tuple[str, ...]:
        """Say what :meth:`doctor` does not look at without ``full``: nothing, where it is small."""
        from causalkb.doctor.examine import left_out

        return left_out(self._session)

    def stats(self, filters: Filters | None = None) -> Stats:
        """Return how much the knowledge base holds, by kind of record.

        Args:
            filters: Only works and claims that pass, and what belongs to these works.

        Raises:
            UnknownError: A filter names what does not exist.
        """
        store = self._session.store
        if not filters:
            return store.counts.stats(store.questions.work_counts())
        works, claims = store.selection.works(filters), store.selection.claims(filters)
        return store.counts.stats(self.questions.work_counts(filters), works, claims)

    def export(
        self, format: str = "bibtex", filters: Filters | None = None, *, own_keys: bool = False
    ) -> Exported:
        """Return the works that pass in an exchange format, and how many there are.

        Raises:
            InputError: ``format`` is none of "bibtex", "csl", "jsonl", "csv", "jsonld".
        """
        from causalkb.formats.writers import export
        from causalkb.records import Filters

        keys = self.works.cited_as(*self.works.keys()) if own_keys else None
        return export(self._session.store, format, filters or Filters(), keys)

    def evidence(
        self, what: str, *, filters: Filters | None = None, hypothesis: str | None = None
    ) -> Balance:
        """Weigh the claims for and against hypotheses.

        Args:
            what: Slug of a question or hypothesis, or a sentence near to a hypothesis.
            filters: Only claims and works that pass.
            hypothesis: Slug of the only hypothesis of a question.

        Raises:
            UnknownError: There is no such question or hypothesis.
        """
        from causalkb.evidence.asked import balance_on

        session = self._session
        return balance_on(session.store, lambda: session.encoder, what, filters, hypothesis)

    def matrix(self, question: str, *, filters: Filters | None = None) -> Matrix:
        """Set claims against the hypotheses of a question, most telling first.

        Raises:
            UnknownError: There is no such question.
        """
        from causalkb.evidence.matrix import matrix_of

        return matrix_of(self._session.store, question, filters)

    def map(
        self,
        question: str | None = None,
        *,
        rows: str | None = None,
        columns: str | None = None,
        filters: Filters | None = None,
    ) -> GapMap:
        """Count claims and works in a grid that shows where there are none.

        Args:
            question: Slug of the only question; its hypotheses become the rows.
            rows: "questions" or "hypotheses".
            columns: "fields", "designs" or "rungs".
            filters: Only claims and works that pass.

        Raises:
            UnknownError: There is no such question.
            InputError: There are no such rows or columns.
        """
        from causalkb.evidence.map import gap_map

        return gap_map(self.store, rows=rows, columns=columns, question=question, filters=filters)

    def graph(self, filters: Filters | None = None) -> ClaimGraph:
        """Return which causes and effects the claims assert, merged over works."""
        from causalkb.evidence.graph import claim_graph
        from causalkb.records import Filters

        return claim_graph(self._session.store, filters or Filters())

    def report(
        self,
        questions: Sequence[str] = (),
        output: ReportOutput | None = None,
        *,
        filters: Filters | None = None,
        search: str | None = None,
        limit: int = 30,
        claims: int = 5,
        day: str | None = None,
        compare: str | Path | None = None,
        grade_wording: bool = False,
        progress: Progress | None = None,
    ) -> ReportFiles:
        """Return a report as files that are not written yet: the document, and what goes beside it.

        Args:
            questions: Slugs; none means all questions, with an overview.
            output: How to write it; default: Markdown, with references in APA style.
            filters: Only claims and works that pass.
            search: Report on the works that this query finds instead.
            limit: The largest number of works in the report of a search.
            claims: The largest number of claims shown in full on each side; 0 shows all.
            day: Date that the report bears; default: ``SOURCE_DATE_EPOCH``, else today.
            compare: An earlier report in JSON; say what has changed since.
            grade_wording: Grade the wording of claims for which none is recorded, and mark those
                that say more than their design carries; it errs (``docs/causal-wording.md``).
            progress: Called as the work goes on.

        Raises:
            UnknownError: There is no such question, or a filter names what does not exist.
            InputError: What is asked for cannot be made; the message says why.
        """
        from causalkb.records import Filters
        from causalkb.report.make import Request, make_report

        request = Request(
            tuple(questions), filters or Filters(), search, limit, claims, day, grade_wording
        )
        return make_report(self._session, request, output, compare, progress)

    def report_names(
        self, questions: Sequence[str], output: ReportOutput, *, search: bool = False
    ) -> tuple[str, ...]:
        """Return the names of the files that :meth:`report` would make, before it is made."""
        slugs = () if search else tuple(questions) or tuple(self.questions.slugs())
        return output.checked().names(slugs)

    def audit(self, question: str | None = None, *, filters: Filters | None = None) -> Audit:
        """Find claims worded beyond their evidence, and verdicts that rest on little.

        Args:
            question: Slug of the only question to look at; default: all.
            filters: Only claims that pass, and hypotheses on which one of them bears.

        Raises:
            UnknownError: There is no such question, or a filter names what does not exist.
        """
        from causalkb.lint.knowledge_base.whole import audit_store

        return audit_store(self._session.store, question, filters)

    def lint(
        self, draft: Path | str | bytes, file: str | None = None, syntax: str | None = None
    ) -> Audit:
        """Find causal sentences of a draft that say more than their evidence.

        Args:
            draft: A ``Path`` to read, or the text itself; bytes are decoded.
            file: The name for places, and for the markup where ``syntax`` does not say it;
                default: the path, else "draft.md".
            syntax: "markdown", "latex" or "text".

        Raises:
            InputError: The file cannot be read, or nothing tells the markup.

        >>> import tempfile
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     audit = kb.lint("Noise impairs sleep [@nobody2020].")
        >>> [(finding.rule, finding.place.line) for finding in audit.findings][0]
        ('unknown-citation', 1)
        """
        from causalkb.lint.draft import Syntax, evidence_of, lint, syntax_of
        from causalkb.lint.markup.syntax import read_draft

        name = file or (str(draft) if isinstance(draft, Path) else "draft.md")
        text = read_draft(draft) if isinstance(draft, Path) else draft
        markup = syntax_of(name) if syntax is None else Syntax(syntax)
        session = self._session
        if session.store.database.writable:
            session.sync()
        # The model is not loaded for a draft without causal sentences.
        held = evidence_of(session.store, lambda t: session.encoder.encode_queries(t), self.search)
        return lint(text, file=name, syntax=markup, evidence=held)

    def files_of(self, subjects: Iterable[str]) -> dict[str, str]:
        """Return the file that states each claim: the note of its work, else the store's file."""
        from causalkb.ingest.sources import files_of

        return files_of(self._session.store, subjects, str(self.directory / "causalkb.db"))

    def backup_to(self, stream: BinaryIO) -> int:
        """Write a backup to a stream, such as a pipe, and return its size in bytes.

        Args:
            stream: Takes bytes; a copy is made in the folder for temporary files before.

        Raises:
            InputError: There is no room for the copy.
            OSError: The stream takes no more.
        """
        with TemporaryDirectory(prefix="causalkb-") as folder:
            path = self.backup(Path(folder) / "backup.db")
            with path.open("rb") as file:
                shutil.copyfileobj(file, stream)
            stream.flush()
            return path.stat().st_size
