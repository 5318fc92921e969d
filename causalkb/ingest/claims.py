"""The claims of a note → the store: ids stay stable while a note is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.records import Claim
from causalkb.store.store import Store

_SAME = 60.0
"""Least similarity (0-100, rapidfuzz ``ratio``) at which an edited claim is still the old one."""


def sync_claims(
    store: Store, work_id: int, claims: Sequence[Claim], *, whole: bool = False
) -> bool:
    """Make these the claims that a work has from its note, and say whether anything changed.

    A claim that carries an id keeps it; else a claim with the same text, then the most similar one
    left, is taken for the same and updated in place. A claim that a person made and the note now
    states becomes the note's; one that the note no longer states stays if a person linked it.
    Other claims made by hand are not touched, unless ``whole`` says that the note listed them
    all, so that a missing one was taken out.
    """
    own = store.claims.of_origin(work_id, "note")
    by_hand = store.claims.of_origin(work_id, "hand")
    stored = own | by_hand
    pairs = _pair(claims, stored)
    changed = False
    for row_id in (stored if whole else own).keys() - pairs.values():
        # What a person linked outlives the note that a newer version of the corpus changed.
        if whole or not store.claims.keep_as_manual(row_id):
            store.claims.remove(row_id)
        changed = True
    for n, claim in enumerate(claims):
        if n not in pairs:
            store.claims.insert(work_id, claim, origin="note")
            changed = True
            continue
        row_id = pairs[n]
        old = stored[row_id]
        new = replace(claim, id=old.id, work=old.work, relations=old.relations)
        if new != old:
            store.claims.update(row_id, claim, origin="note")
            changed = True
        if row_id in by_hand:
            store.claims.adopt(row_id)
            changed = True
    return changed


def state_relations(store: Store, work_id: int, claims: Sequence[Claim]) -> list[int]:
    """Store the relations that a note states of its claims, and return the row ids of the claims.

    Part of the transaction that stores the claims. Claims are found by text, which
    :func:`sync_claims` has just made equal.
    """
    rows = {c.text: row_id for row_id, c in store.claims.of_origin(work_id, "note").items()}
    for claim in claims:
        store.relations.state_relations(rows[claim.text], claim.relations)
    return [rows[claim.text] for claim in claims]


def _pair(claims: Sequence[Claim], stored: dict[int, Claim]) -> dict[int, int]:
    """Pair positions in ``claims`` with row ids of stored claims."""
    pairs: dict[int, int] = {}
    left = dict(stored)
    for n, claim in enumerate(claims):
        if claim.id:
            row_id = next((r for r, c in left.items() if c.id == claim.id), None)
            if row_id is not None:
                pairs[n] = row_id
                del left[row_id]
    for n, claim in enumerate(claims):
        if n not in pairs:
            row_id = next((r for r, c in left.items() if c.text == claim.text), None)
            if row_id is not None:
                pairs[n] = row_id
                del left[row_id]
    open_claims = [n for n in range(len(claims)) if n not in pairs]
    if open_claims and left:
        from rapidfuzz import fuzz

        ranked = sorted(
            (
                (fuzz.ratio(claims[n].text, c.text), n, r)
                for n in open_claims
                for r, c in left.items()
            ),
            key=lambda triple: (-triple[0], triple[1], triple[2]),
        )
        for similarity, n, row_id in ranked:
            if similarity >= _SAME and n not in pairs and row_id in left:
                pairs[n] = row_id
                del left[row_id]
    return pairs
