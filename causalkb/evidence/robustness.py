"""Whether a verdict hangs on the way of counting, or on single works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, FOR, QUALIFIES, Way, What
from causalkb.evidence.records import Robustness, Verdict
from causalkb.evidence.tables import Row
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
    ways = list(_ways(counts))
    counts.prepare(way for _, _, way in ways)
    for names, words, way in ways:
        other = counts if way == counts.way else counts.by(way)
        sums = other.table.sums
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
    matter where they take part in a comparison or begin or cease to. For "some" and "no", which
    ask for direct and undisputed claims, the strata that lead for a side are counted together too.
    """

    def __init__(self, counts: Counts, rule: Rule) -> None:
        self._counts, self._rule = counts, rule
        self._answer = rule(counts)
        self._judged: dict[object, bool] = {}
        self._leans: dict[What, int] = {
            (facet, value): lean(*counts.row((facet, value)))
            for facet, values in counts.facets().items()
            for value in values
        }
        self._compared = self._values_compared()
        strict = not counts.way.disputed
        strata = counts.strata().items() if strict else ()
        self._leading: dict[str, frozenset[What]] = {
            FOR: frozenset(s for s, (favour, against, _) in strata if favour > against),
            AGAINST: frozenset(s for s, (favour, against, _) in strata if against > favour),
        }
        self._strict = strict

    def _values_compared(self) -> frozenset[What]:
        """Values of facets that lean, where others of the same facet lean the opposite way."""
        found: set[What] = set()
        for facet, values in self._counts.facets().items():
            own = {(facet, value): self._leans[facet, value] for value in values}
            if {1, -1} <= set(own.values()):
                found |= {what for what, way in own.items() if way}
        return frozenset(found)

    def changes(self, part: int, places: int) -> bool:
        """Whether the answer is another without works of a component."""
        lost = self._counts.lost(part, places)
        look = frozenset(self._look(part, places, lost))
        if look not in self._judged:
            self._judged[look] = self._rule(self._counts.without(part, places)) != self._answer
        return self._judged[look]

    def _look(self, part: int, places: int, lost: Mapping[What, Row]) -> Iterator[object]:
        moves: Counter[object] = Counter()
        turned: set[str] = set()
        for what, fewer in lost.items():
            if isinstance(what, str):
                if what in ("all", "direct"):
                    yield what, fewer
            elif what[0] == "stratum":
                before, after = self._before_and_after(what, fewer)
                if (one := _place(before)) != (two := _place(after)):
                    moves[one, two] += 1
                    if self._strict and one[:2] != two[:2]:
                        yield part, places  # it leads no longer, or now: judged for itself
            elif lean(*self._before_and_after(what, fewer)[1]) != self._leans[what]:
                turned.add(what[0])
        yield "strata", frozenset(moves.items())
        for what, fewer in lost.items():
            if what in self._compared or what[0] in turned:
                yield what, fewer
        for side, strata in self._leading.items():
            if strata:
                yield side, self._counts.lost_in_any(part, places, side, strata)

    def _before_and_after(self, what: What, fewer: Row) -> tuple[Row, Row]:
        had = self._counts.row(what)
        return had, (had[0] - fewer[0], had[1] - fewer[1], had[2] - fewer[2])


def _place(row: Row) -> tuple[bool, ...]:
    """What the rules ask of a stratum: who leads, who is in it, whether by two or three or more."""
    favour, against, _ = row
    return (
        *(favour > against, against > favour, favour > 0, against > 0, favour >= 3, against >= 3),
        *(favour >= 2 and favour >= 2 * against, against >= 2 and against >= 2 * favour),
    )
