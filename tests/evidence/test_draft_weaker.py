"""Weaker wording: what is suggested, and that it is never too strong."""

from __future__ import annotations

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb.lint.draft.weaker import names_only, put, weaker
from causalkb.vocabulary import Wording
from causalkb.wording import grade

TABLE = [
    # sentence; where an association is licensed; where a hedged effect is
    ("Noise reduces sleep.", "Noise is associated with less sleep.", "Noise may reduce sleep."),
    (
        "Noise reduces the length of sleep.",
        "Noise is associated with a decrease in the length of sleep.",
        "Noise may reduce the length of sleep.",
    ),
    (
        "Lectures improve memory.",
        "Lectures are associated with better memory.",
        "Lectures may improve memory.",
    ),
    (
        "Noise can reduce sleep.",
        "Noise may be associated with less sleep.",
        "Noise can reduce sleep.",
    ),
    (
        "The loss is caused by noise.",
        "The loss is associated with noise.",
        "The loss may be caused by noise.",
    ),
    (
        "The gain is due to practice.",
        "The gain is associated with practice.",
        "The gain may be due to practice.",
    ),
    (
        "Practice leads to better recall.",
        "Practice is associated with better recall.",
        "Practice may lead to better recall.",
    ),
    (
        "Longer training led to overfitting.",
        "Longer training was associated with overfitting.",
        "Longer training may have led to overfitting.",
    ),
    (
        "The effect of noise on sleep is large.",
        "The association of noise with sleep is large.",
        "The possible effect of noise on sleep is large.",
    ),
    (
        "Noise causes effects on sleep.",
        "Noise is associated with effects on sleep.",
        "Noise may cause effects on sleep.",
    ),
    (
        "Noise plays a role in reasoning.",
        "Noise is associated with reasoning.",
        "Noise may play a role in reasoning.",
    ),
    (
        "Noise is responsible for the loss.",
        "Noise is associated with the loss.",
        "Noise may be responsible for the loss.",
    ),
    (
        "Recall depends on sleep.",
        "Recall is associated with sleep.",
        "Recall may depend on sleep.",
    ),
    (
        "Sleep is beneficial.",
        "Sleep is associated with better outcomes.",
        "Sleep may be beneficial.",
    ),
    (
        "Naps are beneficial to drivers.",
        "Naps are associated with better outcomes for drivers.",
        "Naps may be beneficial to drivers.",
    ),
    (
        "Noise was very harmful to bees.",
        "Noise was associated with worse outcomes for bees.",
        "Noise may have been very harmful to bees.",
    ),
    (
        "Exercise is protective against dementia.",
        "Exercise is associated with less dementia.",
        "Exercise may be protective against dementia.",
    ),
    (
        "The drug is effective in adults.",
        "The drug is associated with better outcomes in adults.",
        "The drug may be effective in adults.",
    ),
]


def after(sentence: str, licensed: Wording) -> str:
    for one in weaker(sentence, licensed):
        assert sentence[one.start : one.start + len(one.old)] == one.old
        sentence = put(sentence, one)
    return sentence


@pytest.mark.parametrize(("sentence", "association", "hedged"), TABLE)
def test_what_is_suggested(sentence: str, association: str, hedged: str) -> None:
    assert after(sentence, Wording.CORRELATIONAL) == association
    assert after(sentence, Wording.CONDITIONAL) == hedged
    assert grade(association).wording is Wording.CORRELATIONAL
    assert grade(hedged).wording is Wording.CONDITIONAL


@pytest.mark.parametrize(
    "sentence",
    [
        *("Noise is associated with poor sleep.", "Rain fell.", "Does noise impair sleep?"),
        *("Noise did not reduce sleep.", "Noise has no effect on reasoning."),
    ],
)
def test_nothing_is_suggested_for_what_is_within_the_licence(sentence: str) -> None:
    assert weaker(sentence, Wording.CORRELATIONAL) == ()


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("Sales fell because prices rose.", "Sales fell possibly because prices rose."),
        ("Deterrence works.", "Deterrence may work."),
        ("That is why the town emptied.", "That is why the town emptied."),
        ("If we raise the fee, few will come.", "If we raise the fee, few will come."),
    ],
)
def test_a_clause_is_hedged_where_a_word_does_it(sentence: str, hedged: str) -> None:
    assert after(sentence, Wording.CONDITIONAL) == hedged
    assert after(sentence, Wording.CORRELATIONAL) == sentence


def test_two_causal_wordings_are_both_replaced() -> None:
    made = after("Noise impairs sleep and it leads to accidents.", Wording.CORRELATIONAL)
    assert grade(made).wording is Wording.CORRELATIONAL


def test_a_noun_alone_names_an_effect() -> None:
    assert [cue for cue in ("effects of", "Impact of scale on", "causes") if names_only(cue)] == [
        "effects of",
        "Impact of scale on",
    ]


SUBJECTS = st.sampled_from(["Noise", "The loud noises", "Data", "This", "Night shifts, which pay,"])
VERBS = st.sampled_from(
    [
        *("causes", "cause", "caused", "is causing", "reduces", "has reduced", "can improve"),
        *("may impair", "did not lead to", "leads to", "results in", "contributes to", "is due to"),
        *(
            "are responsible for",
            "has a large effect on",
            "has an impact on",
            "plays a key role in",
        ),
        *("was found to impair", "helps", "makes", "enables people to have", "protects against"),
        *("depends on", "seems to worsen", "prevents", "is the cause of", "arises because of"),
        *("is driven by", "accounts for", "could have increased"),
    ]
)
OBJECTS = st.sampled_from(["sleep", "the length of sleep", "memory and thereby reduces harm", ""])


@given(SUBJECTS, VERBS, OBJECTS, st.sampled_from([Wording.CORRELATIONAL, Wording.CONDITIONAL]))
@settings(max_examples=examples(300), deadline=None)
def test_no_suggestion_is_ever_too_strong(
    subject: str, verb: str, object_: str, licensed: Wording
) -> None:
    sentence = f"{subject} {verb} {object_}".strip() + "."
    made = weaker(sentence, licensed)
    if made:
        wording = grade(after(sentence, licensed)).wording
        assert wording is None or wording.strength <= licensed.strength


@pytest.mark.parametrize(
    ("sentence", "association"),
    [
        (
            "Our prompt improves accuracy by four points.",
            "Our prompt is associated with better accuracy by four points.",
        ),
        (
            "Removing three heads lowered accuracy.",
            "Removing three heads was associated with less accuracy.",
        ),
    ],
)
def test_an_amount_is_no_agent_and_a_gerund_no_plural(sentence: str, association: str) -> None:
    assert after(sentence, Wording.CORRELATIONAL) == association


@pytest.mark.parametrize(
    ("sentence", "old"),
    [
        ("Noise causes effects on sleep.", ["causes"]),
        ("Exercise is beneficial for sleep.", ["beneficial"]),
    ],
)
def test_a_noun_goes_only_with_the_adjective_before_it(sentence: str, old: list[str]) -> None:
    assert [one.old for one in weaker(sentence, Wording.CORRELATIONAL)] == old
