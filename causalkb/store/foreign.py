"""Reading the SQLite database of another program, whether that runs or not.

The other program may hold the file under an exclusive lock, and what it wrote last may still be in
the write-ahead log. So the file is copied together with its log or journal into a private folder,
and read there; it is never opened where it lies, and never written. The shared-memory file
(``-shm``) is not copied: SQLite makes it anew from the log.
"""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from causalkb.errors import InputError

_HEADER = b"SQLite format 3\0"
_PARTS = ("", "-wal", "-journal")
"""What belongs to a database: its file, what was committed since, and what to roll back."""
_ATTEMPTS = 6
_PAUSE = 0.25
"""Seconds before the first new attempt; doubled each time."""
_LONGEST_VALUE = 16 * 2**20
"""Bytes of one value that are read; a note of a person is shorter."""

_State = tuple[tuple[int, int] | None, ...]


def is_database(head: bytes) -> bool:
    """Whether a file that begins like this is an SQLite database."""
    return head.startswith(_HEADER)


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a copy of a database that holds all that was committed to it.

    Raises:
        InputError: It is missing, not a database, damaged, there is no room for the copy, or it
            changed during every attempt to copy it.
    """
    try:
        with (
            TemporaryDirectory(prefix="causalkb-") as folder,
            closing(_copied(path, Path(folder) / "copy.sqlite")) as conn,
        ):
            yield conn
    except OSError as error:
        raise InputError(f"{path}: cannot be copied: {error.strerror or error}") from error


def _copied(path: Path, copy: Path) -> sqlite3.Connection:
    _check(path)
    reason = ""
    damaged: _State | None = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE * 2 ** (attempt - 1))
        before = _state(path)
        for part in _PARTS:
            _copy_part(path, copy, part)
        if _state(path) != before:
            reason = "it changed each time while it was copied; try again when it is at rest"
            continue
        try:
            return _opened(copy)
        except sqlite3.DatabaseError as error:
            # A copy of two states of the file looks like this too; two copies of one state do not.
            reason = f"it is damaged, or not a database: {error}"
            if before == damaged:
                break
            damaged = before
    raise InputError(f"{path}: {reason}")


def _check(path: Path) -> None:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path} is not a regular file")
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    if not is_database(head):
        raise InputError(f"{path} is not an SQLite database")
    size = sum(part[0] for part in _state(path) if part is not None)
    if size > shutil.disk_usage(gettempdir()).free:
        raise InputError(
            f"{path}: the copy needs {size // 2**20} MiB and {gettempdir()} has less;"
            " set TMPDIR to a folder with room"
        )


def _state(path: Path) -> _State:
    """Size and time of change of all parts; ``None`` for one that is not there."""
    found: list[tuple[int, int] | None] = []
    for part in _PARTS:
        try:
            status = path.with_name(path.name + part).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((status.st_size, status.st_mtime_ns))
    return tuple(found)


def _copy_part(path: Path, copy: Path, part: str) -> None:
    source, target = (p.with_name(p.name + part) for p in (path, copy))
    target.unlink(missing_ok=True)
    try:
        if stat.S_ISREG(source.stat().st_mode):
            shutil.copyfile(source, target)
    except FileNotFoundError:
        if not part:
            raise
    copy.with_name(copy.name + "-shm").unlink(missing_ok=True)


def _opened(copy: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(copy)
    try:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.text_factory = lambda data: data.decode("utf-8", errors="replace")
        problems = [str(row[0]) for row in conn.execute("PRAGMA quick_check(1)")]
        if problems != ["ok"]:
            raise sqlite3.DatabaseError(problems[0] if problems else "it cannot be checked")
        conn.execute("PRAGMA query_only = ON")
    except BaseException:
        conn.close()
        raise
    return conn
