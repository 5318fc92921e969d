"""What hangs on a work beside its record: texts of files, annotations and notices."""

from __future__ import annotations

from causalkb.formats.note.obsidian import readable
from causalkb.ingest.documents import sections_of, store_full_text
from causalkb.ingest.merge import spread
from causalkb.records import ParsedWork, Section
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

STATES_CLAIMS = "causalkb-claims"
"""The name of what an entry says that states claims."""


def attach(store: Store, item: ParsedWork, work_id: int, source: str) -> bool:
    """Store the text of a work, what was marked in it elsewhere and what became of it.

    Return whether any of that is new.
    """
    changed = False
    if item.text is not None:
        changed |= store_full_text(store, work_id, item.text)
    if item.annotations is not None:
        changed |= store.annotations.replace(work_id, source, item.entry, item.annotations)
    for name, notices in (item.notices or {}).items():
        changed |= store.notices.replace(work_id, name, notices)
    return changed


def all_said(item: ParsedWork) -> dict[str, object]:
    """Return all that an entry says, by name; it shows whether the entry changed."""
    said: dict[str, object] = dict(spread(item.work))
    said["causalkb-tags"] = repr(item.work.tags)
    said["causalkb-questions"] = repr(item.work.questions)
    if item.note is not None or item.claims is not None:
        said["causalkb-note"] = repr((item.note, item.claims)) + item.front
    if item.claims:
        said[STATES_CLAIMS] = True
    if item.text is not None:
        said["causalkb-text"] = f"{item.text.file.sha256} {item.text.file.reader}"
    if item.annotations or item.notices:
        said["causalkb-annotations"] = repr((item.annotations, item.notices))
    return said


def texts_of(store: Store, work_id: int, key: str) -> list[Section]:
    """Return the texts of a work that are chunked: its note, what was marked in it, its files."""
    note = store.works.note(key)
    sections = [Section(PassageKind.NOTE, readable(note))] if note else []
    for one in store.annotations.of_works([work_id]).get(work_id, ()):
        text = "\n".join(filter(None, (one.quote, one.comment)))
        sections.append(Section(PassageKind.NOTE, text, one.locator or None))
    return sections + sections_of(store, work_id)
