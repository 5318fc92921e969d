"""Pairs of claims that contradict each other, few and surest first.

On a contested hypothesis every claim for it opposes every claim against it, which is too many
pairs to read. So: every pair that somebody recorded as contradicting, every pair that gives the
same cause → effect opposite signs, and then one pair for each hypothesis, the strongest about the
same subject or, failing that, the strongest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from causalkb.evidence.balance_records import (
    Contradiction,
    ContradictionKind,
    HypothesisBalance,
    WeighedClaim,
)
from causalkb.evidence.independence import Unit
from causalkb.evidence.labels import label_key
from causalkb.records import Claim, Effect
from causalkb.text import fold
from causalkb.vocabulary import Relation, Sign, Stance


def contradictions_between(
    balances: Sequence[HypothesisBalance], unit_of: Mapping[str, Unit]
) -> tuple[Contradiction, ...]:
    """Return pairs of claims of different works, surest first, each pair once."""
    claims = {w.claim.id: w.claim for b in balances for w in b.claims if w.claim.id}
    slugs = [balance.hypothesis.slug for balance in balances]
    found: dict[frozenset[str], Contradiction] = {}
    for pair in (
        *_stated(claims, slugs),
        *_by_effect(claims, slugs),
        *(pair for balance in balances for pair in _by_stance(balance, unit_of)),
    ):
        if unit_of[pair.first.work] != unit_of[pair.second.work]:
            found.setdefault(frozenset({pair.first.id, pair.second.id}), pair)
    order = list(ContradictionKind)
    return tuple(sorted(found.values(), key=lambda pair: order.index(pair.kind)))


def _stated(claims: Mapping[str, Claim], slugs: Sequence[str]) -> Iterator[Contradiction]:
    for claim in claims.values():
        for relation, other, _ in claim.relations:
            if relation is Relation.CONTRADICTS and other in claims:
                why = f"{claim.id} is recorded as contradicting {other}"
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


def _by_stance(balance: HypothesisBalance, unit_of: Mapping[str, Unit]) -> Iterator[Contradiction]:
    """Yield the best opposite pair: about the same subject if any is, then by the weaker weight."""
    subject = {w.claim.id: fold(w.claim.subject or "").strip() for w in balance.claims}
    pairs = [
        (pro, con)
        for pro in balance.supports
        for con in balance.contradicts
        if pro.claim.id
        and con.claim.id
        and unit_of[pro.work.key].authors.isdisjoint(unit_of[con.work.key].authors)
    ]
    if not pairs:
        return

    def same(pro: WeighedClaim, con: WeighedClaim) -> bool:
        return bool(subject[pro.claim.id]) and subject[pro.claim.id] == subject[con.claim.id]

    def strength(pair: tuple[WeighedClaim, WeighedClaim]) -> tuple[bool, float, float]:
        pro, con = pair
        return same(pro, con), min(pro.weight, con.weight), pro.weight + con.weight

    # max() keeps the first of equals, and claims come in a fixed order.
    pro, con = max(pairs, key=strength)
    kind = ContradictionKind.SUBJECT if same(pro, con) else ContradictionKind.STANCE
    slug = balance.hypothesis.slug
    about = f", both about {pro.claim.subject}" if same(pro, con) else ""
    why = f"strongest opposite stances on {slug} of independent works{about}"
    yield Contradiction(kind, pro.claim, con.claim, why, slug)
