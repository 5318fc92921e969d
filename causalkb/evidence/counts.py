"""Counting independent groups: of all the evidence, of each side, stratum and facet.

The works are split once into components (works linked by shared people); within a component a set
of works is a number with a bit for each, and counts add up over components. ``items`` says what is
counted, ``tables`` holds the numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from causalkb.evidence.items import (
    AGAINST,
    EITHER,
    FOR,
    Component,
    Item,
    Unit,
    Way,
    What,
    components,
    whats_of,
)
from causalkb.evidence.tables import NOBODY, Bits, Row, Tables, count
from causalkb.vocabulary import Design, Facet

BASE = Way()

_PLACE = {FOR: 0, AGAINST: 1, EITHER: 2}
_Change = tuple[int, int]
"""The position of a component, and the works of it that are left out."""


class Counts:
    """Groups by side and by whatever is asked, under one way of counting."""

    def __init__(
        self, parts: Sequence[Component], way: Way = BASE, tables: Tables | None = None
    ) -> None:
        """Count the groups of some components.

        Args:
            parts: The components.
            way: The way of counting.
            tables: What was counted already; shared between ways.
        """
        self.parts, self.way = parts, way
        self._tables = tables or Tables(parts)
        self.table = self._tables.of(way)
        self._unions: dict[tuple[str, frozenset[What]], int] = {}
        self._without: tuple[_Change, ...] = ()
        self._added: tuple[Item, ...] = ()
        self._masks: tuple[int, dict[What, Bits]] = (-1, {})

    def by(self, way: Way) -> Counts:
        """Count the same evidence another way."""
        return Counts(self.parts, way, self._tables)

    def prepare(self, ways: Iterable[Way]) -> None:
        """Count in several ways at once, which is faster than one after the other."""
        self._tables.prepare(ways)

    def get(self, side: str, what: What = "all") -> int:
        """Return how many independent groups there are on a side.

        Args:
            side: ``FOR``, ``AGAINST`` or ``EITHER``.
            what: "all", "direct", "concern", "full", "retracted", "apart", a stratum
                ``("stratum", population, paradigm)``, or a facet with its value.
        """
        return self.table.rows.get(what, NOBODY)[_PLACE[side]]

    def row(self, what: What) -> Row:
        """Return how many groups are for, against, and on either side."""
        return self.table.rows.get(what, NOBODY)

    def strata(self) -> dict[tuple[str, ...], Row]:
        """Return the groups in each stratum ``("stratum", population, paradigm)``, sorted."""
        return {what: self.table.rows[what] for what in self.table.strata}

    def facets(self) -> dict[Facet, list[str]]:
        """Return the values of each facet that occur, sorted."""
        return self.table.facets

    def in_any(self, side: str, strata: frozenset[What]) -> int:
        """Return how many groups are counted in any of some strata."""
        key = (side, strata)
        if key not in self._unions:
            everything = range(len(self.parts))
            self._unions[key] = sum(
                self._in_any(n, 0, side, strata) * self.parts[n].times for n in everything
            )
        found = self._unions[key]
        for part, places in self._without:
            found -= self.lost_in_any(part, places, side, strata)
        added = (item for item in self._added if side in (item.side, EITHER))
        return found + sum(not strata.isdisjoint(whats_of(item)) for item in added)

    def lost_in_any(self, part: int, places: int, side: str, strata: frozenset[What]) -> int:
        """Return by how much that number falls without works of a component; see :meth:`lost`."""
        return self._in_any(part, 0, side, strata) - self._in_any(part, places, side, strata)

    def _in_any(self, part: int, without: int, side: str, strata: frozenset[What]) -> int:
        works = 0
        for what, (favour, against) in self._masks_of(part).items():
            if what not in strata:
                continue
            works |= (favour if side != AGAINST else 0) | (against if side != FOR else 0)
        return count(works & ~without, self._tables.packings[part], self.way.groups)

    def _masks_of(self, part: int) -> dict[What, Bits]:
        """For everything that is counted in a component, the works for and against, as bits."""
        known, masks = self._masks
        if known != part:
            masks = {}
            for n, items in enumerate(self.parts[part].items):
                for item in items:
                    if self.way.passes(item):
                        bits = (1 << n, 0) if item.side == FOR else (0, 1 << n)
                        for what in whats_of(item):
                            old = masks.get(what, (0, 0))
                            masks[what] = (old[0] | bits[0], old[1] | bits[1])
            self._masks = part, masks
        return masks

    def lost(self, part: int, places: int) -> dict[What, Row]:
        """Return by how much each count falls when works of one component are left out.

        Args:
            part: The position of the component; of several that look alike, one is changed.
            places: The works, as bits.
        """
        masks = self._masks_of(part)
        if len(self.parts[part].items) == 1:
            return {what: (*bits, 1) for what, bits in masks.items()} if places else {}
        packing, groups = self._tables.packings[part], self.way.groups

        def fewer(works: int) -> int:
            if not works & places:
                return 0
            return count(works, packing, groups) - count(works & ~places, packing, groups)

        rows = {
            what: (fewer(favour), fewer(against), fewer(favour | against))
            for what, (favour, against) in masks.items()
        }
        return {what: row for what, row in rows.items() if row != NOBODY}

    def without(self, part: int, places: int) -> Counts:
        """Return the counts with works of one component left out; see :meth:`lost`."""
        rows = {}
        for what, fewer in self.lost(part, places).items():
            old = self.row(what)
            rows[what] = (old[0] - fewer[0], old[1] - fewer[1], old[2] - fewer[2])
        other = self._changed(rows)
        other._without = (*self._without, (part, places))
        return other

    def plus(self, item: Item) -> Counts:
        """Return the counts with one more group, which shares nobody with the others."""
        if not self.way.passes(item):
            return self
        favour = int(item.side == FOR)
        rows = {}
        for what in whats_of(item):
            old = self.row(what)
            rows[what] = (old[0] + favour, old[1] + 1 - favour, old[2] + 1)
        other = self._changed(rows)
        other._added = (*self._added, item)
        return other

    def _changed(self, rows: Mapping[What, Row]) -> Counts:
        other = Counts.__new__(Counts)
        other.parts, other.way, other._tables = self.parts, self.way, self._tables
        other.table = self.table.changed(rows)
        other._unions, other._masks = self._unions, self._masks
        other._without, other._added = self._without, self._added
        return other


def independent(keys: Collection[str], near: Mapping[str, Collection[str]]) -> int:
    """Return the largest number of units no two of which share a person.

    Args:
        keys: The units.
        near: The units that share a person with each.
    """
    everything = set(keys)
    ordered = sorted(key for key in everything if not everything.isdisjoint(near.get(key, ())))
    if not ordered:
        return len(everything)
    place = {key: n for n, key in enumerate(ordered)}
    item = Item(FOR, "", "", Design.POSITION, late=False, direct=True)
    made = [
        Unit(key, (item,), frozenset(place[o] for o in near.get(key, ()) if o in place))
        for key in ordered
    ]
    return len(everything) - len(ordered) + Counts(components(made)).get(FOR)
