"""Everything that reads what a stranger wrote, each as a function of one input."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Hashable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import seeds as s
from setting import Setting, undone

from causalkb import KnowledgeBase
from causalkb.errors import CausalKBError
from causalkb.formats import suppressions
from causalkb.formats.evidence_tables import read as read_table
from causalkb.formats.questions import read_all as read_questions
from causalkb.formats.registry import format_named
from causalkb.identifiers import normalise_arxiv, normalise_doi
from causalkb.online import arxiv, crossref
from causalkb.online.client import Client
from causalkb.online.settings import settings
from causalkb.records import ParsedWork, Problem, Remark
from causalkb.report.summary.output import ReportOutput
from causalkb.store.database import FILE_NAME
from causalkb.wording.grader import grade_sentences


@dataclass(frozen=True)
class Target:
    """What is fed.

    Attributes:
        seeds: Inputs to begin with.
        run: Takes one input; what it returns tells inputs of different kinds apart.
        in_place: Bytes are changed where they are.
    """

    name: str
    seeds: Callable[[Setting], list[bytes]]
    run: Callable[[Setting, bytes], Hashable]
    in_place: bool = False


def text_of(data: bytes) -> str:
    """The text that an argument of a command line has, whatever its bytes are."""
    return data.decode("utf-8", "surrogateescape")


def _kinds(items: Iterable[object]) -> Hashable:
    """Tell what a reader yielded apart, by problems and fields rather than by contents."""
    found = set()
    for item in items:
        if isinstance(item, ParsedWork):
            work = item.work
            work.key.encode()
            json.dumps([work.title, dict(work.fields)]).encode()
            found.add(
                (work.type, frozenset(work.fields), len(item.claims or ()), bool(work.authors))
            )
        else:
            assert isinstance(item, Problem | Remark), item
            found.add((str(item.reason) if isinstance(item, Problem) else "remark")[:30])
    return frozenset(found)


def _reader(format: str, name: str, setting: Setting, data: bytes) -> Hashable:
    return _kinds(format_named(format).read(data, name))


def _parts(format: str, setting: Setting, data: bytes) -> Hashable:
    """Read a zip file, or one in which a part was changed."""
    if not data.startswith(b"PK"):
        name, content = s.path_of(data)
        whole = io.BytesIO(s.office(format)(setting)[0])
        made = io.BytesIO()
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
            for part in old.namelist():
                new.writestr(part, content if part == name else old.read(part))
        data = made.getvalue()
    return _reader(format, f"a.{format}", setting, data)


def _add(setting: Setting, data: bytes) -> Hashable:
    """Add what is recognised by its content, and write it in every format."""
    kb = setting.empty
    with undone(kb):
        result = kb.add_content(data, "stranger", embed=False)
        for format in ("bibtex", "csl", "jsonl", "csv", "jsonld"):
            kb.export(format).text.encode()
        problems = frozenset(one.reason[:20] for one in result.problems)
        return len(result.added), problems


def _note(setting: Setting, data: bytes) -> Hashable:
    """Store a note beside works and questions that are there, and weigh what it says."""
    kb = setting.kb
    with undone(kb):
        result = kb.add_content(data, "blaisdell2006causal.md", embed=False)
        kb.evidence("interventions")
        kb.audit()
        return frozenset(one.reason[:30] for one in result.problems)


def _archive(setting: Setting, data: bytes) -> Hashable:
    name, content = s.path_of(data)
    places = (path for path in setting.everything.rglob("*") if path.is_file())
    files = {path.relative_to(setting.everything).as_posix(): path for path in places}
    if name not in files:  # not asked of the system, for which a name may be too long
        return "no such file"
    place = files[name]
    before = place.read_bytes()
    place.write_bytes(content)
    try:
        with undone(setting.empty):
            result = setting.empty.import_all(setting.everything, embed=False)
            return name, frozenset(one.reason[:30] for one in result.problems)
    finally:
        place.write_bytes(before)


def _backup(setting: Setting, data: bytes) -> Hashable:
    target = setting.folder / "restored"
    shutil.rmtree(target, ignore_errors=True)
    KnowledgeBase.restore(setting.file("backup.db", data), target)
    with KnowledgeBase.open(target) as kb:
        assert kb.store.database.check_integrity() == []
        works = kb.works.list()
        kb.export("jsonl").text.encode()
        kb.claims.list()
        kb.audit()
        return len(works)


def _store(setting: Setting, data: bytes) -> Hashable:
    """Open a damaged store and look at it."""
    path = setting.file(f"opened/{FILE_NAME}", data)
    for beside in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    try:
        with KnowledgeBase.open(path.parent) as kb:
            kb.export("jsonl")
            kb.audit()
            return len(kb.works.list()), len(kb.store.database.check_integrity())
    except sqlite3.DatabaseError:
        return "damaged"  # the command line words it


def _executed(path: Path, data: bytes) -> None:
    """Run those statements of an input, one a line, that SQLite takes."""
    denied = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_PRAGMA)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.set_authorizer(lambda action, *_: int(action in denied))
        conn.execute("BEGIN")
        for line in data.decode("utf-8", "replace").split("\n"):
            with suppress(sqlite3.Error, sqlite3.Warning):
                conn.execute(line.replace("\\n", "\n"))
        if conn.in_transaction:
            conn.execute("COMMIT")


def _rows(setting: Setting, data: bytes) -> Hashable:
    """Restore a backup whose rows say something else."""
    path = setting.file("rows.db", s.backups(setting)[0])
    _executed(path, data)
    return _backup(setting, path.read_bytes())


def _zotero(setting: Setting, data: bytes) -> Hashable:
    folder = setting.folder / "library"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _executed(folder / "zotero.sqlite", data)
    with undone(setting.empty):
        result = setting.empty.add(f"zotero:{folder}", embed=False)
        return len(result.added), frozenset(one.reason[:20] for one in result.problems)


def _query(setting: Setting, data: bytes) -> Hashable:
    found = setting.kb.search_full(text_of(data), limit=3)
    return frozenset(note[:20] for note in found.notes), bool(found.hits)


def _lint(syntax: str, setting: Setting, data: bytes) -> Hashable:
    return frozenset(one.rule for one in setting.kb.lint(data, syntax=syntax).findings)


def _grade(setting: Setting, data: bytes) -> Hashable:
    graded = grade_sentences(text_of(data))
    return frozenset((one.wording, len(one.cues)) for one in graded)


def _sentence(setting: Setting, data: bytes) -> Hashable:
    text = text_of(data)
    normalise_doi(text)
    normalise_arxiv(text)
    setting.kb.evidence(text)
    return len(setting.kb.explain(text).rivals)


def _template(setting: Setting, data: bytes) -> Hashable:
    folder = setting.file("templates/report.md.j2", data).parent
    made = setting.kb.report(["interventions"], ReportOutput(templates=folder, pictures=False))
    return len(str(made)) // 100


def _proposals(setting: Setting, data: bytes) -> Hashable:
    with undone(setting.kb):
        read = setting.kb.proposals.import_claims(data.decode("utf-8", "replace"), by="m")
        setting.kb.proposals.claims()
        return str(read)[:60]


def _sheet(kind: str, setting: Setting, data: bytes) -> Hashable:
    kb, path = setting.kb, setting.file("sheet.csv", data)
    with undone(kb):
        if kind == "codings":
            result = kb.codings.add(path, "XY", replace=True)
            return len(result.added), frozenset(one.reason[:20] for one in result.problems)
        if kind == "links":
            return str(kb.proposals.decide_links(path))[:60]
        return str(kb.proposals.decide_sheet(path))[:60]


def _form(setting: Setting, data: bytes) -> Hashable:
    text = data.decode("utf-8", "replace")
    return setting.kb.proposals.read_claim_form("blaisdell2006causal", text).design


def _questions(setting: Setting, data: bytes) -> Hashable:
    return len(read_questions(data.decode("utf-8", "replace"), "questions.yaml")[0])


def _suppressions(setting: Setting, data: bytes) -> Hashable:
    return len(suppressions.read(data.decode("utf-8", "replace"), "audit.yaml"))


def _table(setting: Setting, data: bytes) -> Hashable:
    table = read_table(data.decode("utf-8", "replace"), "table.yaml", "table")
    return len(setting.kb.tables.check(table))


def _run(setting: Setting, data: bytes) -> Hashable:
    from causalkb.probe.api import probe_report, read_probe

    name, content = s.path_of(data)
    folder = setting.folder / "run"
    shutil.rmtree(folder, ignore_errors=True)
    for one in s.runs(setting):
        whole = s.path_of(one)
        setting.file(f"run/{whole[0]}", content if whole[0] == name else whole[1])
    result = read_probe(folder)
    probe_report([result])
    return len(result.run.answers)


def _data(setting: Setting, data: bytes) -> Hashable:
    from causalkb.compete.columns import read_columns
    from causalkb.compete.competing import compete_structures

    columns = read_columns(setting.file("data.csv", data))
    few = {name: columns[name][:100] for name in list(columns)[:3]}
    return len(compete_structures(few, plan=False).variables)


class _Answering(Client):
    """Gives one answer to every question."""

    def __init__(self, data: bytes) -> None:
        super().__init__(settings(), None)
        self._data = data

    def get(self, *_: object, **__: object) -> bytes:
        return self._data


def _online(service: str, setting: Setting, data: bytes) -> Hashable:
    with _Answering(data) as client:
        if service == "arxiv":
            return len(arxiv.fetch_all(client, ["2305.16183"]))
        work, notices = crossref.fetch(client, "10.1126/science.1121872")
        return work.type, frozenset(work.fields), len(notices)


def _tool(setting: Setting, data: bytes) -> Hashable:
    """Call a tool of the server with arguments that a model may have made up."""
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.shared.exceptions import MCPError
    from pydantic import ValidationError

    name, *lines = text_of(data).split("\n")
    given: dict[str, object] = {}
    for line in lines:
        key, _, value = line.partition("=")
        try:
            given[key] = json.loads(value)
        except (ValueError, RecursionError):
            given[key] = value
    try:
        result = asyncio.run(setting.server.call_tool(name, given))
    except (MCPError, ToolError) as error:
        cause = error.__cause__
        if cause is not None and not isinstance(cause, ToolError | ValidationError | CausalKBError):
            raise cause from error
        return str(error)[:40]
    return name, str(result)[:40]


def _read(format: str, seeds: Callable[[Setting], list[bytes]], name: str) -> Target:
    return Target(format, seeds, partial(_reader, format, name))


_BIB = s.files("tests/data/bib/*.bib", "tests/data/notes/*.bib")
_RIS = s.constants("test_ris", "ARTICLE")
_NBIB = s.constants("test_nbib", "RECORD")
_ENDNOTE = s.constants("test_endnote", "RECORD", wrap="<xml><records>{}</records></xml>")
_CSV = s.several(
    s.constants("test_tables_of_references", "SCOPUS", "ZOTERO", "OPENALEX", "GERMAN_EXCEL"),
    s.exported("csv"),
)
_NOTES = s.files("tests/data/notes/*.md", "tests/data/drafts/sleep/*.md")
_SENTENCES = s.files("tests/data/lint/*.tsv")
TARGETS: tuple[Target, ...] = (
    _read("bibtex", _BIB, "a.bib"),
    _read("ris", _RIS, "a.ris"),
    _read("nbib", _NBIB, "a.nbib"),
    _read("endnote", _ENDNOTE, "a.xml"),
    _read("csl", s.exported("csl"), "a.json"),
    _read("jsonl", s.exported("jsonl"), "a.jsonl"),
    _read("csv", _CSV, "a.csv"),
    _read("note", _NOTES, "blaisdell2006causal.md"),
    _read("text", s.plain_documents, "a.txt"),
    _read("html", s.pages, "a.html"),
    _read("pdf", s.pdfs, "a.pdf"),
    Target("docx", s.office("docx"), partial(_parts, "docx")),
    Target("epub", s.office("epub"), partial(_parts, "epub")),
    Target("add", s.several(_BIB, _RIS, _NBIB, _ENDNOTE, s.exported("csl"), _CSV), _add),
    Target("stored-note", _NOTES, _note),
    Target("archive", s.archive, _archive),
    Target("backup", s.backups, _backup, in_place=True),
    Target("backup-rows", s.statements, _rows),
    Target("store", s.backups, _store, in_place=True),
    Target("zotero", s.zotero, _zotero),
    Target("query", s.queries, _query),
    Target(
        "lint-markdown",
        s.files("examples/drafts/*.md", "tests/data/lint/*"),
        partial(_lint, "markdown"),
    ),
    Target("lint-latex", s.latex, partial(_lint, "latex")),
    Target("lint-text", _SENTENCES, partial(_lint, "text")),
    Target("grade", _SENTENCES, _grade),
    Target("sentence", _SENTENCES, _sentence),
    Target(
        "template",
        s.several(
            s.files("causalkb/report/templates/report.md.j2", "examples/templates/*"),
            lambda _: [s.TEMPLATE],
        ),
        _template,
    ),
    Target("proposals", s.proposals, _proposals),
    Target("codings", s.sheets("codings"), partial(_sheet, "codings")),
    Target("links", s.sheets("links"), partial(_sheet, "links")),
    Target("claim-sheet", s.sheets("claims"), partial(_sheet, "claims")),
    Target("claim-form", s.forms, _form),
    Target(
        "questions", s.files("tests/data/notes/questions.yaml", "corpus/questions.yaml"), _questions
    ),
    Target("suppressions", s.files("corpus/audit.yaml"), _suppressions),
    Target("table", s.files("corpus/tables/*.yaml"), _table),
    Target("probe-run", s.runs, _run),
    Target("data", s.tables_of_data, _data),
    Target("crossref", s.answers("crossref"), partial(_online, "crossref")),
    Target("arxiv", s.answers("arxiv"), partial(_online, "arxiv")),
    Target("tool", s.requests, _tool),
)
