"""The battery: items from a seed, the same on every machine, no two alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random

from causalkb.errors import InputError, UnknownError
from causalkb.probe.families import FAMILIES
from causalkb.probe.families.draft import Draft, Draw, Family
from causalkb.probe.items import BATTERY, Item, Words

QUICK = 3
"""Groups of a family in a quick run: one of each kind of words."""
_WORDS = tuple(Words)
_MOST = 300


def make_items(
    seed: int = 1, families: Collection[str] | None = None, groups: int | None = None
) -> list[Item]:
    """Return the items of a battery.

    Args:
        seed: Each number gives other items, in the same proportions.
        families: Names of families; default: all.
        groups: Groups of each family; default: as many as make about 96 items. The first groups
            are the same however many there are.

    Raises:
        UnknownError: There is no such family.
        InputError: ``groups`` is not a number from 1 to 300.

    >>> item = make_items(seed=1, families=["direction"], groups=1)[0]
    >>> item.id, item.cell, item.options[item.answer]
    ('direction-001-1', 'forward-cause-first', 'Skipesk brings about dopund')
    """
    if groups is not None and not 1 <= groups <= _MOST:
        raise InputError(f"{groups} is not a number of groups from 1 to {_MOST}")
    wanted = tuple(FAMILIES) if families is None else tuple(families)
    for name in wanted:
        if name not in FAMILIES:
            raise UnknownError("family", name, FAMILIES, f"there are {', '.join(FAMILIES)}")
    return [
        item
        for name, family in FAMILIES.items()
        if name in wanted
        for item in _family(family, seed, groups or family.groups)
    ]


def _family(family: Family, seed: int, groups: int) -> list[Item]:
    found: list[Item] = []
    seen: set[tuple[str, str]] = set()
    for twin in range(-(-groups // len(_WORDS))):
        attempt = 0
        while True:
            items = [
                item
                for kind in range(len(_WORDS))
                for item in _group(family, seed, twin * len(_WORDS) + kind, attempt)
            ]
            texts = {(item.text, item.question) for item in items}
            # Twins share their numbers: where an item has been drawn before, all are drawn anew.
            if len(texts) == len(items) and not texts & seen:
                break
            attempt += 1
        seen |= texts
        found += items
    return found[: groups * family.group]


def _group(family: Family, seed: int, group: int, attempt: int) -> list[Item]:
    twin, kind = divmod(group, len(_WORDS))
    words = _WORDS[kind]
    stem = f"{BATTERY}/{seed}/{family.name}"
    structure = Random(f"{stem}/structure/{twin}/{attempt}")
    naming = Random(f"{stem}/names/{group}/{attempt}")
    offset = Random(f"{stem}/turn").randrange(1000)
    drafts = family.make(Draw(structure, naming, words, offset + twin + attempt))
    pair = f"{family.name}-{group + 1:03}"
    return [
        _shuffled(
            naming,
            draft,
            Item(
                f"{pair}-{number}",
                family.name,
                draft.cell,
                pair,
                f"{family.name}-{twin + 1:03}-{number}",
                words,
                draft.text,
                draft.question,
                draft.options,
                draft.answer,
                draft.foils,
                draft.asserts,
                draft.signal,
                draft.neutral,
                draft.grounds,
            ),
        )
        for number, draft in enumerate(drafts, 1)
    ]


def _shuffled(random: Random, draft: Draft, item: Item) -> Item:
    """Put the options into a random order: their place must not tell which one is right."""
    order = list(range(len(draft.options)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    question, options = draft.neutral
    return replace(
        item,
        options=tuple(draft.options[old] for old in order),
        answer=place[draft.answer],
        foils={name: tuple(place[p] for p in places) for name, places in draft.foils.items()},
        asserts=tuple(sorted(place[p] for p in draft.asserts)),
        neutral=(question, tuple(options[old] for old in order)),
    )
