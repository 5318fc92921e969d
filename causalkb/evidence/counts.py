"""Counting independent groups: of all the evidence, of each side, stratum and facet.

A hypothesis has thousands of ways in which groups are counted (each stratum, each facet, each way
of counting, each work left out). So the works are split once into components (works linked by
shared people); within a component a set of works is a number with a bit for each, and counts add
up over components. Components that look alike are counted once and multiplied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from causalkb.evidence.packing import Packing
from causalkb.vocabulary import Design, Facet

FOR, AGAINST, EITHER = "+", "-", "±"
QUALIFIES = "?"


class Item(NamedTuple):
    """What one claim brings to the count, without its name."""

    side: str
    population: str
    paradigm: str
    design: Design
    late: bool
    direct: bool
    secondhand: bool = False
    disputed: bool = False
    concern: bool = False
    full: bool = False
    tells_apart: bool = False
    retracted: bool = False


class Unit(NamedTuple):
    """A work with its versions: its key, what its claims bring, and who shares a person with it."""

    key: str
    items: tuple[Item, ...]
    near: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of counting."""

    groups: str = "persons"
    indirect: bool = True
    secondhand: bool = True
    evaluations: bool = True
    disputed: bool = True
    qualifies: bool = False
    designs: frozenset[Design] | None = None
    facet: tuple[Facet, str] | None = None

    def passes(self, item: Item) -> bool:
        """Whether an item is part of this count."""
        return (
            (self.indirect or item.direct)
            and (self.secondhand or not item.secondhand)
            and (self.evaluations or item.design is not Design.EVALUATION)
            and (self.disputed or not item.disputed)
            and (self.qualifies or item.side != QUALIFIES)
            and (self.designs is None or item.design in self.designs)
            and (self.facet is None or self.facet in _facets(item))
        )


BASE = Way()

Key = tuple[str, object]
"""A side and what is counted on it: "all", "direct", a stratum, a facet and its value, ..."""


@dataclass(frozen=True, slots=True)
class Component:
    """Works that hang together, with how often there is one that looks the same.

    ``near[i]`` holds, as bits, the works that share a person with work ``i``; ``keys[i]`` the keys
    of the works at that place.
    """

    items: tuple[tuple[Item, ...], ...]
    near: tuple[int, ...]
    keys: tuple[tuple[str, ...], ...]
    times: int = 1


_Shape = tuple[tuple[tuple[Item, ...], ...], tuple[int, ...]]


def components(units: Sequence[Unit]) -> list[Component]:
    """Split works into components, those that look alike together."""
    found: dict[_Shape, list[Sequence[int]]] = {}
    seen = [False] * len(units)
    for start in range(len(units)):
        if seen[start]:
            continue
        members, stack = [], [start]
        seen[start] = True
        while stack:
            member = stack.pop()
            members.append(member)
            for other in units[member].near:
                if not seen[other]:
                    seen[other] = True
                    stack.append(other)
        members.sort(key=lambda m: (units[m].items, units[m].key))
        place = {m: n for n, m in enumerate(members)}
        near = tuple(sum(1 << place[o] for o in units[m].near) for m in members)
        shape = (tuple(units[m].items for m in members), near)
        found.setdefault(shape, []).append(members)
    return [
        Component(
            items=items,
            near=near,
            keys=tuple(tuple(units[members[n]].key for members in alike) for n in range(len(near))),
            times=len(alike),
        )
        for (items, near), alike in found.items()
    ]


class _Local:
    """The counts within one component, for one way of counting."""

    def __init__(self, masks: Mapping[Key, int], packing: Packing, groups: str) -> None:
        self.masks, self.packing, self.groups = masks, packing, groups

    def mask(self, side: str, what: object) -> int:
        if isinstance(what, frozenset):
            found = 0
            for one in what:
                found |= self.masks.get((side, one), 0)
            return found
        return self.masks.get((side, what), 0)

    def count(self, mask: int) -> int:
        return _count(mask, self.packing, self.groups)


def _count(mask: int, packing: Packing, groups: str) -> int:
    """How many groups some works of a component are."""
    if groups == "works":
        return mask.bit_count()
    if groups == "components":
        return int(mask != 0)
    return packing.count(mask) if mask & (mask - 1) else int(mask != 0)


def _masks(component: Component, way: Way, without: int = 0) -> dict[Key, int]:
    """For everything that is counted in a component, the works that bring it, as bits."""
    found: dict[Key, int] = {}
    for n, items in enumerate(component.items):
        bit = 1 << n
        if not bit & without:
            for key in _keys_of(items, way):
                found[key] = found.get(key, 0) | bit
    return found


class _Passing:
    """What is counted under the filters of a way, before groups are formed.

    The ways of forming groups share it. ``alone`` has the totals of what one work of a component
    brings: one group, however groups are formed. ``linked`` has what several works of a component
    bring: its position, and the works as bits.
    """

    def __init__(self, parts: Sequence[Component], way: Way) -> None:
        self.alone: Counter[Key] = Counter()
        self.linked: list[tuple[int, Key, int]] = []
        for n, part in enumerate(parts):
            if len(part.items) == 1:
                keys = _keys_of(part.items[0], way)
                self.alone.update(keys if part.times == 1 else dict.fromkeys(keys, part.times))
            else:
                for key, mask in _masks(part, way).items():
                    if mask & (mask - 1):
                        self.linked.append((n, key, mask))
                    else:
                        self.alone[key] += part.times


def _keys_of(items: Sequence[Item], way: Way) -> frozenset[Key]:
    """Everything in which one work is counted."""
    passing = [_keys(item) for item in items if way.passes(item)]
    return passing[0] if len(passing) == 1 else frozenset().union(*passing)


@lru_cache(maxsize=100_000)
def _keys(item: Item) -> frozenset[Key]:
    """Everything in which an item is counted, on its side and on either."""
    side = AGAINST if item.side == QUALIFIES else item.side
    whats: list[object] = [
        "all",
        ("stratum", item.population, item.paradigm),
        *_facets(item),
        *(name for name in ("direct", "concern", "full", "retracted") if getattr(item, name)),
    ]
    if item.tells_apart:
        whats.append("apart")
    return frozenset((one, what) for what in whats for one in (side, EITHER))


@lru_cache(maxsize=100_000)
def _facets(item: Item) -> tuple[tuple[Facet, str], ...]:
    """The values by which the answer may differ; unstated ones are not compared."""
    found = [(Facet.DESIGN, item.design.value), (Facet.PERIOD, "late" if item.late else "early")]
    if item.paradigm:
        found.append((Facet.PARADIGM, item.paradigm))
    if item.population:
        found.append((Facet.POPULATION, item.population))
        first, slash, _ = item.population.partition("/")
        if slash:
            found.append((Facet.POPULATION, first))
    return tuple(found)


class Counts:
    """Groups by side and by whatever is asked, under one way of counting."""

    def __init__(
        self,
        parts: Sequence[Component],
        way: Way = BASE,
        packings: Sequence[Packing] | None = None,
        passing: dict[Way, _Passing] | None = None,
    ) -> None:
        """Count the groups of some components.

        Args:
            parts: The components.
            way: The way of counting.
            packings: What is known of the components already; shared between ways.
            passing: What passes the filters of ways; shared between ways.
        """
        self.parts, self.way = parts, way
        self.packings = packings or [Packing(part.near) for part in parts]
        self._shared = {} if passing is None else passing
        filters = replace(way, groups=BASE.groups)
        if filters not in self._shared:
            self._shared[filters] = _Passing(parts, way)
        self._totals = self._shared[filters].alone.copy()
        for n, key, mask in self._shared[filters].linked:
            self._totals[key] += _count(mask, self.packings[n], way.groups) * parts[n].times
        whats = {what for _, what in self._totals}
        self._strata = {w for w in whats if isinstance(w, tuple) and w[0] == "stratum"}
        self._values = {w for w in whats if isinstance(w, tuple) and isinstance(w[0], Facet)}
        self._unions: dict[Key, int] = {}
        self._changes: tuple[tuple[int, _Local], ...] = ()

    def by(self, way: Way) -> Counts:
        """Count the same evidence another way."""
        return Counts(self.parts, way, self.packings, self._shared)

    def get(self, side: str, what: object = "all") -> int:
        """Return how many independent groups there are on a side.

        Args:
            side: ``FOR``, ``AGAINST`` or ``EITHER``.
            what: "all", "direct", "concern", "full", "retracted", "apart", a stratum
                ``("stratum", population, paradigm)``, a facet with its value, or a frozenset of
                such (their union).
        """
        total = self._union(side, what) if isinstance(what, frozenset) else self._totals[side, what]
        for sign, local in self._changes:
            total += sign * local.count(local.mask(side, what))
        return total

    def _union(self, side: str, whats: frozenset[object]) -> int:
        """Groups that are counted in any of some strata."""
        key = (side, whats)
        if key not in self._unions:
            found = 0
            for part, packing in zip(self.parts, self.packings, strict=True):
                local = _Local(_masks(part, self.way), packing, self.way.groups)
                found += local.count(local.mask(side, whats)) * part.times
            self._unions[key] = found
        return self._unions[key]

    def strata(self) -> list[tuple[str, str]]:
        """Return the populations and paradigms that occur, sorted."""
        return sorted((what[1], what[2]) for what in self._with_new(self._strata, "stratum"))

    def facets(self) -> dict[Facet, list[str]]:
        """Return the values of each facet that occur, sorted."""
        found: dict[Facet, list[str]] = {}
        for facet, value in sorted(self._with_new(self._values, *Facet)):
            found.setdefault(facet, []).append(value)
        return found

    def _with_new(self, known: set[Any], *kinds: str) -> set[Any]:
        """What occurs, and what only a group that was added brings."""
        new = {
            what
            for sign, local in self._changes
            if sign > 0
            for _, what in local.masks
            if isinstance(what, tuple) and what[0] in kinds
        }
        return known | new

    def without(self, part: int, places: int) -> Counts:
        """Return the counts with works of one component left out.

        Args:
            part: The position of the component; of several that look alike, one is changed.
            places: The works, as bits.
        """
        old, new = self._before_and_after(part, places)
        return self._changed((-1, old), (1, new))

    def lost(self, part: int, places: int) -> dict[Key, int]:
        """Return by how much each count falls when works of one component are left out."""
        if len(self.parts[part].items) == 1:
            return dict.fromkeys(_keys_of(self.parts[part].items[0], self.way), 1) if places else {}
        old, new = self._before_and_after(part, places)
        found = {
            key: old.count(mask) - new.count(new.masks.get(key, 0))
            for key, mask in old.masks.items()
        }
        return {key: n for key, n in found.items() if n}

    def _before_and_after(self, part: int, places: int) -> tuple[_Local, _Local]:
        component, packing = self.parts[part], self.packings[part]
        return (
            _Local(_masks(component, self.way), packing, self.way.groups),
            _Local(_masks(component, self.way, places), packing, self.way.groups),
        )

    def plus(self, item: Item) -> Counts:
        """Return the counts with one more group, which shares nobody with the others."""
        one = Component(((item,),), (0,), ((),))
        return self._changed((1, _Local(_masks(one, self.way), Packing((0,)), self.way.groups)))

    def _changed(self, *changes: tuple[int, _Local]) -> Counts:
        other = Counts.__new__(Counts)
        other.parts, other.way, other.packings = self.parts, self.way, self.packings
        other._shared = self._shared
        other._totals, other._unions = self._totals, self._unions
        other._strata, other._values = self._strata, self._values
        other._changes = (*self._changes, *changes)
        return other


def independent(keys: Collection[str], near: Mapping[str, Collection[str]]) -> int:
    """Return the largest number of units no two of which share a person.

    Args:
        keys: The units.
        near: The units that share a person with each.
    """
    ordered = sorted(keys)
    place = {key: n for n, key in enumerate(ordered)}
    item = Item(FOR, "", "", Design.POSITION, late=False, direct=True)
    made = [
        Unit(key, (item,), frozenset(place[o] for o in near.get(key, ()) if o in place))
        for key in ordered
    ]
    return Counts(components(made)).get(FOR)
