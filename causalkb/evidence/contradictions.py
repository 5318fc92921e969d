"""Pairs of claims that contradict each other, few and surest first.

Where claims disagree, every claim for a hypothesis opposes every claim against it, which is too
many pairs to read. So: every pair that somebody recorded as opposed, every pair that gives the
same cause → effect opposite signs, and then one pair for each hypothesis, the strongest of the
same population and paradigm or, failing that, the strongest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from causalkb.evidence.labels import label_key
from causalkb.evidence.records import (
    Contradiction,
    ContradictionKind,
    HypothesisBalance,
    WeighedClaim,
)
from causalkb.records import Claim, Effect
from causalkb.vocabulary import Relation, Sign, Stance


def contradictions_between(
    balances: Sequence[HypothesisBalance],
    unit_of: Mapping[str, str],
    near: Mapping[str, Collection[str]],
) -> tuple[Contradiction, ...]:
    """Return pairs of claims of different works, surest first, each pair once."""
    claims = {w.claim.id: w.claim for b in balances for w in b.claims if w.claim.id}
    slugs = [balance.hypothesis.slug for balance in balances]
    found: dict[frozenset[str], Contradiction] = {}
    for pair in (
        *_stated(claims, slugs),
        *_by_effect(claims, slugs),
        *(pair for balance in balances for pair in _by_stance(balance, unit_of, near)),
    ):
        if unit_of[pair.first.work] != unit_of[pair.second.work]:
            found.setdefault(frozenset({pair.first.id, pair.second.id}), pair)
    order = list(ContradictionKind)
    return tuple(sorted(found.values(), key=lambda pair: order.index(pair.kind)))


def _stated(claims: Mapping[str, Claim], slugs: Sequence[str]) -> Iterator[Contradiction]:
    for claim in claims.values():
        for relation, other, _ in claim.relations:
            if relation in _OPPOSED and other in claims:
                why = f"{claim.id} {_OPPOSED[relation]} {other}, as recorded"
                yield _pair(ContradictionKind.STATED, claim, claims[other], why, slugs)


def _by_effect(claims: Mapping[str, Claim], slugs: Sequence[str]) -> Iterator[Contradiction]:
    """Yield pairs that sign the same cause and effect differently; "?" says nothing."""
    asserted: dict[tuple[str, str], list[tuple[Claim, Effect]]] = {}
    for claim in claims.values():
        for effect in claim.effects:
            if effect.sign is not Sign.UNKNOWN:
                ends = label_key(effect.cause), label_key(effect.effect)
                asserted.setdefault(ends, []).append((claim, effect))
    for signed in asserted.values():
        for (one, effect), (two, other) in combinations(signed, 2):
            if effect.sign is not other.sign:
                why = (
                    f"signs {effect.sign.value} ({one.id}) and {other.sign.value} ({two.id})"
                    f" for “{effect.cause}” → “{effect.effect}”"
                )
                yield _pair(ContradictionKind.EFFECT, one, two, why, slugs)


def _pair(
    kind: ContradictionKind, one: Claim, two: Claim, why: str, slugs: Sequence[str]
) -> Contradiction:
    """Put the supporting claim first where the two take opposite stances."""
    for slug in slugs:
        stances = one.stances.get(slug), two.stances.get(slug)
        if stances == (Stance.SUPPORTS, Stance.CONTRADICTS):
            return Contradiction(kind, one, two, why, slug)
        if stances == (Stance.CONTRADICTS, Stance.SUPPORTS):
            return Contradiction(kind, two, one, why, slug)
    return Contradiction(kind, one, two, why)


def _by_stance(
    balance: HypothesisBalance, unit_of: Mapping[str, str], near: Mapping[str, Collection[str]]
) -> Iterator[Contradiction]:
    """Yield the best opposite pair: of the same stratum if any is; claims come best first."""
    pairs = [
        (pro, con)
        for pro in balance.supports[:_CLOSEST]
        for con in balance.contradicts[:_CLOSEST]
        if pro.claim.id
        and con.claim.id
        and not pro.fallen
        and not con.fallen
        and unit_of[con.work.key] not in near[unit_of[pro.work.key]]
    ]
    if not pairs:
        return
    order = {w.claim.id: n for side in (balance.supports, balance.contradicts)
             for n, w in enumerate(side)}  # fmt: skip

    def rank(pair: tuple[WeighedClaim, WeighedClaim]) -> tuple[bool, int, int]:
        first, second = order[pair[0].claim.id], order[pair[1].claim.id]
        return not _same_stratum(*pair), max(first, second), first + second

    pro, con = min(pairs, key=rank)
    same = _same_stratum(pro, con)
    kind = ContradictionKind.STRATUM if same else ContradictionKind.STANCE
    slug = balance.hypothesis.slug
    about = f", both on {pro.claim.population} ({pro.claim.paradigm})" if same else ""
    why = f"strongest opposite stances on {slug} of independent works{about}"
    yield Contradiction(kind, pro.claim, con.claim, why, slug)


_CLOSEST = 60
"""Claims of each side, the closest to the hypothesis, among which the strongest pair is sought."""


def _same_stratum(one: WeighedClaim, two: WeighedClaim) -> bool:
    place = one.claim.population, one.claim.paradigm
    return None not in place and place == (two.claim.population, two.claim.paradigm)


_OPPOSED = {
    Relation.CONTRADICTS: "contradicts",
    Relation.REBUTS: "rebuts",
    Relation.FAILS_TO_REPLICATE: "fails to replicate",
}
