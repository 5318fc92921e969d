"""How well each variable is foretold from each set of parents: the BDeu score.

With interventions a row counts for a variable only if the variable was not set in it (Cooper and
Yoo 1999): what was set says nothing of its causes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln

from causalkb.compete.structures import Graphs
from causalkb.compete.table import Table

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
FamilyScores = dict[tuple[int, int], Any]
"""Log scores by variable and mask of parents: a number each, or an array over data sets."""

SAMPLE_SIZE = 1.0
"""The equivalent sample size of the prior over the parameters."""
_MOST_STATES = 4096


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
        used, place = np.unique(graphs[:, v], return_inverse=True)
        held = [scores.get((v, mask), 0.0) for mask in used.tolist()]
        by_mask = np.stack([np.broadcast_to(one, shape) for one in held], axis=-1)
        total += by_mask[..., place.reshape(-1)]
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
    """Scores, and simulates, rows of discrete variables; equal rows are counted once."""

    name = "BDeu"

    def __init__(self, table: Table) -> None:
        self.table = table
        self.sizes = tuple(map(len, table.levels))
        rows = np.concatenate([table.codes, table.was_set], axis=1)
        kinds, place = np.unique(rows, axis=0, return_inverse=True)
        self.place: Ints = place.reshape(-1).astype(np.int64)
        self.codes: Ints = kinds[:, : len(self.sizes)].astype(np.int64)
        self.was_set: Bools = kinds[:, len(self.sizes) :].astype(np.bool_)
        self.times: Ints = np.bincount(self.place, minlength=len(kinds)).astype(np.int64)
        self._known: dict[tuple[int, int], Family] = {}

    @property
    def settable(self) -> list[int]:
        """The variables of which an experiment can be thought."""
        return [v for v, size in enumerate(self.sizes) if size > 1]

    def family(self, variable: int, parents: int) -> Family:
        """Return a family counted in all rows."""
        if (found := self._known.get((variable, parents))) is None:
            found = self._counted(self.times, variable, parents)
            self._known[variable, parents] = found
        return found

    def _counted(self, times: Ints, variable: int, parents: int) -> Family:
        """Count a family in rows that occur so many times, but not where the variable was set."""
        size = self.sizes[variable]
        kept = ~self.was_set[:, variable] & (times > 0)
        codes, times = self.codes[kept], times[kept]
        possible = 1
        for at, other in enumerate(self.sizes):
            possible *= other if parents >> at & 1 else 1
        states = parent_states(codes, self.sizes, parents)
        if possible <= _MOST_STATES:  # counting all that are possible is faster than sorting
            whole = np.bincount(states * size + codes[:, variable], times, possible * size)
            counts = whole.reshape(possible, size).astype(np.int64)
            found = np.flatnonzero(counts.any(axis=1))
            return Family(variable, parents, possible, found, counts[found])
        found, place = np.unique(states, return_inverse=True)
        cells = place.reshape(-1) * size + codes[:, variable]
        whole = np.bincount(cells, times, len(found) * size)
        counts = whole.reshape(len(found), size).astype(np.int64)
        return Family(variable, parents, possible, found, counts)

    def scores(self, rows: Bools, families: Iterable[tuple[int, int]]) -> FamilyScores:
        """Return the log score of some families in the marked rows."""
        times = np.bincount(self.place, rows, len(self.times)).astype(np.int64)
        found = {}
        for v, parents in families:
            one = self._counted(times, v, parents)
            found[v, parents] = log_bdeu(one.counts, one.alpha)
        return found

    def simulated(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows of a structure in which a variable is set to each of its values."""
        codes = np.zeros((rows, len(self.sizes)), dtype=np.int64)
        codes[:, variable] = np.arange(rows) % self.sizes[variable]
        for v in in_order(graph):
            if v != variable:
                family = self.family(v, int(graph[v]))
                codes[:, v] = self._values(family, codes, random)
        return codes

    def _values(self, family: Family, codes: Ints, random: np.random.Generator) -> Ints:
        """Return values of a variable, its parameters drawn from their posterior: (rows,)."""
        states = parent_states(codes, self.sizes, family.parents)
        if family.possible <= len(codes):
            occurring, place = np.arange(family.possible), states
        else:
            occurring, place = np.unique(states, return_inverse=True)
        drawn = random.standard_gamma(family.alpha + _counts_at(family, occurring))
        drawn += 1e-300  # all draws of a nearly empty state may be 0
        upto = np.cumsum(drawn / drawn.sum(axis=1, keepdims=True), axis=1)[place.reshape(-1)]
        values: Ints = (random.random(len(codes))[:, None] > upto[:, :-1]).sum(axis=1)
        return values

    def gains(self, new: Any, families: Iterable[tuple[int, int]]) -> FamilyScores:
        """Return the log predictive of new rows (s, rows, k) by some families: (s,) each."""
        return {key: self._gain(self.family(*key), new) for key in families}

    def _gain(self, family: Family, new: Ints) -> Floats:
        """Return the log predictive of the new rows of each experiment by a family: (s,)."""
        count, size = len(new), self.sizes[family.variable]
        # Only states that occur in an experiment: all there could be may not fit into memory.
        state = parent_states(new, self.sizes, family.parents)
        at = np.arange(count)[:, None] * family.possible + state
        if family.possible <= new.shape[1]:
            keys, place = np.arange(count * family.possible), at
        else:
            keys, place = np.unique(at, return_inverse=True)
        cells = place.reshape(-1) * size + new[..., family.variable].ravel()
        added = np.bincount(cells, minlength=len(keys) * size).reshape(len(keys), size)
        before = _counts_at(family, keys % family.possible)
        more = log_bdeu((before + added)[:, None], family.alpha)
        more -= log_bdeu(before[:, None], family.alpha)
        gain: Floats = np.bincount(keys // family.possible, more, count).astype(np.float64)
        return gain
