"""Continuous variables against a prior integrated by brute force, and laws of the score."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from causalkb import compete_structures
from causalkb.compete.gaussian import Gaussian, moments_of
from causalkb.compete.scores import masks, of_graphs
from causalkb.compete.structures import all_graphs, classes_of
from causalkb.compete.table import coded


def line(seed: int, rows: int, set_rows: int = 0, effect: float = 0.7) -> dict[str, list[object]]:
    """Return A -> B, C apart; in the last rows A was set."""
    random = np.random.default_rng(seed)
    a, noise, c = random.normal(size=(3, rows + set_rows))
    a[rows:] = np.arange(set_rows) % 2 * 2 - 1
    data = {"A": a.tolist(), "B": (effect * a + noise).tolist(), "C": (5 + 3 * c).tolist()}
    return {**data, "set": [""] * rows + ["A"] * set_rows}


def test_the_score_of_one_variable_is_its_prior_integrated() -> None:
    table = coded(line(0, 30), ["A", "B"])
    model = Gaussian(table)
    rows = np.array([[0.3, 0.0], [-1.1, 0.0], [0.4, 0.0]])

    def joint(mean: float, precision: float) -> float:
        # Of two variables: Wishart of 4 degrees of freedom and scale 1/2; one has 3 of them.
        prior = stats.gamma.pdf(precision, 3 / 2, scale=2 / 0.5)
        prior *= stats.norm.pdf(mean, 0, precision**-0.5)
        return float(prior * np.prod(stats.norm.pdf(rows[:, 0], mean, precision**-0.5)))

    whole, _ = integrate.dblquad(joint, 0, 60, -12, 12)
    assert model.subset(moments_of(rows), [0]) == pytest.approx(np.log(whole), abs=1e-4)


@pytest.mark.parametrize("set_rows", [0, 40])
def test_structures_of_a_class_predict_alike(set_rows: int) -> None:
    table = coded(line(1, 60, set_rows), None, "set")
    graphs = all_graphs(3)
    every = np.ones(len(table.was_set), dtype=np.bool_)
    total = of_graphs(graphs, Gaussian(table).scores(every, masks(3)))
    regimes = [(False,) * 3, *([(True, False, False)] if set_rows else [])]
    classes = classes_of(graphs, regimes)
    assert classes.max() + 1 == (20 if set_rows else 11)
    for number in set(classes.tolist()):
        assert np.ptp(total[classes == number]) < 1e-8


def test_units_do_not_matter() -> None:
    data = line(2, 80)
    other = {**data, "B": [1e6 + 1e-3 * float(str(value)) for value in data["B"]]}
    one, two = (compete_structures(d, variables="ABC", plan=False) for d in (data, other))
    for name, probability in one.edges.items():
        assert two.edges[name] == pytest.approx(probability, abs=1e-6)


def test_an_intervention_settles_the_direction() -> None:
    before = compete_structures(line(3, 200), variables="AB")
    assert before.score == "BGe"
    assert before.classes[0].structures[:2] == ("A -> B", "B -> A")
    assert before.next_experiment is not None
    assert before.next_experiment.information_gain > 0.5
    assert before.next_experiment.rows in (10, 20, 50)
    settled = 0
    for seed in range(20):
        after = compete_structures(
            line(seed, 200, 50), variables="AB", intervened="set", plan=False
        )
        settled += after.decided and after.classes[0].structures == ("A -> B",)
    assert settled >= 18


def test_warnings() -> None:
    data = line(4, 25)
    data["B"] = [2 * float(str(value)) for value in data["A"]]
    found = compete_structures(data, variables="ABC", plan=False)
    assert any("small sample: 25 rows for 3 continuous" in text for text in found.warnings)
    assert any("A and B tell the same" in text for text in found.warnings)
