"""Which single intervention is expected to tell most about the structure.

The expected information gain (Lindley 1956; for structures Murphy 2001, Tong and Koller 2001) is
estimated by simulation: a structure is drawn by its weight, its parameters from their posterior,
then rows in which the variable is set to each of its values in equal shares (a continuous one
to one standard deviation below and above its mean).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from causalkb.compete.rivals import Rivals
from causalkb.compete.scores import Floats
from causalkb.records.competition import NextExperiment

ROWS = 50
"""Rows by which the interventions are compared."""
TRIED = (10, 20, 50, 100, 200, 500, 1000)
"""Numbers of rows of which the least that suffices is told."""
SIMULATED, SIMULATED_OF_MANY = 200, 60
"""Experiments that are simulated for each variable; fewer of more than five variables."""
ENOUGH, OFTEN = 0.9, 0.8
"""The weight that decides, and the share of experiments in which it has to be reached."""
LEAST_BITS = 0.01
_MOST_CELLS = 4_000_000


class Planner:
    """Simulates experiments on what is believed now.

    Args:
        rivals: The structures.
        weights: Their weights, (n,), of sum 1.
        seed: Of the simulation.
    """

    def __init__(self, rivals: Rivals, weights: Floats, seed: int) -> None:
        self.rivals, self.weights, self.seed = rivals, weights, seed
        self.simulated = SIMULATED if len(rivals.variables) <= 5 else SIMULATED_OF_MANY

    def gains(self) -> list[tuple[int, float]]:
        """Return variables with the expected gain in bits by ``ROWS`` rows, greatest first."""
        gains = [(v, self._gain_by(v, ROWS)) for v in self.rivals.model.settable]
        return sorted(gains, key=lambda pair: -pair[1])

    def best(self, gains: list[tuple[int, float]]) -> NextExperiment | None:
        """Return the best of the interventions; ``None`` if none is expected to tell anything."""
        if not gains or gains[0][1] < LEAST_BITS:
            return None
        v, bits = gains[0]
        return NextExperiment(self.rivals.variables[v], bits, self._rows_needed(v))

    def _rows_needed(self, variable: int) -> int | None:
        """Return the least number of rows tried that decides what setting a variable can tell."""
        kinds = self.rivals.edges_at(variable)
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
        rivals = self.rivals
        drawn = random.choice(len(rivals), self.simulated, p=self.weights)
        new = np.stack([rivals.simulated(n, variable, rows, random) for n in drawn.tolist()])
        share = max(1, _MOST_CELLS // max(1, len(rivals) + rows * len(rivals.variables)))
        return np.concatenate(
            [
                self._updated(new[start : start + share], variable)
                for start in range(0, self.simulated, share)
            ]
        )

    def _updated(self, new: Any, variable: int) -> Floats:
        score = self.rivals.gains(new, variable)
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
