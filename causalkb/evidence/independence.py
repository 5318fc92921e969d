"""Which works count as separate witnesses, and how much of each counts.

Two reports of one study, or two papers of one laboratory, are not two pieces of evidence. The
authors stand in for the laboratory: each work's weight is shared out equally among its authors,
and on each side of a hypothesis each author counts once, with the largest share. The weight of a
set S of works is thus ``f(S) = sum over authors a of max over works i by a of w_i / |A_i|``, a
weighted coverage function: it does not depend on any order, never falls when a work is added, and
gains less from a further work by the same people.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from causalkb.records import Person, Work
from causalkb.text import fold

_PAIRS = 8
"""Independent pairs that are kept to show that some remain when works are taken away."""
_DECIMALS = 9
"""Sums are rounded to this many, so that three times a third is one wherever it is compared."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A work together with its other versions (preprint and published), and all their authors.

    ``key`` is the first of the versions' keys.
    """

    key: str
    authors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A unit on one side of a hypothesis, with the weight of its strongest claim there."""

    unit: Unit
    weight: float

    @property
    def share(self) -> float:
        """What each of its authors brings."""
        return self.weight / len(self.unit.authors)


def author_name(person: Person) -> str:
    """Return a name as it is compared: folded family name and first initial.

    >>> author_name(Person("Schölkopf", "Bernhard")) == author_name(Person("Scholkopf", "B."))
    True
    """
    family = "".join(c for c in fold(person.particle + person.family) if c.isalnum())
    if person.literal:
        return family
    given = [c for c in fold(person.given) if c.isalnum()]
    return f"{family} {given[0]}" if given else family


def units(works: Mapping[str, Work]) -> dict[str, Unit]:
    """Group works with their versions; return the unit of each key."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for key, work in works.items():
        for other in work.versions:
            one, two = sorted((find(key), find(other)))
            leader[two] = one
    members: dict[str, list[str]] = {}
    for key in sorted(works):
        members.setdefault(find(key), []).append(key)
    found: dict[str, Unit] = {}
    for keys in members.values():
        unit = Unit(keys[0], _authors(keys, works))
        found.update(dict.fromkeys(keys, unit))
    return found


def _authors(keys: list[str], works: Mapping[str, Work]) -> frozenset[str]:
    names = {
        name
        for key in keys
        for person in works[key].authors
        if not person.is_others and (name := author_name(person))
    }
    # A work whose authors nobody recorded is its own author: it counts, once. No name has a "#".
    return frozenset(names or {f"#{keys[0]}"})


def coverage(voices: Iterable[Voice]) -> float:
    """Return the weight of one side: each author once, with the largest share."""
    best: dict[str, float] = {}
    for voice in voices:
        share = voice.share
        for author in voice.unit.authors:
            if share > best.get(author, 0.0):
                best[author] = share
    return round(math.fsum(best.values()), _DECIMALS)


def coverage_without(voices: Mapping[str, Voice]) -> dict[str, float]:
    """Return, for each unit of a side, the :func:`coverage` of the others.

    An author's share falls from the largest to the second largest where the unit has the largest,
    so one pass over all authors is enough.
    """
    first: dict[str, float] = {}
    second: dict[str, float] = {}
    for voice in voices.values():
        share = voice.share
        for author in voice.unit.authors:
            if share >= first.get(author, 0.0):
                second[author] = first.get(author, 0.0)
                first[author] = share
            elif share > second.get(author, 0.0):
                second[author] = share
    total = math.fsum(first.values())
    left = {}
    for key, voice in voices.items():
        share = voice.share
        losses = [second[a] - share for a in voice.unit.authors if share == first[a]]
        left[key] = round(math.fsum([total, *losses]), _DECIMALS)
    return left


@dataclass(frozen=True, slots=True)
class Counted:
    """The part of a unit's weight that counts, and the units that its other authors count in."""

    weight: float
    elsewhere: tuple[str, ...] = ()


def counted(voices: Iterable[Voice]) -> dict[str, Counted]:
    """Split the weight of a side over its units, by key; the parts sum to :func:`coverage`.

    An author with the same share in two units counts in the one with the smaller key.
    """
    ordered = sorted(voices, key=lambda voice: (-voice.share, voice.unit.key))
    owner: dict[str, str] = {}
    for voice in ordered:
        for author in voice.unit.authors:
            owner.setdefault(author, voice.unit.key)
    result: dict[str, Counted] = {}
    for voice in ordered:
        key = voice.unit.key
        own = sum(owner[author] == key for author in voice.unit.authors)
        elsewhere = {owner[author] for author in voice.unit.authors} - {key}
        weight = round(own * voice.weight / len(voice.unit.authors), _DECIMALS)
        result[key] = Counted(weight, tuple(sorted(elsewhere)))
    return result


class Pairs:
    """Which of some works that weigh anything have no author in common."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        self._units = {v.unit.key: v.unit.authors for v in voices if v.weight > 0}
        self._first = _disjoint(self._units)
        self._spare: dict[str, bool] = {}
        self._some: list[tuple[str, str]] | None = None

    def any(self, without: str | None = None) -> bool:
        """Whether there are two such works, one unit (by its key) left aside."""
        if self._first is None or without not in self._first:
            return self._first is not None
        if without not in self._spare:
            left = {key: names for key, names in self._units.items() if key != without}
            self._spare[without] = _disjoint(left) is not None
        return self._spare[without]

    def avoid(self, gone: Collection[str]) -> bool:
        """Whether one of a few such pairs has none of some units; ``False`` says nothing."""
        if self._some is None:
            self._some = []
            left = dict(self._units)
            while len(self._some) < _PAIRS and (pair := _disjoint(left)) is not None:
                self._some.append(pair)
                left = {key: names for key, names in left.items() if key not in pair}
        return any(one not in gone and two not in gone for one, two in self._some)


def _disjoint(units: Mapping[str, frozenset[str]]) -> tuple[str, str] | None:
    """Return two units without a common author, by their keys, if there are any."""
    if len(units) < 2:
        return None
    # The common case of one person in all works is settled without looking at pairs.
    if frozenset.intersection(*units.values()):
        return None
    for (one, names), (two, others) in combinations(units.items(), 2):
        if names.isdisjoint(others):
            return one, two
    return None


def groups(found: Iterable[Unit]) -> list[list[Unit]]:
    """Split units into groups that are linked by shared authors, directly or through others."""
    result: list[list[Unit]] = []
    for unit in sorted(set(found), key=lambda unit: unit.key):
        linked = [g for g in result if any(not unit.authors.isdisjoint(u.authors) for u in g)]
        result = [g for g in result if g not in linked]
        result.append([u for g in linked for u in g] + [unit])
    return result
