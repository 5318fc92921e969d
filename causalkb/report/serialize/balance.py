"""A balance as JSON: the form of ``evidence QUESTION --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.evidence.balance_records import (
    Balance,
    Contradiction,
    Gap,
    HypothesisBalance,
    Tally,
    WeighedClaim,
)
from causalkb.records import Claim


def to_json(balance: Balance) -> dict[str, Any]:
    """Return a balance as plain data; ``supports`` and its like are numbers of claims."""
    question = balance.question
    return {
        "question": {
            "slug": question.slug,
            "title": question.title,
            "statement": question.statement,
        },
        "weights": balance.weights.to_mapping(),
        "hypotheses": [_hypothesis(hypothesis) for hypothesis in balance.hypotheses],
        "gaps": [_gap(gap) for gap in balance.gaps],
        "contradictions": [_contradiction(pair) for pair in balance.contradictions],
        "unchecked": list(balance.unchecked),
    }


def _hypothesis(balance: HypothesisBalance) -> dict[str, Any]:
    return {
        "slug": balance.hypothesis.slug,
        "statement": balance.hypothesis.statement,
        "verdict": balance.verdict.value,
        "supports": len(balance.supports),
        "contradicts": len(balance.contradicts),
        "qualifies": len(balance.qualifies),
        "weight": balance.weight,
        "for_weight": balance.for_weight,
        "against_weight": balance.against_weight,
        "fragile": balance.fragile,
        "overturned_by": list(balance.overturned_by),
        "minimal_overturn": list(balance.minimal_overturn),
        "designs": [_tally(tally) for tally in balance.designs],
        "fields": [_tally(tally) for tally in balance.fields],
        "claims": [_weighed(weighed) for weighed in balance.claims],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "name": tally.name or None,
        "supports": tally.supports,
        "contradicts": tally.contradicts,
        "qualifies": tally.qualifies,
    }


def _weighed(weighed: WeighedClaim) -> dict[str, Any]:
    claim, work = weighed.claim, weighed.work
    return _claim(claim) | {
        "stance": weighed.stance.value,
        "weight": weighed.weight,
        "counted": weighed.counted,
        "discount": weighed.discount or None,
        "rung": claim.rung and claim.rung.value,
        "wording": claim.wording and claim.wording.value,
        "subject": claim.subject,
        "title": work.title,
        "year": work.year,
        "field": work.field and work.field.value,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "work": claim.work,
        "text": claim.text,
        "design": claim.design and claim.design.value,
        "locator": claim.locator,
        "quote": claim.quote,
        "quote_checked": claim.quote_checked,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind.value,
        "hypothesis": gap.hypothesis,
        "missing": list(gap.missing),
        "text": gap.text,
    }


def _contradiction(pair: Contradiction) -> dict[str, Any]:
    return {
        "kind": pair.kind.value,
        "hypothesis": pair.hypothesis,
        "why": pair.why,
        "claims": [_claim(pair.first), _claim(pair.second)],
    }
