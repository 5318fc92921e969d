"""RIS as databases, publishers and reference managers write it: nothing is lost silently."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.formats import nbib, ris
from causalkb.records import ParsedWork, Problem, Work
from causalkb.vocabulary import Severity

ARTICLE = """TY  - JOUR
AU  - Roe, Bob A.
AU  - van der Laan, Mark J.
AU  - King, Martin Luther, Jr.
TI  - Causal reasoning in crows & {other} birds: 50% \\alpha
T2  - Journal of Comparative Psychology
J2  - J. Comp. Psychol.
PY  - 2006/02/17/
VL  - 120
IS  - 3
SP  - 1020
EP  - 1022
SN  - 0036-8075
DO  - https://doi.org/10.1000/Crows.1
UR  - https://example.org/crows
UR  - https://mirror.example.org/crows
KW  - crows
KW  - causes
AB  - Crows act.
N1  - read twice
LA  - en
ID  - roe2006crows
C8  - something else
ER  -

"""


def read(text: str | bytes) -> tuple[list[Work], list[Problem]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(ris.read(data, "a.ris"))
    works = [item.work for item in items if isinstance(item, ParsedWork)]
    return works, [item for item in items if isinstance(item, Problem)]


def one(text: str | bytes) -> Work:
    (work,), problems = read(text)
    assert problems == []
    return work


def test_an_article() -> None:
    work = one(ARTICLE)
    assert (work.key, work.type, work.year) == ("roe2006crows", "article", 2006)
    # Text is text: RIS knows no LaTeX.
    assert work.title == "Causal reasoning in crows & {other} birds: 50% \\alpha"
    assert [p.name for p in work.authors] == [
        "Roe, Bob A.", "van der Laan, Mark J.", "King, Jr., Martin Luther",
    ]  # fmt: skip
    assert (work.authors[1].particle, work.authors[2].suffix) == ("van der", "Jr.")
    assert (work.doi, work.url) == ("10.1000/crows.1", "https://example.org/crows")
    assert (work.venue, work.abstract) == ("Journal of Comparative Psychology", "Crows act.")
    assert work.fields == {
        "journal": "Journal of Comparative Psychology",
        "shortjournal": "J. Comp. Psychol.",
        "date": "2006-02-17",
        "volume": "120",
        "number": "3",
        "pages": "1020–1022",
        "issn": "0036-8075",
        "urls": "https://mirror.example.org/crows",
        "keywords": "crows, causes",
        "note": "read twice",
        "language": "en",
        "ris-c8": "something else",
    }


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ARTICLE,
        ARTICLE.replace("\n", "\r\n"),
        ARTICLE.replace("  - ", " - "),
        ARTICLE.replace("  - ", "  -"),
        "JabRef export\nEncoding: UTF8\n\n" + ARTICLE,
        "1.\n" + ARTICLE + "Link to the fulltext\nhttps://example.org/?a=b\n",
        ARTICLE.replace("TY  - JOUR\n", "").replace("T2  -", "TY  - JOUR\nT2  -"),
        ARTICLE.replace("TI  -", "T1  -").replace("AU  -", "A1  -").replace("PY  -", "Y1  -")
        .replace("T2  -", "JF  -").replace("J2  -", "JO  -").replace("AB  -", "N2  -"),
        ARTICLE.replace("KW  - causes", "causes"),
        ARTICLE.replace("& {other}", "&amp;\n{other}"),
    ],
)  # fmt: skip
def test_the_same_article_as_others_write_it(text: str) -> None:
    assert one(text) == one(ARTICLE)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    works, problems = read(ARTICLE.replace("Roe, Bob", "Größe, Bób").encode(encoding))
    assert works[0].authors[0].name == "Größe, Bób A."
    assert len(problems) == (encoding == "cp1252")


SECOND = ARTICLE.replace("roe2006crows", "roe2007apes").replace("crows &", "apes &")


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        (ARTICLE + SECOND.replace("ER  -\n", ""), "the last record has no end", 26),
        (ARTICLE.replace("ER  -\n", "") + SECOND, "has no end before line 25", 1),
        (ARTICLE + SECOND.replace("TY  -", "ty:"), "looks like the beginning of a record", 26),
        (ARTICLE + SECOND.replace("DO  -", "DO  - 10.1000/other\nDO  -"), "there are 2 DOIs", 26),
        (ARTICLE + SECOND.replace("TI  -", "TI  - Another\nTI  -"), "there are 2 titles", 26),
        (ARTICLE + SECOND.replace("DO  - https", "DO  - see"), "is not a DOI", 26),
        (ARTICLE + SECOND.replace("TI  -", "C1  -"), "the record has no title", 26),
        (ARTICLE + SECOND.replace("TY  - JOUR", "DB  - Base"), "the record has no type", 26),
    ],
)
def test_what_is_odd_is_told_with_its_line_and_costs_nothing(
    text: str, reason: str, line: int
) -> None:
    works, problems = read(text)
    assert len(works) == 2
    assert [(p.line, p.severity) for p in problems] == [(line, Severity.WARNING)]
    assert reason in problems[0].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!doctype html><html>TY  - JOUR", "this is HTML, not RIS"),
        (b"%PDF-1.4", "this is a PDF, not RIS"),
        (b"", "the file is empty"),
        (b"Dear all,\nno references here.\n", "no entries found"),
        (b"TY  - JOUR\nER  - \n", "the record is empty"),
    ],
)
def test_a_file_without_records_says_so(content: bytes, reason: str) -> None:
    works, problems = read(content)
    assert works == []
    assert reason in problems[0].reason


@pytest.mark.parametrize(
    ("record", "type", "venue"),
    [
        ("CHAP|TI  - A|T2  - Handbook|A2  - Doe, Ann", "incollection", "Handbook"),
        ("CHAP|TI  - A|BT  - Handbook", "incollection", "Handbook"),
        ("BOOK|TI  - A|PB  - OUP|T2  - Series", "book", "OUP"),
        ("BOOK|BT  - A|PB  - OUP", "book", "OUP"),
        ("CPAPER|TI  - A|AU  - Roe, B|T2  - ICML", "inproceedings", "ICML"),
        ("CONF|TI  - A|AU  - Roe, B|C3  - ICML", "inproceedings", "ICML"),
        ("CONF|TI  - A|ED  - Doe, Ann", "proceedings", None),
        ("THES|TI  - A|PB  - St Andrews", "phdthesis", "St Andrews"),
        ("RPRT|TI  - A|PB  - NBER", "techreport", "NBER"),
        ("UNPB|TI  - A|PB  - arXiv|UR  - https://arxiv.org/abs/2101.00001", "unpublished", "arXiv"),
        ("DATA|TI  - A|PB  - Zenodo", "dataset", "Zenodo"),
        ("COMP|TI  - A|PB  - Zenodo", "software", "Zenodo"),
        ("ELEC|TI  - A|UR  - https://example.org", "online", None),
        ("GEN|TI  - A", "misc", None),
        ("VIDEO|TI  - A", "misc", None),
    ],
)
def test_kinds_of_work(record: str, type: str, venue: str | None) -> None:
    work = one("TY  - " + record.replace("|", "\n") + "\nER  - \n")
    assert (work.type, work.venue, work.title) == (type, venue, "A")
    assert ("ris-ty" in work.fields) == (record.startswith("VIDEO"))
    assert len(work.editors) == ("Doe" in record)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Roe, Bob; Doe, Ann", ["Roe, Bob", "Doe, Ann"]),
        ("Roe B", ["Roe, B."]),
        ("van den Berg JA", ["van den Berg, J. A."]),
        ("Y. LeCun", ["LeCun, Y."]),
        ("J.-P. Sartre", ["Sartre, J.-P."]),
        ("Judea Pearl", ["Pearl, Judea"]),
        ("Aaron P. Blaisdell", ["Blaisdell, Aaron P."]),
        ("World Health Organization", ["World Health Organization"]),
        ("UK Biobank Study", ["UK Biobank Study"]),
        ("Google AI", ["Google AI"]),
        ("张, 三", ["张, 三"]),
        ("Roe, Bob et al.", ["Roe, Bob", "others"]),
        ("O'Neil, Cathy", ["O'Neil, Cathy"]),
    ],
)
def test_names(line: str, names: list[str]) -> None:
    work = one(f"TY  - JOUR\nTI  - A\nAU  - {line}\nER  - \n")
    assert [person.name for person in work.authors] == names


@pytest.mark.parametrize(
    ("line", "year", "fields"),
    [
        ("PY  - 2006", 2006, {}),
        ("Y1  - 2006//", 2006, {}),
        ("PY  - 2006/02//", 2006, {"date": "2006-02"}),
        ("Y1  - 2020///Nov-Dec", 2020, {"month": "Nov-Dec"}),
        ("PY  - 2006\nDA  - 2006/03/01", 2006, {"date": "2006-03-01"}),
        ("PY  - 2006\nDA  - 2005-12", 2006, {}),
        ("DA  - 2006 Feb 17", 2006, {"date": "2006-02-17"}),
        ("PY  - in press", None, {"year": "in press"}),
    ],
)
def test_dates(line: str, year: int | None, fields: dict[str, str]) -> None:
    work = one(f"TY  - JOUR\nTI  - A\n{line}\nER  - \n")
    assert (work.year, work.fields) == (year, fields)


def test_a_wrapped_line_that_begins_like_a_tag_is_text() -> None:
    abstract = "An account of\nAI - its uses, and\nTY - its abuses.\n\nA second paragraph."
    (work,), (problem,) = read(f"TY  - JOUR\nTI  - A\nAB  - {abstract}\nER  - \n")
    assert work.abstract == abstract
    assert (problem.line, problem.severity) == (5, Severity.WARNING)


def test_records_without_keys_are_works_with_keys_of_ours(empty: KnowledgeBase) -> None:
    text = ARTICLE.replace("ID  - roe2006crows\n", "").encode()
    result = empty.add_content(text, "a.ris", embed=False)
    assert (result.added, result.problems) == (("roe2006causal",), ())
    assert empty.add_content(text, "a.ris", embed=False).unchanged == ("roe2006causal",)


def test_the_same_work_from_ris_and_bibtex_is_one_and_exports_what_ris_said(
    empty: KnowledgeBase,
) -> None:
    bib = b"@article{crows, title={Causal reasoning in crows}, doi={10.1000/crows.1}}"
    empty.add_content(bib, "a.bib", embed=False)
    assert empty.add_content(ARTICLE.encode(), "a.ris", embed=False).updated == ("crows",)
    empty.works.remove("crows")
    empty.add_content(ARTICLE.encode(), "b.ris", embed=False)
    before = empty.works.get("roe2006crows")
    assert empty.works.edit("roe2006crows", empty.works.bibtex("roe2006crows")) == []
    assert empty.works.get("roe2006crows") == before


def test_tags_entities_and_formulas_become_text_but_latex_is_not_read() -> None:
    title = r"Al<sub>2</sub>O<sub>3</sub> &amp; $\beta$-{crows} by \unknown{x} for $5"
    text = f"TY  - JOUR\nTI  - {title}\nAB  - <p>One &lt; 2.</p><p>Two.</p>\nER  - \n"
    works = [item.work for item in ris.read(text.encode(), "a") if isinstance(item, ParsedWork)]
    assert works[0].title == r"Al2O3 & β-{crows} by \unknown{x} for $5"
    assert works[0].abstract == "One < 2.\n\nTwo."


LINES = st.sampled_from(
    ["TY  - JOUR", "TY - BOOK", "ER  - ", "TI  - A", "TI  -", "AU  - Roe, B", "AU  - ,,;", "XX",
     "PMID- 1", "TI  - B", "LID - x [doi]", "      more", "", "PY  - //", "DO  - 10.1/x", "SP  - -"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=8), max_size=14).map("\n".join) | st.binary(max_size=80))
@settings(max_examples=examples(150), deadline=None)
def test_nothing_makes_a_reader_raise(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    for reader in (ris, nbib):
        items = list(reader.read(data, "a"))
        entries = [item.entry for item in items if isinstance(item, ParsedWork)]
        assert len(set(entries)) == len(entries)
        assert all(isinstance(item, ParsedWork | Problem) for item in items)
        assert items


RECORD = "TY  - JOUR\nTI  - Causal reasoning in crows\nAU  - Roe, Bob\nPY  - 2006\nER  - \n"
PUBMED = "PMID- 16484500\nTI  - Causal reasoning in\n      crows\nFAU - Roe, Bob\nDP  - 2006\n"


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        ("pubmed.ris", PUBMED, {"pmid": "16484500"}),
        ("pubmed.txt", PUBMED, {"pmid": "16484500"}),
        ("endnote.txt", "\ufeff" + RECORD, {}),
        ("ovid.ris", f"1. exp crow/\nLink to the Ovid Full Text\n\n{RECORD}Database: Embase\n", {}),
        ("pages.ris", RECORD.replace("ER", "SP  - 1020-1022\nER"), {"pages": "1020–1022"}),
        ("both.ris", RECORD.replace("ER", "SP  - 20-22\nEP  - 22\nER"), {"pages": "20–22"}),
        ("labels.ris", RECORD.replace("ER", "N1  - keep\nN1  - b\nER"), {"note": "keep\n\nb"}),
        (
            "wos.ris",
            RECORD.replace(
                "ER", "SN  - 0036-8075\nSN  - 1095-9203\nED  - Doe, A\nED  - Poe, C\nER"
            ),
            {"issn": "0036-8075, 1095-9203"},
        ),
        ("capitals.ris", RECORD.replace("Causal", "CAUSAL"), {}),
    ],
)
def test_what_users_of_other_programs_reported(
    empty: KnowledgeBase, name: str, content: str, fields: dict[str, str]
) -> None:
    result = empty.add_content(content.encode(), name, embed=False)
    assert (result.added, result.problems) == (("roe2006causal",), ())
    work = empty.works.get("roe2006causal")
    assert work.title.casefold() == "causal reasoning in crows"
    assert ([p.name for p in work.authors], work.year) == (["Roe, Bob"], 2006)
    assert dict(work.fields) == fields
    assert [p.family for p in work.editors] == (["Doe", "Poe"] if name == "wos.ris" else [])
