"""CSL-JSON of entries as they stand in bibliographies: types, dates, people, addresses."""

from __future__ import annotations

from typing import Any

import pytest
from bibtex_files import only_work

from causalkb.formats.csl.writer import to_csl


def item(entry: str) -> dict[str, Any]:
    return to_csl(only_work(entry))


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("date = {1998/2001}", {"date-parts": [[1998], [2001]]}),
        ("date = {2011-09-24/2011-09-26}", {"date-parts": [[2011, 9, 24], [2011, 9, 26]]}),
        ("date = {1999/}", {"date-parts": [[1999]]}),
        ("date = {2004-04-05T14:34:00}", {"date-parts": [[2004, 4, 5]]}),
        ("date = {2015-22}", {"date-parts": [[2015]], "season": 2}),
        ("date = {1723~}", {"date-parts": [[1723]], "circa": True}),
        ("year = {1982--1983}", {"date-parts": [[1982], [1983]]}),
        ("year = {1982--83}", {"date-parts": [[1982], [1983]]}),
        ("year = {1814/1995}", {"date-parts": [[1814]]}),
        ("year = {c. 95}", {"date-parts": [[95]], "circa": True}),
        ("year = {350 BCE}", {"date-parts": [[-350]]}),
        ("year = 2004, month = {12~March}", {"date-parts": [[2004, 3, 12]]}),
        ("year = 2004, month = mar # {~12}", {"date-parts": [[2004, 3, 12]]}),
        ("year = 2004, month = may, day = 7", {"date-parts": [[2004, 5, 7]]}),
        ("year = 2004, month = may, day = {7--9}", {"date-parts": [[2004, 5, 7], [2004, 5, 9]]}),
        ("year = 2004, month = {May/June}", {"date-parts": [[2004, 5], [2004, 6]]}),
        ("year = 2004, month = {10}", {"date-parts": [[2004, 10]]}),
        ("year = 2004, month = {Fall}", {"date-parts": [[2004]], "season": 3}),
        ("year = {forthcoming}", {"literal": "forthcoming"}),
    ],
)
def test_dates(fields: str, issued: dict[str, Any]) -> None:
    assert item(f"@book{{a, title = {{T}}, {fields}}}")["issued"] == issued


@pytest.mark.parametrize(
    ("entry", "type"),
    [
        ("@electronic{a, title={T}}", "webpage"),
        ("@www{a, title={T}}", "webpage"),
        ("@mvbook{a, title={T}}", "book"),
        ("@inreference{a, title={T}, booktitle={E}}", "entry-encyclopedia"),
        ("@bookinbook{a, title={T}, booktitle={E}}", "chapter"),
        ("@suppbook{a, title={T}, booktitle={E}}", "chapter"),
        (
            "@article{a, title={T}, journaltitle={J}, eprint={2305.00050}, eprinttype={arxiv}}",
            "article-journal",
        ),
        ("@article{a, title={T}, eprint={2305.00050}, eprinttype={arxiv}}", "article"),
        (r"@misc{a, title={T}, howpublished={At \href{https://x.org}{home}}}", "webpage"),
        (r"@misc{a, title={T}, howpublished={\url{https://x.org}}}", "webpage"),
        ("@misc{a, title={T}}", "document"),
        ("@letter{a, title={T}}", "personal_communication"),
    ],
)
def test_types(entry: str, type: str) -> None:
    assert item(entry)["type"] == type


def test_what_an_article_says() -> None:
    found = item(
        "@article{a, title={Main}, subtitle={And more}, journaltitle={J}, journalsubtitle={K},"
        " eid={e12}, volume=3, date=2015, pubstate={inpress}}"
    )
    assert found["title"] == "Main: And more"
    assert found["container-title"] == "J: K"
    assert (found["number"], found["volume"], found["status"]) == ("e12", "3", "inpress")


def test_what_a_book_says() -> None:
    found = item(
        "@book{a, title={T}, translator={Roe, Ann and Poe, Bob}, origdate={1781}, date=1998,"
        " publisher={P}, series={S}, number=4, volumes=3}"
    )
    assert [name["family"] for name in found["translator"]] == ["Roe", "Poe"]
    assert found["original-date"] == {"date-parts": [[1781]]}
    assert (found["collection-title"], found["collection-number"]) == ("S", "4")
    assert found["number-of-volumes"] == "3"
    assert "issue" not in found


def test_what_reports_theses_and_conferences_say() -> None:
    report = item("@techreport{a, title={T}, institution={I}, number={TR-7}}")
    assert (report["genre"], report["number"], report["publisher"]) == (
        "Technical report",
        "TR-7",
        "I",
    )
    assert item("@thesis{a, title={T}, type={mathesis}}")["genre"] == "Master's thesis"
    assert item("@phdthesis{a, title={T}, type={Habilitation}}")["genre"] == "Habilitation"
    paper = item("@inproceedings{a, title={T}, booktitle={B}, organization={IEEE}}")
    assert paper["publisher"] == "IEEE"


def test_what_a_page_says() -> None:
    found = item("@online{a, title={T}, url={https://x.org}, urldate={2020-01-02}}")
    assert found["accessed"] == {"date-parts": [[2020, 1, 2]]}
    found = item(
        r"@misc{a, title={T}, howpublished={\url{https://x.org/a}}, note={Accessed: 2020-01-02}}"
    )
    assert found["URL"] == "https://x.org/a"
    assert found["accessed"] == {"date-parts": [[2020, 1, 2]]}
