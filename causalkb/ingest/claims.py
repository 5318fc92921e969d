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
        if whole:
            _follow(store, row_id, old, claim)
        new = replace(claim, id=old.id, work=old.work, relations=old.relations)
        if new != old:
            store.claims.update(row_id, claim, origin="note")
            changed = True
        if row_id in by_hand:
            store.claims.adopt(row_id)
            changed = True
    return changed


def _follow(store: Store, row_id: int, old: Claim, new: Claim) -> None:
    """Let what a person linked be as a note says that lists it: changed or taken out."""
    store.claims.unlink(row_id, old.stances.keys() - new.stances.keys())
    changed = {
        slug: side
        for slug, side in new.stances.items()
        if slug in old.stances
        and (side, new.warrant(slug)) != (old.stances[slug], old.warrant(slug))
    }
    why = {slug: new.warrant(slug) for slug in changed}
    store.claims.link(row_id, changed, why, origin="hand")


def state_relations(
    store: Store, work_id: int, claims: Sequence[Claim], *, whole: bool = False
) -> list[int]:
    """Store the relations that a note states of its claims, and return the row ids of the claims.

    Part of the transaction that stores the claims. Claims are found by number, else by text, which
    :func:`sync_claims` has just made equal. With ``whole``, relations made by hand that the note
    does not state are removed.
    """
    stored = store.claims.of_origin(work_id, "note")
    numbers = {c.id: row_id for row_id, c in stored.items()}
    texts = {c.text: row_id for row_id, c in stored.items()}
    rows = []
    for claim in claims:
        row_id = numbers.get(claim.id, texts[claim.text])
        if stored[row_id].text != claim.text:
            row_id = texts[claim.text]
        if whole:
            stated = {(kind, other) for kind, other, _ in claim.relations}
            gone = [r for r in stored[row_id].relations if (r.relation, r.other) not in stated]
            ids = [(r.relation, store.claims.id_of(r.other), "") for r in gone]
            store.relations.unrelate(row_id, ids)
        store.relations.state_relations(row_id, claim.relations)
        rows.append(row_id)
    return rows


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
    # A number that is not here yet is that of a new claim, however much it resembles another.
    open_claims = [n for n in range(len(claims)) if n not in pairs and not claims[n].id]
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
