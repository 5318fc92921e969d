"""The balance of a question: claims in, weights of evidence, verdicts and their limits out.

The rule, its numbers, its source (I. J. Good's weight of evidence) and its limits are in
``docs/evidence-model.md``; the modules beside this one hold one step each: ``weights`` the table,
``independence`` who counts once, ``verdict`` the thresholds, ``gaps`` and ``contradictions`` what
is said besides, ``explain`` the arithmetic in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from causalkb.errors import InputError
from causalkb.evidence.balance_records import (
    Balance,
    HypothesisBalance,
    Tally,
    WeighedClaim,
    is_unchecked,
)
from causalkb.evidence.contradictions import contradictions_between
from causalkb.evidence.gaps import gaps_in
from causalkb.evidence.independence import Unit, units
from causalkb.evidence.sides import Side, claim_order
from causalkb.evidence.verdict import Pan, Scales, overturned_by, overturned_together
from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
from causalkb.records import Claim, Filters, Hypothesis, Question, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Field, Stance


def balance_of(
    store: Store,
    question_slug: str,
    filters: Filters | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Balance:
    """Return the balance of a question from what a store holds.

    Args:
        store: The store.
        question_slug: Which question; its retired hypotheses are left out.
        filters: Weigh only the claims (and works) that pass.
        weights: The table of the rule.

    Raises:
        UnknownError: There is no such question, or something in the filters does not exist.
    """
    question = store.questions.get(question_slug)
    hypotheses = store.questions.hypotheses(question_slug)
    claims = claims_on(store, hypotheses, filters)
    works = works_of(store, claims)
    return weigh(question, hypotheses, claims, works, weights)


def claims_on(
    store: Store, hypotheses: Sequence[Hypothesis], filters: Filters | None = None
) -> list[Claim]:
    """Return the claims that take a stance on any of some hypotheses and pass the filters."""
    if not hypotheses:
        return []
    chosen = filters or Filters()
    if not chosen.stances:
        pairs = tuple((h.slug, stance) for h in hypotheses for stance in Stance)
        chosen = replace(chosen, stances=pairs)
    found = store.claims.many(store.selection.claims(chosen)).values()
    slugs = {h.slug for h in hypotheses}
    return [claim for claim in found if not slugs.isdisjoint(claim.stances)]


def works_of(store: Store, claims: Iterable[Claim]) -> dict[str, Work]:
    """Return the works of some claims, by key, with all their other versions."""
    works: dict[str, Work] = {}
    wanted = {claim.work for claim in claims}
    while wanted:
        rows = store.selection.works(Filters(keys=tuple(sorted(wanted))))
        works |= {work.key: work for work in store.works.many(rows).values()}
        wanted = {key for work in works.values() for key in work.versions} - works.keys()
    return works


def weigh(
    question: Question,
    hypotheses: Sequence[Hypothesis],
    claims: Sequence[Claim],
    works: Mapping[str, Work],
    weights: Weights = DEFAULT_WEIGHTS,
) -> Balance:
    """Weigh the claims on a question's hypotheses; a pure function of its arguments.

    Args:
        question: The question.
        hypotheses: Its hypotheses; the balance keeps their order.
        claims: Stored claims (with ids); those without a stance on these hypotheses are ignored.
        works: The works of the claims by key, and their versions as far as they matter.
        weights: The table of the rule.

    Raises:
        InputError: The work of a claim is not among ``works``.
    """
    slugs = {hypothesis.slug for hypothesis in hypotheses}
    bearing = sorted((c for c in claims if not slugs.isdisjoint(c.stances)), key=claim_order)
    for claim in bearing:
        if claim.work not in works:
            raise InputError(f"claim {claim.id} belongs to a work that is not given: {claim.work}")
    unit_of = units(works)
    balances = tuple(_weigh_one(h, bearing, works, unit_of, weights) for h in hypotheses)
    return Balance(
        question=question,
        hypotheses=balances,
        gaps=gaps_in(balances, unit_of, weights),
        contradictions=contradictions_between(balances, unit_of),
        unchecked=tuple(claim.id for claim in bearing if is_unchecked(claim)),
        weights=weights,
    )


def _weigh_one(
    hypothesis: Hypothesis,
    bearing: Sequence[Claim],
    works: Mapping[str, Work],
    unit_of: Mapping[str, Unit],
    weights: Weights,
) -> HypothesisBalance:
    pro, con, neither = (
        _side(stance, hypothesis.slug, bearing, unit_of, weights)
        for stance in (Stance.SUPPORTS, Stance.CONTRADICTS, Stance.QUALIFIES)
    )
    scales = Scales(Pan(pro.voices), Pan(con.voices))
    single = overturned_by(scales, weights)
    together = () if single else overturned_together(scales, weights)
    # A unit is named by the version whose claim counts.
    name = {key: claim.work for side in (con, pro) for key, claim in side.leading.items()}
    weighed = [side.weighed(works) for side in (pro, con, neither)]
    everything = [claim for side in weighed for claim in side]
    return HypothesisBalance(
        hypothesis=hypothesis,
        verdict=scales.verdict(weights),
        for_weight=scales.pro.weight,
        against_weight=scales.con.weight,
        supports=weighed[0],
        contradicts=weighed[1],
        qualifies=weighed[2],
        overturned_by=tuple(sorted(name[key] for key in single)),
        minimal_overturn=tuple(sorted(name[key] for key in together)),
        designs=_tallies(everything, Design, lambda weighed: weighed.claim.design),
        fields=_tallies(everything, Field, lambda weighed: weighed.work.field),
    )


def scales_on(
    slug: str,
    claims: Iterable[Claim],
    unit_of: Mapping[str, Unit],
    weights: Weights = DEFAULT_WEIGHTS,
) -> Scales:
    """Return the scales of a hypothesis with some claims on them, for asking what if.

    Args:
        slug: The hypothesis.
        claims: The claims to weigh; those without a stance on it are ignored.
        unit_of: Who counts once, as ``independence.units`` finds it among the works of the claims.
        weights: The table of the rule.
    """
    given = list(claims)
    pro, con = (
        _side(stance, slug, given, unit_of, weights)
        for stance in (Stance.SUPPORTS, Stance.CONTRADICTS)
    )
    return Scales(Pan(pro.voices), Pan(con.voices))


def _side(
    stance: Stance,
    slug: str,
    claims: Sequence[Claim],
    unit_of: Mapping[str, Unit],
    weights: Weights,
) -> Side:
    taking = (claim for claim in claims if claim.stances.get(slug) is stance)
    return Side(stance, taking, unit_of, weights)


def _tallies(
    claims: Sequence[WeighedClaim],
    words: type[Design] | type[Field],
    value: Callable[[WeighedClaim], str | None],
) -> tuple[Tally, ...]:
    counts = Counter((value(weighed) or "", weighed.stance.value) for weighed in claims)
    return tuple(
        Tally(name, *(counts[name, stance.value] for stance in Stance))
        for name in (*(word.value for word in words), "")
        if any(counts[name, stance.value] for stance in Stance)
    )
