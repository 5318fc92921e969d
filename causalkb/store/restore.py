"""Bringing back a backup."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from causalkb.errors import StoreError, is_damage, reason
from causalkb.files import atomic_target, sync
from causalkb.store.backups import check_seal
from causalkb.store.beside import check_packed, unpack
from causalkb.store.connections import connect
from causalkb.store.database import (
    APPLICATION_ID,
    FILE_NAME,
    SCHEMA_VERSION,
    WRITTEN_BY,
    Database,
    newer_than_this,
    write_empty,
)
from causalkb.store.migrations import migrate
from causalkb.store.names import put_words
from causalkb.store.verify import faults
from causalkb.text import clean


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
    path = directory / FILE_NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with closing(_checked(backup)) as given, TemporaryDirectory(dir=directory) as folder:
            fresh = Path(folder) / FILE_NAME
            check_packed(given)
            with closing(_upgraded(given, Path(folder) / "older.db")) as source:
                _build(source, fresh)
                with closing(sqlite3.connect(fresh)) as store:
                    unpack(source, store, directory)
            sync(fresh)
            kept = _replace(path, fresh)
    except (OSError, sqlite3.OperationalError) as error:
        if is_damage(error):
            raise StoreError(f"{backup} is damaged: {error}; use another copy") from error
        raise StoreError(
            f"cannot restore into {directory}: the knowledge base there is as it was;"
            f" {reason(error)}"
        ) from error
    _drop_indexes(directory / "index")
    return kept


def _upgraded(backup: sqlite3.Connection, copy: Path) -> sqlite3.Connection:
    """Return a backup with the newest schema: itself, or a copy that was migrated."""
    if _version(backup) == SCHEMA_VERSION:
        return backup
    with closing(sqlite3.connect(copy)) as target:
        backup.backup(target)
    conn = connect(copy, "mode=rw")
    try:
        extra = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
        for kind, name in conn.execute(extra).fetchall():
            quoted = '"' + str(name).replace('"', '""') + '"'
            conn.execute(f"DROP {kind} {quoted}")
        migrate(Database(copy.parent, conn), SCHEMA_VERSION)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"the backup holds what no store may hold: {error}") from error
    finally:
        conn.close()
    return sqlite3.connect(copy)


def _build(source: sqlite3.Connection, fresh: Path) -> None:
    """Copy the rows of a backup into a new store of our schema, and verify it.

    Only rows come along: no triggers, views or tables that someone put into the file.
    """
    write_empty(fresh)
    with closing(sqlite3.connect(fresh)) as conn:
        own = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        try:
            with conn:
                for (table,) in conn.execute(own).fetchall():
                    _copy(source, conn, table)
                _copy(source, conn, "sqlite_sequence")
                conn.execute("DELETE FROM person_words")  # made from the names that came along
                put_words(conn, conn.execute("SELECT id, folded FROM people").fetchall())
                # No index made before may pass for one of this store.
                conn.execute(
                    "UPDATE meta SET value = ? WHERE key = 'generation'", (str(time.time_ns()),)
                )
                conn.execute("DELETE FROM meta WHERE key IN ('semantic_index', 'keyword_index')")
        except (sqlite3.IntegrityError, sqlite3.InterfaceError) as error:
            raise StoreError(f"the backup holds what no store may hold: {error}") from error
        problems = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(3)")]
        if problems != ["ok"] or conn.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError("the backup is damaged: rows refer to rows that are missing")
        if wrong := next(faults(conn), None):
            raise StoreError(f"the backup holds what no store may hold: {wrong}")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sync(fresh)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    """Copy the columns of a table that both stores have; what names the new store stays."""
    sql = "SELECT name FROM pragma_table_info(?)"
    theirs = {row[0] for row in source.execute(sql, (table,))}
    names = [row[0] for row in target.execute(sql, (table,)) if row[0] in theirs]
    if not names:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    # A backup may come from elsewhere: it must not name a server that is asked from then on.
    own = f" WHERE key NOT IN ('schema_version', 'store_id', 'index', '{WRITTEN_BY}')"
    own = own if table == "meta" else ""
    if table == "sqlite_sequence":
        target.execute("DELETE FROM sqlite_sequence")
    target.executemany(
        f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})",
        map(_inert, source.execute(f"SELECT {columns} FROM {table}{own}")),
    )


def _inert(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Take control characters out of texts, as every other way into the store does."""
    return tuple(clean(value) if isinstance(value, str) else value for value in row)


def _replace(path: Path, fresh: Path) -> Path | None:
    """Put a verified store in place, and return where the one before is kept."""
    if not path.exists():
        fresh.replace(path)
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = path.with_name(f"before-restore-{stamp}.db")
    try:
        # Read through SQLite: rows that another process has committed to the WAL come along.
        with (
            atomic_target(kept) as copy,
            closing(sqlite3.connect(path)) as old,
            closing(sqlite3.connect(copy)) as target,
        ):
            old.backup(target)
        # One transaction under SQLite's locks: it happens as a whole or not at all, and processes
        # that have the store open see it.
        with closing(sqlite3.connect(fresh)) as new, closing(sqlite3.connect(path)) as target:
            new.backup(target)
    except sqlite3.OperationalError:
        kept.unlink(missing_ok=True)  # the disk is full or the store locked: all is as it was
        raise
    except sqlite3.DatabaseError:
        # Too damaged for SQLite to read: its files are set aside, none is deleted.
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
        fresh.replace(path)
    return kept


def _drop_indexes(index: Path) -> None:
    """Delete the indexes of the store before; of a symbolic link only the link."""
    if index.is_symlink():
        index.unlink()
    else:
        shutil.rmtree(index, ignore_errors=True)


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
        newer = ""
        if identity == APPLICATION_ID and _version(conn) > SCHEMA_VERSION:
            newer = newer_than_this(_version(conn), _meta(conn, WRITTEN_BY))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        conn.close()
        raise StoreError(f"{backup} is not a backup of causalkb, or is damaged: {error}") from error
    if identity != APPLICATION_ID or problems != ["ok"]:
        conn.close()
        what = "is damaged" if identity == APPLICATION_ID else "is not a backup of causalkb"
        raise StoreError(f"{backup} {what}")
    if newer:
        conn.close()
        raise StoreError(f"{backup} {newer}")
    try:
        check_seal(backup)
    except StoreError:
        conn.close()
        raise
    return conn


def _version(conn: sqlite3.Connection) -> int:
    found = _meta(conn, "schema_version")
    return int(found) if found.isdecimal() and len(found) < 9 else 0


def _meta(conn: sqlite3.Connection, key: str) -> str:
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return "" if row is None else str(row[0])
