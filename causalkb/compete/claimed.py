"""A prior that favours some edges, such as those that claims assert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, log

import numpy as np

from causalkb.compete import structures
from causalkb.compete.scores import Floats
from causalkb.compete.structures import Graphs
from causalkb.errors import InputError


@dataclass(frozen=True, slots=True)
class Prior:
    """By how much an edge (cause, effect) makes a structure more likely: natural log odds."""

    log_odds: Mapping[tuple[int, int], float]

    @classmethod
    def of(cls, odds: Mapping[str, float], variables: Sequence[str]) -> Prior:
        """Return the prior of odds by edges such as "A -> B".

        Raises:
            InputError: Odds are not positive, or an edge is not written so.
            UnknownError: There is no such variable.
        """
        found = {}
        for text, value in odds.items():
            if not (value > 0 and isfinite(value)):
                raise InputError(f"the odds of {text!r} must be above 0, not {value:g}")
            found[structures.edge_named(text, variables)] = log(value)
        return cls(found)

    def __bool__(self) -> bool:
        return bool(self.log_odds)

    def of_graphs(self, graphs: Graphs, count: int) -> Floats:
        """Return the log of the factor of each graph, 0 for ``count`` structures without edges."""
        found = np.zeros(len(graphs) + count)
        for (cause, effect), value in self.log_odds.items():
            found[: len(graphs)] += value * (graphs[:, effect] >> cause & 1)
        return found

    def of_family(self, variable: int, parents: int) -> float:
        """Return the log of the factor of a variable's parents."""
        return sum(
            value
            for (cause, effect), value in self.log_odds.items()
            if effect == variable and parents >> cause & 1
        )
