"""The verdict on a hypothesis, by the rule of its form.

Every rule is a function of :class:`~causalkb.evidence.counts.Counts` alone, so that the same rule
says what a verdict would be with one work less, with other designs, or in another way of counting.
"""

from __future__ import annotations

from collections.abc import Collection

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, EITHER, FOR
from causalkb.evidence.records import MIRRORED, Dependence, Verdict
from causalkb.evidence.statistics import fisher, wilson
from causalkb.evidence.tables import Row
from causalkb.vocabulary import Facet, Form

SURE = 0.05
"""The largest p, times the number of pairs tried, at which an answer depends on a facet."""
LEAST_IN_HALF = 4
"""Groups that each of two values of a facet needs before they are compared."""

_OTHER = {FOR: AGAINST, AGAINST: FOR}


def verdict(
    form: Form, counts: Counts, moderators: Collection[Facet] = ()
) -> tuple[Verdict, Dependence | None]:
    """Return the verdict, and on what it depends or perhaps depends.

    Args:
        form: Of the hypothesis; not formal or conceptual, which have rules of their own.
        counts: The groups.
        moderators: Facets that were declared in advance.
    """
    if form is Form.EXISTENTIAL:
        return _existential(counts, FOR), None
    if form is Form.UNIVERSAL:
        # A counterexample is the witness of the opposite.
        found = _existential(counts, AGAINST)
        return MIRRORED.get(found, found), None
    dependence = depends(counts, moderators)
    if dependence is not None and dependence.sure:
        return Verdict.DEPENDS, dependence
    return generic(counts), dependence


def share(favour: int, against: int) -> float | None:
    """Return the share of groups for among those on the two sides."""
    return favour / (favour + against) if favour + against else None


def core(favour: int, against: int, either: int) -> Verdict:
    """Return the verdict that the numbers of groups alone allow."""
    part = share(favour, against)
    if part is None:
        return Verdict.INSUFFICIENT
    low, high = wilson(part, either)
    if favour >= 5 and part >= 3 / 4 and low > 1 / 2:
        return Verdict.SUPPORTED
    if against >= 5 and part <= 1 / 4 and high < 1 / 2:
        return Verdict.CONTRADICTED
    if favour >= 4 and part >= 2 / 3:
        return Verdict.LEANING_FOR
    if against >= 4 and part <= 1 / 3:
        return Verdict.LEANING_AGAINST
    if favour >= 2 and against >= 2:
        return Verdict.MIXED
    return Verdict.INSUFFICIENT


def generic(counts: Counts) -> Verdict:
    """Return the verdict on what is said to hold as a rule.

    Numbers that would support it only lean where they rest on fewer than two direct groups, on one
    stratum, on no more strata than speak against, or where three groups of one stratum or more are
    outvoted by the other strata.
    """
    found = core(counts.get(FOR), counts.get(AGAINST), counts.get(EITHER))
    if found is Verdict.SUPPORTED and weaknesses(counts, FOR):
        return Verdict.LEANING_FOR
    if found is Verdict.CONTRADICTED and weaknesses(counts, AGAINST):
        return Verdict.LEANING_AGAINST
    return found


def weaknesses(counts: Counts, side: str) -> list[str]:
    """Return why a side may lean and not win, in words; empty where nothing is amiss."""
    strata = [_sides(row, side) for row in counts.strata().values()]
    own = [for_it for for_it, _ in strata if for_it]
    wins = [for_it for for_it, against in strata if for_it > against]
    losses = [against for for_it, against in strata if against > for_it]
    found = []
    direct = counts.get(side, "direct")
    if direct < 2:
        found.append(f"{direct} of its groups {'is' if direct == 1 else 'are'} direct")
    if len(own) < 2:
        found.append("all its groups are in one stratum")
    if len(wins) <= len(losses):
        found.append(f"it leads in {len(wins)} strata and trails in {len(losses)}")
    if any(against >= 3 for against in losses):
        found.append("three groups or more of one stratum say the opposite")
    return found


def _sides(row: Row, side: str) -> tuple[int, int]:
    """Groups on a side and on the other."""
    favour, against, _ = row
    return (favour, against) if side == FOR else (against, favour)


def depends(counts: Counts, moderators: Collection[Facet] = ()) -> Dependence | None:
    """Return the facet on which the answer depends, or perhaps depends.

    Two values of one facet count where each has at least four groups and they lean opposite ways
    (two thirds or more). Fisher's exact p is multiplied by the number of pairs of values that were
    compared, unless the facet was declared in advance.
    """
    pairs = 0
    opposite: list[tuple[Facet, str, str, tuple[int, int], tuple[int, int]]] = []
    for facet, values in counts.facets().items():
        sides: dict[str, tuple[int, int, int]] = {}
        for value in values:
            favour, against, either = counts.row((facet, value))
            if way := lean(favour, against, either):
                sides[value] = (favour, against, way)
        nested = sum(value.partition("/")[0] in sides for value in sides if "/" in value)
        pairs += len(sides) * (len(sides) - 1) // 2 - nested
        opposite += [
            (facet, one, two, sides[one][:2], sides[two][:2])
            for one in sides
            if sides[one][2] == 1
            for two in sides
            if sides[two][2] == -1 and not one.startswith(f"{two}/")
            and not two.startswith(f"{one}/")
        ]  # fmt: skip
    found: list[Dependence] = []
    for facet, one, two, first, second in opposite:
        declared = facet in moderators
        tried = 1 if declared else pairs
        p = fisher(*first, *second)
        found.append(
            Dependence(
                facet,
                one,
                two,
                favour=(first[0], second[0]),
                against=(first[1], second[1]),
                p=p,
                tried=tried,
                declared=declared,
                sure=p * tried <= SURE,
            )
        )
    likely = [d for d in found if d.p <= SURE]
    return min(likely, key=lambda d: (not d.sure, d.p * d.tried, d.facet, d.first), default=None)


def lean(favour: int, against: int, either: int) -> int:
    """Return which way a value of a facet leans: 1 for, -1 against (two thirds or more).

    2 stands for neither, 0 for too few groups to compare.
    """
    if either < LEAST_IN_HALF:
        return 0
    if 3 * favour >= 2 * (favour + against):
        return 1
    return -1 if 3 * against >= 2 * (favour + against) else 2


def _existential(counts: Counts, side: str) -> Verdict:
    """Return the verdict on "there is at least one", where ``side`` holds the positive cases.

    Only direct claims that nobody disputes count. Failures in another stratum subtract nothing.
    """
    strata = {stratum: _sides(row, side) for stratum, row in counts.strata().items()}
    if any(yes >= 2 and yes >= 2 * no for yes, no in strata.values()):
        return Verdict.SUPPORTED
    good = frozenset(s for s, (yes, no) in strata.items() if yes > no)
    if len(good) >= 2 and counts.in_any(side, good) >= 3:
        return Verdict.LEANING_FOR
    if any(yes and no for yes, no in strata.values()):
        return Verdict.MIXED
    if not any(yes for yes, _ in strata.values()):
        negative = [s for s, (_, no) in strata.items() if no]
        if counts.get(_OTHER[side]) >= 5 and len(negative) >= 3:
            return Verdict.LEANING_AGAINST
    return Verdict.INSUFFICIENT


def formal(favour: int, against: int, premises_differ: bool) -> Verdict:
    """Return the verdict on what follows from premises, from groups of theorems."""
    if favour and against:
        return Verdict.DEPENDS if premises_differ else Verdict.MIXED
    if favour:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if against else Verdict.INSUFFICIENT
