"""Formal hypotheses: what theorems prove, and under which premises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from causalkb.evidence.records import Verdict, WeighedClaim
from causalkb.evidence.verdict import formal
from causalkb.records import Hypothesis
from causalkb.text import fold
from causalkb.vocabulary import Stance


@dataclass(frozen=True, slots=True)
class Theorems:
    """What theorems come to; ``premises`` are those on which the two sides differ."""

    verdict: Verdict
    premises: tuple[str, ...] = ()


def theorems(hypothesis: Hypothesis, found: Sequence[WeighedClaim]) -> Theorems:
    """Return what the theorems on a formal hypothesis come to.

    Args:
        hypothesis: The hypothesis, with its premises.
        found: The claims on it.
    """
    on = [[w for w in found if w.side is s] for s in (Stance.SUPPORTS, Stance.CONTRADICTS)]
    sides = [{fold(p): p for one in side for p in one.claim.premises} for side in on]
    own = {fold(p) for p in hypothesis.premises}
    differ = [
        sides[n][p] for n in (0, 1) for p in sorted(sides[n].keys() - sides[1 - n].keys() - own)
    ]
    recorded = bool(sides[0]) and bool(sides[1])
    verdict = formal(len(on[0]), len(on[1]), recorded and bool(differ))
    shown = tuple(dict.fromkeys(differ)) if verdict is Verdict.DEPENDS else ()
    return Theorems(verdict, shown)


def overturned_by(
    hypothesis: Hypothesis, found: Sequence[WeighedClaim], unit_of: Mapping[str, str]
) -> list[str]:
    """Return the works without which (each alone) the theorems would come to something else."""
    today = theorems(hypothesis, found).verdict
    works = sorted({unit_of[one.claim.work] for one in found if one.side is not None})
    return [
        work
        for work in works
        if theorems(hypothesis, [w for w in found if unit_of[w.claim.work] != work]).verdict
        is not today
    ]
