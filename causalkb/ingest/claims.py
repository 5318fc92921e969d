"""The claims of a note → the store: ids stay stable while a note is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.records import Claim
from causalkb.store.store import Store

_SAME = 60.0
"""Least similarity (0-100, rapidfuzz ``ratio``) at which an edited claim is still the old one."""


def sync_claims(store: Store, work_id: int, claims: Sequence[Claim]) -> bool:
    """Make these the claims that a work has from its note, and say whether anything changed.

    A claim that carries an id keeps it; else a claim with the same text, then the most similar one
    left, is taken for the same and updated in place. Claims made by hand are not touched.
    """
    stored = store.claims.of_origin(work_id, "note")
    pairs = _pair(claims, stored)
    changed = False
    for row_id in stored.keys() - pairs.values():
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
        # Links made elsewhere are kept, so they are no difference.
        if new != replace(old, stances={**old.stances, **new.stances}) or set(new.stances) - set(
            old.stances
        ):
            store.claims.update(row_id, claim, origin="note")
            changed = True
    return changed


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
