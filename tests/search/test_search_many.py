"""Many queries at once find what each of them finds alone, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb import Filters, KnowledgeBase
from causalkb.search import searcher
from causalkb.search.vectors import index as semantic
from causalkb.search.vectors import training
from causalkb.store import rows

WORKS = 90
SUBJECTS = ("rats", "pigeons", "prices", "agents", "out-of-distribution shifts")


def entries() -> bytes:
    return "".join(
        f"@article{{k{n}, title={{What {SUBJECTS[n % 5]} cause, number {n}}},"
        f" author={{{('Pearl, Judea', 'Meyer, Ann')[n % 2]}}}, year={{{1990 + n % 30}}},"
        f" abstract={{Levers moved {SUBJECTS[n % 5]} {n} times; interventions number {7 * n}.}}}}\n"
        for n in range(WORKS)
    ).encode()


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """As a large one: cells, short vectors, changes beside their file; a few read at a time."""
    patch = pytest.MonkeyPatch()
    patch.setattr(training, "LARGE", 50)
    patch.setattr(semantic, "KEPT_APART", 20)
    patch.setattr(searcher, "_POOL", 12)
    patch.setattr(searcher, "_FEW", 15)
    patch.setattr(searcher, "_TOGETHER", 3)
    patch.setattr(rows, "CHUNK", 5)
    folder: Path = tmp_path_factory.mktemp("many") / "kb"
    with KnowledgeBase.open(folder, create=True) as opened:
        opened.add_questions()
        opened.add_content(entries(), "many.bib")
        opened.reindex()
        late = b"@article{late, title={Late rats}, abstract={Rats that came late.}, year=2024}"
        opened.add_content(late, "late.bib")
        opened.works.remove("k1")
        yield opened
    patch.undo()


WORDS = st.sampled_from(
    ["rats", "cause", "interventions", "Levers", "pigens", "number", "7", "shifts", "moved", "ATE"]
)
OPERATORS = st.sampled_from(
    ["", "-rats", '-"number 14"', '"Levers moved"', "author:perl", "year:2000-2010", "k5", "the"]
)
QUERIES = st.builds(
    lambda words, operator: " ".join([*words, operator]).strip(),
    st.lists(WORDS, min_size=1, max_size=7),
    OPERATORS,
) | st.sampled_from(["author:pearl", "year:2003-2005"])


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    queries=st.lists(QUERIES, min_size=1, max_size=8),
    kind=st.sampled_from(["works", "passages", "claims"]),
    mode=st.sampled_from(["hybrid", "semantic", "keyword"]),
    filters=st.sampled_from([None, Filters(year_from=1995), Filters(year_from=2003)]),
    limit=st.sampled_from([1, 4, 10]),
)
def test_together_as_alone(
    kb: KnowledgeBase,
    queries: list[str],
    kind: str,
    mode: str,
    filters: Filters | None,
    limit: int,
) -> None:
    together = kb.search_many(queries, kind=kind, mode=mode, filters=filters, limit=limit)
    alone = [kb.search(q, kind=kind, mode=mode, filters=filters, limit=limit) for q in queries]
    assert together == alone


def test_more_queries_than_are_asked_for_at_a_time(kb: KnowledgeBase) -> None:
    queries = [f"which levers moved {SUBJECTS[n % 5]} {n} times?" for n in range(60)]
    together = kb.search_many(queries, limit=3)
    assert together == [kb.search(query, limit=3) for query in queries]
    assert {hits[0].work.key for hits in together} != {together[0][0].work.key}
