"""The bootstrap over groups: items of one group are not independent of one another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from causalkb.probe.records import Interval

_SEED = 20090515
"""Fixed, so that the same answers give the same intervals."""

_Z = NormalDist().inv_cdf(0.975)

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

    def interval_of_mean(self, values: Sequence[float]) -> Interval:
        """Return the 95 % interval of the mean of the values."""
        return interval(self.sums(values) / self.sums([1.0] * len(values)))


@lru_cache(maxsize=64)
def _drawn(groups: int, draws: int) -> Floats:
    """Return how often each group is in each draw, shape (draws, groups)."""
    random = np.random.default_rng(_SEED)
    return random.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)


def interval(drawn: Floats) -> Interval:
    """Return the middle 95 % of what was drawn."""
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def around(value: float, variance: float) -> Interval:
    """Return the 95 % interval of a value that is normally distributed."""
    half = _Z * sqrt(variance)
    return value - half, value + half


def wider(first: Interval, second: Interval) -> Interval:
    """Return the wider interval at each end: few groups, or groups that agree, draw too narrow."""
    return min(first[0], second[0]), max(first[1], second[1])


def of_matched(differences: Sequence[float]) -> Interval:
    """Return the 95 % interval of the mean of paired differences, each between -1 and 1.

    Half an observation is added to each cell of the table of pairs, so that it has a width where
    all pairs are alike (Agresti and Min 2005).

    >>> [round(end, 3) for end in of_matched([0.0] * 18)]
    [-0.098, 0.098]
    """
    n = len(differences) + 2
    mean = sum(differences) / n
    apart = sum(map(abs, differences)) + 1
    low, high = around(mean, (apart / n - mean**2) / n)
    return max(-1.0, low), min(1.0, high)
