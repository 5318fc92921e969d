"""Tables of groups: everything that is counted, in many ways of counting, in one pass.

A hypothesis has thousands of counts (each stratum, each facet, each way of counting), and each way
leaves out only some of the claims. So what a work brings is noted once, with the set of ways in
which it is there (a whole number with a bit for each way), and a table adds up the sets that its
way belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from causalkb.evidence.items import FOR, Component, Item, Way, What, whats_of
from causalkb.evidence.packing import Packing
from causalkb.vocabulary import Facet

Row = tuple[int, int, int]
"""Groups for, against, and on either side."""
Bits = tuple[int, int]
"""For and against: the works, or the ways of counting, as bits."""

NOBODY: Row = (0, 0, 0)
GROUPINGS = ("persons", "works", "components")


class Table:
    """Groups for, against and on either side, by what is counted."""

    def __init__(self, rows: Mapping[What, Row]) -> None:
        self.rows = rows

    @cached_property
    def strata(self) -> list[tuple[str, ...]]:
        """The strata that occur, as they are keyed, sorted."""
        return sorted(w for w in self.rows if isinstance(w, tuple) and w[0] == "stratum")

    @cached_property
    def facets(self) -> dict[Facet, list[str]]:
        """The values of each facet that occur, sorted."""
        found: dict[Facet, list[str]] = {}
        for what in sorted(w for w in self.rows if isinstance(w, tuple)):
            if isinstance(what[0], Facet):
                found.setdefault(what[0], []).append(what[1])
        return found

    @cached_property
    def sums(self) -> object:
        """Everything that tells two ways of counting apart."""
        rows = self.rows
        strata = tuple((what, rows[what][:2]) for what in self.strata)
        return rows.get("all", NOBODY), rows.get("direct", NOBODY)[:2], strata

    def changed(self, rows: Mapping[What, Row]) -> Table:
        """Return the table with other numbers in some rows."""
        other = Table({**self.rows, **rows})
        if len(other.rows) == len(self.rows):
            other.strata, other.facets = self.strata, self.facets
        return other


class Tables:
    """The tables of some components, made when they are asked for."""

    def __init__(self, parts: Sequence[Component]) -> None:
        self.parts = parts
        self.packings = [Packing(part.near) for part in parts]
        self._passes: dict[Way, tuple[_Pass, int]] = {}
        self._made: dict[object, Table] = {}
        self._of: dict[Way, Table] = {}

    def prepare(self, ways: Iterable[Way]) -> None:
        """Count in several ways at once."""
        filters = dict.fromkeys(replace(way, groups=GROUPINGS[0]) for way in ways)
        new = [way for way in filters if way not in self._passes]
        if new:
            made = _Pass(self.parts, self.packings, new)
            self._passes |= {way: (made, n) for n, way in enumerate(new)}

    def of(self, way: Way) -> Table:
        """Return the table of one way of counting; ways that let the same pass share it."""
        if way not in self._of:
            self.prepare([way])
            made, number = self._passes[replace(way, groups=GROUPINGS[0])]
            look = (id(made), *made.look(number, way.groups))
            if look not in self._made:
                self._made[look] = Table(made.rows(number, way.groups))
            self._of[way] = self._made[look]
        return self._of[way]


class _Pass:
    """What passes in some ways of counting, sorted by the set of ways in which it does."""

    def __init__(
        self, parts: Sequence[Component], packings: Sequence[Packing], ways: Sequence[Way]
    ) -> None:
        """Go through all components once; groups are formed in the three ways when needed."""
        self._all = (1 << len(ways)) - 1
        self._passing: dict[Item, Bits] = {}
        self._ways = ways
        self._alone: dict[Bits, Counter[What]] = {}
        self._linked: list[tuple[Component, Packing, What, int, Bits]] = []
        self._formed: dict[str, dict[int, dict[What, Row]]] = {}
        for part, packing in zip(parts, packings, strict=True):
            if len(part.items) == 1:
                for what, bits in self._brings(part.items[0]).items():
                    alone = self._alone.get(bits)
                    if alone is None:
                        alone = self._alone[bits] = Counter()
                    alone[what] += part.times
            else:
                self._add_linked(part, packing)

    def _brings(self, items: Sequence[Item]) -> dict[What, Bits]:
        """In which ways a work is for and against in everything in which it is counted."""
        found: dict[What, Bits] = {}
        for item in items:
            bits = self._passing.get(item)
            if bits is None:
                passing = sum(1 << n for n, way in enumerate(self._ways) if way.passes(item))
                bits = self._passing[item] = (passing, 0) if item.side == FOR else (0, passing)
            if bits == (0, 0):
                continue
            if not found:
                found = dict.fromkeys(whats_of(item), bits)
                continue
            for what in whats_of(item):
                old = found.get(what)
                found[what] = bits if old is None else (old[0] | bits[0], old[1] | bits[1])
        return found

    def _add_linked(self, part: Component, packing: Packing) -> None:
        entries: dict[What, list[tuple[int, Bits]]] = {}
        for n, items in enumerate(part.items):
            for what, bits in self._brings(items).items():
                entries.setdefault(what, []).append((1 << n, bits))
        for what, held in entries.items():
            for ways, works in self._sets(held):
                self._linked.append((part, packing, what, ways, works))

    def _sets(self, held: Sequence[tuple[int, Bits]]) -> Iterator[tuple[int, Bits]]:
        """The ways in which the same works are there, with the works for and against."""
        found = {(0, 0): self._all}
        for bit, (favour, against) in held:
            after: dict[Bits, int] = {}
            for (one, two), ways in found.items():
                for both, more in (
                    (ways & favour & against, (one | bit, two | bit)),
                    (ways & favour & ~against, (one | bit, two)),
                    (ways & ~favour & against, (one, two | bit)),
                    (ways & ~favour & ~against, (one, two)),
                ):
                    if both:
                        after[more] = after.get(more, 0) | both
            found = after
        return ((ways, works) for works, ways in found.items() if works != (0, 0))

    def _groups(self, grouping: str) -> dict[int, dict[What, Row]]:
        """What several works of a component bring, by the set of ways; groups are formed here."""
        if grouping not in self._formed:
            found: dict[int, dict[What, Row]] = {}
            for part, packing, what, ways, (favour, against) in self._linked:
                rows = found.setdefault(ways, {})
                old, times = rows.get(what, NOBODY), part.times
                rows[what] = (
                    old[0] + times * count(favour, packing, grouping),
                    old[1] + times * count(against, packing, grouping),
                    old[2] + times * count(favour | against, packing, grouping),
                )
            first = self._formed.get(GROUPINGS[0])
            self._formed[grouping] = first if first == found else found
        return self._formed[grouping]

    def look(self, number: int, grouping: str) -> tuple[object, ...]:
        """Return what two ways that count the same have in common."""
        alone = tuple(
            (favour >> number & 1, against >> number & 1) for favour, against in self._alone
        )
        groups = self._groups(grouping)
        return alone, id(groups), tuple(ways >> number & 1 for ways in groups)

    def rows(self, number: int, grouping: str) -> dict[What, Row]:
        """Return the table of one way."""
        found: dict[What, Row] = {}
        for (favour, against), alone in self._alone.items():
            one, two = favour >> number & 1, against >> number & 1
            if one or two:
                for what, n in alone.items():
                    old = found.get(what, NOBODY)
                    found[what] = (old[0] + one * n, old[1] + two * n, old[2] + n)
        for ways, groups in self._groups(grouping).items():
            if ways >> number & 1:
                for what, row in groups.items():
                    old = found.get(what, NOBODY)
                    found[what] = (old[0] + row[0], old[1] + row[1], old[2] + row[2])
        return found


def count(works: int, packing: Packing, grouping: str) -> int:
    """Return how many groups some works of a component are."""
    if not works & (works - 1):
        return int(works != 0)
    if grouping == "works":
        return works.bit_count()
    return 1 if grouping == "components" else packing.count(works)
