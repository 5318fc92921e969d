"""How a sentence is split into the two things whose association is to be explained."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb.errors import InputError
from causalkb.explanations.reading import read_pair, read_sentence


@pytest.mark.parametrize(
    ("sentence", "x", "y"),
    [
        ("X is associated with Y", "X", "Y"),
        ("X causes Y", "X", "Y"),
        ("x causes y", "x", "y"),
        ("A raises B", "A", "B"),
        ("Rain fell. Then Y was caused by X.", "X", "Y"),
        ("Y is caused by X", "X", "Y"),
        ("The effect of X on Y", "X", "Y"),
        ("What is the impact of the minimum wage on employment?", "minimum wage", "employment"),
        ("X and Y are correlated", "X", "Y"),
        ("Are model size and reward hacking associated?", "model size", "reward hacking"),
        ("an association between sleep and memory", "sleep", "memory"),
        ("There is a link between coffee and cancer.", "coffee", "cancer"),
        ("Model size predicts reward hacking", "Model size", "reward hacking"),
        ("More sleep, less stress", "sleep", "stress"),
        ("As X rises, Y falls", "X", "Y"),
        ("Does RLHF cause sycophancy?", "RLHF", "sycophancy"),
        ("Coffee may reduce the risk of cancer", "Coffee", "cancer"),
        ("Does the minimum wage reduce employment?", "minimum wage", "employment"),
        ("No evidence that coffee causes cancer", "coffee", "cancer"),
        ("We found that immigration lowers wages.", "immigration", "wages"),
        ("Higher immigration is strongly linked to lower wages", "immigration", "wages"),
        ("Wages depend on immigration", "immigration", "Wages"),
        ("Employment is reduced by the minimum wage", "minimum wage", "Employment"),
        ("Immigration -> wages", "Immigration", "wages"),
        ("wages ← immigration", "immigration", "wages"),
        ("immigration and wages", "immigration", "wages"),
    ],
)
def test_a_sentence_is_split_at_its_cue(sentence: str, x: str, y: str) -> None:
    found = read_sentence(sentence)
    assert (found.x, found.y) == (x, y)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("", "no text"),
        ("   \n", "no text"),
        ("sleep", "two arguments"),
        ("Countries that eat more chocolate win more Nobel prizes", "two arguments"),
        ("Kaffee verursacht Krebs", "not assessed: language"),
        ("相关性 与 因果", "not assessed: language"),
        ("<b></b>", "markup only"),
        ("\x00\x01\x02", "not text"),
        ("\ud800 is associated with sleep", "not text"),
        ("sleep " * 1_000, "characters"),
        ("Sleep is associated with sleep.", "needs two"),
        ("Sleep is associated with " + "rest of y " * 40, "too long"),
    ],
)
def test_what_is_no_sentence_about_two_things_is_refused(sentence: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_sentence(sentence)


@pytest.mark.parametrize("pair", [("", "y"), ("x", "--"), ("x", "X."), ("x" * 301, "y")])
def test_two_things_must_be_two_things(pair: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        read_pair(*pair)


@given(st.text(max_size=200))
@settings(max_examples=examples(300), deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_sentence(text)
    except InputError:
        return
    assert found.x
    assert found.y
