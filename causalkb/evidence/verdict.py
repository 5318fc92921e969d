"""From the works on both sides of a hypothesis to a verdict, and what would overturn it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from causalkb.evidence.balance_records import Verdict
from causalkb.evidence.independence import Pairs, Voice, coverage, coverage_without
from causalkb.evidence.weights import Weights

MOST_TOGETHER = 3
"""How many works the search for a set that overturns a verdict takes away at most."""
_SLACK = 1e-6
"""So much more than rounding can make up is taken off a bound."""


@dataclass(frozen=True)
class Pan:
    """The works on one side of a hypothesis, by the keys of their units."""

    voices: Mapping[str, Voice]

    @cached_property
    def weight(self) -> float:
        """Points, each author once."""
        return coverage(self.voices.values())

    @cached_property
    def pairs(self) -> Pairs:
        """Which works share no author."""
        return Pairs(self.voices.values())

    @cached_property
    def weights_without(self) -> Mapping[str, float]:
        """Points without each unit of this side, for all at once."""
        return coverage_without(self.voices)

    def without(self, key: str) -> Pan:
        """The same without one unit."""
        if key not in self.voices:
            return self
        return Pan({other: voice for other, voice in self.voices.items() if other != key})

    def least(self, gone: Collection[str]) -> float:
        """A bound: no fewer points than this are left without some units."""
        loss = sum(self.voices[key].weight for key in gone if key in self.voices)
        return self.weight - loss - _SLACK


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

    @cached_property
    def pairs(self) -> Pairs:
        """Which works on either side share no author."""
        return Pairs([*self.pro.voices.values(), *self.con.voices.values()])

    def verdict(self, weights: Weights, without: str | None = None) -> Verdict:
        """Apply the rule.

        A side wins if it outweighs the other by ``margin`` points and ``ratio`` times, and rests
        on two works that share no author. If neither does, the hypothesis is contested where each
        side has at least ``serious`` points and any two works share no author; otherwise what
        there is, is insufficient.

        Args:
            weights: The table of the rule.
            without: Key of a unit that is left out.
        """
        pro, con = (
            pan.weight if without is None else pan.weights_without.get(without, pan.weight)
            for pan in (self.pro, self.con)
        )
        if _wins(pro, con, weights) and self.pro.pairs.any(without):
            return Verdict.SUPPORTED
        if _wins(con, pro, weights) and self.con.pairs.any(without):
            return Verdict.CONTRADICTED
        if min(pro, con) >= weights.serious and self.pairs.any(without):
            return Verdict.CONTESTED
        return Verdict.INSUFFICIENT

    def surely_stays(self, now: Verdict, gone: Collection[str], weights: Weights) -> bool:
        """Whether the verdict cannot change by any loss of the claims of some units.

        A cheap proof by bounds on the weights; ``False`` where they do not prove it.
        """
        pro, con = self.pro.weight, self.con.weight
        least_pro, least_con = self.pro.least(gone), self.con.least(gone)
        if now is Verdict.SUPPORTED:
            return _wins(least_pro, con, weights) and self.pro.pairs.avoid(gone)
        if now is Verdict.CONTRADICTED:
            return _wins(least_con, pro, weights) and self.con.pairs.avoid(gone)
        if _wins(pro, least_con, weights) or _wins(con, least_pro, weights):
            return False
        if now is Verdict.CONTESTED:
            return min(least_pro, least_con) >= weights.serious and self.pairs.avoid(gone)
        return min(pro, con) < weights.serious


def _wins(one: float, other: float, weights: Weights) -> bool:
    return round(one - other, 9) >= weights.margin and one >= weights.ratio * other


def overturned_by(scales: Scales, weights: Weights) -> tuple[str, ...]:
    """Return the units, each of which alone, if taken away, changes the verdict."""
    now = scales.verdict(weights)
    return tuple(key for key in scales.keys if scales.verdict(weights, without=key) is not now)


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
