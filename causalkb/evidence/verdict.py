"""From the works on both sides of a hypothesis to a verdict, and what would overturn it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from causalkb.evidence.balance_records import Verdict
from causalkb.evidence.independence import (
    Voice,
    coverage,
    coverage_without,
    has_independent_pair,
)
from causalkb.evidence.weights import Weights

MOST_TOGETHER = 3
"""How many works the search for a set that overturns a verdict takes away at most."""


@dataclass(frozen=True)
class Pan:
    """The works on one side of a hypothesis, by the keys of their units."""

    voices: Mapping[str, Voice]

    @cached_property
    def weight(self) -> float:
        """Points, each author once."""
        return coverage(self.voices.values())

    @cached_property
    def independent(self) -> bool:
        """Whether two of the works share no author."""
        return has_independent_pair(self.voices.values())

    def without(self, key: str) -> Pan:
        """The same without one unit."""
        if key not in self.voices:
            return self
        return Pan({other: voice for other, voice in self.voices.items() if other != key})


@dataclass(frozen=True)
class Scales:
    """The works for and against one hypothesis."""

    pro: Pan
    con: Pan

    def without(self, key: str) -> Scales:
        """The same without one unit."""
        return Scales(self.pro.without(key), self.con.without(key))

    @property
    def keys(self) -> list[str]:
        """The units on either side, sorted."""
        return sorted({*self.pro.voices, *self.con.voices})

    def verdict(self, weights: Weights) -> Verdict:
        """Apply the rule.

        A side wins if it outweighs the other by ``margin`` points and ``ratio`` times, and rests
        on two works that share no author. If neither does, the hypothesis is contested where each
        side has at least ``serious`` points and any two works share no author; otherwise what
        there is, is insufficient.
        """
        pro, con = self.pro.weight, self.con.weight
        if _wins(pro, con, weights) and self.pro.independent:
            return Verdict.SUPPORTED
        if _wins(con, pro, weights) and self.con.independent:
            return Verdict.CONTRADICTED
        if min(pro, con) >= weights.serious:
            both = [*self.pro.voices.values(), *self.con.voices.values()]
            if has_independent_pair(both):
                return Verdict.CONTESTED
        return Verdict.INSUFFICIENT


def _wins(one: float, other: float, weights: Weights) -> bool:
    return round(one - other, 9) >= weights.margin and one >= weights.ratio * other


def overturned_by(scales: Scales, weights: Weights) -> tuple[str, ...]:
    """Return the units, each of which alone, if taken away, changes the verdict."""
    now = scales.verdict(weights)
    return tuple(key for key in scales.keys if scales.without(key).verdict(weights) is not now)


def overturned_together(scales: Scales, weights: Weights) -> tuple[str, ...]:
    """Return a smallest set of units, found greedily, without which the verdict changes.

    One side is stripped of the unit that costs it most, again and again, up to three times; the
    shorter way of the two sides is returned, and ``()`` if neither gets there. The greedy way is
    exact for two works of different authors and may miss a smaller set where authors are shared.
    """
    now = scales.verdict(weights)
    ways = [way for pro in (True, False) if (way := _strip(scales, weights, now, pro=pro))]
    return min(ways, key=lambda way: (len(way), way), default=())


def _strip(scales: Scales, weights: Weights, now: Verdict, *, pro: bool) -> tuple[str, ...]:
    gone: list[str] = []
    for _ in range(MOST_TOGETHER):
        left = coverage_without((scales.pro if pro else scales.con).voices)
        if not left:
            break
        key = min(left, key=lambda key: (left[key], key))
        gone.append(key)
        scales = scales.without(key)
        if scales.verdict(weights) is not now:
            return tuple(sorted(gone))
    return ()
