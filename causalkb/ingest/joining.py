"""One work takes in another, with all that hangs on it."""

from __future__ import annotations

from dataclasses import replace

from causalkb.ingest.identity import identity_of
from causalkb.ingest.merge import gather, merge, spread
from causalkb.records import Work
from causalkb.store.store import Store


def join(
    store: Store, command: int, name: str, keep: int, goes: int
) -> tuple[Work, dict[str, str]]:
    """Make one work of two (row ids); return what it says now and the new ids of claims.

    Part of the caller's transaction, who cuts its passages anew. ``command`` and its ``name``
    are what ``undo`` takes back.
    """
    # Put back in the other order: the one that stays gives back the claims first.
    store.undo.keep(command, name, goes, renumbers=True)
    store.undo.keep(command, name, keep, renumbers=True)
    works = store.works.many([keep, goes])
    merged = merge(works[keep], works[goes], {}, store.provenance.edited(keep))
    work = _with_edits(store, keep, goes, merged.work, works[goes])
    note = _both_notes(store, works[keep].key, works[goes].key)
    ids = store.duplicates.absorb(keep, goes)
    store.works.remove(goes)
    store.works.update(keep, work, identity_of(work))
    store.works.add_tags(keep, works[goes].tags)
    store.works.add_questions(keep, works[goes].questions)
    store.works.set_note(keep, note)
    return work, ids


def _with_edits(store: Store, keep: int, goes: int, work: Work, other: Work) -> Work:
    """Take over what a person edited in the work that goes, unless it was edited in the other."""
    edits = store.provenance.edited(goes) - store.provenance.edited(keep)
    values, theirs = spread(work), spread(other)
    for name in edits:
        values.pop(name, None)
        if name in theirs:
            values[name] = theirs[name]
    store.provenance.mark_edited(keep, edits)
    return replace(gather(work, values), key=work.key)


def _both_notes(store: Store, key: str, other: str) -> str:
    texts = [store.works.note(one) for one in (key, other)]
    return "\n\n".join(dict.fromkeys(text.strip("\n") for text in texts if text))
