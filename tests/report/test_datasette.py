"""``docs/datasette.yaml`` with a real Datasette, in this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml
from datasette.app import Datasette

from causalkb import Claim, ClaimRelation, KnowledgeBase, Relation

DOCS = Path(__file__).parent.parent.parent / "docs"
METADATA = yaml.safe_load((DOCS / "datasette.yaml").read_text(encoding="utf-8"))
OURS = METADATA["databases"]["causalkb"]


@pytest.fixture
def get(kb: KnowledgeBase) -> Callable[[str], Any]:
    """Get a page of Datasette on a knowledge base that is open for writing at the same time."""
    file = kb.directory / "causalkb.db"

    def run(path: str) -> Any:
        async def ask() -> Any:
            served = Datasette([str(file)], metadata=METADATA)
            await served.invoke_startup()
            asked: Awaitable[Any] = served.client.get(path)
            return await asked

        return anyio.run(ask)

    return run


def rows(get: Callable[[str], Any], path: str) -> list[dict[str, Any]]:
    answer = get(path)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, list), found
    return found


def test_every_table_named_is_there_with_its_facets(get: Callable[[str], Any]) -> None:
    for name, table in OURS["tables"].items():
        answer = get(f"/causalkb/{name}.json?_shape=objects&_size=1")
        assert answer.status_code == 200, name
        facets = answer.json().get("facet_results", {})
        assert set(facets) == set(table.get("facets", [])), name
        page = get(f"/causalkb/{name}")
        assert page.status_code == 200
        for column in table.get("columns", {}):
            assert column in page.text


def test_only_what_a_person_looks_at_is_listed(get: Callable[[str], Any]) -> None:
    tables = get("/causalkb.json").json()["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    assert {"works", "claims", "stances", "hypotheses", "questions", "notes"} <= shown
    assert not {"vectors", "undo", "meta", "pending_relations"} & shown


@pytest.mark.parametrize("name", OURS["queries"])
def test_every_query_runs_and_is_in_the_documentation(get: Callable[[str], Any], name: str) -> None:
    asked = "&".join(f"{one}=x" for one in OURS["queries"][name].get("params", []))
    rows(get, f"/causalkb/{name}.json?_shape=array&{asked}")
    assert get(f"/causalkb/{name}?{asked}").status_code == 200
    assert f"`{name}" in (DOCS / "datasette.md").read_text(encoding="utf-8")


def test_queries_find_what_the_library_finds(get: Callable[[str], Any], kb: KnowledgeBase) -> None:
    against = ClaimRelation(Relation.REBUTS, "zecevic2023causal#1", "it was trained on the answers")
    kb.claims.add("liu2008", Claim("They do reason.", relations=(against,)))
    slug = "observation-suffices"
    claims = rows(get, f"/causalkb/claims_on.json?_shape=array&hypothesis={slug}")
    expected = {claim.id for claims in kb.claims.on(slug).values() for claim in claims}
    assert {row["claim"] for row in claims} == expected
    by_slug = {
        row["hypothesis"]: row
        for row in rows(get, "/causalkb/stances_by_hypothesis.json?_shape=array")
    }
    assert list(by_slug) == [one.slug for one in kb.hypotheses.list()]
    assert (by_slug[slug]["works_for"], by_slug[slug]["contradicts"]) == (1, 1)
    coded = {claim.work for claim in kb.claims.list()}
    left = rows(get, "/causalkb/works_without_claims.json?_shape=array")
    assert {row["key"] for row in left} == set(kb.works.keys()) - coded
    disputed = rows(get, "/causalkb/disputes.json?_shape=array")
    assert [(row["claim"], row["is_what_by"]) for row in disputed] == [
        ("zecevic2023causal#1", "rebuts")
    ]
    both = rows(get, "/causalkb/two_sides.json?_shape=array")
    assert [row["key"] for row in both] == ["blaisdell2006causal"]
    designs = rows(get, "/causalkb/designs_by_field.json?_shape=array")
    assert sum(row["claims"] for row in designs) == kb.claims.count()
    effects = kb.claims.list()[0].effects
    word = effects[0].cause.split()[0] if effects else "none"
    found = rows(get, f"/causalkb/effects_on.json?_shape=array&word={word}")
    assert bool(found) == bool(effects)
