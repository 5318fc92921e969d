"""From the store: the claims on hypotheses, their works, and what relations make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from causalkb.evidence.bearing import Background, linked
from causalkb.evidence.counts import independent
from causalkb.evidence.standing import BETWEEN_CLAIMS, NOTHING_STATED, Standing, standing
from causalkb.records import Claim, ClaimRelation, Filters, Hypothesis, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Stance


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


def background_of(
    store: Store,
    claims: Sequence[Claim],
    hypotheses: Sequence[Hypothesis],
    *,
    related_to: Collection[str] = (),
) -> Background:
    """Return what is the same for all of some hypotheses.

    Args:
        store: The store.
        claims: The claims on them.
        hypotheses: The hypotheses.
        related_to: Ids of further claims of which it is asked whether they stand.
    """
    loaded = {claim.id: claim for claim in claims}
    stated = _bearing(store.relations.all(BETWEEN_CLAIMS), {*loaded, *related_to})
    ids = {end for source, relation in stated for end in (source, relation.other)}
    others = store.claims.many(store.claims.rows_of(ids - loaded.keys())).values()
    related = {c.id: c for c in others} | {one: loaded[one] for one in ids & loaded.keys()}
    works = works_of(store, [*claims, *related.values()])
    unit_of, near = linked(works)
    found = NOTHING_STATED
    if related:
        found = _standing(related, stated, unit_of, near)
    return Background(
        works=works,
        unit_of=unit_of,
        near=near,
        standing=found,
        claims={**related, **loaded},
        output_only=store.vocabularies.observing_output(),
        vectors=store.passages.raw_vectors(
            [h.statement for h in hypotheses], [claim.id for claim in claims]
        ),
        read_twice=store.codings.read_twice([one.slug for one in hypotheses]),
    )


def _bearing(
    stated: Sequence[tuple[str, ClaimRelation]], claims: Collection[str]
) -> list[tuple[str, ClaimRelation]]:
    """Those of some relations that bear on claims, directly or through other claims."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for source, relation in stated:
        near[source].append(relation.other)
        near[relation.other].append(source)
    reached = set(claims) & near.keys()
    left = list(reached)
    while left:
        new = set(near[left.pop()]) - reached
        reached |= new
        left += new
    return [one for one in stated if one[0] in reached]


def _standing(
    related: Mapping[str, Claim],
    stated: Sequence[tuple[str, ClaimRelation]],
    unit_of: Mapping[str, str],
    near: Mapping[str, Collection[str]],
) -> Standing:
    def same_authors(one: str, two: str) -> bool:
        return unit_of[one] == unit_of[two] or unit_of[two] in near[unit_of[one]]

    def count(keys: Collection[str]) -> int:
        return independent({unit_of[key] for key in keys}, near)

    triples = [(source, relation.relation, relation.other) for source, relation in stated]
    return standing(related, triples, same_authors=same_authors, count=count)
