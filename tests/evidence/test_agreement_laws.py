"""Agreement of two readers: the fast form for resampled tables is that of the libraries."""

from __future__ import annotations

import math

import krippendorff
import numpy as np
from conftest import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from causalkb.evidence.agreement import alpha_of, kappa_of

ANSWERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@settings(max_examples=examples(60), deadline=None)
@given(ANSWERS)
def test_tables_give_what_the_libraries_give(pairs: list[tuple[int, int]]) -> None:
    assume(len({answer for pair in pairs for answer in pair}) > 1)
    table = np.zeros((1, 4, 4))
    for first, second in pairs:
        table[0, first, second] += 1
    one, two = [list(answers) for answers in zip(*pairs, strict=True)]
    kappa = float(cohen_kappa_score(one, two))
    alpha = float(krippendorff.alpha([one, two], level_of_measurement="nominal"))
    assert math.isclose(float(kappa_of(table)[0]), kappa, abs_tol=1e-9)
    assert math.isclose(float(alpha_of(table)[0]), alpha, abs_tol=1e-9)
