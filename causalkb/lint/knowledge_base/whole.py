"""The audit of a knowledge base: all claims and verdicts, with suppressions applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from causalkb.evidence.balance import claims_on, weigh, works_of
from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
from causalkb.lint.findings import Audit, Finding, Kind, Level, Unassessed
from causalkb.lint.knowledge_base.claims import audit_claim, strongest_sentence, wording_of
from causalkb.lint.knowledge_base.hypotheses import audit_balance
from causalkb.lint.rules import KNOWLEDGE_BASE
from causalkb.records import Claim, Filters, Suppression
from causalkb.store.store import Store
from causalkb.vocabulary import Wording
from causalkb.wording.language import NotAssessed

_ORDER = {rule.id: n for n, rule in enumerate(KNOWLEDGE_BASE)}


def audit_store(
    store: Store, question: str | None = None, weights: Weights = DEFAULT_WEIGHTS
) -> Audit:
    """Audit a knowledge base, or what bears on one of its questions.

    Args:
        store: The store.
        question: Slug of the only question to look at, with the claims that bear on it.
        weights: The table that verdicts are weighed with.

    Raises:
        UnknownError: There is no such question.
    """
    wanted = None if question is None else store.questions.get(question)
    questions = store.questions.all() if wanted is None else [wanted]
    hypotheses = store.questions.hypotheses(question)
    if wanted is None:
        claims = list(store.claims.many(store.selection.claims(Filters())).values())
    else:
        claims = claims_on(store, hypotheses)
    works = works_of(store, claims)

    @cache
    def abstract(key: str) -> Wording | None:
        return strongest_sentence(works[key].abstract)

    findings: list[Finding] = []
    ungraded: Counter[NotAssessed] = Counter()
    for claim in claims:
        worded = wording_of(claim)
        if worded.why_not is not None:
            ungraded[worded.why_not] += 1
        findings += audit_claim(claim, works[claim.work], worded, abstract)
    for one in questions:
        own = [h for h in hypotheses if h.question == one.slug]
        bearing = _on({h.slug for h in own}, claims)
        of = works_of(store, bearing)
        findings += audit_balance(weigh(one, own, bearing, of, weights), of)
    findings = mark_suppressed(findings, store.suppressions.all(), complete=question is None)
    findings.sort(key=lambda f: (list(Level).index(f.level), _ORDER[f.rule], f.subject, f.message))
    return Audit(
        tuple(findings),
        (("claims", len(claims)), ("hypotheses", len(hypotheses))),
        tuple(
            Unassessed(Kind.CLAIM, reason.value, number)
            for reason, number in sorted(ungraded.items())
        ),
    )


def mark_suppressed(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], *, complete: bool
) -> list[Finding]:
    """Mark findings that suppressions cover, and add a note for each suppression that covers none.

    Args:
        findings: What was found.
        suppressions: Findings that someone accepts, with the reasons.
        complete: Whether everything was looked at, so that an unused suppression is stale.
    """
    by_name = {(e.rule, e.subject): e for e in suppressions}
    used: set[tuple[str, str]] = set()
    made: list[Finding] = []
    for finding in findings:
        suppression = by_name.get((finding.rule, finding.subject))
        if suppression is None:
            made.append(finding)
            continue
        used.add((suppression.rule, suppression.subject))
        beyond = sorted(set(finding.works) - set(suppression.works)) if suppression.works else []
        if beyond:
            told = f"a suppression does not cover {', '.join(beyond)}: {suppression.reason}"
            made.append(replace(finding, details=(*finding.details, told)))
        else:
            made.append(replace(finding, suppressed=suppression.reason))
    return made + (list(_stale(suppressions, used)) if complete else [])


def _stale(suppressions: Iterable[Suppression], used: set[tuple[str, str]]) -> Iterator[Finding]:
    for suppression in suppressions:
        if (suppression.rule, suppression.subject) in used:
            continue
        yield Finding(
            "stale-suppression",
            Level.NOTE,
            suppression.subject,
            f"{suppression.rule} is not found any more; reason recorded: {suppression.reason}",
            f"'causalkb suppression remove {suppression.rule} {suppression.subject}'",
        )


def _on(slugs: set[str], claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if not slugs.isdisjoint(claim.stances)]
