"""A query that the knowledge base has nothing for is told so; scores share one scale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from tests.conftest import Cli


@pytest.fixture(scope="module")
def shipped(corpus: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(corpus) as base:
        yield base


@pytest.mark.parametrize("query", ["xyzzy plugh qwerty", "best pizza dough recipe"])
def test_nothing_close_in_the_shipped_corpus(shipped: KnowledgeBase, query: str) -> None:
    hits = shipped.search(query)
    assert len(hits) == 10
    assert not any(hit.close for hit in hits)
    assert hits[0].score < 0.47


@pytest.mark.parametrize(
    "query",
    ["invariant risk minimization", "do rats tell seeing from doing?", "10.1126/science.1121872"],
)
def test_something_close(shipped: KnowledgeBase, query: str) -> None:
    hits = shipped.search(query)
    assert hits[0].close
    assert 0.47 < hits[0].score <= 1


def test_scores_never_rise_down_the_list(shipped: KnowledgeBase) -> None:
    for query in ("causal discovery from observational data", "xyzzy plugh", "Pearl 2009"):
        scores = [hit.score for hit in shipped.search(query)]
        assert scores == sorted(scores, reverse=True)


def test_the_command_says_so_and_keeps_the_hits(cli: Cli, kb_path: Path) -> None:
    done = cli("search", "xyzzy plugh qwerty", "-f", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert [hit["close"] for hit in found["hits"]] == [False] * len(found["hits"])
    assert found["hits"]
    assert done.stderr.count("nothing in the knowledge base is close") == 1


def test_a_question_is_offered_by_its_title(shipped: KnowledgeBase) -> None:
    found = shipped.search_full("Do humans see causes where there are none?")
    assert "overidentification" in [match.question.slug for match in found.questions]
