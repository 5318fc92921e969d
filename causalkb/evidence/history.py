"""How the evidence on a hypothesis came about: works by year, and when the verdict last changed.

What claims do to one another (rebuttals, failed replications) is taken as it is known today, also
where the rebuttal came later: the question is what today's reading of each year's works says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from causalkb.evidence.records import Change, History, Verdict, WeighedClaim
from causalkb.records import Claim
from causalkb.vocabulary import Stance

VerdictUpTo = Callable[[list[Claim]], Verdict]
"""Weighs a hypothesis on some of the claims alone."""


def history_of(found: Iterable[WeighedClaim], today: Verdict, verdict: VerdictUpTo) -> History:
    """Return the works on each side by year, and the last change of the verdict.

    Args:
        found: The claims that bear on the hypothesis; works without a year count in no year.
        today: The verdict on all of them.
        verdict: Weighs some of them.
    """
    claims = list(found)
    sides: dict[int, Counter[Stance]] = {}
    for year, _, side in sorted(
        {(one.work.year, one.work.key, one.side) for one in claims if one.work.year and one.side},
        key=lambda row: (row[0], row[1], row[2].value),
    ):
        sides.setdefault(year, Counter())[side] += 1
    years = tuple(
        (year, count[Stance.SUPPORTS], count[Stance.CONTRADICTS]) for year, count in sides.items()
    )
    return History(years, _last_change(claims, today, verdict))


def _last_change(claims: list[WeighedClaim], today: Verdict, verdict: VerdictUpTo) -> Change | None:
    """Return the year whose works made the verdict what it is, and what it was before them."""
    years = sorted({one.work.year for one in claims if one.work.year}, reverse=True)
    for year in years[:-1]:
        before = verdict([w.claim for w in claims if not w.work.year or w.work.year < year])
        if before is not today:
            return Change(year, before)
    return None
