"""Weights of structures against numbers worked out by hand, and laws that they obey."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from causalkb import Competition, compete_structures
from causalkb.compete import scores
from causalkb.compete.claimed import Prior
from causalkb.compete.rivals import Rivals
from causalkb.compete.structures import all_graphs
from causalkb.compete.table import coded
from causalkb.compete.weighing import Weighing

HIDDEN = ("common cause", "selection")
FOUR = {"A": [0, 0, 0, 1], "B": [0, 0, 0, 1]}


def weight_of(found: Competition, structure: str) -> float:
    return next(one.weight for one in found.classes if structure in one.structures)


def test_bdeu_is_what_one_works_out_by_hand() -> None:
    # Row after row, (a + seen) / (a * values + all seen). A: 1/2 a value.
    root = (0.5 / 1) * (1.5 / 2) * (2.5 / 3) * (0.5 / 4)
    # B after A = 0 (three times), then after A = 1 (once): 1/4 a cell.
    effect = (0.25 / 0.5) * (1.25 / 1.5) * (2.25 / 2.5) * (0.25 / 0.5)
    found = compete_structures(FOUR, forbid=HIDDEN)
    linked, apart = root * effect, root * root
    expected = {("A -> B", "B -> A"): log(linked), ("no arrow",): log(apart)}
    for one in found.classes:
        assert one.log_predictive.observed == pytest.approx(expected[one.structures], abs=1e-12)
        assert one.log_predictive.intervened is None
    assert weight_of(found, "A -> B") == pytest.approx(24 / 29)  # 4.8 to 1
    assert found.log_bayes_factor == pytest.approx(log(4.8))
    assert found.edges == {"A -> B": pytest.approx(12 / 29), "B -> A": pytest.approx(12 / 29)}
    assert found.no_edge == {"A, B": pytest.approx(5 / 29)}
    assert not found.decided


def test_what_was_set_does_not_count_for_its_own_causes() -> None:
    data = {"A": [*FOUR["A"], 1], "B": [*FOUR["B"], 1], "set": ["", "", "", "", "A"]}
    found = compete_structures(data, intervened="set", forbid=HIDDEN)
    # B = 1 was seen once after A = 1, and once in four rows altogether.
    foretold = {"A -> B": 1.25 / 1.5, "B -> A": 1.5 / 5, "no arrow": 1.5 / 5}
    assert len(found.classes) == 3
    for one in found.classes:
        (structure,) = one.structures
        assert one.log_predictive.intervened == pytest.approx(log(foretold[structure]))
    whole = 4.8 * foretold["A -> B"] + 4.8 * 0.3 + 0.3
    assert weight_of(found, "A -> B") == pytest.approx(4.8 * foretold["A -> B"] / whole)


def test_there_are_as_many_structures_as_known() -> None:
    # Robinson (1973): the numbers of labelled acyclic directed graphs.
    assert [len(all_graphs(count)) for count in (2, 3, 4, 5)] == [3, 25, 543, 29281]


def test_observation_alone_leaves_as_many_classes_as_known() -> None:
    # Gillispie and Perlman (2001): 2, 11, 185 Markov equivalence classes.
    random = np.random.default_rng(0)
    for count, classes in ((2, 2), (3, 11), (4, 185)):
        data = {f"V{v}": random.integers(0, 2, 40).tolist() for v in range(count)}
        found = compete_structures(data, plan=False)
        assert len(found.classes) == classes
        hidden = 2 if count == 2 else 0
        assert sum(len(one.structures) for one in found.classes) == len(all_graphs(count)) + hidden
        assert sum(one.weight for one in found.classes) == pytest.approx(1)


@pytest.mark.parametrize("marks", [[""], ["", "A"], ["A"], ["A", "B"], ["", "A;C", "B"]])
def test_structures_of_a_class_predict_alike(marks: list[str]) -> None:
    random = np.random.default_rng(len(marks))
    a = random.integers(0, 2, 200)
    data = {
        "A": a.tolist(),
        "B": ((a + (random.random(200) < 0.2)) % 2).tolist(),
        "C": random.integers(0, 3, 200).tolist(),
        "set": [marks[i] for i in random.integers(0, len(marks), 200)],
    }
    weighing = Weighing(Rivals(coded(data, None, "set"), all_graphs(3)), Prior({}))
    for number in set(weighing.classes.tolist()):
        inside = np.flatnonzero(weighing.classes == number)
        assert np.ptp(weighing.total[inside]) < 1e-9
        for regime in weighing.regimes:
            assert len({weighing.rivals.followers(n, regime) for n in inside.tolist()}) == 1


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    random = np.random.default_rng(3)
    a = random.integers(0, 2, 60)
    data = {"A": a.tolist(), "B": (a ^ (random.random(60) < 0.3)).tolist()}
    order = random.permutation(60)
    mixed = {name: [data[name][i] for i in order] for name in ("B", "A")}
    one, other = compete_structures(data), compete_structures(mixed)
    for name, probability in one.edges.items():
        assert other.edges[name] == pytest.approx(probability)


def test_a_repeat_gives_the_same() -> None:
    assert compete_structures(FOUR) == compete_structures(FOUR)


def test_a_state_that_never_occurred_adds_nothing() -> None:
    counts = np.array([[3, 1]])
    wider = np.array([[3, 1], [0, 0]])
    assert scores.log_bdeu(counts, 0.25) == scores.log_bdeu(wider, 0.25)
