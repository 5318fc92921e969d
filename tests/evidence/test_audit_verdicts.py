"""The audit of hypotheses: verdicts that rest on little, and what the audit lets pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from audits import (
    CAUSAL,
    a_claim,
    add_many,
    add_rival,
    add_work,
    asked,
    bearing,
    open_findings,
    say_of_hypothesis,
)

from causalkb import Filters, InputError, KnowledgeBase, UnknownError
from causalkb.lint.findings import Level
from causalkb.lint.rules import RULES
from causalkb.records import (
    Scope,
    Warrant,
)
from causalkb.vocabulary import Design, Directness, Form, Stance


@pytest.fixture
def base(home: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base with one question and one hypothesis."""
    with KnowledgeBase.open(home, create=True) as made:
        yield asked(made)


# --- hypotheses


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"form": None}, "no-form"),
        ({"wrong_if": ""}, "no-wrong-if"),
        ({"form": Form.QUANTITY}, "incomplete-form"),
        ({"form": Form.COMPARATIVE}, "incomplete-form"),
        ({"form": Form.FORMAL}, "incomplete-form"),
        ({"form": Form.EXISTENTIAL}, ""),
        ({"form": Form.COMPARATIVE, "comparator": "tea"}, ""),
    ],
)
def test_what_a_hypothesis_lacks_is_found(
    base: KnowledgeBase, more: dict[str, object], rule: str
) -> None:
    say_of_hypothesis(base, **more)
    found = base.audit().findings
    assert [(f.rule, f.subject) for f in found] == ([(rule, "coffee")] if rule else [])


def test_a_verdict_that_one_work_overturns_is_fragile(base: KnowledgeBase) -> None:
    add_many(base, 3, bearing(paradigm="randomised-trial"))
    add_many(base, 2, bearing(population="humans/children"), "v")
    (found,) = open_findings(base, "fragile")
    assert found.level is Level.WARNING
    assert found.works == ("va", "vb", "wa", "wb", "wc")
    assert found.message == "supported now, but leaning-for without any one of va, vb, wa, wb, wc"
    add_work(base, "more", "", bearing(population="humans/children"))
    assert open_findings(base, "fragile") == []


def test_on_what_a_fragile_verdict_depends_is_told(base: KnowledgeBase) -> None:
    add_many(base, 5, bearing())
    add_many(base, 4, bearing("contradicts", "humans/children"), "x")
    (found,) = open_findings(base, "fragile")
    assert found.message.startswith("depends on population now, but mixed without any one of xa,")


def test_what_only_leans_is_fragile_as_a_note(base: KnowledgeBase) -> None:
    add_many(base, 4, bearing())
    (found,) = open_findings(base, "fragile")
    assert found.level is Level.NOTE
    assert found.message.startswith("leaning-for now, but insufficient without any one of")


def test_a_verdict_that_rests_on_linked_works_is_found(base: KnowledgeBase) -> None:
    add_many(base, 3, bearing())
    add_work(base, "one", "Gopnik, Alison and Young, Ann", bearing())
    add_work(base, "two", "Gopnik, A. and Old, Oz", bearing())
    (found,) = open_findings(base, "one-group")
    assert found.works == ("one", "two")
    assert "insufficient without the 2 linked works one, two of Gopnik, Alison" in found.message
    add_work(base, "more", "", bearing())
    assert open_findings(base, "one-group") == []


def test_several_groups_that_decide_alone_are_one_finding(base: KnowledgeBase) -> None:
    add_many(base, 2, bearing())
    for key, name in (("a", "Gopnik, Alison"), ("b", "Waldmann, Michael")):
        add_work(base, f"{key}1", f"{name} and Young, {key.upper()}", bearing())
        add_work(base, f"{key}2", f"{name} and Old, {key.upper()}", bearing())
    (found,) = open_findings(base, "one-group")
    assert "the 2 linked works a1, a2 of Gopnik, Alison" in found.message
    assert found.message.endswith("(1 more such)")
    assert len(found.details) == 2
    assert found.works == ("a1", "a2", "b1", "b2")


def test_two_people_with_one_initial_are_not_a_group(base: KnowledgeBase) -> None:
    add_many(base, 2, bearing())
    add_work(base, "one", "Wang, Boshi and Young, Ann", bearing())
    add_work(base, "two", "Wang, Bailin and Old, Oz", bearing())
    assert open_findings(base, "one-group") == []


def test_a_proof_by_one_group_is_a_note(base: KnowledgeBase) -> None:
    say_of_hypothesis(base, form=Form.FORMAL, premises=("coffee is drunk",))
    add_work(base, "one", "", bearing(design="theorem", population="theory"))
    (found,) = open_findings(base, "one-group")
    assert (found.level, found.works) == (Level.NOTE, ("one",))
    add_work(base, "two", "", bearing(design="theorem", population="theory"))
    assert open_findings(base, "one-group") == []


@pytest.mark.parametrize(
    ("scope", "populations", "named"),
    [
        ((), ["animals/rats"] * 4, "animals/rats"),
        (("animals",), ["animals/rats"] * 4, "animals/rats"),
        (("animals/rats",), ["animals/rats"] * 4, ""),
        ((), ["animals/rats", "animals/mice"] * 2, "animals"),
        (("animals",), ["animals/rats", "animals/mice"] * 2, ""),
        (("animals", "humans"), ["animals/rats", "animals/mice"] * 2, "animals"),
        ((), ["animals/rats", "humans/adults"] * 2, ""),
        ((), ["animals/rats", "animals/rats", "animals/rats", None], "animals/rats"),
    ],
)
def test_a_verdict_that_rests_on_one_population_is_found(
    base: KnowledgeBase, scope: tuple[str, ...], populations: Sequence[str | None], named: str
) -> None:
    say_of_hypothesis(base, scope=Scope(populations=scope))
    for n, population in enumerate(populations):
        add_work(base, f"w{n}", "", bearing(population=population))
    found = open_findings(base, "one-population")
    assert [f"without {named}, the population" in f.message for f in found] == (
        [True] if named else []
    )


def test_one_case_suffices_for_there_is_one(base: KnowledgeBase) -> None:
    say_of_hypothesis(base, form=Form.EXISTENTIAL)
    add_many(base, 3, bearing(population="animals/rats", paradigm="null-contingency"))
    assert open_findings(base, "one-population") == []
    assert open_findings(base, "one-paradigm") == []


def test_a_verdict_that_rests_on_one_paradigm_is_found(base: KnowledgeBase) -> None:
    for n, population in enumerate(["animals/rats", "humans/adults"] * 2):
        add_work(base, f"w{n}", "", bearing(population=population, paradigm="null-contingency"))
    (found,) = open_findings(base, "one-paradigm")
    assert "without null-contingency" in found.message


def test_a_verdict_that_few_ways_of_counting_give_is_found(base: KnowledgeBase) -> None:
    add_many(base, 2, bearing())
    indirect = {"coffee": Warrant("a step away", Directness.INDIRECT)}
    add_many(base, 1, bearing(warrants=indirect), "x")
    add_many(base, 1, bearing(design="evaluation"), "y")
    (found,) = open_findings(base, "way-of-counting")
    assert found.message == "leaning-for in only 1 of 4 distinct ways of counting"
    assert "without indirect claims: insufficient" in found.details


@pytest.mark.parametrize(
    ("design", "stance", "level"),
    [
        ("observational", "supports", Level.NOTE),
        ("observational", "contradicts", Level.NOTE),
        ("experiment", "supports", None),
    ],
)
def test_a_verdict_of_low_certainty_is_told(
    base: KnowledgeBase, design: str, stance: str, level: Level | None
) -> None:
    add_many(base, 6, bearing(stance, design=design))
    found = open_findings(base, "low-certainty")
    assert [f.level for f in found] == ([level] if level else [])
    if found:
        assert "with low certainty" in found[0].message
        assert any("starts at low" in line for line in found[0].details)


def test_very_low_certainty_is_said(base: KnowledgeBase) -> None:
    indirect = {"coffee": Warrant("a step away", Directness.INDIRECT)}
    add_many(base, 6, bearing(design="observational", warrants=indirect))
    (found,) = open_findings(base, "low-certainty")
    assert (found.level, "very low" in found.message) == (Level.NOTE, True)


def test_rivals_that_are_both_favoured_are_one_finding(base: KnowledgeBase) -> None:
    add_rival(base)
    add_many(base, 4, bearing())
    add_many(base, 4, bearing(stances={"worry": Stance.SUPPORTS}), "v")
    (found,) = open_findings(base, "rivals-favoured")
    assert found.subject == "coffee"
    assert "excludes worry (leaning-for)" in found.message
    assert "0 of 4 claims" in found.message


# --- suppressions


def test_an_exception_lets_pass_what_it_names_and_no_more(base: KnowledgeBase) -> None:
    add_many(base, 4, bearing())
    works = ["wa", "wb", "wc", "wd"]
    base.suppressions.add("fragile", "coffee", "nobody else works on it", works)
    (found,) = [f for f in base.audit().findings if f.rule == "fragile"]
    assert found.suppressed == "nobody else works on it"
    base.works.remove("wd")
    add_work(base, "more", "", bearing())
    (found,) = open_findings(base, "fragile")
    assert "does not cover more" in found.details[-1]


def test_an_exception_that_excuses_nothing_is_told(base: KnowledgeBase) -> None:
    base.suppressions.add("fragile", "coffee", "it was")
    (found,) = open_findings(base, "stale-suppression")
    assert found.level is Level.NOTE
    assert "suppression remove fragile coffee" in found.fix
    assert base.audit("sleep").findings == (), "a part of the whole says nothing of the rest"


@pytest.mark.parametrize(
    ("rule", "subject", "reason", "error"),
    [
        ("fragil", "coffee", "because", UnknownError),
        ("uncited", "coffee", "a rule for drafts", UnknownError),
        ("fragile", "cofee", "because", UnknownError),
        ("no-locator", "one#1", "because", UnknownError),
        ("fragile", "coffee", " \n ", InputError),
    ],
)
def test_an_exception_must_make_sense(
    base: KnowledgeBase, rule: str, subject: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        base.suppressions.add(rule, subject, reason)
    assert base.suppressions.list() == []


# --- the whole


def test_one_question_is_audited_alone(base: KnowledgeBase) -> None:
    add_work(base, "one", "", a_claim(CAUSAL, stances={"coffee": Stance.SUPPORTS}))
    add_work(base, "two", "", a_claim(CAUSAL))
    assert {f.subject for f in base.audit("sleep").findings} >= {"one#1"}
    assert "two#1" not in {f.subject for f in base.audit("sleep").findings}
    with pytest.raises(UnknownError):
        base.audit("slep")


def test_every_finding_names_a_rule_that_explains_itself(base: KnowledgeBase) -> None:
    add_work(base, "one", "", a_claim(CAUSAL, locator=None, stances={"coffee": Stance.SUPPORTS}))
    found = base.audit().findings
    assert found
    for finding in found:
        assert RULES[finding.rule].why
        assert finding.fix
    assert [f.level for f in found] == sorted((f.level for f in found), key=list(Level).index)


LIMITS = {
    *("fragile", "one-group", "one-population", "one-paradigm", "way-of-counting"),
    *("low-certainty", "rivals-favoured"),
}
"""What is said of verdicts; in the corpus nobody suppresses it."""


def test_the_shipped_corpus_shows_the_limits_of_its_verdicts_and_little_else(corpus: Path) -> None:
    with KnowledgeBase.open(corpus) as shipped:
        audit = shipped.audit()
    assert audit.open(Level.ERROR) == ()
    assert [f for f in audit.findings if f.rule == "stale-suppression"] == []
    suppressed = [f for f in audit.findings if f.suppressed]
    assert all(len(f.suppressed) > 30 for f in suppressed), "a reason is a sentence"
    assert {f.rule for f in suppressed}.isdisjoint(LIMITS)
    others = [f for f in audit.open(Level.WARNING) if f.rule not in LIMITS]
    assert {f.rule for f in others} <= {"stronger-than-design"}
    assert len(others) <= 15, "few claims wait for other words or for the text of their work"


def test_an_audit_with_filters_is_a_part_of_the_whole(base: KnowledgeBase) -> None:
    add_work(base, "one", "", a_claim(CAUSAL, stances={"coffee": Stance.SUPPORTS}))
    add_work(base, "two", "", a_claim(CAUSAL))
    whole = base.audit().findings
    part = base.audit(filters=Filters(designs=(Design.OBSERVATIONAL,))).findings
    none = base.audit(filters=Filters(designs=(Design.THEOREM,))).findings
    assert set(part) <= set(whole)
    assert {f.subject for f in part} >= {"one#1", "two#1"}
    assert none == ()
    both = base.audit("sleep", filters=Filters(designs=(Design.OBSERVATIONAL,)))
    assert {f.subject for f in both.findings} >= {"one#1"}
    assert "two#1" not in {f.subject for f in both.findings}
