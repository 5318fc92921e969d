"""Files beside the store that its backup carries: the raw answers of runs (``probe store``).

A backup is one file, so they are rows of a table in it that the store itself does not have. What
comes back is untrusted input: places outside the folder of runs, and contents that are not what
their hash says, are refused.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from causalkb.errors import StoreError
from causalkb.files import PART, read_file, write_atomically
from causalkb.lazy import compiled_on_use

RUNS = "probe"
"""The folder of runs beside the store: a folder for each work, in it one for each run."""

_TABLE = "files_beside"
_MOST = 256 * 2**20
_PLACE = compiled_on_use(rf"{RUNS}(?:/[A-Za-z0-9_][A-Za-z0-9_.+-]{{0,150}}){{3}}")


def pack(directory: Path, copy: sqlite3.Connection) -> None:
    """Put the files beside a store into a copy of it.

    Args:
        directory: That of the store.
        copy: The copy, which becomes a backup.

    Raises:
        OSError: The folder cannot be listed.
        InputError: A file cannot be read.
    """
    found = [
        (path.relative_to(directory).as_posix(), path)
        for path in sorted((directory / RUNS).glob("*/*/*"))
        if path.is_file() and not path.is_symlink() and not path.name.endswith(PART)
    ]
    found = [(place, path) for place, path in found if _PLACE.fullmatch(place)]
    if not found:
        return
    with copy:
        copy.execute(
            f"CREATE TABLE {_TABLE} (place TEXT PRIMARY KEY, sha256 TEXT NOT NULL,"
            " deflated BLOB NOT NULL) STRICT"
        )
        for place, path in found:
            content = read_file(path, _MOST)
            row = (place, sha256(content).hexdigest(), zlib.compress(content))
            copy.execute(f"INSERT INTO {_TABLE} VALUES (?, ?, ?)", row)


def packed(backup: sqlite3.Connection) -> Iterator[tuple[str, str, bytes]]:
    """Yield the files in a backup: place in the directory of the store, SHA-256 and content.

    Raises:
        StoreError: One is damaged, or would come to lie elsewhere.
    """
    known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    if backup.execute(known, (_TABLE,)).fetchone() is None:
        return
    for place, digest, deflated in backup.execute(f"SELECT place, sha256, deflated FROM {_TABLE}"):
        if not isinstance(place, str) or not _PLACE.fullmatch(place):
            raise StoreError(f"the backup holds a file for {place!r}, where none belongs")
        try:
            reader = zlib.decompressobj()
            content = reader.decompress(deflated, _MOST)
        except (zlib.error, TypeError) as error:
            raise StoreError(f"the backup is damaged: {place}: {error}") from error
        if not reader.eof or sha256(content).hexdigest() != digest:
            raise StoreError(f"the backup is damaged: {place} is not what its hash says")
        yield place, digest, content


def check_packed(backup: sqlite3.Connection) -> None:
    """Read the files in a backup, before anything is changed.

    Raises:
        StoreError: As for :func:`packed`.
    """
    for _ in packed(backup):
        pass


def unpack(backup: sqlite3.Connection, store: sqlite3.Connection, directory: Path) -> None:
    """Write the files of a backup beside a store; another file in a place is kept under a new name.

    Args:
        backup: The backup.
        store: The store that is made of it, in which the files get their new places.
        directory: That of the store.

    Raises:
        StoreError: As for :func:`packed`.
        OSError: A file cannot be written.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    for place, digest, content in packed(backup):
        path = directory / place
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                path.rename(path.with_name(f"{path.name}.before-restore-{stamp}"))
            write_atomically(path, [content])
        _place(store, place, digest, path)


def _place(store: sqlite3.Connection, place: str, digest: str, path: Path) -> None:
    rows = store.execute("SELECT work_id, path FROM files WHERE sha256 = ?", (digest,)).fetchall()
    with store:
        for work_id, before in rows:
            if before.replace("\\", "/").endswith(f"/{place}"):
                store.execute(
                    "UPDATE OR IGNORE files SET path = ? WHERE (work_id, path) = (?, ?)",
                    (str(path), work_id, before),
                )
