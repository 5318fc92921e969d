"""The bootstrap over groups: items of one group are not independent of one another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_SEED = 20090515
"""Fixed, so that the same answers give the same intervals."""

Floats = NDArray[np.float64]


class Resampling:
    """Draws groups with replacement (Efron and Tibshirani 1993; percentile intervals)."""

    def __init__(self, groups: Sequence[str], draws: int) -> None:
        """Take the group of each item.

        Args:
            groups: The name of the group that each item belongs to.
            draws: How often to draw.
        """
        names = {name: n for n, name in enumerate(dict.fromkeys(groups))}
        self.groups = len(names)
        self._of = np.array([names[group] for group in groups])
        self._counts = _drawn(self.groups, draws)

    def sums(self, values: Sequence[float]) -> Floats:
        """Return the sum of the values of all items in each draw."""
        per_group = np.bincount(self._of, weights=np.asarray(values), minlength=self.groups)
        return np.asarray(self._counts @ per_group, dtype=np.float64)

    def interval_of_mean(self, values: Sequence[float]) -> tuple[float, float]:
        """Return the 95 % interval of the mean of the values."""
        return interval(self.sums(values) / self.sums([1.0] * len(values)))


@lru_cache(maxsize=64)
def _drawn(groups: int, draws: int) -> Floats:
    """Return how often each group is in each draw, shape (draws, groups)."""
    random = np.random.default_rng(_SEED)
    return random.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)


def interval(drawn: Floats) -> tuple[float, float]:
    """Return the middle 95 % of what was drawn."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
