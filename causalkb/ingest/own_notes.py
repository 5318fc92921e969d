"""Notes that name no work: of a work that has the name of their file, or a work of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from causalkb.formats.note.reader import OWN_NOTE
from causalkb.ingest import keys
from causalkb.ingest.matching_texts import as_text_of_known
from causalkb.records import ParsedWork, Work
from causalkb.store.store import Store

ENTRY = f"@{OWN_NOTE}"
"""The name of the one entry that such a file has."""
_BLANK = re.compile(r"\s+")


def is_own(item: ParsedWork) -> bool:
    """Whether an entry is a note that names no work."""
    return item.entry == ENTRY and item.note is not None and not item.by_key


def as_known(store: Store, item: ParsedWork, source: str) -> ParsedWork:
    """Return a document or a note that names no work as an entry of the work here that it means."""
    if item.text is not None:
        return as_text_of_known(store, item)
    return as_note_of_known(store, item, source) if is_own(item) else item


def as_note_of_known(store: Store, item: ParsedWork, source: str) -> ParsedWork:
    """Return a note as an entry that names its work by key, if the work is here.

    That is the work that this file was before; else the one whose key is the name of the file.
    Another file of that name is another note, unless it says the same: then it was moved.
    """
    before = store.provenance.said(source, item.entry)
    if before is not None:
        return _entry_of(store, item, before[0])
    key = keys.tidy(_BLANK.sub("-", item.work.key.strip()))
    item = replace(item, work=replace(item.work, key=key))
    if not store.works.has(key):
        return item
    work_id = store.works.id_of(key)
    if store.works.many([work_id])[work_id].type != OWN_NOTE or store.works.note(key) == item.note:
        return _entry_of(store, item, work_id)
    return item


def _entry_of(store: Store, item: ParsedWork, work_id: int) -> ParsedWork:
    stored = store.works.many([work_id])[work_id]
    if stored.type == OWN_NOTE:
        work = replace(item.work, key=stored.key)
    else:
        work = Work(stored.key, questions=item.work.questions, tags=item.work.tags)
    return replace(item, work=work, by_key=True)
