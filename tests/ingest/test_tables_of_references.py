"""CSV and TSV as databases, reference managers and people in spreadsheets have them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.formats.table import reader
from causalkb.records import ParsedWork, Problem, Remark, Work
from causalkb.vocabulary import Severity

SCOPUS = (
    '"Authors","Author full names","Author(s) ID","Title","Year","Source title","Volume","Issue",'
    '"Art. No.","Page start","Page end","Cited by","DOI","Link","Abstract","Author Keywords",'
    '"Document Type","EID"\n'
    '"Roe B.A.; Poe A.","Roe, Bob A. (5678901); Poe, Al (123456789)","5678901; 123456789",'
    '"Causal reasoning, in crows","2006","Animal Cognition","11","3","","1020","1022","0042",'
    '"10.1000/Crows.1","https://www.scopus.com/x","Crows act.","crows; causes","Article",'
    '"2-s2.0-0001"\n'
)
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url",'
    '"Abstract Note","Date","Pages","Issue","Volume","Extra","Manual Tags"\n'
    '"ABCD2345","journalArticle","2006","Roe, Bob A.; Poe, Al","Causal reasoning, in crows",'
    '"Animal Cognition","","10.1000/crows.1","","Crows\nact.","2006-02-17","1020-1022","3","11",'
    '"PMID: 00123\nCitation Key: roe2006crows","lab; crows"\n'
)
WEB_OF_SCIENCE = (
    "PT\tAU\tAF\tTI\tSO\tPY\tVL\tIS\tBP\tEP\tDI\tAB\tDE\tUT\n"
    "J\tRoe, BA; Poe, A\tRoe, Bob A.; Poe, Al\tCausal reasoning, in crows\tAnimal Cognition\t2006"
    "\t11\t3\t1020\t1022\t10.1000/crows.1\tCrows act.\tcrows; causes\tWOS:000123\n"
)
PUBMED = (
    "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,"
    "NIHMS ID,DOI\n"
    '00123,"Causal reasoning, in crows","Roe BA, Poe A.","Anim Cogn. 2006","Roe BA",'
    "Animal Cognition,2006,2006/02/17,,,10.1000/crows.1\n"
)
OPENALEX = (
    "id,doi,display_name,publication_year,authorships.author.display_name,cited_by_count\n"
    "https://openalex.org/W1,https://doi.org/10.1000/crows.1,"
    '"Causal reasoning, in crows",2006.0,Bob A. Roe|Al Poe,42\n'
)
GERMAN_EXCEL = (
    "sep=;\r\nTitle;Authors;Year;DOI\r\n"
    "Causal reasoning, in crows;Roe, Bob A.;2006;10.1000/crows.1\r\n"
)


def read(text: str | bytes) -> tuple[list[Work], list[Problem], list[Remark]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(reader.read(data, "a.csv"))
    works = [item.work for item in items if isinstance(item, ParsedWork)]
    problems = [item for item in items if isinstance(item, Problem)]
    return works, problems, [item for item in items if isinstance(item, Remark)]


@pytest.mark.parametrize(
    "text", [SCOPUS, ZOTERO, WEB_OF_SCIENCE, PUBMED, OPENALEX, GERMAN_EXCEL, "\ufeff" + SCOPUS]
)
def test_tables_of_the_great_databases(text: str) -> None:
    (work,), problems, (remark,) = read(text)
    assert problems == []
    assert (work.title, work.year) == ("Causal reasoning, in crows", 2006)
    assert work.doi == "10.1000/crows.1"
    assert work.authors[0].family == "Roe"
    assert len(work.authors) == (1 if text is GERMAN_EXCEL else 2)
    assert remark.text.startswith("columns: ")


def test_all_that_a_row_says_is_kept() -> None:
    (work,), _, (remark,) = read(SCOPUS)
    assert [p.name for p in work.authors] == ["Roe, Bob A.", "Poe, Al"]
    assert (work.type, work.venue, work.abstract) == ("article", "Animal Cognition", "Crows act.")
    assert work.url == "https://www.scopus.com/x"
    assert work.fields == {
        "journal": "Animal Cognition",
        "volume": "11",
        "number": "3",
        "pages": "1020–1022",
        "keywords": "crows; causes",
        "csv-authors": "Roe B.A.; Poe A.",
        "csv-author-s-id": "5678901; 123456789",
        "csv-cited-by": "0042",
        "csv-eid": "2-s2.0-0001",
    }
    assert "author (Author full names)" in remark.text
    assert "kept as fields: csv-authors, csv-author-s-id, csv-cited-by" in remark.text


def test_what_zotero_keeps_in_extra_and_its_tags() -> None:
    (work,), _, _ = read(ZOTERO)
    assert (work.key, work.tags) == ("roe2006crows", ("lab", "crows"))
    assert work.fields["pmid"] == "00123"
    assert work.abstract == "Crows\nact."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Second, with a comma,Poe,2007,x", "the row has 5 cells and the header 4"),
        (",Poe,2007,", "the row has no title"),
        ('"Second,Poe,2007,', "a quote that opens in this row is never closed"),
    ],
)
def test_a_bad_row_costs_no_other(row: str, reason: str) -> None:
    text = f"title,authors,year,doi\nFirst,Roe,2006,\n\n{row}\nThird,Moe,2008,10.1000/a\n"
    works, problems, _ = read(text)
    assert [work.title for work in works] == ["First", "Third"]
    assert [(p.line, p.severity) for p in problems] == [(4, Severity.FAILED)]
    assert reason in problems[0].reason


def test_a_doi_or_year_that_is_none_is_told() -> None:
    works, problems, _ = read("title,doi,year\nFirst,nonsense,in press\n")
    assert works[0].fields == {"doi": "nonsense", "year": "in press"}
    assert "is not a DOI" in problems[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("a,b\n1,2\n", "no line at the top names a column 'title' or 'doi'"),
        ("%PDF-1.4", "this is a PDF"),
    ],
)
def test_a_table_of_something_else_says_so(text: str, reason: str) -> None:
    works, problems, _ = read(text)
    assert works == []
    assert reason in problems[0].reason


@given(st.text(alphabet='a1,;\t"\n|', max_size=60))
@settings(max_examples=examples(200), deadline=None)
def test_no_table_stops_the_reader(body: str) -> None:
    works, problems, _ = read("title,doi\n" + body)
    lines = [line for line in body.split("\n") if line.strip(' ,;\t"')]
    assert len(works) + len(problems) <= 2 * (len(lines) + body.count("\n") + 1)


def test_what_causalkb_exports_is_read_back(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    file.write_text(kb.export("csv").text, encoding="utf-8")
    result = kb.add(file, embed=False)
    assert (result.failed, result.added) == ((), ())


def test_the_command_shows_the_columns(empty: KnowledgeBase, cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "scopus.csv"
    file.write_text(SCOPUS, encoding="utf-8")
    done = cli("add", file, "--no-embed", "-f", "json")
    assert done.exit_code == 0
    account = json.loads(done.stdout)
    assert account["added"] == ["roe2006causal"]
    assert account["remarks"] == [account["remarks"][0]]
    assert f"note: {file}:1: columns: author (Author full names), title" in done.stderr.replace(
        "\n", ""
    )
    listed = json.loads(cli("list", "-f", "jsonl").stdout)
    assert (listed["doi"], listed["arxiv"]) == ("10.1000/crows.1", None)
    renamed = tmp_path / "scopus.dat"
    file.rename(renamed)
    assert cli("add", renamed, "--no-embed").exit_code == 0
    assert cli("add", renamed, "--input-format", "csv", "--no-embed").exit_code == 0
