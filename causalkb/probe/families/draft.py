"""What a family makes of a draw: drafts of items, whose options are still in order of writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from causalkb.probe.items import Words

YES, NO = 0, 1
YES_NO = ("Yes", "No")
CANNOT_TELL = 2
YES_NO_CANNOT = ("Yes", "No", "It cannot be told from this")


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before its options are shuffled; see :class:`causalkb.probe.items.Item`."""

    cell: str
    text: str
    question: str
    options: tuple[str, ...]
    answer: int
    foils: Mapping[str, tuple[int, ...]]
    neutral: tuple[str, tuple[str, ...]]
    grounds: str
    asserts: tuple[int, ...] = ()
    signal: bool | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """What a group is made from.

    Attributes:
        structure: The random stream of numbers and structures; the groups of a twin share it.
        naming: The random stream of names.
        words: What kind of names.
        turn: Which set of plausible names.
    """

    structure: Random
    naming: Random
    words: Words
    turn: int


@dataclass(frozen=True, slots=True)
class Family:
    """A family of items.

    Attributes:
        name, title: What it is called, and what it asks.
        group: How many items a group has.
        options: How many options an item has; chance is one in so many.
        groups: How many groups there are by default: about 96 items.
        make: Makes the drafts of a group.
        contrasts: Cells that are set against each other: (name, cell, other cell).
    """

    name: str
    title: str
    group: int
    options: int
    groups: int
    make: Callable[[Draw], list[Draft]]
    contrasts: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def chance(self) -> float:
        """The accuracy of a guess."""
        return 1 / self.options


def foils(
    *, pundit: int | None = None, sceptic: int | None = None, associationist: int | None = None
) -> dict[str, tuple[int, ...]]:
    """Return the places that the fallible references take; ``None``: it does not choose."""
    given = {"pundit": pundit, "sceptic": sceptic, "associationist": associationist}
    return {name: (place,) for name, place in given.items() if place is not None}


def capital(text: str) -> str:
    """Return a text that begins with a capital.

    >>> capital("a wet road")
    'A wet road'
    """
    return text[:1].upper() + text[1:]
