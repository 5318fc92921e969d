"""JSON of our own (``-f jsonl``, ``-f json``) is read back as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOTES, Cli, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.formats.jsonl_reader import read
from causalkb.records import ParsedWork, Problem

BIB = """
@article{roe2006crows, title={Causal reasoning in crows}, abstract={Crows act.}, volume={3},
  author={Roe, Bob and van der Laan, Mark and {Crow Group}}, date={2006-02}, journal={Mind},
  doi={10.1000/crows.1}, causalkb-tags={birds}, causalkb-questions={animal-learning}}
@inproceedings{parrots, title={Causal parrots}, booktitle={ICML}, eprint={2305.00050},
  archiveprefix={arXiv}, author={Doe, Ann}, year={2023}}
"""
NOTE = """---
work: roe2006crows
claims:
  - {text: Crows reason., design: experiment, quote: Crows act., locator: p. 3, n: 12,
     stance: {animals-represent-interventions: {side: supports, because: they act, by: ana}},
     effects: [{cause: a, effect: b, sign: "-"}], concern: [bias], estimate: {value: 1, low: 0}}
  - {text: Crows fly., relations: [rebuts: "roe2006crows#1", because: wings]}
---
A "note": of
---
two lines.
"""


@pytest.fixture
def other(empty: KnowledgeBase, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base, beside one that holds the two works and the note."""
    empty.add_content(BIB.encode(), "a.bib", embed=False)
    empty.add_content(NOTE.encode(), "a.md", embed=False)
    with KnowledgeBase.open(tmp_path / "other", create=True) as made:
        made.add_questions(NOTES / "questions.yaml")
        yield made


def whole(kb: KnowledgeBase) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kb.export("jsonl").text.splitlines()]


def brief(kb: KnowledgeBase) -> list[Any]:
    return [
        (w.key, w.type, w.title, w.authors, w.year, w.venue, w.doi, w.arxiv, w.questions, w.tags)
        for w in kb.works.list()
    ]


@pytest.mark.parametrize("command", ["list -f jsonl", "list -f json", "search act -f jsonl"])
def test_a_list_of_works_comes_back(
    empty: KnowledgeBase, other: KnowledgeBase, cli: Cli, command: str
) -> None:
    text = cli(*command.split()).stdout.encode()
    for name in ("x.json", "x.jsonl", "x"):
        result = other.add_content(text, name, embed=False)
        assert (result.entries, result.problems) == (2, ())
        assert sorted(brief(other)) == sorted(brief(empty))
    assert empty.add_content(text, "x.jsonl", embed=False).unchanged != ()


def test_an_export_comes_back_whole(empty: KnowledgeBase, other: KnowledgeBase) -> None:
    text = empty.export("jsonl").text.encode()
    for found in ("added", "unchanged"):
        result = other.add_content(text, "x.jsonl", embed=False)
        assert len(getattr(result, found)) == 2, result
    assert whole(other) == whole(empty)
    assert empty.add_content(text, "x.jsonl", embed=False).updated == ()


def test_a_bad_line_costs_no_other(empty: KnowledgeBase) -> None:
    lines = [
        '{"key": "a", "title": "Of crows"}',
        '{"key": "b"}',
        '{"key": "c", "title": "Of rooks", "claims": [{"text": "x", "design": "guess"}]}',
        '{"key": "d", "title": "Of',
        '{"key": 5, "title": "Of owls"}',
        '{"key": "e", "title": "Of jays", "authors": "x", "notices": 3, "fields": [], "year": "x"}',
    ]
    result = empty.add_content("\n".join(lines).encode(), "x.jsonl", embed=False)
    assert result.added == ("a", "e")
    assert [p.line for p in result.failed] == [2, 3, 4, 5]
    assert "'guess' is not a design" in result.failed[1].reason


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["supports"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
NAMES = ["title", "authors", "fields", "claims", "note", "notices", "tags", "year", "work", "doi"]


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1), VALUES)
@settings(max_examples=examples(100), deadline=None)
def test_nothing_makes_it_raise(said: dict[str, Any], inner: Any) -> None:
    claim = {"text": "x", "stances": inner, "warrants": inner, "effects": inner, "id": inner}
    data = json.dumps({"key": "a", "claims": [claim], **said}).encode()
    assert all(isinstance(item, ParsedWork | Problem) for item in read(data, "a.jsonl"))
