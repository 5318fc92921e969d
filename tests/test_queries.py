"""The judged queries and the reading guide refer to works and questions that are in the corpus."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from causalkb.formats.registry import read_source
from causalkb.records import ParsedWork, Work

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "reading-guide.md"
STYLES = {
    "keyword",
    "question",
    "paraphrase",
    "lay",
    "jargon",
    "author",
    "negative",
    "typo",
    "quoted",
}
CITED = re.compile(
    r"`(?P<key>[a-z]+\d{4}\w+)`, (?P<who>[^(*`]+) \((?P<year>\d{4})\), \*(?P<title>[^*]+)\*"
)


@pytest.fixture(scope="module")
def works() -> dict[str, Work]:
    read = [item for path in sorted(ROOT.glob("corpus/*.bib")) for item in read_source(path)]
    return {item.work.key: item.work for item in read if isinstance(item, ParsedWork)}


@pytest.fixture(scope="module")
def questions() -> list[str]:
    text = (ROOT / "corpus" / "questions.yaml").read_text(encoding="utf-8")
    return [question["slug"] for question in yaml.safe_load(text)]


@pytest.fixture(scope="module")
def queries() -> list[dict[str, Any]]:
    found = yaml.safe_load((ROOT / "benchmarks" / "queries.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def test_there_are_enough_queries_and_none_twice(queries: list[dict[str, Any]]) -> None:
    assert len(queries) >= 60
    for name in ("id", "query"):
        assert [v for v, n in Counter(q[name] for q in queries).items() if n > 1] == []


def test_every_question_has_at_least_five_queries(
    queries: list[dict[str, Any]], questions: list[str]
) -> None:
    count = Counter(query["question"] for query in queries)
    assert set(count) == set(questions)
    assert [slug for slug in questions if count[slug] < 5] == []


def test_every_query_has_what_a_benchmark_reads(queries: list[dict[str, Any]]) -> None:
    for query in queries:
        assert set(query) == {"id", "query", "question", "style", "relevant"}, query["id"]
        assert query["query"].strip(), query["id"]
        assert query["style"] in STYLES, query["id"]
        assert set(query["relevant"].values()) <= {1, 2}, query["id"]
        assert 2 in query["relevant"].values(), query["id"]


def test_every_judged_work_is_in_the_corpus(
    queries: list[dict[str, Any]], works: dict[str, Work]
) -> None:
    judged = [(query["id"], key) for query in queries for key in query["relevant"]]
    assert [pair for pair in judged if pair[1] not in works] == []


def test_queries_are_spread_over_all_fields(
    queries: list[dict[str, Any]], works: dict[str, Work]
) -> None:
    wanted = {works[k].field for q in queries for k, grade in q["relevant"].items() if grade == 2}
    assert wanted == {work.field for work in works.values()}


def test_the_guide_treats_every_question_once_with_three_works(questions: list[str]) -> None:
    sections = GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]
    slugs = {}
    for section in sections:
        slug = re.search(r"^`([a-z-]+)`\.", section, re.MULTILINE)
        if slug:
            slugs[slug[1]] = re.findall(r"^- \*\*(\w+)\*\*: `", section, re.MULTILINE)
    assert sorted(slugs) == sorted(questions)
    assert all(roles == ["Case", "Against", "Measured"] for roles in slugs.values())


def test_the_guide_names_only_works_of_the_corpus(works: dict[str, Work]) -> None:
    keys = set(re.findall(r"`([a-z]+\d{4}\w*)`", GUIDE.read_text(encoding="utf-8")))
    assert len(keys) >= 30
    assert keys - set(works) == set()


def test_the_guide_cites_authors_year_and_title_as_in_the_bibliography(
    works: dict[str, Work],
) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    cited = list(CITED.finditer(text))
    assert len(cited) == len(re.findall(r"^(?:- \*\*|\d\. `)", text, re.MULTILINE))
    for match in cited:
        work = works[match["key"]]
        families = [person.family for person in work.authors]
        who = families[0] + " et al." if len(families) > 3 else " and ".join(families)
        assert match["title"] == work.title
        assert match["year"] == str(work.year)
        assert match["who"].replace(", ", " and ") == who
