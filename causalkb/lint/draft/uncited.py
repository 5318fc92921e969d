"""A causal sentence that cites nothing: the evidence near it, for and against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from causalkb.evidence.licence import Licence, licence_of
from causalkb.evidence.records import FAVOURABLE, CertaintyLevel, HypothesisBalance
from causalkb.lint.draft import bearing as near
from causalkb.lint.draft import say
from causalkb.lint.draft.case import SHOWN, Case
from causalkb.lint.draft.evidence import Evidence
from causalkb.lint.draft.loose import asserts_nothing, daily
from causalkb.lint.draft.weaker import weaker
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, Work
from causalkb.vocabulary import Stance, Wording

_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Oo]urs|us|I|[Mm]y"
    r"|(?:Table|Figure|Fig\.|Section|Appendix) ?\d{0,3}[A-Z]?)\b"
)
_NAMED = re.compile(
    r"\b[A-Z][\w’'-]{1,30}(?: et al\.?,?| (?:and|&) [A-Z][\w’'-]{1,30},?|,)?"
    r" \(?(?:1[89]|20)\d\d[a-z]?\b"
)
"""A citation by author and year."""


def uncited(case: Case, evidence: Evidence) -> Finding:
    """Report what the knowledge base has for and against a sentence without citations."""
    close = [(claim, cosine) for claim, cosine in case.nearby.claims if cosine >= near.NEAR]
    own = bool(_OWN.search(case.text))
    put = " and cites nothing"
    if own or case.inherited:
        put = ", put as your own result" if own else ", a conclusion of your own"
    named = _NAMED.search(case.text)
    if named and not own:
        put = f", and {say.quoted(named.group())} is not a key that can be looked up"
    lenient = (
        bool(named)
        or own
        or case.inherited
        or case.wording is Wording.CONDITIONAL
        or asserts_nothing(case.text, case.cue)
    )
    works = () if close else evidence.found(case.text)
    if works:
        return _near_works(case, works, put, evidence, lenient)
    if not close:
        return case.finding(
            "uncited",
            Level.NOTE if lenient or daily(case.cue) else Level.WARNING,
            f"{case.said}{put}; the knowledge base holds nothing near it",
            "cite evidence that set or moved the cause, or weaken the wording",
            say.suggestion(weaker(case.text, Wording.CORRELATIONAL), "weaker"),
        )
    claims = [claim for claim, _ in close]
    found = near.hypothesis_of(case.nearby)
    slug = found[0].slug if found else near.spoken_of(close)
    balance = evidence.balance(slug) if slug else None
    best, by = _best(claims, slug, evidence)
    carried = best is not None and best.carries(case.wording)
    # A cosine does not tell for from against; a hypothesis that the sentence is about does.
    supported = (
        found is not None
        and balance is not None
        and _settled(balance)
        and near.same_side(case.text, found[0].statement)
    )
    details: list[str] = []
    shown: list[Claim] = []
    if balance is not None and slug:
        details.append("nearest hypothesis: " + say.cut(say.verdict_line(balance), 175))
        for stance, weighed in (
            (Stance.SUPPORTS, balance.supports),
            (Stance.CONTRADICTS, balance.contradicts),
        ):
            first = [claim for claim in claims if claim.stances.get(slug) is stance]
            rest = [one.claim for one in weighed if one.counted and one.claim not in first]
            side = (first or rest)[:SHOWN]
            before = "for it" if stance is Stance.SUPPORTS else "against it"
            details += [say.claim_line(claim, before) for claim in side]
            shown += side
    if not shown:
        shown = claims[:SHOWN]
        details += [say.claim_line(claim, "near") for claim in shown]
    if best is not None:
        details.append(
            f"the design of {by} carries {best.wording.value} wording ({best.because}); whether it"
            " is about this, judge yourself"
        )
    licensed = best.wording if best is not None and not carried else Wording.CORRELATIONAL
    details += say.suggestion(weaker(case.text, licensed), "weaker")
    nearest = claims[0]
    return case.finding(
        "uncited",
        Level.NOTE if lenient or (carried and supported) else Level.WARNING,
        f"{case.said}{put}; nearest: {nearest.id} ({say.design(nearest)})"
        + ("" if balance is None or found is None else f", {slug} {balance.verdict.value}"),
        "cite what shows it, or weaken the wording",
        details,
        [nearest, *shown],
    )


def _near_works(
    case: Case, works: Sequence[Work], put: str, evidence: Evidence, lenient: bool
) -> Finding:
    """Report the works that a search ranks first, where no claim is near by its vector."""
    keys = [work.key for work in works]
    held = evidence.claims(keys)
    shown = [held[key][0] for key in keys[:SHOWN] if held[key]]
    return case.finding(
        "uncited",
        Level.NOTE if lenient or daily(case.cue) else Level.WARNING,
        f"{case.said}{put}; a search finds {say.works(keys)}",
        "cite what shows it, or weaken the wording",
        [
            *(say.claim_line(claim, "near") for claim in shown),
            *say.suggestion(weaker(case.text, Wording.CORRELATIONAL), "weaker"),
        ],
        shown,
    )


def _settled(balance: HypothesisBalance) -> bool:
    """Whether the evidence favours a hypothesis with moderate certainty at least."""
    certainty = balance.certainty
    return (
        balance.verdict in FAVOURABLE
        and certainty is not None
        and certainty.level in (CertaintyLevel.HIGH, CertaintyLevel.MODERATE)
    )


def _best(
    claims: Sequence[Claim], slug: str | None, evidence: Evidence
) -> tuple[Licence | None, str]:
    """Return the strongest licence of the claims for the sentence, and the claim that gives it.

    These are the near claims for its hypothesis; if there are none, the nearest claim.
    """
    speaking = [claim for claim in claims if claim.stances.get(slug or "") is Stance.SUPPORTS]
    works = evidence.works({claim.work for claim in claims})
    best: Licence | None = None
    by = ""
    for claim in speaking or claims[:SHOWN]:
        licence = licence_of(claim, works.get(claim.work))
        if licence is not None and (best is None or not best.carries(licence.wording)):
            best, by = licence, claim.id
    return best, by
