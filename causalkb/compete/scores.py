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
FamilyScores = dict[tuple[int, int], Any]
"""Log scores by variable and mask of parents: a number each, or an array over data sets."""

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


def masks(count: int) -> list[tuple[int, int]]:
    """Return every family of some variables: the variable, and the mask of its parents."""
    return [(v, m) for v in range(count) for m in range(1 << count) if not m >> v & 1]


def of_graphs(graphs: Graphs, scores: FamilyScores) -> Floats:
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


def in_order(graph: Any) -> list[int]:
    """Return the variables so that causes come before their effects."""
    order: list[int] = []
    done = 0
    while len(order) < len(graph):
        for v, parents in enumerate(graph):
            if not done >> v & 1 and not int(parents) & ~done:
                order.append(v)
                done |= 1 << v
    return order


def _counts_at(family: Family, states: Ints) -> Ints:
    """Return the counts of a family in some states, zero where a state did not occur."""
    counts = np.zeros((len(states), family.counts.shape[1]), dtype=np.int64)
    if len(family.states):
        at = np.searchsorted(family.states, states).clip(max=len(family.states) - 1)
        known: Bools = family.states[at] == states
        counts[known] = family.counts[at[known]]
    return counts


class Discrete:
    """Scores, and simulates, rows of discrete variables."""

    name = "BDeu"

    def __init__(self, table: Table) -> None:
        self.table = table
        self.sizes = tuple(map(len, table.levels))
        self.found = self._families(np.ones(len(table.codes), dtype=np.bool_))

    @property
    def settable(self) -> list[int]:
        """The variables of which an experiment can be thought."""
        return [v for v, size in enumerate(self.sizes) if size > 1]

    def _families(self, rows: Bools) -> dict[tuple[int, int], Family]:
        return {(v, m): family_of(self.table, rows, v, m) for v, m in masks(len(self.sizes))}

    def scores(self, rows: Bools) -> FamilyScores:
        """Return the log score of each family in the marked rows."""
        found = self._families(rows)
        return {key: log_bdeu(one.counts, one.alpha) for key, one in found.items()}

    def simulated(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows of a structure in which a variable is set to each of its values."""
        codes = np.zeros((rows, len(self.sizes)), dtype=np.int64)
        codes[:, variable] = np.arange(rows) % self.sizes[variable]
        for v in in_order(graph):
            if v != variable:
                family = self.found[v, int(graph[v])]
                codes[:, v] = self._values(family, codes, random)
        return codes

    def _values(self, family: Family, codes: Ints, random: np.random.Generator) -> Ints:
        """Return values of a variable, its parameters drawn from their posterior: (rows,)."""
        states, place = np.unique(
            parent_states(codes, self.sizes, family.parents), return_inverse=True
        )
        drawn = random.standard_gamma(family.alpha + _counts_at(family, states))
        drawn += 1e-300  # all draws of a nearly empty state may be 0
        upto = np.cumsum(drawn / drawn.sum(axis=1, keepdims=True), axis=1)[place.reshape(-1)]
        values: Ints = (random.random(len(codes))[:, None] > upto[:, :-1]).sum(axis=1)
        return values

    def gains(self, new: Any, variable: int) -> FamilyScores:
        """Return the log predictive of new rows (s, rows, k) by each family: (s,) each."""
        return {
            key: self._gain(one, new) for key, one in self.found.items() if one.variable != variable
        }

    def _gain(self, family: Family, new: Ints) -> Floats:
        """Return the log predictive of the new rows of each experiment by a family: (s,)."""
        count, size = len(new), self.sizes[family.variable]
        # Only states that occur in an experiment: all there could be may not fit into memory.
        state = parent_states(new, self.sizes, family.parents)
        at = np.arange(count)[:, None] * family.possible + state
        keys, place = np.unique(at, return_inverse=True)
        cells = place.reshape(-1) * size + new[..., family.variable].ravel()
        added = np.bincount(cells, minlength=len(keys) * size).reshape(len(keys), size)
        before = _counts_at(family, keys % family.possible)
        more = log_bdeu((before + added)[:, None], family.alpha)
        more -= log_bdeu(before[:, None], family.alpha)
        gain: Floats = np.bincount(keys // family.possible, more, count).astype(np.float64)
        return gain
