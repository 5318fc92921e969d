"""What is counted: what claims bring, works that share people, and the ways of counting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from causalkb.vocabulary import Design, Facet

FOR, AGAINST, EITHER = "+", "-", "±"
QUALIFIES = "?"

What = str | tuple[str, ...]
"""What is counted: "all", "direct", "concern", "full", "retracted", "apart", a stratum
``("stratum", population, paradigm)``, or a facet with its value."""


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
            and (self.facet is None or self.facet in whats_of(item))
        )


@lru_cache(maxsize=100_000)
def whats_of(item: Item) -> tuple[What, ...]:
    """Return everything in which an item is counted; unstated values are not compared."""
    found: list[What] = [
        "all",
        ("stratum", item.population, item.paradigm),
        (Facet.DESIGN, item.design.value),
        (Facet.PERIOD, "late" if item.late else "early"),
    ]
    if item.paradigm:
        found.append((Facet.PARADIGM, item.paradigm))
    if item.population:
        found.append((Facet.POPULATION, item.population))
        first, slash, _ = item.population.partition("/")
        if slash:
            found.append((Facet.POPULATION, first))
    if item.direct:
        found.append("direct")
    if item.concern:
        found.append("concern")
    if item.full:
        found.append("full")
    if item.retracted:
        found.append("retracted")
    if item.tells_apart:
        found.append("apart")
    return tuple(found)


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
