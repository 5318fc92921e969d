"""Whether a verdict hangs on the way of counting, or on single works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from causalkb.evidence.counts import AGAINST, EITHER, FOR, QUALIFIES, Counts, Way
from causalkb.evidence.records import Robustness, Verdict
from causalkb.vocabulary import Design

Answer = tuple[Verdict, object]
"""A verdict, with the facet on which it depends where it does."""
Rule = Callable[[Counts], Answer]

_CHANGES = {
    "indirect": (False, "without indirect claims"),
    "secondhand": (False, "without second-hand claims"),
    "evaluations": (False, "without evaluations"),
    "disputed": (False, "without disputed claims"),
    "qualifies": (True, "with qualifying claims as claims against"),
}
_GROUPS = {
    "persons": "",
    "works": "with each work as a group of its own",
    "components": "with works linked by shared authors as one group",
}


def robustness_of(counts: Counts, rule: Rule) -> Robustness:
    """Return in how many distinct ways of counting the verdict holds, and where it does not.

    Two ways that count the same are one. The exceptions are named by the fewest changes that make
    them.
    """
    answer = rule(counts)
    seen: set[object] = set()
    holds = 0
    broken: list[tuple[frozenset[str], str]] = []
    for names, words, way in _ways(counts):
        other = counts if way == counts.way else counts.by(way)
        sums = _sums(other)
        if sums in seen:
            continue
        seen.add(sums)
        found = rule(other)
        if found == answer:
            holds += 1
        elif not any(smaller <= names for smaller, _ in broken):
            broken.append((names, f"{' and '.join(words)}: {found[0].value}"))
    return Robustness(holds, len(seen), tuple(text for _, text in broken))


def _ways(counts: Counts) -> Iterator[tuple[frozenset[str], list[str], Way]]:
    """Ways of counting that can differ, fewest changes first."""
    items = [item for part in counts.parts for held in part.items for item in held]
    relevant = {
        "indirect": any(not item.direct for item in items),
        "secondhand": any(item.secondhand for item in items),
        "evaluations": any(item.design is Design.EVALUATION for item in items),
        "disputed": any(item.disputed for item in items),
        "qualifies": any(item.side == QUALIFIES for item in items),
    }
    names = [
        name
        for name, (value, _) in _CHANGES.items()
        if relevant[name] and getattr(counts.way, name) != value
    ]
    linked = any(len(part.items) > 1 for part in counts.parts)
    groups = list(_GROUPS) if linked else ["persons"]
    sets = [(s, g) for n in range(len(names) + 1) for s in combinations(names, n) for g in groups]
    for chosen, group in sorted(sets, key=lambda way: len(way[0]) + (way[1] != "persons")):
        changes: dict[str, Any] = {name: _CHANGES[name][0] for name in chosen}
        words = [_CHANGES[name][1] for name in chosen]
        if group != "persons":
            words.append(_GROUPS[group])
        marks = frozenset((*chosen, *([group] if group != "persons" else [])))
        yield marks, words, replace(counts.way, groups=group, **changes)


def _sums(counts: Counts) -> tuple[int, ...]:
    """Everything that tells two ways of counting apart."""
    whole = [counts.get(side, what) for side in (FOR, AGAINST) for what in ("all", "direct")]
    strata = [
        hash((s, counts.get(FOR, ("stratum", *s)), counts.get(AGAINST, ("stratum", *s))))
        for s in counts.strata()
    ]
    return (*whole, counts.get(EITHER), *strata)


def overturning(counts: Counts, rule: Rule) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the works without which the verdict would be another, and such sets of linked works.

    Returns:
        Keys of single works; and, of the components of linked works that change the verdict only
        as a whole, the keys of each.
    """
    answer = rule(counts)
    single: list[str] = []
    together: list[tuple[str, ...]] = []
    for n, part in enumerate(counts.parts):
        places = range(len(part.items))
        mine = [p for p in places if rule(counts.without(n, 1 << p)) != answer]
        for place in mine:
            single += part.keys[place]
        whole = (1 << len(part.items)) - 1
        linked = not mine and len(part.items) > 1
        if linked and rule(counts.without(n, whole)) != answer:
            together += [tuple(sorted(keys)) for keys in zip(*part.keys, strict=True)]
    return sorted(set(single)), sorted(together)
