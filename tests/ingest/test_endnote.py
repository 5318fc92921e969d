"""EndNote XML as EndNote and other programs export it."""

from __future__ import annotations

import pytest

from causalkb import KnowledgeBase
from causalkb.formats import endnote
from causalkb.records import ParsedWork, Problem, Work
from causalkb.vocabulary import Severity

RECORD = """<record><database name="My.enl" path="C:\\My.enl">My.enl</database>
<source-app name="EndNote" version="20.4">EndNote</source-app><rec-number>7</rec-number>
<foreign-keys><key app="EN" db-id="x" timestamp="1">7</key></foreign-keys>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Roe, Bob A.</style></author>
<author><style face="normal">van der Laan, Mark</style></author></authors>
<secondary-authors><author>Poe, Al</author></secondary-authors></contributors>
<titles><title><style face="normal">Causal reasoning in </style><style face="italic">Corvus</style>
</title><secondary-title><style>Animal Cognition</style></secondary-title></titles>
<periodical><full-title>Animal Cognition</full-title><abbr-1>Anim. Cogn.</abbr-1></periodical>
<pages><style>1020-1022</style></pages><volume>11</volume><number>3</number>
<keywords><keyword><style>crows</style></keyword><keyword>causes</keyword></keywords>
<dates><year><style>2006</style></year><pub-dates><date>Feb 17</date></pub-dates></dates>
<isbn>0036-8075&#xD;1095-9203</isbn><label>roe2006crows</label>
<abstract><style>Crows act. R&amp;D, a &lt; b.</style></abstract>
<urls><related-urls><url>https://example.org/crows</url><url>https://mirror.org/c</url>
</related-urls><pdf-urls><url>internal-pdf://123/crows.pdf</url></pdf-urls></urls>
<electronic-resource-num><style>10.1000/Crows.1</style></electronic-resource-num>
<notes>read twice</notes><custom3>own words</custom3><language>en</language></record>"""


def whole(*records: str) -> str:
    xml = '<?xml version="1.0" encoding="UTF-8" ?>'
    return f"{xml}<xml><records>{''.join(records)}</records></xml>"


def read(text: str | bytes) -> tuple[list[Work], list[Problem]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(endnote.read(data, "a.xml"))
    works = [item.work for item in items if isinstance(item, ParsedWork)]
    return works, [item for item in items if isinstance(item, Problem)]


def test_a_record() -> None:
    (work,), problems = read(whole(RECORD))
    assert problems == []
    assert (work.key, work.type, work.year) == ("roe2006crows", "article", 2006)
    assert work.title == "Causal reasoning in Corvus"
    assert [p.name for p in work.authors] == ["Roe, Bob A.", "van der Laan, Mark"]
    assert [p.name for p in work.editors] == ["Poe, Al"]
    assert (work.doi, work.url) == ("10.1000/crows.1", "https://example.org/crows")
    assert (work.venue, work.abstract) == ("Animal Cognition", "Crows act. R&D, a < b.")
    assert work.fields == {
        "journal": "Animal Cognition",
        "shortjournal": "Anim. Cogn.",
        "volume": "11",
        "number": "3",
        "pages": "1020–1022",
        "issn": "0036-8075, 1095-9203",
        "date": "2006-02-17",
        "keywords": "crows, causes",
        "note": "read twice",
        "language": "en",
        "urls": "https://mirror.org/c",
        "file": "PDF/123/crows.pdf",
        "endnote-custom3": "own words",
    }


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("Book", "book"),
        ("Book Section", "incollection"),
        ("Conference Proceedings", "inproceedings"),
        ("Thesis", "phdthesis"),
        ("Report", "techreport"),
        ("Web Page", "online"),
        ("Podcast", "misc"),
    ],
)
def test_types(name: str, type: str) -> None:
    (work,), _ = read(whole(RECORD.replace("Journal Article", name)))
    assert work.type == type
    assert (work.fields.get("endnote-type") == name) == (type == "misc")


def test_encodings_and_characters_that_xml_does_not_allow() -> None:
    text = whole(RECORD.replace("Roe, Bob", "Größe, Bób"))
    (work,), _ = read(text.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert work.authors[0].name == "Größe, Bób A."
    (work,), problems = read(text.replace("R&amp;D", "R&D\x0b"))
    assert (work.abstract, problems) == ("Crows act. R&D, a < b.", [])


def test_a_damaged_record_costs_no_other_and_the_count_adds_up() -> None:
    second = RECORD.replace("roe2006crows", "roe2007apes").replace("</abstract>", "")
    third = RECORD.replace("roe2006crows", "roe2008rats")
    works, problems = read(whole(RECORD, second, third))
    failed = [p for p in problems if p.severity is Severity.FAILED]
    assert len(works) + len(failed) == 3
    assert works[0].key == "roe2006crows"
    assert any("not well-formed XML" in p.reason for p in problems)
    assert {w.key for w in works} == {"roe2006crows", "roe2007apes", "roe2008rats"}
    works, problems = read(whole(RECORD, second)[:-900])
    assert [w.key for w in works][:1] == ["roe2006crows"]
    assert problems


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><xml><records><record><titles><title>&j;</title></titles></record></records></xml>"
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("data", [BOMB.encode(), BOMB.encode("utf-16")])
def test_entities_are_refused_at_once(data: bytes) -> None:
    works, (problem,) = read(data)
    assert works == []
    assert "XML entities" in problem.reason


def test_files_on_this_machine_are_not_read() -> None:
    text = (
        '<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><records><record><titles>'
        '<title>&x;</title></titles><label xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="/etc/passwd" parse="text"/></label></record></records></xml>'
    )
    works, problems = read(text)
    assert "root:" not in f"{works}{problems}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<xml></xml>", "no entries found"),
        ("TY  - JOUR", "this is RIS"),
        ("<xml><records><record/></records></xml>", "the record is empty"),
        ("<record>" * 9999, "cannot be read"),
    ],
)
def test_a_file_without_records_says_so(content: str, reason: str) -> None:
    works, problems = read(content)
    assert works == []
    assert any(reason in p.reason for p in problems)


def test_added_and_recognised_by_what_it_holds(empty: KnowledgeBase) -> None:
    content = whole(RECORD).encode()
    assert empty.add_content(content, "library.txt", embed=False).added == ("roe2006crows",)
    assert empty.add_content(content, "library.xml", embed=False).added == ()
    bib = b"@article{other, title={Causal Reasoning in Corvus}, doi={10.1000/crows.1}, year=2006}"
    assert empty.add_content(bib, "a.bib", embed=False).unchanged == ("roe2006crows",)
