"""Which single intervention is expected to tell most about the structure.

The expected information gain (Lindley 1956; for structures Murphy 2001, Tong and Koller 2001) is
estimated by simulation: a structure is drawn by its weight, its parameters from their posterior,
then rows in which the variable is set to each of its values in equal shares (a continuous one
to one standard deviation below and above its mean).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from causalkb.compete.records import NextExperiment
from causalkb.compete.scores import FamilyScores, Floats, of_graphs
from causalkb.compete.structures import Graphs

ROWS = 50
"""Rows by which the interventions are compared."""
TRIED = (10, 20, 50, 100, 200, 500, 1000)
"""Numbers of rows of which the least that suffices is told."""
SIMULATED = 200
ENOUGH, OFTEN = 0.9, 0.8
"""The weight that decides, and the share of experiments in which it has to be reached."""
LEAST_BITS = 0.01
_MOST_CELLS = 4_000_000


class Model(Protocol):
    """What scores families and simulates rows: of discrete or of continuous variables."""

    @property
    def settable(self) -> list[int]:
        """The variables of which an experiment can be thought."""

    def simulated(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows of a structure in which a variable is set: (rows, k)."""

    def gains(self, new: Any, variable: int) -> FamilyScores:
        """Return the log predictive of new rows (s, rows, k) by each family: (s,) each."""


class Planner:
    """Simulates experiments on what is believed now.

    Args:
        model: Of the data.
        variables: Their names.
        graphs: The structures, (g, k).
        weights: Their weights, (g,), of sum 1.
        seed: Of the simulation.
    """

    def __init__(
        self, model: Model, variables: Sequence[str], graphs: Graphs, weights: Floats, seed: int
    ) -> None:
        self.model, self.variables = model, variables
        self.graphs, self.weights, self.seed = graphs, weights, seed

    def gains(self) -> list[tuple[int, float]]:
        """Return variables with the expected gain in bits by ``ROWS`` rows, greatest first."""
        gains = [(v, self._gain_by(v, ROWS)) for v in self.model.settable]
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
        for v in range(len(self.variables)):
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
        new = np.stack(
            [self.model.simulated(self.graphs[g], variable, rows, random) for g in drawn]
        )
        share = max(1, _MOST_CELLS // max(1, len(self.graphs) + rows * len(self.variables)))
        return np.concatenate(
            [
                self._updated(new[start : start + share], variable)
                for start in range(0, SIMULATED, share)
            ]
        )

    def _updated(self, new: Any, variable: int) -> Floats:
        score = of_graphs(self.graphs, self.model.gains(new, variable))
        with np.errstate(divide="ignore"):
            log = np.log(self.weights)[None, :] + score
        log -= log.max(axis=1, keepdims=True)
        weights = np.exp(log)
        updated: Floats = weights / weights.sum(axis=1, keepdims=True)
        return updated


def _bits(weights: Floats) -> Floats:
    """Return the entropy of each row of weights in bits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(weights > 0, weights * np.log2(weights), 0.0)
    bits: Floats = -terms.sum(axis=1)
    return bits
