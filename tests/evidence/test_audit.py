"""The audit of a knowledge base: what it finds, what it lets pass, and the table it goes by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from causalkb.lint.knowledge_base.kinds import families_in, species_in

from causalkb import InputError, KnowledgeBase, UnknownError
from causalkb.evidence import licence
from causalkb.evidence.licence import licence_of
from causalkb.lint.findings import Finding, Level
from causalkb.lint.rules import RULES
from causalkb.records import Claim, Hypothesis, Question
from causalkb.vocabulary import Design, Rung, Stance, Wording

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
        made.hypotheses.put(Hypothesis("coffee", "sleep", "Coffee causes insomnia."))
        yield made


def _work(base: KnowledgeBase, key: str, authors: str = "", *claims: Claim, **more: str) -> None:
    """Add a work with its claims; without authors it has one of its own."""
    fields = {"title": f"On {key}", "author": authors or f"{key.title()}, A.", "year": "2020"}
    body = ", ".join(f"{name} = {{{value}}}" for name, value in (fields | more).items())
    base.add_content(f"@article{{{key}, {body}}}".encode(), f"{key}.bib", embed=False)
    for claim in claims:
        base.claims.add(key, claim, unchecked=True)


def _for(design: str = "experiment", subject: str = "adults", stance: str = "supports") -> Claim:
    return _claim(
        "Coffee bears on sleep here.",
        design,
        subject=subject,
        wording=Wording.NONE,
        stances={"coffee": Stance(stance)},
    )


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
        ("Models compared", "benchmark", {"rung": Rung.INTERVENTION}, "causal"),
        ("Removing the second layer", "benchmark", {}, "causal"),
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


# --- verdicts


def test_a_verdict_that_one_work_overturns_is_fragile(base: KnowledgeBase) -> None:
    for key in ("one", "two"):
        _work(base, key, "", _for())
    (found,) = _found(base, "fragile")
    assert found.subject == "coffee"
    assert found.level is Level.WARNING
    assert found.works == ("one", "two")
    assert found.message == "supported now, but insufficient without any one of one, two"
    _work(base, "three", "", _for(subject="rats"))
    assert _found(base, "fragile") == []


def test_what_is_not_settled_hangs_on_a_work_as_a_note_only(base: KnowledgeBase) -> None:
    _work(base, "one", "", _for())
    _work(base, "two", "", _for(stance="contradicts"))
    (found,) = _found(base, "fragile")
    assert found.level is Level.NOTE


def test_a_verdict_that_rests_on_one_group_is_found(base: KnowledgeBase) -> None:
    _work(base, "one", "Gopnik, Alison and Young, Ann", _for())
    _work(base, "two", "Gopnik, A. and Old, Oz", _for())
    _work(base, "three", "", _for("benchmark", "rats"))
    _work(base, "four", "", _for("review", "rats"))
    (found,) = _found(base, "one-author")
    assert found.works == ("one", "two")
    assert "Gopnik, Alison" in found.message
    assert "insufficient without the 2 works" in found.message


def test_two_people_with_one_initial_are_no_group(base: KnowledgeBase) -> None:
    _work(base, "one", "Wang, Boshi and Young, Ann", _for())
    _work(base, "two", "Wang, Bailin and Old, Oz", _for())
    _work(base, "three", "", _for("benchmark", "rats"))
    assert _found(base, "one-author") == []


@pytest.mark.parametrize(
    ("rule", "subjects", "named"),
    [
        ("one-species", ["rats", "Long-Evans rats", "rats"], "rats"),
        ("one-species", ["rats", "adults", "rats"], ""),
        ("one-species", ["rats", "corvids", "rats"], ""),
        ("one-species", ["rats", "", "rats"], "rats"),
        ("one-model-family", ["GPT-4", "ChatGPT", "GPT-2 small"], "GPT"),
        ("one-model-family", ["GPT-4", "GPT-4 and Claude 3", "GPT-3"], ""),
        ("one-model-family", ["GPT-4", "eight language models", "GPT-3"], ""),
    ],
)
def test_a_verdict_that_rests_on_one_kind_is_found(
    base: KnowledgeBase, rule: str, subjects: Sequence[str], named: str
) -> None:
    for key, subject in zip(("one", "two", "three"), subjects, strict=True):
        _work(base, key, "", _for(subject=subject))
    found = _found(base, rule)
    assert [f"without {named}" in f.message for f in found] == ([True] if named else [])


def test_theorems_have_no_species(base: KnowledgeBase) -> None:
    for key in ("one", "two"):
        _work(base, key, "", _for(subject="rats"))
    for key in ("three", "four", "five"):
        _work(base, key, "", _for("theorem", "theory"))
    assert _found(base, "one-species") == [], "without the rats the theorems still carry it"


@pytest.mark.parametrize(
    ("subject", "species", "families"),
    [
        ("capuchin monkeys", {"capuchins"}, set()),
        ("humans and other animals", {"humans", "several"}, set()),
        ("non-human animals", {"several"}, set()),
        ("simulated users", set(), set()),
        ("Llama, Phi and GPT models", set(), {"Llama", "GPT"}),
        ("seven language models, from GPT-2 to Qwen2.5", set(), {"several", "GPT", "Qwen"}),
        ("o1 and BERT-base", set(), {"GPT", "BERT"}),
        ("theory", set(), set()),
    ],
)
def test_kinds_are_read_from_free_text(subject: str, species: set[str], families: set[str]) -> None:
    assert species_in(subject) == species
    assert families_in(subject) == families


def test_a_review_that_tips_the_scales_beside_older_studies_is_a_warning(
    base: KnowledgeBase,
) -> None:
    _work(base, "one", "", _for(), year="2018")
    _work(base, "two", "", _for("observational", "rats"), year="2019")
    _work(base, "meta", "", _for("review"), year="2020")
    (found,) = _found(base, "review-beside-studies")
    assert found.level is Level.WARNING
    assert found.works == ("meta", "one")
    assert "without it: insufficient" in found.message
    _work(base, "four", "", _for(subject="pigeons"), year="2022")
    (found,) = _found(base, "review-beside-studies")
    assert found.level is Level.NOTE


def test_a_review_beside_later_studies_only_is_none(base: KnowledgeBase) -> None:
    _work(base, "meta", "", _for("review"), year="2010")
    _work(base, "one", "", _for(), year="2018")
    assert _found(base, "review-beside-studies") == []


# --- suppressions


def test_an_exception_lets_pass_what_it_names_and_no_more(base: KnowledgeBase) -> None:
    for key in ("one", "two"):
        _work(base, key, "", _for())
    base.suppressions.add("fragile", "coffee", "nobody else works on it", ["one", "two"])
    (found,) = [f for f in base.audit().findings if f.rule == "fragile"]
    assert found.suppressed == "nobody else works on it"
    base.works.remove("two")
    _work(base, "three", "", _for())
    (found,) = _found(base, "fragile")
    assert "does not cover three" in found.details[-1]


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


def test_the_shipped_corpus_passes(corpus: Path) -> None:
    with KnowledgeBase.open(corpus) as shipped:
        audit = shipped.audit()
        suppressed = [f for f in audit.findings if f.suppressed]
    assert audit.open(Level.WARNING) == ()
    assert [f for f in audit.findings if f.rule == "stale-suppression"] == []
    assert all(len(f.suppressed) > 30 for f in suppressed), "a reason is a sentence"
