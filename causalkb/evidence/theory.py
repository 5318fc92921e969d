"""Formal hypotheses: what theorems prove, and under which premises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, FOR
from causalkb.evidence.records import Verdict, WeighedClaim
from causalkb.evidence.verdict import formal
from causalkb.records import Hypothesis
from causalkb.text import fold
from causalkb.vocabulary import Stance


@dataclass(frozen=True, slots=True)
class Theorems:
    """What groups of theorems come to; ``premises`` are those on which the two sides differ."""

    verdict: Verdict
    favour: int
    against: int
    premises: tuple[str, ...] = ()


def theorems(hypothesis: Hypothesis, found: Sequence[WeighedClaim], counts: Counts) -> Theorems:
    """Return what the theorems on a formal hypothesis come to.

    Args:
        hypothesis: The hypothesis, with its premises.
        found: The claims on it.
        counts: Their groups.
    """
    favour, against = counts.get(FOR), counts.get(AGAINST)
    sides = [
        {fold(p): p for one in found if one.side is side for p in one.claim.premises}
        for side in (Stance.SUPPORTS, Stance.CONTRADICTS)
    ]
    own = {fold(p) for p in hypothesis.premises}
    differ = [
        sides[n][p] for n in (0, 1) for p in sorted(sides[n].keys() - sides[1 - n].keys() - own)
    ]
    recorded = bool(sides[0]) and bool(sides[1])
    verdict = formal(favour, against, recorded and bool(differ))
    shown = tuple(dict.fromkeys(differ)) if verdict is Verdict.DEPENDS else ()
    return Theorems(verdict, favour, against, shown)
