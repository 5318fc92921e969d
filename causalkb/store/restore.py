"""Bringing back a backup."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from causalkb.errors import StoreError
from causalkb.store.database import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION, Database


def restore(backup: Path, directory: Path) -> Path | None:
    """Replace the knowledge base in a directory by a backup.

    Args:
        backup: A file that ``KnowledgeBase.backup`` wrote.
        directory: The knowledge base; made where there is none.

    Returns:
        Where the store that was there before is kept, ``None`` where there was none.

    Raises:
        StoreError: The backup is none, damaged, or of a newer version; nothing was changed.
    """
    with closing(_checked(backup)) as source:
        path = directory / FILE_NAME
        kept = _set_aside(path) if path.exists() else None
        if kept is None:
            Database.open(directory, create=True).close()
        # Ids of passages may stand for other texts now: no index of before may be used.
        shutil.rmtree(directory / "index", ignore_errors=True)
        try:
            # Page by page in one transaction of the target, under SQLite's own locks.
            with closing(sqlite3.connect(path)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise StoreError(f"cannot restore into {path}: {error}") from error
    return kept


def _set_aside(path: Path) -> Path:
    """Copy the present store, damaged or not, so that nothing is lost."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = path.with_name(f"before-restore-{stamp}.db")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(kept)) as copy:
            source.backup(copy)
    except sqlite3.DatabaseError:
        # Too damaged for SQLite to read: set the bytes aside and make room.
        kept.unlink(missing_ok=True)
        path.replace(kept)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        Database.open(path.parent, create=True).close()
    return kept


def _checked(backup: Path) -> sqlite3.Connection:
    """Open a backup for reading.

    Raises:
        StoreError: It is missing, damaged, of a newer version, or no backup of causalkb.
    """
    if not backup.is_file():
        raise StoreError(f"{backup} does not exist")
    conn = sqlite3.connect(f"file:{quote(str(backup.resolve()))}?mode=ro", uri=True)
    try:
        identity = conn.execute("PRAGMA application_id").fetchone()[0]
        problems = [row[0] for row in conn.execute("PRAGMA quick_check(3)")]
        newer = identity == APPLICATION_ID and _version(conn) > SCHEMA_VERSION
    except sqlite3.DatabaseError as error:
        conn.close()
        raise StoreError(f"{backup} is no backup of causalkb, or is damaged: {error}") from error
    if identity != APPLICATION_ID or problems != ["ok"]:
        conn.close()
        what = "is damaged" if identity == APPLICATION_ID else "is no backup of causalkb"
        raise StoreError(f"{backup} {what}")
    if newer:
        conn.close()
        raise StoreError(f"{backup} was written by a newer causalkb; upgrade causalkb")
    return conn


def _version(conn: sqlite3.Connection) -> int:
    row = conn.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    return 0 if row is None else int(row[0])
