"""The files of works as text: which there are, by name and content; neither place nor text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from causalkb.archive import layout
from causalkb.archive.contents import FileEntry
from causalkb.archive.merging import Fate
from causalkb.errors import InputError
from causalkb.formats.tabular import read_rows
from causalkb.records import WorkFile
from causalkb.store.store import Store

if TYPE_CHECKING:  # it imports this module
    from causalkb.archive.reading_in import ReadingIn

FILE_COLUMNS = ("work", "name", "sha256", "bytes", "pages", "media_type", "version")
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")


def files_in(store: Store, keys: Mapping[int, str]) -> dict[str, FileEntry]:
    """Return the files of works, given the keys of the works by row id."""
    found: dict[str, FileEntry] = {}
    for work_id, files in store.files.of_works(keys).items():
        for file in files:
            named = replace(file, path=PurePath(file.path).name, source="", reader="")
            found.setdefault(_name(keys[work_id], named), FileEntry(keys[work_id], named))
    return dict(sorted(found.items()))


def files_rows(entries: Iterable[FileEntry]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each file, in the order of :data:`FILE_COLUMNS`."""
    for entry in entries:
        file = entry.file
        numbers = ["" if n is None else str(n) for n in (file.bytes, file.pages)]
        yield (entry.work, file.path, file.sha256, *numbers, file.media_type, file.version)


def files_from(text: str, place: str) -> dict[str, FileEntry]:
    """Read what :func:`files_rows` gave.

    Raises:
        InputError: A row has no work, no name, or a hash that is not one; with its line.
    """
    found = {}
    for line, row in read_rows(text, FILE_COLUMNS, place):
        work, name, digest, size, pages, media_type, version = row
        path = PurePath(name).name
        count, length = (int(n) if n.isdecimal() else None for n in (pages, size))
        if not work or not path or not _DIGEST.fullmatch(digest):
            raise InputError(f"{place}:{line}: needs a work, a name and a SHA-256 hash or none")
        file = WorkFile(path, digest, length, count, media_type, "", "", version)
        found[_name(work, file)] = FileEntry(work, file)
    return found


def read_files(reading: ReadingIn) -> None:
    """Store which files works have; their texts come when the files themselves are added."""
    store = reading.store

    def put(entry: FileEntry) -> None:
        work_id = store.works.id_of(reading.key(entry.work))
        there = store.files.of_works([work_id]).get(work_id, [])
        if not any(file.sha256 == entry.file.sha256 for file in there if file.sha256):
            store.files.put(work_id, entry.file)

    for name, entry in reading.parsed.contents.files.items():
        if reading.fate(f"files {name}") in (Fate.TAKE, Fate.CONFLICT):
            reading.put(layout.FILES, f"files {name}", partial(put, entry))


def _name(work: str, file: WorkFile) -> str:
    return f"{work} {file.sha256 or file.path}"
