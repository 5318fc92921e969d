"""From the works on both sides of a hypothesis to a verdict, and what would overturn it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from causalkb.evidence.balance_records import Verdict
from causalkb.evidence.independence import Voice, coverage, has_independent_pair
from causalkb.evidence.weights import Weights

MOST_TOGETHER = 3
"""How many works the search for a set that overturns a verdict takes away at most."""


@dataclass(frozen=True, slots=True)
class Scales:
    """The works for and against one hypothesis, by the keys of their units."""

    supports: Mapping[str, Voice]
    contradicts: Mapping[str, Voice]

    def without(self, key: str) -> Scales:
        """The same without one unit."""
        return Scales(_without(self.supports, key), _without(self.contradicts, key))

    @property
    def keys(self) -> list[str]:
        """The units on either side, sorted."""
        return sorted({*self.supports, *self.contradicts})

    def verdict(self, weights: Weights) -> Verdict:
        """Apply the rule.

        A side wins if it outweighs the other by ``margin`` points and ``ratio`` times, and rests
        on two works that share no author. If neither does, the hypothesis is contested where each
        side has at least ``serious`` points and any two works share no author; otherwise what
        there is, is insufficient.
        """
        pro = coverage(self.supports.values())
        con = coverage(self.contradicts.values())
        if _wins(pro, con, weights) and has_independent_pair(self.supports.values()):
            return Verdict.SUPPORTED
        if _wins(con, pro, weights) and has_independent_pair(self.contradicts.values()):
            return Verdict.CONTRADICTED
        both = [*self.supports.values(), *self.contradicts.values()]
        if min(pro, con) >= weights.serious and has_independent_pair(both):
            return Verdict.CONTESTED
        return Verdict.INSUFFICIENT


def _without(side: Mapping[str, Voice], key: str) -> Mapping[str, Voice]:
    return {other: voice for other, voice in side.items() if other != key}


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
        side = scales.supports if pro else scales.contradicts
        if not side:
            break
        key = min(side, key=lambda key: (coverage(_without(side, key).values()), key))
        gone.append(key)
        scales = scales.without(key)
        if scales.verdict(weights) is not now:
            return tuple(sorted(gone))
    return ()
