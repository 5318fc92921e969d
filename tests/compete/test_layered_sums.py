"""Sums over all structures of many variables, against counting them one by one."""

from __future__ import annotations

import numpy as np
import pytest

from causalkb import compete_structures
from causalkb.compete.layers import Layers
from causalkb.compete.scores import masks, of_graphs
from causalkb.compete.structures import all_graphs


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_sums_are_those_over_every_graph(count: int) -> None:
    random = np.random.default_rng(count)
    scores = np.full((count, 1 << count), -np.inf)
    for v, parents in masks(count):
        scores[v, parents] = 6 * random.normal() - 500
    scores[1, 1] = -np.inf  # an edge that is forbidden
    graphs = all_graphs(count)
    with np.errstate(invalid="ignore"):
        total = of_graphs(graphs, {(v, m): scores[v, m] for v, m in masks(count)})
    layers = Layers(scores)
    whole = np.logaddexp.reduce(total)
    assert layers.total == pytest.approx(whole, abs=1e-9)
    weights = np.exp(total - whole)
    edges = layers.edges()
    drawn = layers.drawn(800, random)
    for v in range(count):
        for u in range(count):
            exact = weights[(graphs[:, v] >> u & 1) == 1].sum()
            assert edges[u, v] == pytest.approx(exact, abs=1e-9)
            assert np.mean(drawn[:, v] >> u & 1) == pytest.approx(exact, abs=0.08)


def test_scores_of_many_rows_make_no_nonsense() -> None:
    random = np.random.default_rng(0)
    scores = np.full((6, 64), -np.inf)
    for v, parents in masks(6):
        if parents.bit_count() <= 2:
            scores[v, parents] = 3000 * random.normal() - 70_000
    edges = Layers(scores).edges()
    assert np.isfinite(edges).all()
    assert 0 <= edges.min() <= edges.max() <= 1
    assert (edges + edges.T).max() <= 1 + 1e-9


def test_there_are_as_many_graphs_as_known() -> None:
    # Robinson (1973): 3,781,503 of six variables; with a score of 1 each the sum counts them.
    scores = np.full((6, 64), -np.inf)
    for v, parents in masks(6):
        scores[v, parents] = 0.0
    assert np.exp(Layers(scores).total) == pytest.approx(3_781_503)


def chain(rows: int, count: int, *, continuous: bool = False) -> dict[str, list[object]]:
    """Return a chain of variables; the first one was set in the last fifth of the rows."""
    random = np.random.default_rng(count)
    marks = [""] * (rows - rows // 5) + ["V0"] * (rows // 5)
    values = [random.normal(size=rows)]
    values[0][-(rows // 5) :] = np.arange(rows // 5) % 2 * 2 - 1
    while len(values) < count:
        if continuous:
            values.append(values[-1] + random.normal(size=rows))
        else:
            keep = random.random(rows) < 0.85
            values.append(np.where(keep, values[-1] > 0, values[-1] <= 0) * 2.0 - 1)
    if not continuous:
        values = [(one > 0).astype(int) for one in values]
    return {f"V{n}": one.tolist() for n, one in enumerate(values)} | {"set": marks}


@pytest.mark.parametrize("continuous", [False, True])
def test_six_variables(continuous: bool) -> None:
    found = compete_structures(chain(500, 6, continuous=continuous), intervened="set", plan=False)
    assert found.drawn == 500
    assert found.edges["V0 -> V1"] > 0.95
    assert found.no_edge["V0, V3"] > 0.8
    assert sum(one.weight for one in found.classes) == pytest.approx(1)
    assert any("6 variables: edges are summed" in text for text in found.warnings)
    assert found.log_bayes_factor is None


def test_nine_variables_with_an_edge_forbidden_and_a_next_experiment() -> None:
    data = {name: values[:200] for name, values in chain(250, 9).items() if name != "set"}
    found = compete_structures(data, forbid=["V1 -> V0"], prior={"V7 -> V8": 3.0})
    assert found.edges["V1 -> V0"] == 0
    assert found.edges["V7 -> V8"] > found.edges_without["V7 -> V8"]
    assert found.next_experiment is not None
