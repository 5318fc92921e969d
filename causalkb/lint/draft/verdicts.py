"""A sentence on a hypothesis of the knowledge base: the verdict that a reader should hear of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from causalkb.evidence.records import (
    FAVOURABLE,
    UNFAVOURABLE,
    CertaintyLevel,
    HypothesisBalance,
    Verdict,
)
from causalkb.lint.draft import bearing as near
from causalkb.lint.draft import say
from causalkb.lint.draft.case import SHOWN, Case
from causalkb.lint.draft.evidence import Evidence
from causalkb.lint.draft.restating import plainly, restated, told
from causalkb.lint.findings import Finding, Level
from causalkb.records import Hypothesis
from causalkb.vocabulary import Stance, Wording
from causalkb.wording import grade

_OWN = re.compile(r"\b(?:we|our|ours|us|I|my)\b", re.IGNORECASE)
_TOLD = 0.7
"""Cosine from which a sentence without causal wording tells what a cited claim says."""
_UNSURE = (CertaintyLevel.LOW, CertaintyLevel.VERY_LOW)


def on_verdict(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Yield the verdict on what a sentence restates, or on what its causal wording relies on."""
    meant = restated(case.text, case.nearby) if case.asserts else ()
    sure = True
    if case.asserts and not meant and not case.cited:
        plain = plainly(case.nearby)
        if plain is not None:
            meant, sure = (plain[0],), plain[1]
    if meant and not _reports(case, meant[0]) and not _weaker(case, meant[0]):
        found = _restating(case, meant, sure, evidence)
    else:
        found = _relying(case, evidence)
    if found is not None:
        yield found


def _restating(
    case: Case, meant: Sequence[Hypothesis], sure: bool, evidence: Evidence
) -> Finding | None:
    balances = [b for b in (evidence.balance(h.slug) for h in meant) if b is not None]
    if not balances or balances[0].hypothesis.slug != meant[0].slug:
        return None
    balance, others = balances[0], balances[1:]
    verdict = balance.verdict
    # Words of denial do not tell surely which side a sentence takes.
    doubtful = verdict in UNFAVOURABLE and not near.same_side(
        case.text, balance.hypothesis.statement
    )
    lenient = (
        not sure
        or verdict in FAVOURABLE
        or verdict is Verdict.ARGUED
        or doubtful
        or told(case.text, verdict)
        or bool(_OWN.search(case.text))
        or _cites_both(case, meant[0])
        or any(other.verdict in FAVOURABLE for other in others)
    )
    return _finding(case, balance, others, "restates", Level.NOTE if lenient else Level.WARNING)


def _relying(case: Case, evidence: Evidence) -> Finding | None:
    """What is said of a causal sentence that cites a work with a stance on a hypothesis."""
    found = near.hypothesis_of(case.nearby)
    if found is None or not case.cue or case.wording is not Wording.CAUSAL:
        return None
    hypothesis, _ = found
    cited = any(hypothesis.slug in claim.stances for claim, _ in case.nearby.cited)
    if not cited or _cites_both(case, hypothesis) or _reports(case, hypothesis):
        return None
    balance = evidence.balance(hypothesis.slug)
    if balance is None or balance.verdict is Verdict.ARGUED:
        return None
    if balance.verdict in UNFAVOURABLE and not near.same_side(case.text, hypothesis.statement):
        return None
    if balance.verdict not in FAVOURABLE:
        return _finding(case, balance, (), "relies on", Level.WARNING)
    if balance.certainty is not None and balance.certainty.level in _UNSURE:
        return _finding(case, balance, (), "relies on", Level.NOTE)
    return None


def _reports(case: Case, hypothesis: Hypothesis) -> bool:
    """Whether a sentence is nearer to a claim that it cites, and so reports what a work found."""
    if not case.nearby.cited:
        return False
    claim, cosine = case.nearby.cited[0]
    if cosine >= _TOLD and not case.cue:
        # Not worded as an effect, and nearly in the words of what the work found.
        return True
    own = next((c for h, c in case.nearby.hypotheses if h.slug == hypothesis.slug), 0.0)
    return cosine >= own and near.same_side(case.text, claim.text)


def _weaker(case: Case, hypothesis: Hypothesis) -> bool:
    """Whether a sentence speaks of an association where the hypothesis speaks of an effect."""
    if case.wording is not Wording.CORRELATIONAL:
        return False
    return grade(hypothesis.statement).wording in (Wording.CAUSAL, Wording.CONDITIONAL)


def _cites_both(case: Case, hypothesis: Hypothesis) -> bool:
    sides = {claim.stances.get(hypothesis.slug) for claim, _ in case.nearby.cited}
    return {Stance.SUPPORTS, Stance.CONTRADICTS} <= sides


def _finding(
    case: Case,
    balance: HypothesisBalance,
    others: Sequence[HypothesisBalance],
    does: str,
    level: Level,
) -> Finding:
    slug = balance.hypothesis.slug
    sides = [
        (before, [one.claim for one in balance.claims if one.side is side])
        for before, side in (("for", Stance.SUPPORTS), ("against", Stance.CONTRADICTS))
    ]
    shown = [(before, claim) for before, found in sides for claim in found[:SHOWN]]
    if level is Level.NOTE:
        fix = "say the verdict with its certainty where readers rely on it"
    elif all(found for _, found in sides):
        both = " and ".join(found[0].work for _, found in sides)
        fix = f"say so, or cite the evidence for and against, such as {both}"
    else:
        fix = "say so: what is recorded does not settle it"
    return case.finding(
        "verdict",
        level,
        f"{does} {slug}; the verdict on it {say.verdict(balance)}",
        fix,
        [
            say.cut(f"{slug}: {balance.hypothesis.statement}", say.DETAIL),
            *(say.verdict_line(other) for other in others),
            *(say.claim_line(claim, before) for before, claim in shown),
        ],
        [claim for _, claim in shown],
    )
