"""Scores of every structure against those of other libraries, and against one row after another.

``tests/data/scores/compute.py`` computed the reference.
"""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import multivariate_t

from causalkb import Competition, compete_structures
from causalkb.compete.structures import edge_named

FOLDER = Path(__file__).parents[1] / "data" / "scores"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))


def families_of(structure: str, names: tuple[str, ...]) -> list[str]:
    """Return the families of a structure as the reference writes them."""
    edges = [edge_named(one, names) for one in structure.split(", ") if "->" in one]
    return [
        f"{name} | {', '.join(names[u] for u, w in sorted(edges) if w == v)}"
        for v, name in enumerate(names)
    ]


def differences(
    found: Competition, reference: dict[str, float], *, intervened: bool = False
) -> list[float]:
    """Return how far each structure's sum over its families is from what its class foretold."""
    far = []
    for one in found.classes:
        told = one.log_predictive.observed or 0.0
        told += (one.log_predictive.intervened or 0.0) if intervened else 0.0
        for structure in one.structures:
            whole = sum(reference[family] for family in families_of(structure, found.variables))
            far.append(abs(whole - told))
    return far


def test_bdeu_is_that_of_pgmpy() -> None:
    found = compete_structures(REFERENCE["discrete"]["rows"], plan=False)
    assert found.score == "BDeu"
    far = differences(found, REFERENCE["discrete"]["scores"])
    assert len(far) == 543
    assert max(far) < 1e-8


@pytest.mark.parametrize("kind", ["observed", "all"])
def test_bge_is_that_of_dibs_with_and_without_interventions(kind: str) -> None:
    found = compete_structures(REFERENCE["continuous"]["rows"], intervened="set", plan=False)
    assert found.score == "BGe"
    far = differences(found, REFERENCE["continuous"][kind], intervened=kind == "all")
    assert len(far) == 543
    assert max(far) < 1e-8


@pytest.mark.slow
def test_bdeu_is_that_of_the_pgmpy_that_is_installed() -> None:
    rows = REFERENCE["discrete"]["rows"]
    scores = runpy.run_path(str(FOLDER / "compute.py"))["bdeu"](rows)
    assert scores == pytest.approx(REFERENCE["discrete"]["scores"], abs=1e-9)
    assert max(differences(compete_structures(rows, plan=False), scores)) < 1e-8


def foretold(rows: np.ndarray, places: tuple[int, ...], count: int) -> float:
    """Return the log density of some of ``count`` normal variables, one row after the other.

    Before each row it is a multivariate t distribution, as the normal distribution with unknown
    means and precision (a Wishart prior of count + 2 degrees of freedom and scale 1/2) gives it.
    """
    size = len(places)
    mean, scale = np.zeros(size), np.eye(size) / 2
    weight, freedom, total = 1.0, 3.0, 0.0  # of each subset the freedom left for a row is the same
    for row in rows[:, places]:
        shape = scale * (weight + 1) / (weight * freedom)
        total += float(multivariate_t(mean, shape, freedom).logpdf(row))
        away = row - mean
        scale = scale + weight / (weight + 1) * np.outer(away, away)
        mean = (weight * mean + row) / (weight + 1)
        weight, freedom = weight + 1, freedom + 1
    return total


def test_bge_is_what_is_foretold_row_after_row() -> None:
    random = np.random.default_rng(3)
    a, b, c = random.normal(size=(3, 25))
    values = np.stack([a, b + a, c - a], axis=1)
    rows = (values - values.mean(axis=0)) / values.std(axis=0)
    names = ("A", "B", "C")
    data = {name: values[:, v].tolist() for v, name in enumerate(names)}
    reference = {}
    for v, name in enumerate(names):
        others = [u for u in range(3) if u != v]
        for inside in [(), *((u,) for u in others), tuple(others)]:
            whole = foretold(rows, (*inside, v), 3)
            family = f"{name} | {', '.join(names[u] for u in inside)}"
            reference[family] = whole - (foretold(rows, inside, 3) if inside else 0.0)
    far = differences(compete_structures(data, plan=False), reference)
    assert len(far) == 25
    assert max(far) < 1e-8
