"""Relations between claims that do not do what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from causalkb.evidence.standing import COUNTED, Standing
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, ClaimRelation
from causalkb.vocabulary import Design, Relation

_TESTS = (Relation.REPLICATES, Relation.FAILS_TO_REPLICATE)


def audit_relations(
    standing: Standing,
    claims: Mapping[str, Claim],
    waiting: Sequence[tuple[str, ClaimRelation]],
    audited: Collection[str],
) -> Iterator[Finding]:
    """Yield circles of rebuttals and relations that change nothing or cannot.

    Args:
        standing: What relations made of claims.
        claims: The claims that relations name, by id.
        waiting: Relations to claims that are not there, each with the claim that states it.
        audited: The ids of the claims that are looked at.
    """
    looked_at = frozenset(audited)
    for ring in standing.cycles:
        if looked_at.isdisjoint(ring):
            continue
        yield _finding(
            "rebuttal-cycle",
            claims[ring[0]],
            f"rebuts and is rebutted in a circle with {', '.join(ring[1:])}: all are disputed and"
            " still count",
            "take back the rebuttal that the others answer, in the note that states it",
            ring[1:],
        )
    for (source, relation, target), why in standing.without_effect:
        if source in looked_at:
            yield _without_effect(claims[source], relation, target, why)
    for source in sorted(looked_at & claims.keys()):
        claim = claims[source]
        for relation, target, _ in claim.relations:
            if relation in _TESTS and not _tests(claim):
                why = "only a claim with a counted design or a theorem tests another"
                yield _without_effect(claim, relation, target, why)
            elif relation is Relation.SYNTHESISES and target in claims:
                yield from _elsewhere(claim, claims[target])
    for source, (relation, target, _) in waiting:
        if source not in looked_at or source not in claims:
            continue
        synthesis = relation is Relation.SYNTHESISES
        yield _finding(
            "synthesis-elsewhere" if synthesis else "relation-without-effect",
            claims[source],
            f"{relation.value} {target}, which is not in the knowledge base",
            f"add {target.partition('#')[0]} with its claims, or correct the relation",
        )


def _tests(claim: Claim) -> bool:
    return claim.design in COUNTED or claim.design is Design.THEOREM


def _elsewhere(claim: Claim, other: Claim) -> Iterator[Finding]:
    if claim.design is not Design.META_ANALYSIS or set(claim.stances) & set(other.stances):
        return
    bears = ", ".join(other.stances) or "no hypothesis"
    yield _finding(
        "synthesis-elsewhere",
        claim,
        f"synthesises {other.id}, which bears on {bears}, and not on"
        f" {', '.join(claim.stances) or 'no hypothesis either'}",
        f"name the claim of {other.work} that it pools, or give {other.id} a stance on the same"
        " hypothesis",
        (other.id,),
    )


def _without_effect(claim: Claim, relation: Relation, target: str, why: str) -> Finding:
    found = _finding(
        "relation-without-effect",
        claim,
        f"{relation.value} {target} without effect: {why}",
        f"choose the relation that says what it does ('causalkb claim link {claim.id} --relation"
        f" RELATION={target}'), or correct the design",
        (target,),
    )
    return replace(found, level=Level.NOTE) if relation is Relation.SYNTHESISES else found


def _finding(
    rule: str, claim: Claim, message: str, fix: str, others: Sequence[str] = ()
) -> Finding:
    ids = (claim.id, *others)
    works = tuple(dict.fromkeys(one.rpartition("#")[0] for one in ids))
    return Finding(rule, Level.WARNING, claim.id, message, fix, claims=ids, works=works)
