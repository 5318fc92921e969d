"""RIS, NBIB, CSL-JSON, EndNote XML and tables as reports of bugs in other programs show them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from causalkb.formats import endnote, nbib, ris
from causalkb.formats.csl import reader as csl
from causalkb.formats.csl.writer import to_csl
from causalkb.formats.table import reader as table
from causalkb.records import ParsedWork, Work


def read(reader: Callable[[bytes, str], Iterator[Any]], text: str) -> Work:
    (work,) = (x.work for x in reader(text.encode(), "a") if isinstance(x, ParsedWork))
    return work


def of_ris(lines: str, kind: str = "JOUR") -> Work:
    return read(ris.read, f"TY  - {kind}\nTI  - T\n{lines}\nER  - \n")


def of_csl(**said: Any) -> Work:
    item = {"id": "k", "type": "article-journal", "title": "T", **said}
    return read(csl.read, json.dumps([item]))


def of_endnote(inner: str, kind: str = "Journal Article") -> Work:
    named = f'<ref-type name="{kind}">1</ref-type>'
    return read(endnote.read, f"<xml><records><record>{named}{inner}</record></records></xml>")


def names(work: Work) -> list[str]:
    return ["|".join([p.family, p.given, p.suffix]).rstrip("|") for p in work.authors]


def test_the_day_on_which_an_address_was_read_is_not_lost() -> None:
    work = of_ris("Y2  - 2016/08/30/11:53:28\nPY  - 2015", "ELEC")
    assert (work.year, to_csl(work)["accessed"]) == (2015, {"date-parts": [[2016, 8, 30]]})


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        ("MGZN", "article-magazine"),
        ("NEWS", "article-newspaper"),
        ("ENCYC", "entry-encyclopedia"),
        ("THES", "thesis"),
        ("PAT", "patent"),
    ],
)
def test_types_of_ris(kind: str, type: str) -> None:
    assert to_csl(of_ris("T2  - Container\nPY  - 2015", kind))["type"] == type


def test_a_conference_and_its_proceedings() -> None:
    work = of_ris("T2  - Crow Meeting\nC3  - Proceedings of Crows\nNV  - 3", "CONF")
    found = {name: work.fields[name] for name in ("booktitle", "eventtitle", "volumes")}
    assert found == {
        "booktitle": "Proceedings of Crows",
        "eventtitle": "Crow Meeting",
        "volumes": "3",
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Roe BJ 3rd", "Roe|B. J.|3rd"),
        ("Roe B Jr", "Roe|B.|Jr"),
        ("Roe, Bob Jr", "Roe|Bob|Jr"),
        ("Roe B. J.", "Roe|B. J."),
        ("van der Laan MJ", "Laan|M. J."),
        ("Smith", "Smith"),
    ],
)
def test_names_of_databases(written: str, name: str) -> None:
    assert names(of_ris(f"AU  - {written}")) == [name]
    assert names(read(nbib.read, f"PMID- 1\nTI  - T\nAU  - {written}\n")) == [name]


def test_two_authors_of_one_name() -> None:
    twice = ["Wang|Y.", "Wang|Y."]
    assert names(of_ris("AU  - Wang, Y.\nAU  - Wang, Y.\nA1  - Wang, Y.")) == twice
    assert names(of_csl(author=[{"family": "Wang", "given": "Y."}] * 2)) == twice
    people = "<author>Wang, Y.</author>" * 2
    assert names(
        of_endnote(
            f"<contributors><authors>{people}</authors></contributors>"
            "<titles><title>T</title></titles>"
        )
    ) == (twice)


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        # Pandoc's own form.
        ([{"year": "2013", "season": "1"}], {"date-parts": [[2013]], "season": 1}),
        (
            [{"year": 2013, "month": 5, "day": 6}, {"year": 2013, "month": 5, "day": 8}],
            {"date-parts": [[2013, 5, 6], [2013, 5, 8]]},
        ),
        # Seasons as months, as citeproc-js and EDTF number them.
        ({"date-parts": [[2015, 13]]}, {"date-parts": [[2015]], "season": 1}),
        ({"date-parts": [[2015, 24]]}, {"date-parts": [[2015]], "season": 4}),
        ({"date-parts": [[-350]]}, {"date-parts": [[-350]]}),
    ],
)
def test_dates_of_csl(issued: Any, written: Any) -> None:
    assert to_csl(of_csl(issued=issued))["issued"] == written


@pytest.mark.parametrize(
    "type",
    ["broadcast", "post", "post-weblog", "entry-dictionary", "review-book", "map", "treaty",
     "interview", "document", "webpage", "chapter", "thesis", "article-newspaper", "speech"],
)  # fmt: skip
def test_types_of_csl_come_out_as_they_went_in(type: str) -> None:
    work = of_csl(type=type, URL="https://x.org", **{"container-title": "C"})
    assert to_csl(work)["type"] == type


def test_a_particle_that_is_part_of_the_name() -> None:
    (person,) = of_csl(author=[{"family": '"de Gaulle"', "given": "C."}]).authors
    assert (person.family, person.particle) == ("de Gaulle", "")


def test_styles_and_newspapers_of_endnote() -> None:
    title = (
        '<titles><title>10<style face="superscript">6</style> cells</title>'
        "<secondary-title>The Times</secondary-title></titles>"
    )
    work = of_endnote(title, "Newspaper Article")
    assert (work.title, to_csl(work)["type"]) == ("10^6 cells", "article-newspaper")


def test_names_and_initials_between_commas_of_a_table() -> None:
    work = read(table.read, 'Title;Authors;Year\n"T; one";"Doe, J., Roe, B.";2001\n')
    assert names(work) == ["Doe|J.", "Roe|B."]
    work = read(table.read, 'Title,Authors,Year\nT,"Doe, Jane A., Roe, Bob B.",2001\n')
    assert names(work) == ["Doe|Jane A.", "Roe|Bob B."]
    work = read(table.read, 'Title,Authors,Year\nT,"Jane Doe, Bob Roe, and Cat Poe",2001\n')
    assert names(work) == ["Doe|Jane", "Roe|Bob", "Poe|Cat"]


@pytest.mark.parametrize("written", ["17 Feb 2006", "2006/02/17/", "2006/Feb/17", "Feb 17 2006"])
def test_dates_of_ris(written: str) -> None:
    assert to_csl(of_ris(f"DA  - {written}"))["issued"] == {"date-parts": [[2006, 2, 17]]}


def test_two_addresses_in_one_tag() -> None:
    work = of_ris("UR  - https://a.org; https://b.org")
    assert (work.url, work.fields["urls"]) == ("https://a.org", "https://b.org")
