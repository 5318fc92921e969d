"""Forms of verbs: one table serves the cues and the suggestions alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import wording
from causalkb.wording import grade, lexicon
from causalkb.wording.verb_forms import base_form, forms, is_past, participle


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("carry", ("carry", "carries", "carried", "carried", "carrying")),
        ("stop", ("stop", "stops", "stopped", "stopped", "stopping")),
        ("push", ("push", "pushes", "pushed", "pushed", "pushing")),
        ("lead", ("lead", "leads", "led", "led", "leading")),
        ("play", ("play", "plays", "played", "played", "playing")),
    ],
)
def test_forms(verb: str, expected: tuple[str, ...]) -> None:
    assert forms(verb) == expected


def test_the_table_is_in_order_and_each_verb_stands_once() -> None:
    path = Path(str(wording.__file__)).with_name("irregular_verbs.txt")
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    bases = [line.split()[0] for line in lines]
    assert bases == sorted(set(bases))
    assert {len(line.split()) for line in lines} == {5}


@pytest.mark.parametrize("verb", [*lexicon.ACT, *lexicon.CHANGE, *lexicon.HAPPEN])
def test_forms_lead_back_to_the_verb(verb: str) -> None:
    base, third, past, past_participle, _ = forms(verb)
    # "hurts", "feeds" ... but what ends in a sibilant and e cannot be told from what does not.
    assert base_form(third) in {base, base + "e"}
    assert is_past(past)
    assert is_past(past_participle) or past_participle == base
    assert participle(past) == past_participle


@pytest.mark.parametrize("word", ["fell", "grew", "underwent", "began", "undermined", "shown"])
def test_the_past_of_any_verb_is_known(word: str) -> None:
    assert is_past(word)


@pytest.mark.parametrize("word", ["exceed", "embed", "become", "feed", "need", "falls", "shed"])
def test_what_only_looks_like_a_past_is_not(word: str) -> None:
    assert is_past(word) == (word == "shed")


@pytest.mark.parametrize("sentence", ["Noise undercut learning.", "Fear drove prices."])
def test_what_is_graded_is_known_by_its_form(sentence: str) -> None:
    assert grade(sentence).wording is not None


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("The trial was registered at Current Controlled Trials.", "none"),
        ("Current controlled studies are listed in the table.", "none"),
        ("The drug controlled blood pressure in most patients.", "causal"),
    ],
)
def test_a_controlled_trial_is_not_controlled_by_anything(sentence: str, level: str) -> None:
    wording = grade(sentence).wording
    assert wording is not None
    assert wording.value == level
