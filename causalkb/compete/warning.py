"""What a reader of a competition has to be told before its numbers."""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import Any

import numpy as np

from causalkb.compete.table import Table

ROWS_A_CELL = 5
"""Fewer rows than this for each combination of values are called a small sample."""
ROWS_A_VARIABLE = 10
"""The same for each continuous variable."""
MOST_TOGETHER = 5
"""Variables of which combinations are counted: one and its causes."""
ALIKE = 1.0
"""A natural log Bayes factor up to which evidence is "not worth more than a bare mention"."""

_WORDS = (
    (1.0, "not worth more than a bare mention"),
    (3.0, "positive"),
    (5.0, "strong"),
    (float("inf"), "very strong"),
)


def in_words(log_bayes_factor: float) -> str:
    """Return what Kass and Raftery (1995, section 3.2) call a natural log Bayes factor.

    >>> in_words(0.5), in_words(2), in_words(9)
    ('not worth more than a bare mention', 'positive', 'very strong')
    """
    return next(words for most, words in _WORDS if log_bayes_factor <= most)


def warnings_of(
    table: Table, by_class: np.ndarray[Any, np.dtype[np.floating[Any]]] | None
) -> tuple[str, ...]:
    """Return warnings about the data, and about what they tell.

    ``by_class`` are the log scores of all classes, if all are known.
    """
    return (
        *table.notes,
        *_regimes(table),
        *_sample(table),
        *_constant(table),
        *_same(table),
        *([] if by_class is None else _alike(by_class)),
    )


def _regimes(table: Table) -> list[str]:
    if len(table.variables) == 2 and table.intervened.all():
        return [
            "something was set in all rows: what is hidden (a common cause, selection) predicts"
            " there what 'no arrow' does, and is not among the structures"
        ]
    return []


def _sample(table: Table) -> list[str]:
    rows = len(table.was_set)
    if table.continuous:
        count = len(table.variables)
        few = f"small sample: {rows} rows for {count} continuous variables; the weights lean on"
        return [f"{few} the prior"] if rows < ROWS_A_VARIABLE * count else []
    # Of many variables only some are causes of one.
    cells = prod(sorted(map(len, table.levels))[-MOST_TOGETHER:])
    if rows >= ROWS_A_CELL * cells:
        return []
    return [
        f"small sample: {rows} rows for {cells} combinations of values; the weights lean on the"
        " prior"
    ]


def _constant(table: Table) -> list[str]:
    # A continuous variable has many values.
    return [
        f"{name} has the same value in all rows; nothing can be said of its edges, leave it out"
        for name, levels in zip(table.variables, table.levels, strict=not table.continuous)
        if len(levels) == 1
    ]


def _same(table: Table) -> list[str]:
    """Return a warning for each two columns of which each value of one goes with one of the other.

    Where one of the two was set in some rows, that is a strong effect and no repetition.
    """
    found = []
    for a, b in combinations(range(len(table.variables)), 2):
        if _repeats(table, a, b) and not table.was_set[:, [a, b]].any():
            names = f"{table.variables[a]} and {table.variables[b]}"
            found.append(f"{names} tell the same in all rows; if they are one thing, leave one out")
    return found


def _repeats(table: Table, a: int, b: int) -> bool:
    if table.continuous:
        return bool(abs(np.corrcoef(table.values[:, [a, b]], rowvar=False)[0, 1]) > 1 - 1e-9)
    sizes = len(table.levels[a]), len(table.levels[b])
    pairs = len(np.unique(table.codes[:, [a, b]], axis=0))
    return sizes[0] == sizes[1] == pairs > 1


def _alike(by_class: np.ndarray[Any, np.dtype[np.floating[Any]]]) -> list[str]:
    if len(by_class) < 2:
        return ["all structures that are left form one class: no data of this kind tell"]
    if by_class.max() - by_class.min() >= ALIKE:
        return []
    return ["all structures predict these data about equally well; they do not tell"]
