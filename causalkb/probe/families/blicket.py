"""Blicket: which things set off a machine, when one suffices and when it takes two.

Trials and rules after the blicket detector (Gopnik and Sobel 2000); with the rule given, so that a
harder rule is not mistaken for a preference. Truth by enumerating which things may be blickets.
"""

from __future__ import annotations

from itertools import product
from random import Random

from causalkb.probe.families.draft import (
    CANNOT_TELL,
    NO,
    YES,
    YES_NO_CANNOT,
    Draft,
    Draw,
    Family,
    capital,
    foils,
)
from causalkb.probe.vocabulary import machine_names

THINGS = 3
Trials = tuple[tuple[frozenset[int], bool], ...]
"""Which things were on the machine, and whether it went on."""

_RULES = {
    "one": (1, "The machine goes on exactly when at least one blicket is on it."),
    "two": (2, "The machine goes on exactly when at least two blickets are on it."),
}


def _make(draw: Draw) -> list[Draft]:
    named = machine_names(draw.naming, draw.words, THINGS)
    drafts = []
    for rule, (needed, told) in _RULES.items():
        for answer, cell in ((YES, "yes"), (NO, "no"), (CANNOT_TELL, "cannot-tell")):
            trials, thing = _drawn(draw.structure, needed, answer)
            drafts.append(_draft(f"{rule}-{cell}", told, named, trials, thing, answer))
    return drafts


def _drawn(random: Random, needed: int, answer: int) -> tuple[Trials, int]:
    """Draw trials in which exactly this answer is right for one of the things."""
    while True:
        blickets = frozenset(n for n in range(THINGS) if random.random() < 0.5)
        sets = [s for s in _subsets() if s]
        shown = random.sample(sets, random.randint(2, 4))
        trials = tuple((on, len(on & blickets) >= needed) for on in shown)
        things = [n for n in range(THINGS) if verdict(trials, needed, n) == answer]
        if things:
            return trials, random.choice(things)


def verdict(trials: Trials, needed: int, thing: int) -> int:
    """Return whether a thing is a blicket under every hypothesis that fits the trials."""
    fits = [
        blickets
        for blickets in _subsets()
        if all((len(on & blickets) >= needed) is went for on, went in trials)
    ]
    found = {thing in blickets for blickets in fits}
    return CANNOT_TELL if len(found) > 1 else YES if True in found else NO


def _subsets() -> list[frozenset[int]]:
    return [
        frozenset(n for n in range(THINGS) if bits[n]) for bits in product((0, 1), repeat=THINGS)
    ]


def _draft(
    cell: str, rule: str, named: list[str], trials: Trials, thing: int, answer: int
) -> Draft:
    lines = [
        f"{capital(_listed([_definite(named[n]) for n in sorted(on)]))} on the machine: it "
        f"{'goes on' if went else 'stays off'}."
        for on, went in trials
    ]
    text = (
        f"There are {_listed(named)}. Each of them either is a blicket or is not. {rule} "
        + " ".join(lines)
    )
    question = "Is {thing} a blicket?"
    return Draft(
        cell,
        text,
        question.format(thing=_definite(named[thing])),
        YES_NO_CANNOT,
        answer,
        foils(pundit=YES, sceptic=CANNOT_TELL, associationist=_associated(trials, thing)),
        (question.format(thing="X"), YES_NO_CANNOT),
        f"of the sets of blickets that fit the trials, "
        f"{('all have it', 'none has it', 'some have it')[answer]}",
        asserts=(YES,),
        signal=answer == YES,
    )


def _associated(trials: Trials, thing: int) -> int:
    """Judge by how often the machine goes on with the thing and without it."""
    on = [went for things, went in trials if thing in things]
    off = [went for things, went in trials if thing not in things]
    if not on:
        return CANNOT_TELL
    with_it, without = sum(on) / len(on), sum(off) / len(off) if off else 0.0
    return YES if with_it > without else NO


def _definite(name: str) -> str:
    return "the " + name.partition(" ")[2]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


FAMILY = Family("blicket", "which things set off a machine", 6, 3, 18, _make)
