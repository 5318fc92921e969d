"""The audit of a knowledge base: what it finds, what it lets pass, and the table it goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from causalkb import InputError, KnowledgeBase, UnknownError
from causalkb.evidence import licence
from causalkb.evidence.licence import licence_of
from causalkb.lint.findings import Finding, Level
from causalkb.lint.rules import RULES
from causalkb.records import (
    Claim,
    ClaimRelation,
    Estimate,
    Hypothesis,
    Question,
    Scope,
    Threshold,
    Warrant,
)
from causalkb.vocabulary import Design, Directness, Form, Relation, Rung, Stance, Wording

DOCS = Path(__file__).parents[2] / "docs" / "causal-wording.md"
CAUSAL = "Coffee causes insomnia."
LINKED = "Coffee is associated with insomnia."


def _claim(text: str = LINKED, design: str = "observational", **more: object) -> Claim:
    return replace(Claim(text, design=Design(design), locator="p. 1"), **more)  # type: ignore[arg-type]


@pytest.fixture
def base(home: Path) -> KnowledgeBase:
    """A knowledge base with one question and one hypothesis."""
    with KnowledgeBase.open(home, create=True) as made:
        made.questions.put(Question("sleep", "Sleep?", "What disturbs sleep?"))
        made.hypotheses.put(
            Hypothesis(
                "coffee",
                "sleep",
                "Coffee causes insomnia.",
                form=Form.GENERIC,
                wrong_if="Drinkers sleep as long as others.",
            )
        )
        yield made


def _work(base: KnowledgeBase, key: str, authors: str = "", *claims: Claim, **more: str) -> None:
    """Add a work with its claims; without authors it has one of its own."""
    fields = {"title": f"On {key}", "author": authors or f"{key.title()}, A.", "year": "2020"}
    body = ", ".join(f"{name} = {{{value}}}" for name, value in (fields | more).items())
    base.add_content(f"@article{{{key}, {body}}}".encode(), f"{key}.bib", embed=False)
    for claim in claims:
        base.claims.add(key, claim, unchecked=True)


def _for(
    stance: str = "supports",
    population: str = "humans/adults",
    design: str = "experiment",
    **more: object,
) -> Claim:
    """A claim on the hypothesis, with a warrant."""
    given: dict[str, object] = {
        "subject": "some of them",
        "wording": Wording.NONE,
        "population": population,
        "stances": {"coffee": Stance(stance)},
        "warrants": {"coffee": Warrant("they slept less")},
    }
    return _claim("Coffee bears on sleep here.", design, **(given | more))


def _many(base: KnowledgeBase, count: int, claim: Claim, prefix: str = "w") -> None:
    """Add works of groups that have nobody in common."""
    for n in range(count):
        key = f"{prefix}{'abcdefgh'[n]}"
        _work(base, key, "", claim)


def _put(base: KnowledgeBase, **more: object) -> None:
    """Say more of the hypothesis."""
    base.hypotheses.put(replace(base.hypotheses.get("coffee"), **more))  # type: ignore[arg-type]


def _found(base: KnowledgeBase, rule: str) -> list[Finding]:
    return [f for f in base.audit().findings if f.rule == rule and not f.suppressed]


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
    found = licence_of(_claim(f"{text} things differed.", design, **more))
    assert found is not None
    assert found.wording.value == carried


def test_without_a_design_nothing_is_licensed_or_refused() -> None:
    assert licence_of(Claim(CAUSAL)) is None


@pytest.mark.parametrize(
    "pattern", [v for v in vars(licence).values() if isinstance(v, re.Pattern)], ids=str
)
@pytest.mark.parametrize("piece", ["a", "difference in ", "if the ", "under un", "g-", " "])
def test_no_pattern_is_slow_on_a_hostile_text(pattern: re.Pattern[str], piece: str) -> None:
    # Linear time reads this in milliseconds; a catastrophic pattern would not come back.
    pattern.search(piece * (100_000 // len(piece)))


# --- claims


def test_causal_words_for_an_observation_are_found_with_the_cue_and_a_fix(
    base: KnowledgeBase,
) -> None:
    _work(base, "one", "", _claim(CAUSAL), _claim(LINKED))
    (found,) = _found(base, "stronger-than-design")
    assert found.subject == "one#1"
    assert found.level is Level.WARNING
    assert "“causes”" in found.message
    assert "at most correlational" in found.message
    assert "identification strategy" in found.fix


def test_the_wording_that_a_person_recorded_goes_before_the_rules(base: KnowledgeBase) -> None:
    _work(
        base,
        "one",
        "",
        _claim(CAUSAL, wording=Wording.NONE),
        _claim(LINKED, wording=Wording.CAUSAL),
    )
    (found,) = _found(base, "stronger-than-design")
    assert found.subject == "one#2"
    assert "recorded" in found.message


def test_a_claim_may_not_outdo_the_abstract_of_its_work(base: KnowledgeBase) -> None:
    modest = "We gave coffee to adults. Coffee may cause insomnia. Tea was associated with it."
    _work(base, "modest", "", _claim(CAUSAL, "experiment"), abstract=modest)
    _work(base, "bold", "", _claim(CAUSAL, "experiment"), abstract="We show: coffee causes it.")
    _work(base, "silent", "", _claim(CAUSAL, "experiment"))
    (found,) = _found(base, "stronger-than-abstract")
    assert found.subject == "modest#1"
    assert "conditional" in found.message


def test_a_claim_may_not_outdo_its_quote(base: KnowledgeBase) -> None:
    quoted = {"quote": "coffee was associated with insomnia", "quote_checked": False}
    _work(base, "one", "", _claim(CAUSAL, "experiment", **quoted))
    (found,) = _found(base, "stronger-than-quote")
    assert "its quote is only correlational" in found.message
    assert [f.subject for f in _found(base, "unchecked-quote")] == ["one#1"]


def test_what_cannot_be_looked_up_or_weighed_is_found(base: KnowledgeBase) -> None:
    _work(base, "one", "", _claim(locator=None), _claim(design="experiment"))
    base.claims.add("one", Claim("So it is.", locator="p. 2", stances={"coffee": Stance.SUPPORTS}))
    assert [f.subject for f in _found(base, "no-locator")] == ["one#1"]
    assert [f.subject for f in _found(base, "no-design")] == ["one#3"]


# --- stances and relations


def test_stances_without_a_warrant_are_one_note_a_work(base: KnowledgeBase) -> None:
    bare = _for(warrants={})
    _work(base, "one", "", bare, bare, _for())
    _work(base, "two", "", bare)
    found = _found(base, "no-warrant")
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
    _put(base, scope=Scope(populations=scope))
    _work(base, "one", "", _for(population=population, design=design))
    found = _found(base, "outside-scope")
    assert [f.subject for f in found] == (["one#1"] if outside else [])


def test_a_paradigm_outside_the_scope_is_found(base: KnowledgeBase) -> None:
    _put(base, scope=Scope(paradigms=("randomised-trial",)))
    _work(base, "one", "", _for(paradigm="null-contingency"), _for(paradigm="randomised-trial"))
    (found,) = _found(base, "outside-scope")
    assert found.subject == "one#1"
    assert "paradigm null-contingency" in found.message


@pytest.mark.parametrize("design", ["position", "review", "theorem"])
def test_what_is_shown_beside_the_count_is_no_finding(base: KnowledgeBase, design: str) -> None:
    _work(base, "one", "", _for(design=design))
    assert base.audit().findings == ()


def test_a_claim_for_two_rivals_is_found(base: KnowledgeBase) -> None:
    _rival(base)
    both = {"coffee": Stance.SUPPORTS, "worry": Stance.SUPPORTS}
    apart = {"coffee": Stance.SUPPORTS, "worry": Stance.CONTRADICTS}
    _work(base, "one", "", _for(stances=both), _for(stances=apart))
    (found,) = _found(base, "both-rivals")
    assert found.subject == "one#1"
    assert [f.subject for f in base.audit("sleep").findings if f.rule == "both-rivals"] == ["one#1"]


def _rival(base: KnowledgeBase) -> None:
    base.hypotheses.put(
        Hypothesis(
            "worry",
            "sleep",
            "Worry alone keeps people awake.",
            form=Form.GENERIC,
            wrong_if="The calm are awake as often.",
            rivals=("coffee",),
        )
    )


@pytest.mark.parametrize(
    ("unit", "found"), [("hours lost", False), ("", False), ("minutes lost", True)]
)
def test_an_estimate_in_another_unit_is_told(base: KnowledgeBase, unit: str, found: bool) -> None:
    _put(base, form=Form.QUANTITY, threshold=Threshold(1.0, "hours lost"))
    _work(base, "one", "", _for(estimate=Estimate(90.0, unit)))
    assert [f.level for f in _found(base, "other-unit")] == ([Level.NOTE] if found else [])


def test_a_circle_of_rebuttals_is_one_finding(base: KnowledgeBase) -> None:
    for key in ("one", "two", "three"):
        _work(base, key, "", _for())
    for claim, other in (("one#1", "two#1"), ("two#1", "three#1"), ("three#1", "one#1")):
        _relate(base, claim, Relation.REBUTS, other)
    (found,) = _found(base, "rebuttal-cycle")
    assert set(found.claims) == {"one#1", "two#1", "three#1"}


def test_a_rebuttal_that_nobody_answers_is_no_circle(base: KnowledgeBase) -> None:
    _work(base, "one", "", _for())
    _work(base, "two", "", _for())
    _relate(base, "two#1", Relation.REBUTS, "one#1")
    assert _found(base, "rebuttal-cycle") == []


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
    _work(base, "one", "", _for())
    _work(base, "two", authors, _for(design=design))
    _relate(base, "two#1", relation, "one#1")
    found = _found(base, "relation-without-effect")
    assert [(f.subject, f.level) for f in found] == ([("two#1", level)] if level else [])


def test_a_synthesis_of_what_bears_on_something_else_is_found(base: KnowledgeBase) -> None:
    _rival(base)
    _work(base, "one", "", _for(stances={"worry": Stance.SUPPORTS}, warrants={}))
    _work(base, "two", "", _for())
    _work(base, "meta", "", _for(design="meta-analysis"))
    for other in ("one#1", "two#1"):
        _relate(base, "meta#1", Relation.SYNTHESISES, other)
    (found,) = _found(base, "synthesis-elsewhere")
    assert found.claims == ("meta#1", "one#1")


def test_a_synthesis_of_a_work_that_is_not_there_is_found(base: KnowledgeBase) -> None:
    _work(base, "meta")
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
    (found,) = _found(base, "synthesis-elsewhere")
    assert "absent2001#1, which is not in the knowledge base" in found.message


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
    _put(base, **more)
    found = base.audit().findings
    assert [(f.rule, f.subject) for f in found] == ([(rule, "coffee")] if rule else [])


def test_a_verdict_that_one_work_overturns_is_fragile(base: KnowledgeBase) -> None:
    _many(base, 3, _for(paradigm="randomised-trial"))
    _many(base, 2, _for(population="humans/children"), "v")
    (found,) = _found(base, "fragile")
    assert found.level is Level.WARNING
    assert found.works == ("va", "vb", "wa", "wb", "wc")
    assert found.message == "supported now, but leaning-for without any one of va, vb, wa, wb, wc"
    _work(base, "more", "", _for(population="humans/children"))
    assert _found(base, "fragile") == []


def test_what_only_leans_is_fragile_as_a_note(base: KnowledgeBase) -> None:
    _many(base, 4, _for())
    (found,) = _found(base, "fragile")
    assert found.level is Level.NOTE
    assert found.message.startswith("leaning-for now, but insufficient without any one of")


def test_a_verdict_that_rests_on_linked_works_is_found(base: KnowledgeBase) -> None:
    _many(base, 3, _for())
    _work(base, "one", "Gopnik, Alison and Young, Ann", _for())
    _work(base, "two", "Gopnik, A. and Old, Oz", _for())
    (found,) = _found(base, "one-group")
    assert found.works == ("one", "two")
    assert "insufficient without the 2 linked works one, two of Gopnik, Alison" in found.message
    _work(base, "more", "", _for())
    assert _found(base, "one-group") == []


def test_two_people_with_one_initial_are_not_a_group(base: KnowledgeBase) -> None:
    _many(base, 2, _for())
    _work(base, "one", "Wang, Boshi and Young, Ann", _for())
    _work(base, "two", "Wang, Bailin and Old, Oz", _for())
    assert _found(base, "one-group") == []


def test_a_proof_by_one_group_is_a_note(base: KnowledgeBase) -> None:
    _put(base, form=Form.FORMAL, premises=("coffee is drunk",))
    _work(base, "one", "", _for(design="theorem", population="theory"))
    (found,) = _found(base, "one-group")
    assert (found.level, found.works) == (Level.NOTE, ("one",))
    _work(base, "two", "", _for(design="theorem", population="theory"))
    assert _found(base, "one-group") == []


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
    _put(base, scope=Scope(populations=scope))
    for n, population in enumerate(populations):
        _work(base, f"w{n}", "", _for(population=population))
    found = _found(base, "one-population")
    assert [f"without {named}, the population" in f.message for f in found] == (
        [True] if named else []
    )


def test_one_case_suffices_for_there_is_one(base: KnowledgeBase) -> None:
    _put(base, form=Form.EXISTENTIAL)
    _many(base, 3, _for(population="animals/rats", paradigm="null-contingency"))
    assert _found(base, "one-population") == []
    assert _found(base, "one-paradigm") == []


def test_a_verdict_that_rests_on_one_paradigm_is_found(base: KnowledgeBase) -> None:
    for n, population in enumerate(["animals/rats", "humans/adults"] * 2):
        _work(base, f"w{n}", "", _for(population=population, paradigm="null-contingency"))
    (found,) = _found(base, "one-paradigm")
    assert "without null-contingency" in found.message


def test_a_verdict_that_few_ways_of_counting_give_is_found(base: KnowledgeBase) -> None:
    _many(base, 2, _for())
    indirect = {"coffee": Warrant("a step away", Directness.INDIRECT)}
    _many(base, 1, _for(warrants=indirect), "x")
    _many(base, 1, _for(design="evaluation"), "y")
    (found,) = _found(base, "way-of-counting")
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
    _many(base, 6, _for(stance, design=design))
    found = _found(base, "low-certainty")
    assert [f.level for f in found] == ([level] if level else [])
    if found:
        assert "with low certainty" in found[0].message
        assert any("starts at low" in line for line in found[0].details)


def test_very_low_certainty_is_a_warning(base: KnowledgeBase) -> None:
    indirect = {"coffee": Warrant("a step away", Directness.INDIRECT)}
    _many(base, 6, _for(design="observational", warrants=indirect))
    (found,) = _found(base, "low-certainty")
    assert (found.level, "very low" in found.message) == (Level.WARNING, True)


def test_rivals_that_are_both_favoured_are_one_finding(base: KnowledgeBase) -> None:
    _rival(base)
    _many(base, 4, _for())
    _many(base, 4, _for(stances={"worry": Stance.SUPPORTS}), "v")
    (found,) = _found(base, "rivals-favoured")
    assert found.subject == "coffee"
    assert "excludes worry (leaning-for)" in found.message
    assert "0 of 4 claims" in found.message


# --- suppressions


def test_an_exception_lets_pass_what_it_names_and_no_more(base: KnowledgeBase) -> None:
    _many(base, 4, _for())
    works = ["wa", "wb", "wc", "wd"]
    base.suppressions.add("fragile", "coffee", "nobody else works on it", works)
    (found,) = [f for f in base.audit().findings if f.rule == "fragile"]
    assert found.suppressed == "nobody else works on it"
    base.works.remove("wd")
    _work(base, "more", "", _for())
    (found,) = _found(base, "fragile")
    assert "does not cover more" in found.details[-1]


def test_an_exception_that_excuses_nothing_is_told(base: KnowledgeBase) -> None:
    base.suppressions.add("fragile", "coffee", "it was")
    (found,) = _found(base, "stale-suppression")
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
    _work(base, "one", "", _claim(CAUSAL, stances={"coffee": Stance.SUPPORTS}))
    _work(base, "two", "", _claim(CAUSAL))
    assert {f.subject for f in base.audit("sleep").findings} >= {"one#1"}
    assert "two#1" not in {f.subject for f in base.audit("sleep").findings}
    with pytest.raises(UnknownError):
        base.audit("slep")


def test_every_finding_names_a_rule_that_explains_itself(base: KnowledgeBase) -> None:
    _work(base, "one", "", _claim(CAUSAL, locator=None, stances={"coffee": Stance.SUPPORTS}))
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
    assert {f.rule for f in others} <= {"stronger-than-design", "unchecked-quote"}
    assert len(others) <= 15, "few claims wait for other words or for the text of their work"
