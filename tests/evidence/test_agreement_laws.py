"""Agreement of two readers is what the library, the definition and published examples give."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from balances import claim
from conftest import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from causalkb.evidence.agreement import agreement, alpha_of, kappa_of
from causalkb.records import Coding

ANSWERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


def table_of(pairs: list[tuple[int, int]]) -> np.ndarray:
    table = np.zeros((1, 5, 5))
    for first, second in pairs:
        table[0, first, second] += 1
    return table


def alpha_by_definition(pairs: list[tuple[int, int]]) -> float:
    """One less the ratio of how often two answers to one unit, and any two answers, differ."""
    answers = [answer for pair in pairs for answer in pair]
    any_two = [one != other for one, other in permutations(answers, 2)]
    within = sum(first != second for first, second in pairs) / len(pairs)
    return 1 - within / (sum(any_two) / len(any_two))


@settings(max_examples=examples(60), deadline=None)
@given(ANSWERS)
def test_tables_give_what_the_library_and_the_definition_give(
    pairs: list[tuple[int, int]],
) -> None:
    assume(len({answer for pair in pairs for answer in pair}) > 1)
    one, two = [list(answers) for answers in zip(*pairs, strict=True)]
    kappa = float(cohen_kappa_score(one, two))
    assert math.isclose(float(kappa_of(table_of(pairs))[0]), kappa, abs_tol=1e-9)
    alpha = alpha_by_definition(pairs)
    assert math.isclose(float(alpha_of(table_of(pairs))[0]), alpha, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
    ids=["binary", "nominal"],
)
def test_the_examples_that_krippendorff_published(first: str, second: str, alpha: float) -> None:
    code = {answer: n for n, answer in enumerate(sorted(set(first + second)))}
    pairs = [(code[a], code[b]) for a, b in zip(first, second, strict=True)]
    assert round(float(alpha_of(table_of(pairs))[0]), 3) == alpha


def test_a_coding_of_a_claim_that_is_gone_counts_for_nothing() -> None:
    there = claim("b")
    codings = [Coding("AB", name, "h", "supports") for name in ("gone#1", there.id)]
    (stance, *_), different = agreement(codings, {there.id: there})
    assert (stance.variable, stance.items, stance.agreed, different) == ("stance", 1, 1, [])
