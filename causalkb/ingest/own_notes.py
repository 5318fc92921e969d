"""Which work a note is about, where it does not have the key under which the work is here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from causalkb.formats.note import OWN_NOTE, SUFFIXES
from causalkb.ingest import keys
from causalkb.ingest.account import warning
from causalkb.ingest.attached import STATES_CLAIMS
from causalkb.ingest.matching_texts import as_text_of_known
from causalkb.lazy import compiled_on_use
from causalkb.records import FROM_FILE, ParsedWork, Problem, Work
from causalkb.store.store import Store
from causalkb.store.works import Identity
from causalkb.vocabulary import Severity

ENTRY = f"@{OWN_NOTE}"
"""The name of the one entry that such a file has."""
_BLANK = compiled_on_use(r"\s+")


def is_own(item: ParsedWork) -> bool:
    """Whether an entry is a note that names no work."""
    return item.entry == ENTRY and item.note is not None and not item.by_key


def as_known(
    store: Store, item: ParsedWork, source: str, *, whole: bool = False
) -> tuple[ParsedWork, list[Problem]]:
    """Return a document or a note as an entry of the work here that it means, if there is one.

    With it comes what is to be told of it. ``whole``: the notes are those of a whole knowledge
    base, one to a work.
    """
    if item.text is not None:
        return as_text_of_known(store, item), []
    if item.note is None:
        return item, []
    if is_own(item):
        item = as_note_of_known(store, item, source)
    elif item.by_key:
        item = as_note_by_key(store, item)
    if whole or not item.by_key:
        return item, []
    return _beside(store, _without_claims(store, item, source), source)


def _without_claims(store: Store, item: ParsedWork, source: str) -> ParsedWork:
    """Return a note that says nothing of claims as one without, if it once stated some."""
    before = store.provenance.said(source, item.entry)
    stated = before is not None and STATES_CLAIMS in before[1]
    return replace(item, claims=()) if item.claims is None and stated else item


def _beside(store: Store, item: ParsedWork, source: str) -> tuple[ParsedWork, list[Problem]]:
    """Set a note apart that is about a work of which another file is the note.

    A work has one note: the second would replace the text of the first, and its claims.
    """
    key = item.work.key
    present = store.works.note(key) if store.works.has(key) else None
    if present is None or present == item.note:
        return item, []
    work_id = store.works.id_of(key)
    before = store.provenance.said(source, item.entry)
    if before is not None and before[0] == work_id:
        return item, []
    others = [other for other in store.provenance.sources(work_id) if other != source]
    other = next((o for o in others if o.endswith(SUFFIXES) and Path(o).is_file()), None)
    if other is None or store.works.many([work_id])[work_id].type == OWN_NOTE:
        return item, []
    reason = f"{key} has a note already, {other}"
    if item.claims:
        hint = "state all claims of a work in one file"
        return item, [replace(warning(item, reason, hint), severity=Severity.FAILED)]
    told = f"{reason}; this one is kept as a work of its own"
    hint = "put both texts into one file to have them with the work"
    return _apart(store, item, source), [warning(item, told, hint)]


def _apart(store: Store, item: ParsedWork, source: str) -> ParsedWork:
    from causalkb.formats.note.reader import heading_of

    title = item.work.title or heading_of(item.note or "") or Path(source).stem
    work = Work(f"{item.work.key}-note", type=OWN_NOTE, title=title, tags=item.work.tags)
    before = store.provenance.said(source, ENTRY)
    if before is not None:
        work = replace(work, key=store.works.key_of(before[0]))
    return replace(item, work=work, entry=ENTRY, by_key=before is not None, claims=None)


def as_note_of_known(store: Store, item: ParsedWork, source: str) -> ParsedWork:
    """Return a note that names no key as an entry that does, if its work is here.

    That is the work that this file was before; else the one of its DOI or arXiv id; else the one
    whose key is the name of the file. Another file of that name is another note, unless it says
    the same: then it was moved.
    """
    before = store.provenance.said(source, item.entry)
    if before is not None:
        return _entry_of(store, item, before[0])
    if (found := _with_identifier(store, item.work)) is not None:
        return _entry_of(store, item, found)
    key = keys.tidy(_BLANK.sub("-", item.work.key.strip()))
    item = _under(item, key)
    if not store.works.has(key):
        return item
    work_id = store.works.id_of(key)
    if store.works.many([work_id])[work_id].type != OWN_NOTE or store.works.note(key) == item.note:
        return _entry_of(store, item, work_id)
    return item


def as_note_by_key(store: Store, item: ParsedWork) -> ParsedWork:
    """Return a note by the key of its work here, where the note has that of another program.

    A key that is not here may be what Zotero calls a work, or the note says its DOI or arXiv id.
    """
    key = item.work.key
    if store.works.has(key) or store.provenance.merged_into(key):
        return item
    known = store.works.alias(key)
    if known is None and (found := _with_identifier(store, item.work)) is not None:
        known = store.works.key_of(found)
    return item if known is None else _under(item, known)


def _with_identifier(store: Store, work: Work) -> int | None:
    """Return the one work here that has the DOI or arXiv id of another."""
    found = {row for row, *_ in store.works.find(Identity(doi=work.doi, arxiv=work.arxiv))}
    return found.pop() if len(found) == 1 else None


def _under(item: ParsedWork, key: str) -> ParsedWork:
    """Return a note under another key, with the ids of its claims."""
    claims = item.claims and tuple(
        replace(claim, id=f"{key}#{claim.id.rpartition('#')[2]}") if claim.id else claim
        for claim in item.claims
    )
    return replace(item, work=replace(item.work, key=key), claims=claims)


def _entry_of(store: Store, item: ParsedWork, work_id: int) -> ParsedWork:
    stored = store.works.many([work_id])[work_id]
    item = _under(item, stored.key)
    if stored.type == OWN_NOTE:
        return replace(item, by_key=True)
    tags = tuple(tag for tag in item.work.tags if tag != FROM_FILE)
    work = Work(stored.key, questions=item.work.questions, tags=tags)
    return replace(item, work=work, by_key=True)
