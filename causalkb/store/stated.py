"""Relations that a note states and that wait for the claim they name, as parts of their claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causalkb.records import Claim, ClaimRelation
    from causalkb.store.store import Store


def with_waiting(store: Store, claims: Iterable[Claim]) -> list[Claim]:
    """Return claims with the relations that wait beside those that are stored.

    Whatever writes a note out and reads it back would lose them otherwise.
    """
    waiting: defaultdict[str, list[ClaimRelation]] = defaultdict(list)
    for _, claim_id, relation in store.relations.waiting_relations():
        waiting[claim_id].append(relation)
    return [
        replace(claim, relations=(*claim.relations, *waiting[claim.id]))
        if claim.id in waiting
        else claim
        for claim in claims
    ]
