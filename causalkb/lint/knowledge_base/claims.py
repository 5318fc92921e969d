"""Claims that say more than their design, abstract or quote, and claims that cannot be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from causalkb.evidence.balance_records import is_unchecked
from causalkb.evidence.licence import STRENGTH, Licence, licence_of
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, Work
from causalkb.vocabulary import Wording
from causalkb.wording import Grade, grade
from causalkb.wording.grader import grade_sentences

AbstractOf = Callable[[str], Wording | None]
"""The strongest wording in the abstract of a work (by key); ``None`` where none is graded."""


def wording_of(claim: Claim) -> tuple[Wording | None, str]:
    """Return how causal a claim is worded, and what says so: a person, or a cue.

    What a person recorded goes before what the rules find. Of what cannot be graded, the level is
    ``None`` and the reason is returned.
    """
    if claim.wording is not None:
        return claim.wording, "recorded"
    graded = grade(claim.text)
    return graded.wording, graded.reason if graded.wording is None else _cue(graded)


def strongest_sentence(text: str | None) -> Wording | None:
    """Return the strongest wording of a text's sentences; ``None`` where none can be graded."""
    if not text:
        return None
    levels = [one.wording for one in grade_sentences(text) if one.wording is not None]
    return max(levels, key=STRENGTH.__getitem__, default=None)


def audit_claim(
    claim: Claim, work: Work, wording: Wording | None, cue: str, abstract: AbstractOf
) -> Iterator[Finding]:
    """Yield what is wrong with one claim.

    Args:
        claim: The claim.
        work: Its work.
        wording: How causal it is worded, if that is known; with ``cue``, as :func:`wording_of`
            says it.
        cue: What says so.
        abstract: How strongly the abstract of a work is worded.
    """
    if wording is not None and STRENGTH[wording] > STRENGTH[Wording.CORRELATIONAL]:
        yield from _beyond_design(claim, work, wording, cue)
        yield from _beyond_source(claim, wording, cue, abstract)
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
    if is_unchecked(claim):
        yield Finding(
            "unchecked-quote",
            Level.WARNING,
            claim.id,
            "quotes what was not found in the text of its work",
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
        if source is None or STRENGTH[wording] <= STRENGTH[source]:
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
