"""Responders of known behaviour score what theory says; a guess scores chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import FamilyScore, InputError, UnknownError, run_probe
from causalkb.probe.asking import reference_scores
from causalkb.probe.battery import make_items
from causalkb.probe.families import FAMILIES

THEORY = {
    # ladder, contingency, direction, confounding, choice, blicket, posthoc, monocausal
    "oracle": (1, 1, 1, 1, 1, 1, 1, 1),
    "pundit": (1 / 2, 1 / 4, 1 / 2, 1 / 2, 0, 1 / 3, 1 / 3, 1 / 4),
    "sceptic": (1 / 2, 1 / 4, 1 / 2, 1 / 2, 0, 1 / 3, 1 / 3, 1 / 4),
    # Blickets: where one suffices it sees what is in every success, by the trials drawn.
    "associationist": (1 / 2, 3 / 4, 1 / 2, 1 / 2, 0, None, 1 / 2, 3 / 4),
    "first-letter": (1 / 2, 1 / 4, 1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3, 1 / 4),
}


@pytest.fixture(scope="module")
def scores() -> dict[str, tuple[FamilyScore, ...]]:
    return reference_scores(make_items(), seed=1)


@pytest.mark.parametrize("name", THEORY)
def test_references_are_where_theory_puts_them(
    name: str, scores: dict[str, tuple[FamilyScore, ...]]
) -> None:
    for one, expected in zip(scores[name], THEORY[name], strict=True):
        if expected is None:
            assert one.chance < one.accuracy < 0.75
        else:
            assert one.accuracy == pytest.approx(expected), one.family


def test_only_the_oracle_has_whole_groups_right(
    scores: dict[str, tuple[FamilyScore, ...]],
) -> None:
    assert all(one.groups_right == one.groups for one in scores["oracle"])
    for name in ("pundit", "sceptic", "associationist", "first-letter"):
        assert all(one.groups_right == 0 for one in scores[name]), name


@pytest.mark.parametrize("name", ["first-letter", "coin"])
def test_a_guess_is_within_the_interval_of_chance(
    name: str, scores: dict[str, tuple[FamilyScore, ...]]
) -> None:
    for one in scores[name]:
        assert one.chance == pytest.approx(1 / FAMILIES[one.family].options)
        assert one.interval[0] <= one.chance <= one.interval[1], one.family


@pytest.mark.parametrize("name", ["first-letter", "coin"])
def test_nothing_is_said_of_the_bias_of_a_guess(
    name: str, scores: dict[str, tuple[FamilyScore, ...]]
) -> None:
    for one in scores[name]:
        assert not one.measurable, one.family
        assert one.d_prime is one.criterion is one.auc is one.hits is None


def test_signal_detection_tells_the_pundit_from_the_sceptic(
    scores: dict[str, tuple[FamilyScore, ...]],
) -> None:
    for pundit, sceptic, oracle in zip(
        scores["pundit"], scores["sceptic"], scores["oracle"], strict=True
    ):
        if pundit.d_prime is None or sceptic.d_prime is None:
            continue
        assert pundit.d_prime == pytest.approx(0, abs=1e-9)
        assert pundit.criterion == pytest.approx(-(sceptic.criterion or 0))
        assert (pundit.hits, pundit.false_alarms) == (1, 1)
        assert (sceptic.hits, sceptic.false_alarms) == (0, 0)
        assert (oracle.hits, oracle.false_alarms, oracle.auc) == (1, 0, 1)
        assert (oracle.d_prime or 0) > 4


def test_answers_that_are_all_alike_have_an_interval_with_a_width(
    scores: dict[str, tuple[FamilyScore, ...]],
) -> None:
    for one in scores["pundit"]:
        if one.d_prime_interval is not None and one.criterion_interval is not None:
            low, high = one.d_prime_interval
            assert -2 < low < -0.5 < 0.5 < high < 2, one.family
            low, high = one.criterion_interval
            assert low < (one.criterion or 0) - 0.2 < (one.criterion or 0) + 0.2 < high
        words = one.nonce_minus_plausible
        assert words is not None
        assert words.interval[0] < words.value < words.interval[1]


def test_seeing_and_doing_are_apart_for_the_oracle_alone(
    scores: dict[str, tuple[FamilyScore, ...]],
) -> None:
    told = {name: found[0].contrasts["see-do"].value for name, found in scores.items()}
    assert told["oracle"] == 1
    assert told["pundit"] == told["sceptic"] == told["associationist"] == 0


def test_repeating_a_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run_probe("reference:coin", tmp_path / name, groups=3)
    for file in ("items.jsonl", "answers.jsonl"):
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert one == two


def test_names_that_are_no_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownError, match="did you mean pundit"):
        run_probe("reference:pundt", tmp_path)
    with pytest.raises(InputError, match="is not a model"):
        run_probe("gpt", tmp_path)
