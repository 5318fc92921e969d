"""The linter on the shipped corpus: faults planted in sentences on it, and sound sentences."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.lint.findings import Finding, Level

DATA = Path(__file__).parent.parent / "data" / "lint"
RULES = {
    "denied": {"against"},
    "direction": {"against"},
    "null": {"against", "overclaim"},
    "overclaim": {"overclaim"},
    "elsewhere": {"no-claims"},
    "verdict": {"verdict"},
}
"""The rules that find a fault of each kind."""


@pytest.fixture(scope="module")
def shipped(corpus: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(corpus) as base:
        yield base


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def warned(base: KnowledgeBase, sentences: Sequence[str]) -> list[list[Finding]]:
    """Lint sentences as paragraphs and return the warnings and errors of each."""
    by_line: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in base.lint("\n\n".join(sentences) + "\n").findings:
        if finding.level is not Level.NOTE and finding.place is not None:
            by_line[finding.place.line].append(finding)
    return [by_line[2 * n + 1] for n in range(len(sentences))]


def test_eight_in_ten_planted_faults_of_each_kind_are_found(shipped: KnowledgeBase) -> None:
    planted = rows("planted-faults.tsv")
    assert len(planted) >= 100
    assert {row["kind"] for row in planted} == set(RULES)
    found: Counter[str] = Counter()
    every: Counter[str] = Counter()
    warnings = warned(shipped, [row["sentence"] for row in planted])
    for row, findings in zip(planted, warnings, strict=True):
        every[row["kind"]] += 1
        found[row["kind"]] += any(one.rule in RULES[row["kind"]] for one in findings)
    assert {kind: found[kind] for kind in RULES if found[kind] < 0.8 * every[kind]} == {}


def test_harder_faults_are_found_no_less_often_than_before(shipped: KnowledgeBase) -> None:
    # Most of their claims record no sign of an effect. The rest takes reading the work.
    least = {"direction": 14, "design": 4, "exceptions": 5, "population": 5, "uncited": 11}
    planted = [row for row in rows("planted-faults-2.tsv") if row["kind"] in least]
    rules = {"direction": "against", "uncited": "uncited"}
    found: Counter[str] = Counter()
    warnings = warned(shipped, [row["sentence"] for row in planted])
    for row, findings in zip(planted, warnings, strict=True):
        rule = rules.get(row["kind"], "overclaim")
        found[row["kind"]] += any(one.rule == rule for one in findings)
    assert {kind: found[kind] for kind in least if found[kind] < least[kind]} == {}


def test_sound_sentences_are_left_alone(shipped: KnowledgeBase) -> None:
    sentences = [row["sentence"] for name in ("sound.tsv", "sound-2.tsv") for row in rows(name)]
    warnings = warned(shipped, sentences)
    false = [text for text, found in zip(sentences, warnings, strict=True) if found]
    assert len(sentences) >= 300
    assert len(false) <= len(sentences) // 200, false


def test_what_a_work_says_of_itself_is_not_against_it(shipped: KnowledgeBase) -> None:
    claims = [claim for claim in shipped.claims.list() if claim.effects]
    sentences = [f"{claim.text.rstrip('.')} [@{claim.work}]." for claim in claims]
    against = [
        text
        for text, found in zip(sentences, warned(shipped, sentences), strict=True)
        if any(one.rule == "against" for one in found)
    ]
    assert len(sentences) > 100
    assert len(against) <= 2, against


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Crows were less accurate than rooks in it [@nastl2024causal].", ""),
        ("Predictors with all features beat causal predictors [@nastl2024causal].", ""),
        ("Language models lag behind classical algorithms here [@zhou2024causalbench].", ""),
        (
            "Language models outperform classical algorithms on large causal networks"
            " [@zhou2024causalbench].",
            "against",
        ),
        ("Violations of the Markov condition stayed with inhibitory links [@rehder2025magic].", ""),
        ("No language model can identify a collider [@zhou2024causalbench].", "overclaim"),
        ("None of the models identified colliders [@zhou2024causalbench].", ""),
        ("Animals use a trail of food to find a baited cup [@volter2014trails].", "overclaim"),
        ("Some animals use a trail of food to find a baited cup [@volter2014trails].", ""),
        ("Apes use a trail of food to find a baited cup [@volter2014trails].", ""),
        (
            "Slowing down a dynamic system lowered the overall rate of errors in causal judgement"
            " [@rehder2022paradox].",
            "against",
        ),
        (
            "Degrading one contingency lowered rats' responding as well as their dopamine signal"
            " for that cue [@garr2024mesostriatal].",
            "",
        ),
        (
            "Degrading one contingency raised rats' dopamine signal for that cue"
            " [@garr2024mesostriatal].",
            "against",
        ),
        (
            "Four-year-olds who saw one of two objects activate the machine alone revised their"
            " view of the other [@sobel2004backwards].",
            "",
        ),
        (
            "The more people read ambiguous signs as healings, the more effective they judged a"
            " useless treatment to be [@blanco2020symptoms].",
            "",
        ),
    ],
)
def test_what_is_compared_and_how_wide_it_is(
    shipped: KnowledgeBase, sentence: str, rule: str
) -> None:
    found = [one.rule for one in warned(shipped, [sentence])[0]]
    assert found == ([rule] if rule else [])


def test_hypotheses_in_other_words_are_told_from_sentences_on_their_subject(
    shipped: KnowledgeBase,
) -> None:
    # 19 of the first 25 were found, 9 of the second 26, which were written afterwards.
    labelled = rows("restated.tsv")
    by_line: defaultdict[int, list[Finding]] = defaultdict(list)
    text = "\n\n".join(row["sentence"] for row in labelled)
    for finding in shipped.lint(text + "\n").findings:
        if finding.rule == "verdict" and finding.place is not None:
            by_line[finding.place.line].append(finding)
    found = 0
    for n, row in enumerate(labelled):
        verdicts = by_line[2 * n + 1]
        if row["hypothesis"] == "-":
            assert [one for one in verdicts if one.level is not Level.NOTE] == []
        else:
            found += any(row["hypothesis"] in " ".join((v.message, *v.details)) for v in verdicts)
    assert found >= 27


def test_what_everybody_says_gets_the_verdict(shipped: KnowledgeBase) -> None:
    # A note or a warning, by what the verdict is.
    (found,) = shipped.lint("Humans see causes where there are none.\n").findings
    assert found.rule == "verdict"
    assert "humans-overattribute" in found.message


def test_a_citation_by_author_and_year_is_resolved_where_it_is_unique(
    shipped: KnowledgeBase,
) -> None:
    text = (
        "Betley et al. (2025) found that finetuning on insecure code did not make models misaligned"
        " on unrelated tasks."
    )
    (found,) = warned(shipped, [text])[0]
    assert found.rule == "against"
    assert found.works == ("betley2025emergent",)


def test_hand_written_reference_lists_are_not_prose(shipped: KnowledgeBase) -> None:
    lists = [
        "# References\n\nSmith, J. and Miller, K. (2010). Prices cause inflation. Prices 3, 1-10.",
        "Pearl, J. (2009). Smoking causes cancer. Cambridge.",
        "References\n\n1. J. Smith and K. Miller, 2010. Rain causes floods. Hills 3.",
    ]
    for text in lists:
        assert shipped.lint(text + "\n").findings == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Shortcut features cause failures under shift.",
        "Preference training causes sycophancy.",
        "Penalising bad thoughts makes models hide them.",
    ],
)
def test_what_search_finds_is_not_said_to_be_missing(shipped: KnowledgeBase, sentence: str) -> None:
    findings = shipped.lint(sentence).findings
    assert findings
    assert not any("nothing near" in one.message for one in findings)
