"""A work's passages: made anew when the work changes, or left for later."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from causalkb.ingest.attached import texts_of
from causalkb.records import Claim, Passage, Section, Work
from causalkb.store.store import Store

Chunk = Callable[[Work, Sequence[Section], Sequence[Claim]], list[Passage]]
"""Chunks a work, its long texts and its claims into passages that fit the encoder's window."""

_TOGETHER = 100
"""Works chunked in one transaction."""


def rebuild_passages(store: Store, chunk: Chunk | None, work_id: int) -> None:
    """Chunk a work anew, or leave that for later; part of the caller's transaction."""
    if chunk is None:
        store.passages.postpone(work_id)
        store.database.bump_generation()
        return
    passages = passages_of(store, chunk, work_id)
    claims = {p.claim: store.claims.id_of(p.claim) for p in passages if p.claim is not None}
    store.passages.replace(work_id, passages, claims)
    store.database.bump_generation()


def passages_of(store: Store, chunk: Chunk, work_id: int) -> list[Passage]:
    """Return the passages that a work should have: record, note, full text and claims."""
    work = store.works.many([work_id])[work_id]
    claims = store.claims.of_works([work_id])[work_id]
    return chunk(work, texts_of(store, work_id, work.key), claims)


def chunk_pending(
    store: Store, chunk: Chunk, progress: Callable[[int, int], None] | None = None
) -> None:
    """Chunk the works that an import left pending, some in a transaction."""
    waiting = store.passages.postponed()
    for start in range(0, len(waiting), _TOGETHER):
        with store.database.atomic():
            for work_id in waiting[start : start + _TOGETHER]:
                rebuild_passages(store, chunk, work_id)
        if progress is not None:
            progress(min(start + _TOGETHER, len(waiting)), len(waiting))
    if waiting:
        with store.database.atomic():
            if not store.passages.postponed():  # another process may have added some meanwhile
                store.passages.none_postponed()
