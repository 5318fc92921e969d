"""Where a word stands in its sentence decides what it does to the grade."""

from __future__ import annotations

import pytest

from causalkb.vocabulary import Wording
from causalkb.wording import grade


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        # What is kept apart is no effect; records that keep something have one.
        ("Good records kept the firm afloat.", Wording.CAUSAL),
        ("We kept records of the firm.", Wording.NONE),
        # The first word of a sentence asks, too.
        ("Analyse causal effects of noise on sleep.", Wording.NONE),
        # A comma within a question does not end it.
        ("We ask whether noise, at night, harms sleep.", Wording.NONE),
        # An aim that is said to have had an effect, with a hedge and without.
        ("Attempts to lower prices seem to have caused riots.", Wording.CONDITIONAL),
        ("Attempts to lower prices sparked riots.", Wording.CAUSAL),
    ],
)
def test_the_place_of_a_word_decides(sentence: str, wording: Wording) -> None:
    assert grade(sentence).wording is wording
