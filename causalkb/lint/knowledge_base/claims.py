"""Claims that say more than their design, abstract or quote, and claims that cannot be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from causalkb.evidence.licence import Licence, licence_of
from causalkb.evidence.records import is_unchecked
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, Work
from causalkb.vocabulary import Wording
from causalkb.wording import Grade, grade
from causalkb.wording.grader import grade_sentences
from causalkb.wording.language import NotAssessed

AbstractOf = Callable[[str], Wording | None]
"""The strongest wording in the abstract of a work (by key); ``None`` where none is graded."""


@dataclass(frozen=True, slots=True)
class Worded:
    """How causal a claim is worded.

    Attributes:
        level: The level; ``None`` where the claim cannot be graded.
        cue: What says so: "recorded" by a person, or the cue.
        why_not: Why the claim cannot be graded.
    """

    level: Wording | None
    cue: str = ""
    why_not: NotAssessed | None = None


def wording_of(claim: Claim) -> Worded:
    """Return how causal a claim is worded; what a person recorded comes before the rules."""
    if claim.wording is not None:
        return Worded(claim.wording, "recorded")
    graded = grade(claim.text)
    return Worded(graded.wording, _cue(graded), graded.why_not)


def strongest_sentence(text: str | None) -> Wording | None:
    """Return the strongest wording of a text's sentences; ``None`` where none can be graded."""
    if not text:
        return None
    levels = [one.wording for one in grade_sentences(text) if one.wording is not None]
    return max(levels, key=lambda wording: wording.strength, default=None)


def audit_claim(
    claim: Claim, work: Work, worded: Worded, abstract: AbstractOf
) -> Iterator[Finding]:
    """Yield what is wrong with one claim.

    Args:
        claim: The claim.
        work: Its work.
        worded: How causal it is worded; see :func:`wording_of`.
        abstract: How strongly the abstract of a work is worded.
    """
    level, cue = worded.level, worded.cue
    if level is not None and level.strength > Wording.CORRELATIONAL.strength:
        yield from _beyond_design(claim, work, level, cue)
        yield from _beyond_source(claim, level, cue, abstract)
    if not claim.locator:
        yield Finding(
            "no-locator",
            Level.WARNING,
            claim.id,
            "has no locator: nobody can look it up",
            f'\'causalkb claim edit {claim.id} --locator "p. 3"\' (or "abstract")',
            claims=(claim.id,),
            works=(claim.work,),
        )
    if claim.design is None and claim.stances:
        yield Finding(
            "no-design",
            Level.WARNING,
            claim.id,
            f"takes a stance on {', '.join(claim.stances)} and has no design",
            f"'causalkb claim edit {claim.id} --design DESIGN'",
            claims=(claim.id,),
            works=(claim.work,),
        )
    if work.is_retracted and claim.stances:
        yield Finding(
            "retracted-work",
            Level.WARNING,
            claim.id,
            f"takes a stance on {', '.join(claim.stances)}, and its work was retracted:"
            f" {work.notices[0].told}",
            f"'causalkb claim link {claim.id} --stance HYPOTHESIS --remove' takes a stance away",
            claims=(claim.id,),
            works=(claim.work,),
        )
    if is_unchecked(claim):
        yield Finding(
            "unchecked-quote",
            Level.NOTE,
            claim.id,
            "its quote was not checked against a text of its work",
            f"add the text of {claim.work}, or correct the quote"
            f" ('causalkb claim edit {claim.id} --quote TEXT')",
            claims=(claim.id,),
            works=(claim.work,),
        )


def _beyond_design(claim: Claim, work: Work, wording: Wording, cue: str) -> Iterator[Finding]:
    licence = licence_of(claim, work)
    if licence is None or licence.carries(wording):
        return
    assert claim.design is not None
    yield Finding(
        "stronger-than-design",
        Level.WARNING,
        claim.id,
        f"{_said(wording, cue)}, but {claim.design.value} carries at most"
        f" {licence.wording.value}: {licence.because}",
        _mend(claim, licence),
        details=(claim.text,),
        claims=(claim.id,),
        works=(claim.work,),
    )


def _beyond_source(
    claim: Claim, wording: Wording, cue: str, abstract: AbstractOf
) -> Iterator[Finding]:
    sources = (
        ("stronger-than-abstract", "no sentence of the abstract", abstract(claim.work)),
        ("stronger-than-quote", "its quote", strongest_sentence(claim.quote)),
    )
    for rule, what, source in sources:
        if source is None or wording.strength <= source.strength:
            continue
        negated = what.startswith("no ")
        than = "is more than" if negated else "is only"
        yield Finding(
            rule,
            Level.WARNING,
            claim.id,
            f"{_said(wording, cue)}, but {what} {than} {source.value}",
            f"word it as the work does ('causalkb claim edit {claim.id} --text TEXT'); where the"
            f" work itself says it elsewhere, 'causalkb suppression add {rule} {claim.id} REASON'",
            details=(claim.text,),
            claims=(claim.id,),
            works=(claim.work,),
        )


def _said(wording: Wording, cue: str) -> str:
    return f"worded as {wording.value} ({cue})"


def _mend(claim: Claim, licence: Licence) -> str:
    ways = [
        f"word it as {licence.wording.value}, or record what a reader hears"
        f" ('causalkb claim edit {claim.id} --wording LEVEL')"
    ]
    if licence.more:
        ways.append(f"what would license it: {licence.more}")
    return "; ".join(ways)


def _cue(graded: Grade) -> str:
    cues = [cue.text for cue in graded.deciding]
    return f"“{' '.join(cues[0].split())}”" if cues else "graded"
