"""The items: exact truth, no two alike, the same from the same seed, and fast."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import InputError, Item, UnknownError, probe_items
from causalkb.probe.causal_models import CausalModel, depends, root
from causalkb.probe.families import FAMILIES, blicket
from causalkb.probe.items import fingerprint


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return probe_items()


def test_the_default_size_gives_an_interval_of_a_tenth(items: list[Item]) -> None:
    counts = Counter(item.family for item in items)
    assert list(counts) == list(FAMILIES)
    assert min(counts.values()) >= 96


def test_no_two_items_are_alike(items: list[Item]) -> None:
    assert len({(item.text, item.question) for item in items}) == len(items)


def test_a_seed_gives_the_same_items_and_another_seed_others(items: list[Item]) -> None:
    assert fingerprint(probe_items()) == fingerprint(items)
    others = {item.text for item in probe_items(seed=2)}
    shared = sum(item.text in others for item in items)
    assert shared / len(items) < 0.05


def test_fewer_groups_are_the_first_ones(items: list[Item]) -> None:
    by_id = {item.id: item for item in items}
    for item in probe_items(groups=4):
        assert by_id[item.id] == item


def test_the_place_of_the_answer_is_random(items: list[Item]) -> None:
    for name, family in FAMILIES.items():
        places = Counter(item.answer for item in items if item.family == name)
        n, share = sum(places.values()), 1 / family.options
        # Four standard deviations.
        bound = 4 * (n * share * (1 - share)) ** 0.5
        assert all(abs(count - n * share) < bound for count in places.values()), name


def test_every_letter_stands_for_every_option_once(items: list[Item]) -> None:
    for item in items[::37]:
        for letter in range(len(item.options)):
            assert sorted(order[letter] for order in item.orders) == list(range(len(item.options)))


def test_a_prompt_shows_everything_and_not_the_answer() -> None:
    item = probe_items(families=["posthoc"], groups=1)[0]
    for order in item.orders:
        text = item.prompt(order).text
        assert item.text in text
        assert item.question in text
        for letter, place in zip("ABC", order, strict=True):
            assert f"{letter}) {item.options[place]}\n" in text
        assert item.grounds not in text
    assert item.prompt(item.orders[0], "Think.").text.startswith("Think.\n\n")


def test_twins_differ_in_words_alone(items: list[Item]) -> None:
    twins: dict[str, list[Item]] = {}
    for item in items:
        twins.setdefault(item.twin, []).append(item)
    for same in twins.values():
        assert len({item.words for item in same}) == len(same) == 3
        assert len({item.cell for item in same}) == 1
        assert len({tuple(re.findall(r"[\d/]+|\b(?:no|still)\b", i.grounds)) for i in same}) == 1


def test_why_an_answer_is_right_is_a_clause_that_people_can_read(items: list[Item]) -> None:
    for item in items:
        assert not re.search(r"[\[\]{}'\"]|True|False|do-", item.grounds), item.grounds


def test_items_are_json(items: list[Item]) -> None:
    for item in items[::50]:
        assert json.loads(json.dumps(item.to_dict()))["answer"] == item.answer


def test_impossible_requests_are_refused() -> None:
    with pytest.raises(UnknownError, match="did you mean ladder"):
        probe_items(families=["lader"])
    with pytest.raises(InputError, match="not a number of groups"):
        probe_items(groups=0)


CHANCES = st.fractions(0, 1, max_denominator=10)


@given(u=CHANCES, x=st.tuples(CHANCES, CHANCES), y=st.tuples(*[CHANCES] * 4), seed=st.integers())
@settings(max_examples=examples(12), deadline=None)
def test_enumeration_agrees_with_simulation(
    u: Fraction, x: tuple[Fraction, ...], y: tuple[Fraction, ...], seed: int
) -> None:
    model = CausalModel(
        (
            root("u", u),
            depends("x", {(0,): x[0], (1,): x[1]}, "u"),
            depends("y", {(a, b): y[2 * a + b] for a in (0, 1) for b in (0, 1)}, "u", "x"),
        )
    )
    random, n = Random(seed), 4000
    seen, done, twin = [], [], []
    for _ in range(n):
        noise = [random.random() for _ in range(3)]
        a = noise[0] < u
        b = noise[1] < x[a]
        c = noise[2] < y[2 * a + b]
        seen.append((b, c))
        done.append(noise[2] < y[2 * a + 1])
        twin.append((c, noise[2] < y[2 * a]))
    _near([c for b, c in seen if b], lambda: model.probability({"y": 1}, given={"x": 1}))
    _near(done, lambda: model.probability({"y": 1}, do={"x": 1}))
    happened = [other for c, other in twin if c]
    _near(happened, lambda: model.counterfactual({"y": 1}, seen={"y": 1}, do={"x": 0}))


def _near(sample: list[bool], exact: object) -> None:
    if len(sample) < 200:
        return
    assert callable(exact)
    assert abs(sum(sample) / len(sample) - float(exact())) < 5 * 0.5 / len(sample) ** 0.5


@pytest.mark.parametrize("needed", [1, 2])
def test_a_blicket_is_told_where_every_hypothesis_that_fits_agrees(needed: int) -> None:
    random = Random(needed)
    for _ in range(200):
        truth = frozenset(n for n in range(3) if random.random() < 0.5)
        shown = [frozenset(n for n in range(3) if random.random() < 0.5) for _ in range(3)]
        trials = tuple((on, len(on & truth) >= needed) for on in shown)
        for thing in range(3):
            told = blicket.verdict(trials, needed, thing)
            # What is told is true of what made the trials.
            assert told == 2 or (told == 0) is (thing in truth)
