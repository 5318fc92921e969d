"""Which names are the same person, and which works therefore are not independent.

A name joins another if the family names are the same and the given names do not exclude each
other: ``B.`` may be Bernhard, Rohin is not Rusheb. Initials alone would join strangers; whole
names alone would part a person from her own papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from causalkb.lazy import compiled_on_use
from causalkb.records import Person, Work
from causalkb.text import fold

Name = tuple[str, tuple[str, ...]]
"""A folded family name and the folded given names."""

_INITIALS = compiled_on_use(r"[A-Z]{2,3}")
_BETWEEN = compiled_on_use(r"[\s.\-‐]+")


@lru_cache(maxsize=100_000)
def name_of(person: Person) -> Name:
    """Return a name as it is compared.

    >>> name_of(Person("Schölkopf", "Bernhard"))
    ('scholkopf', ('bernhard',))
    >>> name_of(Person("Pearl", "J."))
    ('pearl', ('j',))
    """
    family = _letters(person.particle + person.family)
    if person.literal:
        return family, ()
    parts: list[str] = []
    for word in _BETWEEN.split(person.given):
        # "JM" stands for two names.
        parts += list(word) if _INITIALS.fullmatch(word) else [word]
    given = (_letters(part) for part in parts)
    return family, tuple(part for part in given if part)


def _letters(text: str) -> str:
    folded = fold(text)
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def same_person(one: Name, two: Name) -> bool:
    """Whether two names may be those of one person.

    >>> rohin, rusheb, r = (name_of(Person("Shah", g)) for g in ("Rohin", "Rusheb", "R."))
    >>> same_person(rohin, rusheb), same_person(rohin, r)
    (False, True)
    """
    if one[0] != two[0]:
        return False
    for first, second in zip(one[1], two[1], strict=False):
        short, long = sorted((first, second), key=len)
        if short != long and not (len(short) == 1 and long.startswith(short)):
            return False
    return True


def units_of(works: Mapping[str, Work]) -> dict[str, str]:
    """Return for each work the key that stands for it and its other versions (the first)."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = leader.setdefault(leader[key], leader[key])
            key = leader[key]
        return key

    for key, work in works.items():
        for other in work.versions:
            one, two = sorted((find(key), find(other)))
            leader[two] = one
    return {key: find(key) for key in works}


def names_of(works: Iterable[Work]) -> set[Name]:
    """Return the authors of some works; "and others" is not a person."""
    return {name_of(person) for work in works for person in work.authors if not person.is_others}


def shared(names: Sequence[set[Name]]) -> list[set[int]]:
    """Return for each set of names the positions of the others that share a person with it."""
    holders: defaultdict[str, defaultdict[Name, set[int]]] = defaultdict(lambda: defaultdict(set))
    for position, held in enumerate(names):
        for name in held:
            holders[name[0]][name].add(position)
    neighbours: list[set[int]] = [set() for _ in names]
    for variants in holders.values():
        found = list(variants)
        for n, one in enumerate(found):
            for two in found[n:]:
                if one is two or same_person(one, two):
                    for position in variants[one]:
                        neighbours[position] |= variants[two]
                    for position in variants[two]:
                        neighbours[position] |= variants[one]
    for position, near in enumerate(neighbours):
        near.discard(position)
    return neighbours


def linked_by(works: Mapping[str, Work]) -> list[tuple[str, list[str]]]:
    """Return the people who wrote several of some works, and the versions of one, with the works.

    A person is told by the family name; "" stands for versions.
    """
    holders: defaultdict[Name, set[str]] = defaultdict(set)
    family: dict[Name, str] = {}
    found: set[tuple[str, tuple[str, ...]]] = set()
    for key, work in works.items():
        for person in work.authors:
            if not person.is_others:
                holders[name_of(person)].add(key)
                family[name_of(person)] = person.family
        together = tuple(sorted({key, *work.versions} & works.keys()))
        if len(together) > 1:
            found.add(("", together))
    variants: defaultdict[str, list[Name]] = defaultdict(list)
    for name in holders:
        variants[name[0]].append(name)
    for names in variants.values():
        for name in names:
            own = set().union(*(holders[other] for other in names if same_person(name, other)))
            if len(own) > 1:
                found.add((family[name], tuple(sorted(own))))
    return [(person, list(keys)) for person, keys in sorted(found)]
