"""The audit of a knowledge base: what it finds, what it lets pass, and the table it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from audits import (
    CAUSAL,
    LINKED,
    a_claim,
    add_rival,
    add_work,
    asked,
    bearing,
    open_findings,
    say_of_hypothesis,
)
from conftest import PATTERN

from causalkb import KnowledgeBase
from causalkb.evidence import licence
from causalkb.evidence.licence import licence_of
from causalkb.lint.findings import Level
from causalkb.records import (
    Claim,
    ClaimRelation,
    Estimate,
    Scope,
    Threshold,
)
from causalkb.vocabulary import Design, Form, Relation, Rung, Stance, Wording

DOCS = Path(__file__).parents[2] / "docs" / "causal-wording.md"


@pytest.fixture
def base(home: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base with one question and one hypothesis."""
    with KnowledgeBase.open(home, create=True) as made:
        yield asked(made)


# --- the table


def _documented() -> dict[str, str]:
    table = DOCS.read_text(encoding="utf-8").split("## Which wording a design carries")[1]
    rows = re.findall(r"^\| `([a-z-]+)` \| `([a-z]+)` \|", table, re.MULTILINE)
    return dict(rows)


@pytest.mark.parametrize("design", list(Design))
def test_the_documented_table_is_the_one_that_judges(design: Design) -> None:
    found = licence_of(Claim("Things are so.", design=design))
    assert found is not None
    assert _documented()[design.value] == found.wording.value


@pytest.mark.parametrize(
    ("text", "design", "more", "carried"),
    [
        ("Using rainfall as an instrument for it", "observational", {}, "conditional"),
        ("In a regression discontinuity", "observational", {}, "conditional"),
        ("In a target trial, assuming no unmeasured confounding,", "observational", {}, "causal"),
        ("In a musical instrument shop", "observational", {}, "correlational"),
        ("Models compared", "evaluation", {"rung": Rung.INTERVENTION}, "causal"),
        ("Removing the second layer", "evaluation", {}, "causal"),
        ("Pooled randomized trials", "review", {}, "causal"),
        ("Pooled cohort studies", "review", {}, "correlational"),
    ],
)
def test_a_named_strategy_licenses_more(
    text: str, design: str, more: dict[str, object], carried: str
) -> None:
    found = licence_of(a_claim(f"{text} things differed.", design, **more))
    assert found is not None
    assert found.wording.value == carried


def test_without_a_design_nothing_is_licensed_or_refused() -> None:
    assert licence_of(Claim(CAUSAL)) is None


@pytest.mark.parametrize(
    "pattern",
    [v for v in vars(licence).values() if isinstance(v, PATTERN)],
    ids=lambda one: one.pattern[:30],
)
@pytest.mark.parametrize("piece", ["a", "difference in ", "if the ", "under un", "g-", " "])
def test_no_pattern_is_slow_on_a_hostile_text(pattern: re.Pattern[str], piece: str) -> None:
    # Linear time reads this in milliseconds; a catastrophic pattern would not come back.
    pattern.search(piece * (100_000 // len(piece)))


# --- claims


def test_causal_words_for_an_observation_are_found_with_the_cue_and_a_fix(
    base: KnowledgeBase,
) -> None:
    add_work(base, "one", "", a_claim(CAUSAL), a_claim(LINKED))
    (found,) = open_findings(base, "stronger-than-design")
    assert found.subject == "one#1"
    assert found.level is Level.WARNING
    assert "“causes”" in found.message
    assert "at most correlational" in found.message
    assert "identification strategy" in found.fix


def test_the_wording_that_a_person_recorded_goes_before_the_rules(base: KnowledgeBase) -> None:
    add_work(
        base,
        "one",
        "",
        a_claim(CAUSAL, wording=Wording.NONE),
        a_claim(LINKED, wording=Wording.CAUSAL),
    )
    (found,) = open_findings(base, "stronger-than-design")
    assert found.subject == "one#2"
    assert "recorded" in found.message


def test_a_claim_may_not_outdo_the_abstract_of_its_work(base: KnowledgeBase) -> None:
    modest = "We gave coffee to adults. Coffee may cause insomnia. Tea was associated with it."
    add_work(base, "modest", "", a_claim(CAUSAL, "experiment"), abstract=modest)
    add_work(base, "bold", "", a_claim(CAUSAL, "experiment"), abstract="We show: coffee causes it.")
    add_work(base, "silent", "", a_claim(CAUSAL, "experiment"))
    (found,) = open_findings(base, "stronger-than-abstract")
    assert found.subject == "modest#1"
    assert "conditional" in found.message


def test_a_claim_may_not_outdo_its_quote(base: KnowledgeBase) -> None:
    quoted = {"quote": "coffee was associated with insomnia", "quote_checked": False}
    add_work(base, "one", "", a_claim(CAUSAL, "experiment", **quoted))
    (found,) = open_findings(base, "stronger-than-quote")
    assert "its quote is only correlational" in found.message
    assert [f.subject for f in open_findings(base, "unchecked-quote")] == ["one#1"]


def test_what_cannot_be_looked_up_or_weighed_is_found(base: KnowledgeBase) -> None:
    add_work(base, "one", "", a_claim(locator=None), a_claim(design="experiment"))
    base.claims.add("one", Claim("So it is.", locator="p. 2", stances={"coffee": Stance.SUPPORTS}))
    assert [f.subject for f in open_findings(base, "no-locator")] == ["one#1"]
    assert [f.subject for f in open_findings(base, "no-design")] == ["one#3"]


# --- stances and relations


def test_stances_without_a_warrant_are_one_note_a_work(base: KnowledgeBase) -> None:
    bare = bearing(warrants={})
    add_work(base, "one", "", bare, replace(bare, subject="others"), bearing())
    add_work(base, "two", "", bare)
    found = open_findings(base, "no-warrant")
    assert [(f.subject, f.level, f.works) for f in found] == [
        ("one#1", Level.NOTE, ("one",)),
        ("two#1", Level.NOTE, ("two",)),
    ]
    assert "2 stances" in found[0].message
    assert found[0].claims == ("one#1", "one#2")


@pytest.mark.parametrize(
    ("scope", "population", "design", "outside"),
    [
        (("humans",), "animals/rats", "experiment", True),
        (("humans", "animals"), "animals/rats", "experiment", False),
        (("animals/rats",), "animals/mice", "experiment", True),
        (("animals/rats",), "animals", "experiment", False),  # a mixed sample may hold rats
        (("humans",), "animals/rats", "review", False),  # shown beside the count
        ((), "animals/rats", "experiment", False),
    ],
)
def test_what_counts_from_outside_the_scope_is_found(
    base: KnowledgeBase, scope: tuple[str, ...], population: str, design: str, outside: bool
) -> None:
    say_of_hypothesis(base, scope=Scope(populations=scope))
    add_work(base, "one", "", bearing(population=population, design=design))
    found = open_findings(base, "outside-scope")
    assert [f.subject for f in found] == (["one#1"] if outside else [])


def test_a_paradigm_outside_the_scope_is_found(base: KnowledgeBase) -> None:
    say_of_hypothesis(base, scope=Scope(paradigms=("randomised-trial",)))
    add_work(
        base, "one", "", bearing(paradigm="null-contingency"), bearing(paradigm="randomised-trial")
    )
    (found,) = open_findings(base, "outside-scope")
    assert found.subject == "one#1"
    assert "paradigm null-contingency" in found.message


@pytest.mark.parametrize("design", ["position", "review", "theorem"])
def test_what_is_shown_beside_the_count_is_no_finding(base: KnowledgeBase, design: str) -> None:
    add_work(base, "one", "", bearing(design=design))
    assert base.audit().findings == ()


def test_a_claim_for_two_rivals_is_found(base: KnowledgeBase) -> None:
    add_rival(base)
    both = {"coffee": Stance.SUPPORTS, "worry": Stance.SUPPORTS}
    apart = {"coffee": Stance.SUPPORTS, "worry": Stance.CONTRADICTS}
    add_work(base, "one", "", bearing(stances=both), bearing(stances=apart))
    (found,) = open_findings(base, "both-rivals")
    assert found.subject == "one#1"
    assert [f.subject for f in base.audit("sleep").findings if f.rule == "both-rivals"] == ["one#1"]


@pytest.mark.parametrize(
    ("unit", "found"), [("hours lost", False), ("", False), ("minutes lost", True)]
)
def test_an_estimate_in_another_unit_is_told(base: KnowledgeBase, unit: str, found: bool) -> None:
    say_of_hypothesis(base, form=Form.QUANTITY, threshold=Threshold(1.0, "hours lost"))
    add_work(base, "one", "", bearing(estimate=Estimate(90.0, unit)))
    assert [f.level for f in open_findings(base, "other-unit")] == ([Level.NOTE] if found else [])


def test_a_circle_of_rebuttals_is_one_finding(base: KnowledgeBase) -> None:
    for key in ("one", "two", "three"):
        add_work(base, key, "", bearing())
    for claim, other in (("one#1", "two#1"), ("two#1", "three#1"), ("three#1", "one#1")):
        _relate(base, claim, Relation.REBUTS, other)
    (found,) = open_findings(base, "rebuttal-cycle")
    assert set(found.claims) == {"one#1", "two#1", "three#1"}


def test_a_rebuttal_that_nobody_answers_is_no_circle(base: KnowledgeBase) -> None:
    add_work(base, "one", "", bearing())
    add_work(base, "two", "", bearing())
    _relate(base, "two#1", Relation.REBUTS, "one#1")
    assert open_findings(base, "rebuttal-cycle") == []


def _relate(base: KnowledgeBase, claim: str, relation: Relation, other: str) -> None:
    base.claims.link(claim, {}, [ClaimRelation(relation, other)])


@pytest.mark.parametrize(
    ("relation", "design", "authors", "level"),
    [
        (Relation.SUPERSEDES, "experiment", "", Level.WARNING),
        (Relation.SUPERSEDES, "experiment", "One, A.", None),
        (Relation.FAILS_TO_REPLICATE, "review", "", Level.WARNING),
        (Relation.FAILS_TO_REPLICATE, "experiment", "", None),
        (Relation.REPLICATES, "position", "", Level.WARNING),
        (Relation.SYNTHESISES, "review", "", Level.NOTE),
        (Relation.SYNTHESISES, "meta-analysis", "", None),
        (Relation.REBUTS, "position", "", None),  # it disputes
    ],
)
def test_a_relation_that_changes_nothing_is_found(
    base: KnowledgeBase, relation: Relation, design: str, authors: str, level: Level | None
) -> None:
    add_work(base, "one", "", bearing())
    add_work(base, "two", authors, bearing(design=design))
    _relate(base, "two#1", relation, "one#1")
    found = open_findings(base, "relation-without-effect")
    assert [(f.subject, f.level) for f in found] == ([("two#1", level)] if level else [])


def test_a_synthesis_of_what_bears_on_something_else_is_found(base: KnowledgeBase) -> None:
    add_rival(base)
    add_work(base, "one", "", bearing(stances={"worry": Stance.SUPPORTS}, warrants={}))
    add_work(base, "two", "", bearing())
    add_work(base, "meta", "", bearing(design="meta-analysis"))
    for other in ("one#1", "two#1"):
        _relate(base, "meta#1", Relation.SYNTHESISES, other)
    (found,) = open_findings(base, "synthesis-elsewhere")
    assert found.claims == ("meta#1", "one#1")


def test_a_synthesis_of_a_work_that_is_not_there_is_found(base: KnowledgeBase) -> None:
    add_work(base, "meta")
    note = """---
work: meta
claims:
  - text: Ten trials agree.
    design: meta-analysis
    locator: p. 1
    relations: [synthesises: "absent2001#1"]
---
"""
    base.add_content(note.encode(), "meta.md", embed=False)
    (found,) = open_findings(base, "synthesis-elsewhere")
    assert "absent2001#1, which is not in the knowledge base" in found.message
