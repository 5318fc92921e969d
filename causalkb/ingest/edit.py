"""Editing a work as BibTeX; later imports leave edited fields alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.errors import InputError, UnknownError
from causalkb.formats.bibtex import reader as bibtex
from causalkb.ingest import keys
from causalkb.ingest.identity import identity_of
from causalkb.ingest.merge import gather, shown, spread
from causalkb.ingest.passages import Chunk, rebuild_passages
from causalkb.records import ParsedWork, Problem, Work
from causalkb.store.store import Store
from causalkb.text import clean_line
from causalkb.vocabulary import Field, Severity

MAX_TAG = 100


def parse_edit(text: str) -> Work:
    """Return the one work that an edited BibTeX text holds.

    Raises:
        InputError: It does not hold exactly one readable entry with a usable key; with the line.
    """
    items = list(bibtex.read(text.encode("utf-8", "replace"), "edited entry"))
    works = [item.work for item in items if isinstance(item, ParsedWork)]
    wrong = [item for item in items if isinstance(item, Problem)]
    serious = [p for p in wrong if p.severity is Severity.FAILED] or (wrong if not works else [])
    if serious:
        raise InputError(str(serious[0]))
    if len(works) != 1:
        raise InputError(f"the text must hold exactly one entry, not {len(works)}")
    work = works[0]
    if not work.key or keys.tidy(work.key) != work.key:
        raise InputError(f"{work.key!r} is not a usable key: no spaces, commas, braces or quotes")
    return work


def apply_edit(store: Store, chunk: Chunk, key: str, work: Work) -> list[str]:
    """Make a work say exactly what ``work`` says, and return the names of what changed.

    Raises:
        UnknownError: There is no work ``key``.
        InputError: The new key belongs to another work, or a question does not exist.
    """
    work_id = store.works.id_of(key)
    if work.key != key and store.works.has(work.key):
        raise InputError(f"the key {work.key} already belongs to another work")
    unknown = store.questions.unknown(work.questions)
    if unknown:
        store.questions.get(unknown[0])
    stored = store.works.get(key)
    old, new = spread(stored), spread(work)
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    named = [name for name in ("key", "tags", "questions") if _differ(stored, work, name)]
    if not changed and not named:
        return []
    edited = gather(replace(stored, key=work.key, tags=work.tags, questions=work.questions), new)
    with store.database.atomic():
        store.undo.keep(store.undo.begin(), "edit", work_id)
        store.works.remove_tags(work_id, stored.tags)
        store.works.set_questions(work_id, work.questions)
        store.works.update(work_id, edited, identity_of(edited))
        store.provenance.mark_edited(work_id, changed)
        rebuild_passages(store, chunk, work_id)
    return shown(changed) + named


def set_field(store: Store, command: int, work_id: int, field: Field) -> bool:
    """Give a work a field, as a part of a command that ``undo`` undoes; whether that changed it.

    Belongs inside the caller's ``Database.atomic()``. No passage speaks of the field.
    """
    stored = store.works.many([work_id])[work_id]
    if stored.field is field:
        return False
    edited = replace(stored, field=field)
    old, new = spread(stored), spread(edited)
    store.undo.keep(command, "fields set", work_id)
    store.works.update(work_id, edited, identity_of(edited))
    store.provenance.mark_edited(work_id, [n for n in new if old.get(n) != new[n]])
    store.database.bump_generation()
    return True


def change_tags(
    store: Store, chunk: Chunk, key: str, tags: Sequence[str], *, remove: bool = False
) -> int:
    """Add tags to a work, or remove them, and return how many that changed.

    Raises:
        UnknownError: There is no work ``key``, or it does not have a tag that is to go.
        InputError: A tag is empty or not fit to be one.
    """
    work_id = store.works.id_of(key)
    named = [_tag(tag) for tag in tags]
    if remove:
        own = store.works.get(key).tags
        for tag in named:
            if tag not in own:
                raise UnknownError("tag", tag, own, f"{key} has {', '.join(own) or 'no tags'}")
    with store.database.atomic():
        change = store.works.remove_tags if remove else store.works.add_tags
        changed = change(work_id, named)
        if changed:
            rebuild_passages(store, chunk, work_id)
    return changed


def _tag(text: str) -> str:
    tag = clean_line(text)
    if not tag or "," in tag or len(tag) > MAX_TAG:
        raise InputError(
            f"{text!r} is not a usable tag: up to {MAX_TAG} characters, without a comma"
        )
    return tag


def _differ(one: Work, other: Work, name: str) -> bool:
    mine, theirs = getattr(one, name), getattr(other, name)
    return bool(set(mine) != set(theirs) if isinstance(mine, tuple) else mine != theirs)
