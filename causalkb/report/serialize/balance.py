"""A balance as JSON: the form of ``evidence QUESTION --format json``.

The form is described by ``evidence.schema.json`` beside this file.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from causalkb.evidence.records import (
    Balance,
    Contradiction,
    Dependence,
    Gap,
    History,
    HypothesisBalance,
    Tally,
    WeighedClaim,
)
from causalkb.records import Claim
from causalkb.report.serialize.claim import claim_data


def to_json(balance: Balance, claims: int = 0) -> dict[str, Any]:
    """Return a balance as plain data; ``supports`` and its like are numbers of claims.

    Args:
        balance: The balance.
        claims: The largest number of claims listed for each stance of a hypothesis; 0 lists all.
    """
    question = balance.question
    return {
        "question": {
            "slug": question.slug,
            "title": question.title,
            "statement": question.statement,
        },
        "hypotheses": [_hypothesis(hypothesis, claims) for hypothesis in balance.hypotheses],
        "discriminating": asdict(balance.discriminating),
        "gaps": [_gap(gap) for gap in balance.gaps],
        "contradictions": [_contradiction(pair) for pair in balance.contradictions],
        "unchecked": list(balance.unchecked),
    }


def _hypothesis(balance: HypothesisBalance, most: int) -> dict[str, Any]:
    hypothesis = balance.hypothesis
    groups = balance.groups
    sides = (balance.supports, balance.contradicts, balance.qualifies, balance.neutral)
    shown = [one for side in sides for one in (side[:most] if most else side)]
    certainty = balance.certainty
    return {
        "slug": hypothesis.slug,
        "statement": hypothesis.statement,
        "form": hypothesis.form and hypothesis.form.value,
        "about": hypothesis.about.value,
        "wrong_if": hypothesis.wrong_if or None,
        "rivals": list(balance.rivals),
        "verdict": balance.verdict.value,
        "certainty": certainty
        and {"level": certainty.level.value, "reasons": list(certainty.reasons)},
        "groups": {
            "for": groups.favour,
            "against": groups.against,
            "either": groups.either,
            "works": groups.works,
            "interval": groups.interval and [round(end, 4) for end in groups.interval],
        },
        "strata": [
            {
                "population": stratum.population or None,
                "paradigm": stratum.paradigm or None,
                "for": stratum.favour,
                "against": stratum.against,
            }
            for stratum in balance.strata
        ],
        "depends_on": _dependence(balance.depends_on),
        "robustness": {
            "holds": balance.robustness.holds,
            "of": balance.robustness.of,
            "unless": list(balance.robustness.unless),
        },
        "discriminating": asdict(balance.discriminating),
        "supports": len(balance.supports),
        "contradicts": len(balance.contradicts),
        "qualifies": len(balance.qualifies),
        "neutral": len(balance.neutral),
        "could_not_tell": balance.could_not_tell,
        "theory": {"for": balance.theory[0], "against": balance.theory[1]},
        "premises": list(balance.premises),
        "survived": balance.survived,
        "severity": asdict(balance.severity),
        "magnitudes": balance.magnitudes
        and dict(
            zip(("median", "low", "high", "unit", "estimates"), balance.magnitudes, strict=True)
        ),
        "history": _history(balance.history),
        "fragile": balance.fragile,
        "overturned_by": list(balance.overturned_by),
        "designs": [_tally(tally) for tally in balance.designs],
        "fields": [_tally(tally) for tally in balance.fields],
        "claims": [_weighed(weighed) for weighed in shown],
    }


def _history(found: History | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "years": [
            {"year": year, "for": favour, "against": against}
            for year, favour, against in found.years
        ],
        "changed": found.changed
        and {"year": found.changed.year, "before": found.changed.before.value},
    }


def _dependence(found: Dependence | None) -> dict[str, Any] | None:
    if found is None:
        return None
    values = zip((found.first, found.second), found.favour, found.against, strict=True)
    return {
        "facet": found.facet.value,
        "values": [{"value": v, "for": f, "against": a} for v, f, a in values],
        "p": found.p,
        "pairs_tried": found.tried,
        "declared": found.declared,
        "sure": found.sure,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return asdict(tally) | {"name": tally.name or None}


def _weighed(weighed: WeighedClaim) -> dict[str, Any]:
    claim, work = weighed.claim, weighed.work
    return _claim(claim) | {
        "stance": weighed.stance.value,
        "counted": weighed.side and weighed.side.value,
        "why": weighed.why or None,
        "because": weighed.because or None,
        "otherwise": weighed.otherwise or None,
        "timing": weighed.timing and weighed.timing.value,
        "directness": weighed.directness.value,
        "closeness": weighed.closeness and round(weighed.closeness, 4),
        "fallen": list(weighed.fallen),
        "disputed": list(weighed.disputed),
        "rung": claim.rung and claim.rung.value,
        "wording": claim.wording and claim.wording.value,
        "subject": claim.subject,
        "population": claim.population,
        "paradigm": claim.paradigm,
        "extent": claim.extent and claim.extent.value,
        "n": claim.n,
        "concerns": list(claim.concerns),
        "title": work.title,
        "retracted": work.is_retracted,
        "year": work.year,
        "field": work.field and work.field.value,
        "url": link_of(weighed),
    }


def link_of(weighed: WeighedClaim) -> str | None:
    """Return the address of a claim's work: its DOI, arXiv page or URL."""
    work = weighed.work
    if work.doi:
        return f"https://doi.org/{work.doi}"
    if work.arxiv:
        return f"https://arxiv.org/abs/{work.arxiv}"
    return work.url


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        **claim_data(claim),
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
