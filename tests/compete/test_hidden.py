"""A hidden common cause, and selection, as rivals of an arrow."""

from __future__ import annotations

from itertools import product
from math import lgamma

import numpy as np
import pytest

from causalkb import compete_structures
from causalkb.compete.gaussian import Gaussian
from causalkb.compete.hidden import DiscreteHidden, _Counts, _sampled, log_common_cause
from causalkb.compete.hidden_gaussian import GaussianHidden, _integrated
from causalkb.compete.table import coded

COMMON, SELECTION = "A <- (common cause) -> B", "A -> (selection) <- B"


def world(kind: str, seen: int, set_rows: int, *, continuous: bool) -> dict[str, list[object]]:
    """Return data of a common cause or of A -> B; A was set in some rows, B in others."""
    random = np.random.default_rng(4)
    z, a, b = random.normal(size=(3, seen + 2 * set_rows))
    if not continuous:
        z, a, b = np.sign(z), a / 3, b / 3  # the common cause is nearly always followed
    effect = np.arange(set_rows) % 2 * 2.0 - 1
    a = (z + a) if kind == "common cause" else z
    a[seen : seen + set_rows] = effect
    b = b + (z if kind == "common cause" else a)
    b[seen + set_rows :] = effect
    data: dict[str, list[object]] = {
        name: (values if continuous else (values > 0).astype(int)).tolist()
        for name, values in (("A", a), ("B", b))
    }
    return {**data, "set": [""] * seen + ["A"] * set_rows + ["B"] * set_rows}


@pytest.mark.parametrize("continuous", [False, True])
def test_observation_cannot_tell_them_from_an_arrow_and_intervention_can(continuous: bool) -> None:
    data = world("common cause", 200, 40, continuous=continuous)
    only_seen = {name: values[:200] for name, values in data.items()}
    found = compete_structures(only_seen, variables="AB", plan=False)
    assert found.classes[0].structures == ("A -> B", "B -> A", COMMON, SELECTION)
    assert found.hidden == {
        COMMON: pytest.approx(0.25, abs=0.01),
        SELECTION: pytest.approx(0.25, abs=0.01),
    }
    half = {name: values[:240] for name, values in data.items()}
    found = compete_structures(half, intervened="set", plan=False)
    assert found.classes[0].structures == ("B -> A", COMMON)
    assert {one.structures for one in found.classes[1:]} == {
        ("A -> B",),
        ("no arrow",),
        (SELECTION,),
    }
    found = compete_structures(data, intervened="set", plan=False)
    assert len(found.classes) == 5
    assert found.classes[0].structures == (COMMON,)
    assert found.edges["A -> B"] + found.edges["B -> A"] < 0.05


@pytest.mark.parametrize("continuous", [False, True])
def test_an_arrow_is_not_taken_for_a_common_cause(continuous: bool) -> None:
    data = world("arrow", 200, 40, continuous=continuous)
    found = compete_structures(data, intervened="set", plan=False)
    assert found.decided
    assert found.classes[0].structures == ("A -> B",)


def _by_hand(both: list[list[int]], first: list[int], second: list[int]) -> float:
    """Sum over every way in which the rows with a value missing may have been whole."""
    # Each such row is a sum over two cells, and a product of sums is a sum of products.
    rows = [[(a, b) for b in (0, 1)] for a in (0, 1) for _ in range(first[a])]
    rows += [[(a, b) for a in (0, 1)] for b in (0, 1) for _ in range(second[b])]
    total = 0.0
    for cells in product(*rows):
        counts = np.array(both)
        for cell in cells:
            counts[cell] += 1
        log = sum(lgamma(0.25 + n) - lgamma(0.25) for n in counts.ravel().tolist())
        total += np.exp(log - lgamma(1 + int(counts.sum())))
    return float(np.log(total))


def test_the_sum_is_that_over_all_ways_to_fill_in_what_is_missing() -> None:
    both, first, second = [[3, 1], [0, 2]], [2, 3], [1, 4]
    counts = _Counts(np.array(both), np.array(first), np.array(second))
    expected = _by_hand(both, first, second)
    assert log_common_cause(counts) == pytest.approx(expected, abs=1e-10)
    assert log_common_cause(counts.turned()) == pytest.approx(expected, abs=1e-10)
    assert _sampled(counts)[0] == pytest.approx(expected, abs=0.03)


def test_more_than_two_values_are_sampled() -> None:
    counts = _Counts(np.diag([9, 9, 9]), np.array([3, 3, 3]), np.array([4, 2, 3]))
    # With one value of the first never set there is a closed form on the other side of nought.
    one = _Counts(counts.both, np.array([0, 0, 0]), counts.second)
    assert _sampled(one)[0] == pytest.approx(log_common_cause(one), abs=0.05)
    assert np.isfinite(log_common_cause(counts))


def test_sampling_gives_the_closed_form_where_there_is_one() -> None:
    data = {name: values[:140] for name, values in world("arrow", 100, 40, continuous=True).items()}
    hidden = GaussianHidden(Gaussian(coded(data, None, "set")))
    exact = hidden.common_cause(np.ones(140, dtype=np.bool_))
    assert _integrated(hidden.model, hidden.seen, hidden.alone)[0] == pytest.approx(exact, abs=0.02)


def test_with_selection_what_was_set_has_a_distribution_of_its_own() -> None:
    data = {"A": [0, 1, 0, 1, 0, 1], "B": [0, 1, 0, 1, 1, 1], "set": ["", "", "", "", "A", "A"]}
    found = DiscreteHidden(coded(data, None, "set"))
    every = np.ones(6, dtype=np.bool_)
    seen = np.array([1, 1, 1, 1, 0, 0], dtype=np.bool_)
    # B was 1 twice where A was set: 1/2 · 3/4.
    assert found.selection(every) - found.selection(seen) == pytest.approx(np.log(1 / 2 * 3 / 4))


def test_the_next_experiment_asks_for_the_other_one() -> None:
    data = {
        name: values[:240]
        for name, values in world("common cause", 200, 40, continuous=False).items()
    }
    found = compete_structures(data, intervened="set")
    assert found.classes[0].structures == ("B -> A", COMMON)
    assert found.next_experiment is not None
    assert found.next_experiment.set == "B"
    assert found.next_experiment.information_gain > 0.5


def test_they_can_be_left_out() -> None:
    data = world("arrow", 60, 0, continuous=False)
    found = compete_structures(data, variables="AB", forbid=["common cause"], plan=False)
    assert list(found.hidden) == [SELECTION]
    assert found.classes[0].structures == ("A -> B", "B -> A", SELECTION)
