"""The conditions of a rule with the numbers of a case, so that a verdict can be redone on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, FOR
from causalkb.evidence.statistics import wilson
from causalkb.evidence.verdict import LEAST_IN_HALF, lean, share, weaknesses
from causalkb.vocabulary import Facet, Form

_WORD = {FOR: "for", AGAINST: "against"}
_OTHER = {FOR: AGAINST, AGAINST: FOR}
_WINS = {FOR: ("supported", "leaning-for"), AGAINST: ("contradicted", "leaning-against")}
_LEANS = {1: "for", -1: "against", 2: "neither way"}


def steps(form: Form, counts: Counts, moderators: Collection[Facet]) -> tuple[str, ...]:
    """Return what the rule of a form asks, a line each, with the numbers and yes or no.

    Args:
        form: Of the hypothesis.
        counts: The groups, as its rule counts them.
        moderators: Facets that were declared in advance.
    """
    if form is Form.CONCEPTUAL:
        return ()
    if form is Form.FORMAL:
        favour, against, _ = counts.row("all")
        return (f"groups of theorems: {favour} for, {against} against",)
    if form is Form.EXISTENTIAL:
        return tuple(_some(counts, FOR))
    if form is Form.UNIVERSAL:
        return ("a counterexample is the case that is looked for", *_some(counts, AGAINST))
    return (*_depends(counts, moderators), *_shares(counts))


def _asked(*conditions: tuple[str, object, bool]) -> str:
    told = (f"{what} ({number}: {'yes' if met else 'no'})" for what, number, met in conditions)
    return "; ".join(told)


def _depends(counts: Counts, moderators: Collection[Facet]) -> Iterator[str]:
    """The values of each facet that have groups enough to be compared."""
    compared = 0
    for facet, values in counts.facets().items():
        found = []
        for value in values:
            favour, against, either = counts.row((facet, value))
            if way := lean(favour, against, either):
                found.append(f"{value} {favour}:{against} of {either} leans {_LEANS[way]}")
        if len(found) > 1:
            compared += 1
            declared = " (declared in advance)" if facet in moderators else ""
            yield f"by {facet.value}{declared}: {'; '.join(found)}"
    if not compared:
        yield f"depends: no facet has two values with {LEAST_IN_HALF} groups each"


def _shares(counts: Counts) -> Iterator[str]:
    favour, against, either = counts.row("all")
    part = share(favour, against)
    if part is None:
        yield "no group is for or against: insufficient"
        return
    low, high = wilson(part, either)
    yield (
        f"f = {favour}, a = {against}, n = {either}; f/(f+a) = {part:.3f};"
        f" Wilson's 95 % interval for n: {low:.3f} to {high:.3f}"
    )
    side = FOR if favour >= against else AGAINST
    own, wins = counts.get(side), _WINS[side]
    mine = part if side == FOR else 1 - part
    clear = low > 1 / 2 if side == FOR else high < 1 / 2
    end = low if side == FOR else 1 - high
    yield f"{wins[0]}: " + _asked(
        (f"5 groups {_WORD[side]}", own, own >= 5),
        ("a share of 3/4", f"{mine:.3f}", mine >= 3 / 4),
        ("the interval beyond 1/2", f"{end:.3f}", clear),
    )
    if own >= 5 and mine >= 3 / 4 and clear:
        amiss = weaknesses(counts, side)
        yield f"{wins[0]}, not only leaning: {'; '.join(amiss) or 'nothing is amiss'}"
    else:
        yield f"{wins[1]}: " + _asked(
            (f"4 groups {_WORD[side]}", own, own >= 4),
            ("a share of 2/3", f"{mine:.3f}", mine >= 2 / 3),
        )
        yield "mixed: " + _asked(
            ("2 groups for", favour, favour >= 2), ("2 against", against, against >= 2)
        )


def _some(counts: Counts, side: str) -> Iterator[str]:
    """The conditions of "there is at least one", where ``side`` holds the positive cases."""
    mine = 0 if side == FOR else 1
    strata = {what: (row[mine], row[1 - mine]) for what, row in counts.strata().items()}
    yes, no = _WORD[side], _WORD[_OTHER[side]]
    told = [
        f"{population or '(population?)'} × {paradigm or '(paradigm?)'} {one}:{two}"
        for (_, population, paradigm), (one, two) in strata.items()
    ]
    yield f"direct, undisputed groups {yes}:{no} by stratum: {'; '.join(told) or 'none'}"
    clear = [s for s in strata.values() if s[0] >= 2 and s[0] >= 2 * s[1]]
    good = frozenset(what for what, (one, two) in strata.items() if one > two)
    together = counts.in_any(side, good) if good else 0
    yield f"{_WINS[side][0]}: " + _asked(
        (
            f"a stratum with 2 groups {yes} and at least twice as many as {no}",
            len(clear),
            bool(clear),
        )
    )
    yield f"{_WINS[side][1]}: " + _asked(
        (f"2 strata with more {yes} than {no}", len(good), len(good) >= 2),
        ("3 groups in them", together, together >= 3),
    )
    both = sum(bool(one and two) for one, two in strata.values())
    yield "mixed: " + _asked(("a stratum with both", both, both > 0))
    other = _OTHER[side]
    none, negative = counts.get(side), sum(two > 0 for _, two in strata.values())
    yield f"{_WINS[other][1]}: " + _asked(
        (f"no group {yes}", none, none == 0),
        (f"5 groups {no}", counts.get(other), counts.get(other) >= 5),
        ("in 3 strata", negative, negative >= 3),
    )
