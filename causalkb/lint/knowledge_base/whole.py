"""The audit of a knowledge base: all claims and verdicts, with suppressions applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from causalkb.evidence.loading import claims_on, works_of
from causalkb.lint.findings import Audit, Finding, Kind, Level, Unassessed
from causalkb.lint.knowledge_base.claims import audit_claim, strongest_sentence, wording_of
from causalkb.lint.knowledge_base.hypotheses import audit_hypothesis
from causalkb.lint.knowledge_base.judged import judged
from causalkb.lint.knowledge_base.relations import audit_relations
from causalkb.lint.knowledge_base.stances import audit_stances, both_rivals, unwarranted
from causalkb.lint.rules import KNOWLEDGE_BASE
from causalkb.records import Claim, Filters, Hypothesis, Suppression
from causalkb.store.store import Store
from causalkb.vocabulary import Wording
from causalkb.wording.language import NotAssessed

_ORDER = {rule.id: n for n, rule in enumerate(KNOWLEDGE_BASE)}


def audit_store(store: Store, question: str | None = None, filters: Filters | None = None) -> Audit:
    """Audit a knowledge base, or what bears on one of its questions.

    Args:
        store: The store.
        question: Slug of the only question to look at, with the claims that bear on it.
        filters: Only claims that pass, and hypotheses on which one of them bears; verdicts are
            those of all claims.

    Raises:
        UnknownError: There is no such question, or a filter names what does not exist.
    """
    hypotheses, claims = _selected(store, question, filters)
    complete = question is None and not filters
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
    findings += _of_evidence(store, hypotheses, claims)
    findings = mark_suppressed(findings, store.suppressions.all(), complete=complete)
    findings.sort(key=lambda f: (list(Level).index(f.level), _ORDER[f.rule], f.subject, f.message))
    return Audit(
        tuple(findings),
        (("claims", len(claims)), ("hypotheses", len(hypotheses))),
        tuple(
            Unassessed(Kind.CLAIM, reason.value, number)
            for reason, number in sorted(ungraded.items())
        ),
    )


def _selected(
    store: Store, question: str | None, filters: Filters | None
) -> tuple[list[Hypothesis], list[Claim]]:
    """Return the hypotheses and the claims to look at."""
    if question is None:
        current = {one.slug for one in store.questions.all()}
        hypotheses = [h for h in store.questions.hypotheses() if h.question in current]
        claims = list(store.claims.many(store.selection.claims(filters or Filters())).values())
    else:
        hypotheses = store.questions.hypotheses(question)
        claims = claims_on(store, hypotheses)
    if not filters:
        return hypotheses, claims
    passing = store.claims.many(store.selection.claims(filters)).values()
    ids = {claim.id for claim in passing}
    kept = [claim for claim in claims if claim.id in ids]
    on = {slug for claim in kept for slug in claim.stances}
    return [one for one in hypotheses if one.slug in on], kept


def _of_evidence(
    store: Store, hypotheses: Sequence[Hypothesis], claims: Sequence[Claim]
) -> Iterator[Finding]:
    """Yield what is wrong with stances, relations and verdicts."""
    ids = {claim.id for claim in claims}
    found, background, balances = judged(store, hypotheses, related_to=ids)
    audited = {one.slug for one in found}
    yield from unwarranted(claim for claim in claims if not audited.isdisjoint(claim.stances))
    yield from both_rivals(claims, found)
    yield from audit_relations(
        background.standing,
        {**background.claims, **{claim.id: claim for claim in claims}},
        [(claim, relation) for _, claim, relation in store.relations.waiting_relations()],
        ids,
    )
    for one in found:
        yield from audit_stances(one)
        yield from audit_hypothesis(one, background.works, balances, audited)


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
