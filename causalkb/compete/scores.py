"""How well each variable is foretold from each set of parents: the BDeu score.

With interventions a row counts for a variable only if the variable was not set in it (Cooper and
Yoo 1999): what was set says nothing of its causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln

from causalkb.compete.structures import Graphs
from causalkb.compete.table import Table

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

SAMPLE_SIZE = 1.0
"""The equivalent sample size of the prior over the parameters."""


@dataclass(frozen=True, slots=True)
class Family:
    """A variable and a set of parents: how often each value followed each state of the parents.

    ``states``: (u,) sorted numbers of the states that occur; ``counts``: (u, values).
    ``possible`` is how many states there could be.
    """

    variable: int
    parents: int
    possible: int
    states: Ints
    counts: Ints

    @property
    def alpha(self) -> float:
        """The Dirichlet parameter of one value in one state."""
        return SAMPLE_SIZE / (self.possible * int(self.counts.shape[1]))


def parent_states(codes: Ints, sizes: tuple[int, ...], parents: int) -> Ints:
    """Return the number of the state of the parents in each row; ``codes`` is (..., k)."""
    state = np.zeros(codes.shape[:-1], dtype=np.int64)
    for at, size in enumerate(sizes):
        if parents >> at & 1:
            state = state * size + codes[..., at]
    return state


def family_of(table: Table, rows: Bools, variable: int, parents: int) -> Family:
    """Count a family in the rows that are marked, without those in which the variable was set."""
    sizes = tuple(map(len, table.levels))
    codes = table.codes[rows & ~table.was_set[:, variable]]
    states, place = np.unique(parent_states(codes, sizes, parents), return_inverse=True)
    size = sizes[variable]
    cells = place.reshape(-1) * size + codes[:, variable]
    counts = np.bincount(cells, minlength=len(states) * size).reshape(len(states), size)
    possible = int(np.prod([s for at, s in enumerate(sizes) if parents >> at & 1], dtype=float))
    return Family(variable, parents, possible, states, counts.astype(np.int64))


def log_bdeu(counts: Ints, alpha: float) -> Any:
    """Return the log marginal likelihood of counts (..., states, values) of one family.

    Heckerman, Geiger and Chickering (1995), equation 35, with ``alpha`` for each cell; states that
    never occurred add nothing.
    """
    values = counts.shape[-1]
    of_cells = (gammaln(alpha + counts) - gammaln(alpha)).sum(axis=(-1, -2))
    total = counts.sum(axis=-1)
    of_states = (gammaln(alpha * values) - gammaln(alpha * values + total)).sum(axis=-1)
    return of_cells + of_states


def families(table: Table, rows: Bools) -> dict[tuple[int, int], Family]:
    """Return every family of the table's variables, by variable and mask of parents."""
    count = len(table.variables)
    return {
        (v, parents): family_of(table, rows, v, parents)
        for v in range(count)
        for parents in range(1 << count)
        if not parents >> v & 1
    }


def scores_of(found: dict[tuple[int, int], Family]) -> dict[tuple[int, int], Any]:
    """Return the score of each family."""
    return {key: log_bdeu(one.counts, one.alpha) for key, one in found.items()}


def of_graphs(graphs: Graphs, scores: dict[tuple[int, int], Any]) -> Floats:
    """Return the score of each graph, the sum over its families.

    A family's score may be a number, or an array over data sets (s,), which gives (s, graphs).
    """
    count = graphs.shape[1]
    shape = np.shape(next(iter(scores.values())))
    total = np.zeros((*shape, len(graphs)))
    for v in range(count):
        by_mask = np.zeros((*shape, 1 << count))
        for (variable, parents), score in scores.items():
            if variable == v:
                by_mask[..., parents] = score
        total += by_mask[..., graphs[:, v]]
    return total
