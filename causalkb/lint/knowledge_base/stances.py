"""How claims are entered on hypotheses: warrants, scopes, rivals, units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from causalkb.evidence.records import WeighedClaim
from causalkb.lint.findings import Finding, Level
from causalkb.lint.knowledge_base.judged import Judged, listed
from causalkb.records import Claim, Hypothesis
from causalkb.vocabulary import Form, Stance


def unwarranted(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Yield one finding for each work of which some stance has no warrant."""
    lacking: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim in claims:
        for slug in claim.stances:
            if not claim.warrant(slug).because:
                lacking[claim.work].append((claim.id, slug))
    for work, pairs in lacking.items():
        first, slug = pairs[0]
        ids = tuple(dict.fromkeys(one for one, _ in pairs))
        number = "1 stance" if len(pairs) == 1 else f"{len(pairs)} stances"
        yield Finding(
            "no-warrant",
            Level.NOTE,
            first,
            f"{number} of {work} without a warrant: nothing says which observation speaks for or"
            " against",
            f"'causalkb claim link {first} --stance {slug}=SIDE --because TEXT'",
            details=(listed([f"{one} on {about}" for one, about in pairs]),),
            claims=ids,
            works=(work,),
        )


def audit_stances(one: Judged) -> Iterator[Finding]:
    """Yield what is wrong with the stances of claims on one hypothesis.

    A claim that is not counted (a position, a review, a theorem beside an empirical hypothesis) is
    shown beside the count and is no finding.
    """
    for weighed in one.balance.claims:
        if weighed.fallen:
            continue
        if weighed.counted:
            yield from _outside(one.hypothesis, weighed)
        yield from _unit(one.hypothesis, weighed)


def _outside(hypothesis: Hypothesis, weighed: WeighedClaim) -> Iterator[Finding]:
    claim, scope = weighed.claim, hypothesis.scope
    beyond = [
        (what, value)
        for what, value, allowed in (
            ("population", claim.population, scope.populations),
            ("paradigm", claim.paradigm, scope.paradigms),
        )
        if value and allowed and not any(_overlap(value, name) for name in allowed)
    ]
    if not beyond:
        return
    (what, value), slug = beyond[0], hypothesis.slug
    allowed = scope.populations if what == "population" else scope.paradigms
    yield Finding(
        "outside-scope",
        Level.WARNING,
        claim.id,
        f"counts on {slug}, which speaks of {listed(allowed, ' or ')}, from {what} {value}",
        f"take the stance back, mark it indirect ('causalkb claim link {claim.id} --stance"
        f" {slug}={weighed.stance.value} --indirect --because TEXT'), or widen the scope of {slug}",
        details=(claim.text,),
        claims=(claim.id,),
        works=(claim.work,),
    )


def _overlap(value: str, name: str) -> bool:
    """Whether a population of a claim may be one of a scope: ``models`` may be vision models."""
    return value == name or value.startswith(f"{name}/") or name.startswith(f"{value}/")


def _unit(hypothesis: Hypothesis, weighed: WeighedClaim) -> Iterator[Finding]:
    estimate, threshold = weighed.claim.estimate, hypothesis.threshold
    if hypothesis.form is not Form.QUANTITY or estimate is None or threshold is None:
        return
    if estimate.unit in ("", threshold.unit):
        return
    claim, slug = weighed.claim, hypothesis.slug
    yield Finding(
        "other-unit",
        Level.NOTE,
        claim.id,
        f"gives {estimate.value:g} “{estimate.unit}”, but the threshold of {slug} is in"
        f" “{threshold.unit}”",
        "give the estimate in that unit, or leave it out where it measures something else",
        details=(claim.text,),
        claims=(claim.id,),
        works=(claim.work,),
    )


def both_rivals(claims: Iterable[Claim], hypotheses: Sequence[Judged]) -> Iterator[Finding]:
    """Yield claims that support a hypothesis and another one that it excludes."""
    rivals = {one.slug: one.balance.rivals for one in hypotheses}
    for claim in claims:
        pairs = [
            (slug, rival)
            for slug, stance in claim.stances.items()
            for rival in rivals.get(slug, ())
            if stance is Stance.SUPPORTS
            and claim.stances.get(rival) is Stance.SUPPORTS
            and (slug < rival or rival not in rivals)
        ]
        if not pairs:
            continue
        first, second = pairs[0]
        yield Finding(
            "both-rivals",
            Level.WARNING,
            claim.id,
            f"supports {first} and {second}, which exclude each other",
            f"let it be neutral on one: 'causalkb claim link {claim.id} --stance {second}=neutral'",
            details=(claim.text,),
            claims=(claim.id,),
            works=(claim.work,),
        )
