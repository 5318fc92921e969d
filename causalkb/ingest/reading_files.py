"""From a file to what the importer stores: documents that did not change are not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.ingest.documents import is_there
from causalkb.ingest.read_before import ReadBefore
from causalkb.records import AddResult, FullText, ParsedItem, ParsedWork, Problem, Work, WorkFile
from causalkb.store.store import Store

if TYPE_CHECKING:
    from causalkb.formats.plugins import Format

Read = Iterator[ParsedItem] | AddResult
"""What a file holds, or the account of one that was read before."""


def read_one(store: Store, file: Path, format: Format | None, before: ReadBefore) -> Read:
    """Read a file; one that cannot be read any more is a failure and costs the others nothing.

    One that ``before`` remembers, or a document whose text is here, gives its account only.
    """
    from causalkb.formats.registry import content_of

    try:
        found, data = content_of(file, format)
        if not found.document:
            return before.account(data, found.name) or found.read(data, str(file))
    except InputError as error:
        return iter([Problem(str(file), str(error).removeprefix(f"{file}: "))])
    known = _known(store, found, data)
    if known:
        _note_place(store, known, file)
        return AddResult(unchanged=tuple(store.works.key_of(row_id) for row_id, _ in known))
    # Read before anything is written: a reader may take its time.
    return iter([_at(item, file) for item in found.read(data, str(file))])


def read_for(store: Store, file: Path, key: str, source: str, format: Format | None = None) -> Read:
    """Read a document that something (``source``) names as that of a work; see :func:`read_one`."""
    from causalkb.formats.registry import content_of

    try:
        found, data = content_of(file, format)
    except InputError as error:
        return iter([Problem(str(file), str(error).removeprefix(f"{file}: "), key=key)])
    known = _known(store, found, data)
    work_id = store.works.id_of(key)
    if any(row_id == work_id for row_id, _ in known):
        return AddResult()
    if known:
        text = FullText(known[0][1], tuple(store.files.text(known[0][1].sha256)))
        items: list[ParsedItem] = [ParsedWork(Work(key), str(file), text=text)]
    else:
        items = list(found.read(data, str(file)))
    return iter([_of_work(_at(item, file), key, source) for item in items])


def _known(store: Store, format: Format, data: bytes) -> list[tuple[int, WorkFile]]:
    """Return the works that have this content with its text, as the present reader reads it."""
    digest = hashlib.sha256(data).hexdigest()
    if not store.files.has_text(digest):
        return []
    return [row for row in store.files.with_content(digest) if _is_current(format, row[1].reader)]


def _is_current(format: Format, reader: str) -> bool:
    """Whether a format's reader would find no more in a file than ``reader`` did."""
    module = format.load()
    if (decide := getattr(module, "is_current", None)) is not None:
        return bool(decide(reader))
    version = getattr(module, "VERSION", None)
    return version is None or bool(reader == version)


def _note_place(store: Store, known: list[tuple[int, WorkFile]], file: Path) -> None:
    """Remember where a file that was moved is now."""
    path = str(file.resolve())
    moved = [(row, one) for row, one in known if one.path != path and not is_there(one)]
    if moved:
        with store.database.atomic():
            for row_id, one in moved:
                store.files.remove(row_id, one.path)
                store.files.put(row_id, replace(one, path=path))


def _at(item: ParsedItem, file: Path) -> ParsedItem:
    """Let a document say where it is, whatever the working directory."""
    if not isinstance(item, ParsedWork) or item.text is None:
        return item
    there = replace(item.text.file, path=str(file.resolve()))
    return replace(item, text=replace(item.text, file=there))


def _of_work(item: ParsedItem, key: str, source: str) -> ParsedItem:
    if isinstance(item, Problem):
        return replace(item, key=key)
    if not isinstance(item, ParsedWork):
        return item
    text = item.text and replace(item.text, file=replace(item.text.file, source=source))
    return replace(item, work=Work(key), by_key=True, text=text)
