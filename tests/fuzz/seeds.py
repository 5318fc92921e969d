"""Inputs to begin with, small and of every shape: of our own writers, or of other tests."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from setting import NOTES, ROOT, TESTS, Setting

from causalkb import KnowledgeBase
from causalkb.paths import resource
from causalkb.store.backups import _LINE

SMALL = 16_384
Seeds = Callable[[Setting], list[bytes]]
PLAIN_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Annots[6 0 R]
/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length 120>> stream
BT /F1 18 Tf 72 700 Td (Causal reasoning in rats) Tj ET
BT /F1 10 Tf 72 660 Td (Rats act as if they knew why.) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Times-Roman>> endobj
6 0 obj <</Type/Annot/Subtype/Highlight/Rect[72 650 300 670]/Contents(why)>> endobj
trailer <</Root 1 0 R/Info<</Title(Causal reasoning in rats)/Author(Roe, Bob)>>>>
%%EOF
"""
TEMPLATE = b"""{% for balance in report.balances %}{{ balance.question.title }}{% endfor %}
{{ report }}{% set a = [1, 2] %}{{ a | join(",") }}{{ loop }}{% macro m(x) %}{{ x }}{% endmacro %}
"""


def pieces(data: bytes, count: int = 6) -> Iterable[bytes]:
    """Yield the whole if it is small, else stretches of it that begin at a line."""
    if len(data) <= SMALL:
        yield data
        return
    for n in range(count):
        start = data.rfind(b"\n", 0, n * len(data) // count) + 1
        yield data[start : start + SMALL // 4]


def files(*patterns: str) -> Seeds:
    """Take files below the repository."""

    def seeds(setting: Setting) -> list[bytes]:
        paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        return [piece for path in paths for piece in pieces(path.read_bytes())]

    return seeds


def exported(format: str) -> Seeds:
    """Write the small library in a format of exchange."""
    return lambda setting: list(pieces(setting.kb.export(format).text.encode()))


def several(*those: Seeds) -> Seeds:
    """Take all of them."""
    return lambda setting: [seed for one in those for seed in one(setting)]


def constants(module: str, *names: str, wrap: str = "{}") -> Seeds:
    """Take texts from another test module."""

    def seeds(setting: Setting) -> list[bytes]:
        found = __import__(module)
        return [wrap.replace("{}", str(getattr(found, name))).encode() for name in names]

    return seeds


def plain_documents(setting: Setting) -> list[bytes]:
    """Take the text of notes as documents."""
    return [path.read_bytes() for path in sorted(NOTES.glob("*.md"))]


def pdfs(setting: Setting) -> list[bytes]:
    """Make papers, numbered lines and an encrypted file."""
    from pdf_papers import encrypted, numbered_lines

    lines = [f"Line {n} of a page on rats that act." for n in range(60)]
    return [PLAIN_PDF, numbered_lines(lines), encrypted("")]


def pages(setting: Setting) -> list[bytes]:
    """Make web pages."""
    from document_files import PAGE

    return [PAGE.encode()]


def office(name: str) -> Seeds:
    """Make zip files, and parts of one: a line with the name of the part, then its content."""

    def seeds(setting: Setting) -> list[bytes]:
        import io
        import zipfile

        import document_files

        whole = getattr(document_files, name)("")
        with zipfile.ZipFile(io.BytesIO(whole)) as file:
            parts = [part.encode() + b"\n" + file.read(part) for part in file.namelist()]
        return [whole, *parts]

    return seeds


def zotero(setting: Setting) -> list[bytes]:
    """Make a library of Zotero, as statements of SQL."""
    from zotero_library import ZoteroFile, rats

    path = setting.folder / "zotero.sqlite"
    path.unlink(missing_ok=True)
    with closing(ZoteroFile(path)) as file:
        rats(file)
        lines = [line.replace("\n", "\\n") for line in file.conn.iterdump()]
    return [
        "\n".join(line for line in lines if line not in ("COMMIT;", "BEGIN TRANSACTION;")).encode()
    ]


def statements(setting: Setting) -> list[bytes]:
    """Make statements that change every column of a store."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.executescript(resource("schema.sql").read_text(encoding="utf-8"))
        tables = conn.execute(
            "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table'"
        ).fetchall()
    values = {"TEXT": ("'x'", "''", "'\x1b[2J'", "'[]'"), "INTEGER": ("0", "-1", "9e99", "1 << 62")}
    return [
        "\n".join(
            f"UPDATE {table} SET {column} = {value}"
            for value in values.get(type, ("NULL", "x'00'"))
        ).encode()
        for table, column, type in tables
    ]


def archive(setting: Setting) -> list[bytes]:
    """Take the files of a whole knowledge base: a line with the name of one, then its content."""
    root = setting.everything
    return [
        path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes()[:SMALL]
        for path in sorted(root.rglob("*"))
        if path.is_file()
    ]


def backups(setting: Setting) -> list[bytes]:
    """Take a backup without its checksum, which would refuse every change at once."""
    path = setting.folder / "seed.db"
    if not path.exists():
        with KnowledgeBase.open(setting.folder / "small", create=True) as kb:
            kb.add_questions(NOTES / "questions.yaml")
            kb.add(NOTES, embed=False)
            kb.backup(path)
    return [path.read_bytes()[:-_LINE]]


def queries(setting: Setting) -> list[bytes]:
    """Take queries that use all of the query language."""
    return [
        *(b"are interventions necessary?", b'"causal reasoning" rats -monkeys', b"blaisdell 2006"),
        *(
            b"author:pearl year:2000-2010",
            b"year:-1990 question:interventions",
            b"tag:mine has:note",
        ),
        *(b"field:physics design:experiment stance:supports", b"10.1126/science.1121872", b"caus*"),
        *(
            b"claim:blaisdell2006causal#1",
            b"population:animals/rats -author:doe",
            b"kind:note SCMs",
        ),
    ]


def proposals(setting: Setting) -> list[bytes]:
    """Make proposals of claims, one a line."""
    lines = [
        {"work": "blaisdell2006causal", "quote": "Rats", "locator": "p. 1",
         "sentence": "Rats act."},
        {"work": "blaisdell2006causal", "quote": "x", "hypotheses": ["observation-suffices"],
         "stance": "supports", "design": "experiment", "n": 3, "by": "m"},
    ]  # fmt: skip
    return ["\n".join(map(json.dumps, lines)).encode()]


def sheets(kind: str) -> Seeds:
    """Take sheets as they are handed out, with decisions filled in."""

    def seeds(setting: Setting) -> list[bytes]:
        kb = setting.kb
        if kind == "codings":
            text = kb.codings.sheet()[0]
            filled = text.replace(
                "#1,observation-suffices,,,", "#1,observation-suffices,supports,,"
            )
        elif kind == "links":
            text = kb.proposals.link_sheet(kb.proposals.list())
            filled = text.replace("\n,", "\nyes,", 3).replace("\n,", "\nno,", 2)
        else:
            text = kb.proposals.sheet(kb.proposals.claims().found)
            filled = text.replace("\n,", "\nyes,", 3).replace("\n,", "\nno,", 2)
        return [text.encode(), filled.encode(), filled.replace(",", ";").encode()]

    return seeds


def runs(setting: Setting) -> list[bytes]:
    """Take the files of a run of the battery: a line with the name of one, then its content."""
    folder = ROOT / "examples" / "probe" / "smollm2"
    return [
        path.name.encode() + b"\n" + b"".join(path.read_bytes().splitlines(keepends=True)[:8])
        for path in sorted(folder.iterdir())
    ]


def forms(setting: Setting) -> list[bytes]:
    """Take the form in which a claim is edited."""
    kb = setting.kb
    claim = kb.claims.get("blaisdell2006causal#1")
    return [kb.proposals.claim_form(claim.work, claim).encode()]


def requests(setting: Setting) -> list[bytes]:
    """Make calls of the server's tools: the name, then its arguments, one a line."""
    return [
        b'search\nquery=rats\nlimit=3\nkind="works"',
        b"show\nid=blaisdell2006causal\nfull=true",
        b"evidence\nwhat=interventions\nclaims=2",
        b"claims\nquestion=interventions\nstance=supports\ndesign=experiment\nlimit=2",
        b"matrix\nquestion=interventions",
        b"lint_text\ntext=Noise impairs sleep [@doe].\nsyntax=markdown",
        b"grade\ntext=Tea raised the mood.",
        b"explain\ntext=coffee is associated with sleep\nother=null",
        b"propose_claim\nwork=blaisdell2006causal\nquote=Rats\nsentence=Rats act.",
    ]


def tables_of_data(setting: Setting) -> list[bytes]:
    """Make tables of numbers and words."""
    return [
        b"a,b,c\n" + b"".join(b"%d,%d,%d\n" % (n % 2, n % 3, n % 2) for n in range(40)),
        b"x;y\n" + b"".join(b"%d,5;%d,25\n" % (n, n * n) for n in range(30)),
        b'"a b",set\n"1","a b"\n"0",\n',
    ]


def saved(name: str) -> list[bytes]:
    """Return the inputs that once failed."""
    folder = TESTS / "data" / "fuzz" / name
    return [path.read_bytes() for path in sorted(folder.glob("*"))]


def latex(setting: Setting) -> list[bytes]:
    """Make a draft in LaTeX."""
    return [
        b"\\documentclass{article}\\begin{document}\n\\section{Causes}\nNoise \\emph{impairs} sleep"
        b" \\citep[p.~3]{blaisdell2006causal}. % a remark\n\\begin{equation}a = b\\end{equation}\n"
        b"Causal models cause harm~\\cite{pearl2009causality,liu2008}; $x \\to y$.\\footnote{Rats}"
        b"\n\\begin{itemize}\\item Tea raises mood.\\end{itemize}\n\\end{document}\n"
    ]


def answers(name: str) -> Seeds:
    """Make answers of services."""

    def seeds(setting: Setting) -> list[bytes]:
        import services

        if name == "arxiv":
            return [services.atom(services.preprint()).encode()]
        whole = services.crossref_answer(services.crossref_work())
        return [json.dumps(whole).encode()]

    return seeds


def path_of(data: bytes) -> tuple[str, bytes]:
    """Split an input into the name in its first line and the rest."""
    name, _, rest = data.partition(b"\n")
    return Path(name.decode("ascii", "replace")).as_posix(), rest
