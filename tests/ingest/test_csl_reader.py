"""CSL-JSON as Zotero, Better BibTeX, Paperpile, Mendeley, pandoc and Crossref write it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.formats.csl import reader
from causalkb.records import ParsedWork, Problem, Work
from causalkb.vocabulary import Severity

ITEM: dict[str, Any] = {
    "id": "roe2006crows",
    "type": "article-journal",
    "title": "Causal reasoning in <i>Corvus</i>",
    "author": [
        {"family": "Roe", "given": "Bob A."},
        {"family": "Laan", "given": "Mark", "non-dropping-particle": "van der"},
        {"literal": "The Crow Group"},
    ],
    "editor": [{"family": "Poe", "given": "Al", "suffix": "Jr."}],
    "issued": {"date-parts": [[2006, 2, 17]]},
    "container-title": "Animal Cognition",
    "container-title-short": "Anim. Cogn.",
    "volume": "11",
    "issue": 3,
    "page": "1020-1022",
    "DOI": "10.1000/Crows.1",
    "URL": "https://example.org/crows",
    "ISSN": "0036-8075",
    "abstract": "Crows act.",
    "note": "read twice",
    "keyword": "crows, causes",
    "license": "CC-BY",
}


def read(data: Any) -> tuple[list[Work], list[Problem]]:
    content = data if isinstance(data, str) else json.dumps(data)
    items = list(reader.read(content.encode(), "a.json"))
    works = [item.work for item in items if isinstance(item, ParsedWork)]
    return works, [item for item in items if isinstance(item, Problem)]


def one(data: Any) -> Work:
    (work,), problems = read(data)
    assert problems == []
    return work


def test_an_item() -> None:
    work = one([ITEM])
    assert (work.key, work.type, work.year) == ("roe2006crows", "article", 2006)
    assert work.title == "Causal reasoning in Corvus"
    assert [p.name for p in work.authors] == [
        "Roe, Bob A.", "van der Laan, Mark", "The Crow Group",
    ]  # fmt: skip
    assert work.authors[2].literal
    assert work.editors[0].suffix == "Jr."
    assert (work.doi, work.url) == ("10.1000/crows.1", "https://example.org/crows")
    assert work.fields == {
        "journal": "Animal Cognition",
        "shortjournal": "Anim. Cogn.",
        "date": "2006-02-17",
        "volume": "11",
        "number": "3",
        "pages": "1020–1022",
        "issn": "0036-8075",
        "keywords": "crows, causes",
        "note": "read twice",
        "csl-license": "CC-BY",
    }


@pytest.mark.parametrize(
    "data",
    [
        {"items": [ITEM]},
        {"references": [ITEM]},
        {"roe2006crows": {k: v for k, v in ITEM.items() if k != "id"}},
        ITEM,
        json.dumps(ITEM) + "\n",
        "\ufeff" + json.dumps([ITEM], indent=1).replace("\n", "\r\n"),
        [ITEM | {"id": 12, "citation-key": "roe2006crows"}],
        [ITEM | {"id": "http://zotero.org/users/1/items/ABCD2345",
                 "note": "Citation Key: roe2006crows\nread twice"}],
        [ITEM | {"title": [ITEM["title"]], "container-title": ["Animal Cognition"]}],
        [ITEM | {"issued": {"date-parts": [["2006", "2", "17"]]}}],
        [ITEM | {"issued": {"date-parts": ["2006", 2, 17]}}],
        [ITEM | {"issued": {"date-parts": [[[2006, 2, 17]]]}}],
        [ITEM | {"issued": {"raw": "2006-02-17"}}],
        [ITEM | {"issued": "2006-02-17"}],
        [ITEM | {"DOI": "https://doi.org/10.1000/Crows.1"}],
        [ITEM | {"DOI": None, "note": "DOI: 10.1000/Crows.1\nread twice"}],
        [ITEM | {"author": ["Roe, Bob A.", "van der Laan, Mark", {"name": "The Crow Group"}]}],
    ],
)  # fmt: skip
def test_the_same_item_as_others_write_it(data: Any) -> None:
    assert one(data) == one([ITEM])


@pytest.mark.parametrize(
    ("issued", "year", "fields"),
    [
        ({"date-parts": [[2006]]}, 2006, {}),
        ({"date-parts": [[2004, 5], [2004, 6]]}, 2004, {"date": "2004-05/2004-06"}),
        ({"date-parts": [[2015]], "season": "2"}, 2015, {"date": "2015-22"}),
        # EDTF counts a year 0, CSL does not: -0349 is the year 350 before our era.
        ({"date-parts": [[-350]]}, -350, {"date": "-0349"}),
        ({"date-parts": [[1723]], "circa": True}, 1723, {"date": "1723~"}),
        ({"literal": "Winter 2006"}, 2006, {"date": "Winter 2006"}),
        ({"literal": "forthcoming"}, None, {"date": "forthcoming"}),
        ({"date-parts": [[]]}, None, {}),
        ({"date-parts": None}, None, {}),
        (7, 7, {}),
    ],
)
def test_dates(issued: Any, year: int | None, fields: dict[str, str]) -> None:
    work = one([{"type": "book", "title": "T", "issued": issued}])
    assert (work.year, dict(work.fields)) == (year, fields)


def test_what_zotero_keeps_in_extra() -> None:
    note = "arXiv: 2305.00050 [cs]\nPMID: 00123\ntex.venue-url: x\nA thought: worth keeping."
    work = one([{"type": "article", "title": "A preprint", "note": note}])
    assert (work.type, work.arxiv) == ("misc", "2305.00050")
    assert work.fields["pmid"] == "00123"
    assert work.fields["venue-url"] == "x"
    assert work.fields["note"] == "A thought: worth keeping."


def test_a_broken_item_costs_no_other_and_the_count_adds_up() -> None:
    lines = [json.dumps(ITEM | {"id": f"roe200{n}", "DOI": ""}) for n in range(4)]
    lines[1] = lines[1].replace('"title":', '"title"')
    works, problems = read("[\n" + ",\n".join(lines) + "\n]")
    assert [w.key for w in works] == ["roe2000", "roe2002", "roe2003"]
    assert [(p.line, p.severity) for p in problems] == [(3, Severity.FAILED)]
    works, problems = read("[\n" + ",\n".join(lines[2:]))
    assert len(works) == 2
    assert "the file may be cut off" in problems[0].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("@misc{a, title={T}}", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a": ' * 50_000, "nested too deeply"),
        ('["a", 1, null]', "is not a reference"),
        ('[{"type": "book"}]', "no title, no author and no DOI"),
        ("9" * 100_000, "is not a reference"),
        ("[{'title': 'a'}]" * 3, "not valid JSON"),
    ],
)
def test_a_file_that_is_no_bibliography_says_so(content: str, reason: str) -> None:
    works, problems = read(content)
    assert works == []
    assert reason in problems[0].reason


def test_the_number_of_broken_items_bounds_the_time() -> None:
    works, problems = read("[" + '{"a" "\n' * 50_000)
    assert works == []
    assert len(problems) < 300


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "raw", "season"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from([*ITEM, "accessed", "number"]), VALUES)))
@settings(max_examples=examples(150), deadline=None)
def test_nothing_that_json_can_say_stops_the_reader(items: list[dict[str, Any]]) -> None:
    works, problems = read(json.dumps(items))
    failed = [p for p in problems if p.severity is Severity.FAILED]
    assert len(works) + len(failed) == len(items)


def test_what_the_writer_writes_is_read_back(kb: KnowledgeBase, tmp_path: Any) -> None:
    file = tmp_path / "all.json"
    file.write_text(kb.export("csl").text, encoding="utf-8")
    result = kb.add(file, embed=False)
    assert result.failed == ()
    assert result.added == ()
