"""Whether a verdict hangs on the way of counting, or on single works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from causalkb.evidence.counts import AGAINST, EITHER, FOR, QUALIFIES, Counts, Key, Way
from causalkb.evidence.records import Robustness, Verdict
from causalkb.evidence.verdict import lean
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
    loss = _Loss(counts, rule)
    single: list[str] = []
    together: list[tuple[str, ...]] = []
    for n, part in enumerate(counts.parts):
        mine = [place for place in range(len(part.items)) if loss.changes(n, 1 << place)]
        for place in mine:
            single += part.keys[place]
        whole = (1 << len(part.items)) - 1
        if not mine and len(part.items) > 1 and loss.changes(n, whole):
            together += [tuple(sorted(keys)) for keys in zip(*part.keys, strict=True)]
    return sorted(set(single)), sorted(together)


class _Loss:
    """Whether leaving works out changes the answer; losses that look alike are judged once.

    No rule asks for a stratum by its name, only for the groups in it, and the values of a facet
    matter where they take part in a comparison or begin or cease to.
    """

    def __init__(self, counts: Counts, rule: Rule) -> None:
        self._counts, self._rule = counts, rule
        self._answer = rule(counts)
        self._judged: dict[object, bool] = {}
        self._leans: dict[object, int] = {
            (facet, value): self._lean((facet, value), {})
            for facet, values in counts.facets().items()
            for value in values
        }
        self._compared = self._values_compared()

    def _values_compared(self) -> frozenset[object]:
        """Values of facets that lean, where others of the same facet lean the opposite way."""
        found: set[object] = set()
        for facet, values in self._counts.facets().items():
            own = {(facet, value): self._leans[facet, value] for value in values}
            if {1, -1} <= set(own.values()):
                found |= {what for what, way in own.items() if way}
        return frozenset(found)

    def _lean(self, what: object, lost: Mapping[Key, int]) -> int:
        """1 or -1 for a value with groups enough that leans for or against, 2 for even, 0."""
        of = self._counts.get
        fewer = lost.get
        return lean(
            of(FOR, what) - fewer((FOR, what), 0),
            of(AGAINST, what) - fewer((AGAINST, what), 0),
            of(EITHER, what) - fewer((EITHER, what), 0),
        )

    def changes(self, part: int, places: int) -> bool:
        """Whether the answer is another without works of a component."""
        lost = self._counts.lost(part, places)
        if self._counts.way.disputed:
            look = frozenset(self._look(lost))
        else:  # "some" and "no" ask for the groups of several strata together
            look = frozenset((part, places, *lost))
        if look not in self._judged:
            self._judged[look] = self._rule(self._counts.without(part, places)) != self._answer
        return self._judged[look]

    def _look(self, lost: Mapping[Key, int]) -> Iterator[object]:
        strata: set[object] = set()
        values: set[object] = set()
        for (side, what), number in lost.items():
            if what in ("all", "direct"):
                yield side, what, number
            elif isinstance(what, tuple):
                (strata if what[0] == "stratum" else values).add(what)
        for what in values:
            if what in self._compared or self._lean(what, lost) != self._leans[what]:
                yield what, tuple(lost.get((side, what), 0) for side in (FOR, AGAINST, EITHER))
        moves = Counter(
            (before, after)
            for what in strata
            if (before := self._place(what, {})) != (after := self._place(what, lost))
        )
        yield "strata", frozenset(moves.items())

    def _place(self, what: object, lost: Mapping[Key, int]) -> tuple[bool, ...]:
        """What the rule asks of a stratum: who is in it, who leads, whether by three or more."""
        favour, against = (
            self._counts.get(side, what) - lost.get((side, what), 0) for side in (FOR, AGAINST)
        )
        leads = (favour > against, against > favour)
        return favour > 0, against > 0, *leads, favour >= 3, against >= 3
