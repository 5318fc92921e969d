"""Which single intervention is expected to tell most about the structure.

The expected information gain (Lindley 1956; for structures Murphy 2001, Tong and Koller 2001) is
estimated by simulation: a structure is drawn by its weight, its parameters from their posterior,
then rows in which the variable is set to each of its values in equal shares.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from causalkb.compete.records import NextExperiment
from causalkb.compete.scores import (
    Bools,
    Family,
    Floats,
    Ints,
    log_bdeu,
    of_graphs,
    parent_states,
)
from causalkb.compete.structures import Graphs
from causalkb.compete.table import Table

ROWS = 50
"""Rows by which the interventions are compared."""
TRIED = (10, 20, 50, 100, 200, 500, 1000)
"""Numbers of rows of which the least that suffices is told."""
SIMULATED = 200
ENOUGH, OFTEN = 0.9, 0.8
"""The weight that decides, and the share of experiments in which it has to be reached."""
LEAST_BITS = 0.01
_MOST_CELLS = 4_000_000

Families = dict[tuple[int, int], Family]


class Planner:
    """Simulates experiments on what is believed now.

    Args:
        table: The data.
        graphs: The structures, (g, k).
        weights: Their weights, (g,), of sum 1.
        found: The families counted in all rows.
        seed: Of the simulation.
    """

    def __init__(
        self,
        table: Table,
        graphs: Graphs,
        weights: Floats,
        found: Families,
        seed: int,
    ) -> None:
        self.sizes = tuple(map(len, table.levels))
        self.graphs, self.weights, self.found = graphs, weights, found
        self.variables, self.seed = table.variables, seed

    def gains(self) -> list[tuple[int, float]]:
        """Return variables with the expected gain in bits by ``ROWS`` rows, greatest first."""
        gains = [(v, self._gain_by(v, ROWS)) for v, size in enumerate(self.sizes) if size > 1]
        return sorted(gains, key=lambda pair: -pair[1])

    def best(self, gains: list[tuple[int, float]]) -> NextExperiment | None:
        """Return the best of the interventions; ``None`` if none is expected to tell anything."""
        if not gains or gains[0][1] < LEAST_BITS:
            return None
        v, bits = gains[0]
        return NextExperiment(self.variables[v], bits, self._rows_needed(v))

    def _rows_needed(self, variable: int) -> int | None:
        """Return the least number of rows tried that decides the edges of what is set.

        These are what setting it tells in the long run: which edges lead into it and out of it.
        """
        edges = self.graphs[:, variable].astype(np.int64)
        for v in range(len(self.sizes)):
            edges = edges * 2 + (self.graphs[:, v] >> variable & 1)
        kinds = np.unique(edges, return_inverse=True)[1].reshape(-1)
        number = int(kinds.max()) + 1
        for rows in TRIED:
            heaviest = [
                np.bincount(kinds, one, number).max() for one in self._after(variable, rows)
            ]
            if np.mean(np.array(heaviest) >= ENOUGH) >= OFTEN:
                return rows
        return None

    def _gain_by(self, variable: int, rows: int) -> float:
        """Return the expected gain in bits by some rows in which a variable is set."""
        now = _bits(self.weights[None, :])[0]
        return max(0.0, float(now - _bits(self._after(variable, rows)).mean()))

    def _after(self, variable: int, rows: int) -> Floats:
        """Return the weights after each of the simulated experiments: (simulated, g)."""
        random = np.random.default_rng([self.seed, variable, rows])
        drawn = random.choice(len(self.graphs), SIMULATED, p=self.weights)
        new = np.stack([self._rows(self.graphs[g], variable, rows, random) for g in drawn])
        share = max(1, _MOST_CELLS // max(1, len(self.graphs) + rows * max(self.sizes)))
        return np.concatenate(
            [
                self._updated(new[start : start + share], variable)
                for start in range(0, SIMULATED, share)
            ]
        )

    def _rows(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Ints:
        """Return simulated rows of one structure: (rows, k)."""
        codes = np.zeros((rows, len(self.sizes)), dtype=np.int64)
        codes[:, variable] = np.arange(rows) % self.sizes[variable]
        for v in _in_order(graph):
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

    def _updated(self, new: Ints, variable: int) -> Floats:
        gains = {
            key: self._gain(one, new) for key, one in self.found.items() if one.variable != variable
        }
        score = of_graphs(self.graphs, gains)
        with np.errstate(divide="ignore"):
            log = np.log(self.weights)[None, :] + score
        log -= log.max(axis=1, keepdims=True)
        weights = np.exp(log)
        updated: Floats = weights / weights.sum(axis=1, keepdims=True)
        return updated

    def _gain(self, family: Family, new: Ints) -> Floats:
        """Return the log predictive of the new rows of each experiment by a family: (s,)."""
        count, size = len(new), self.sizes[family.variable]
        states, place = np.unique(
            parent_states(new, self.sizes, family.parents), return_inverse=True
        )
        cells = (np.arange(count)[:, None] * len(states) + place.reshape(new.shape[:2])) * size
        cells += new[..., family.variable]
        added = np.bincount(cells.ravel(), minlength=count * len(states) * size)
        before = _counts_at(family, states)
        after = before[None] + added.reshape(count, len(states), size)
        gain: Floats = log_bdeu(after, family.alpha) - log_bdeu(before, family.alpha)
        return gain


def _counts_at(family: Family, states: Ints) -> Ints:
    """Return the counts of a family in some states, zero where a state did not occur."""
    counts = np.zeros((len(states), family.counts.shape[1]), dtype=np.int64)
    if len(family.states):
        at = np.searchsorted(family.states, states).clip(max=len(family.states) - 1)
        known: Bools = family.states[at] == states
        counts[known] = family.counts[at[known]]
    return counts


def _in_order(graph: Any) -> list[int]:
    """Return the variables so that causes come before their effects."""
    order: list[int] = []
    done = 0
    while len(order) < len(graph):
        for v, parents in enumerate(graph):
            if not done >> v & 1 and not int(parents) & ~done:
                order.append(v)
                done |= 1 << v
    return order


def _bits(weights: Floats) -> Floats:
    """Return the entropy of each row of weights in bits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(weights > 0, weights * np.log2(weights), 0.0)
    bits: Floats = -terms.sum(axis=1)
    return bits
