"""One SQLite file: opening, creating, migrating, transactions and metadata."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

from causalkb.errors import StoreError
from causalkb.files import atomic_target
from causalkb.paths import resource

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

FILE_NAME = "causalkb.db"
SCHEMA_VERSION = 3
APPLICATION_ID = 0x434B4231  # "CKB1", so that another program's database is told apart
BUSY_SECONDS = 15.0


class Database:
    """A connection to one knowledge base's SQLite file.

    Reading goes through :attr:`conn` (plain ``sqlite3``); writing may use :attr:`tables`
    (sqlite-utils, imported on first use because it is slow to import). Both share one connection.
    """

    def __init__(self, directory: Path, conn: sqlite3.Connection, *, writable: bool) -> None:
        self.directory = directory
        self.conn = conn
        self.writable = writable

    @classmethod
    def open(cls, directory: Path, *, create: bool = False) -> Database:
        """Open the knowledge base in ``directory``; with ``create``, make it where there is none.

        Raises:
            StoreError: There is none, or it is damaged, locked, foreign or of a newer version.
        """
        path = directory / FILE_NAME
        if not path.is_file():
            if not create:
                raise StoreError(
                    f"no knowledge base in {directory}; 'causalkb init' creates one"
                    " (or name another with --kb or CAUSALKB_PATH)"
                )
            _create(path)
        conn, writable = _connect(path)
        database = cls(directory, conn, writable=writable)
        try:
            database._check(path)
        except BaseException:
            conn.close()
            raise
        return database

    @cached_property
    def tables(self) -> Tables:
        """The same connection as a ``sqlite_utils.Database``."""
        from sqlite_utils import Database as Tables

        return Tables(self.conn)

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Run a block in one transaction, which any exception undoes; blocks may nest.

        The outermost takes the write lock at once (``BEGIN IMMEDIATE``): a transaction that reads
        first and writes later could otherwise fail half-way when another process wrote meanwhile.
        """
        if not self.writable:
            raise StoreError(f"the knowledge base in {self.directory} is read-only")
        if self.conn.in_transaction:
            with self.tables.atomic():
                yield
            return
        try:
            self.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the knowledge base in {self.directory} is in use by another process"
                f" ({error}); try again when it is done"
            ) from error
        try:
            yield
        except BaseException:
            self.conn.rollback()
            raise
        self.conn.commit()

    def meta(self, key: str) -> str:
        """Return a metadata value, "" when it is not set."""
        row = self.conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Set a metadata value."""
        self.conn.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    @property
    def generation(self) -> int:
        """The number of changes so far to what is searched; indexes carry it."""
        return int(self.meta("generation") or 0)

    def bump_generation(self) -> None:
        """Count one more change to what is searched, inside the transaction that makes it."""
        self.set_meta("generation", str(self.generation + 1))

    def backup(self, target: Path) -> None:
        """Write a consistent copy of the whole store to ``target``, atomically.

        Raises:
            OSError: It cannot be written.
        """
        try:
            with (
                atomic_target(target) as temporary,
                closing(sqlite3.connect(temporary)) as copy,
            ):
                self.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:  # no such folder, no room
            raise OSError(str(error)) from error

    def check_integrity(self) -> list[str]:
        """Return what SQLite itself finds wrong, one line each; empty when all is well."""
        rows = self.conn.execute("PRAGMA integrity_check(20)").fetchall()
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        broken = self.conn.execute("PRAGMA foreign_key_check").fetchall()
        return found + [f"{row[0]} row {row[1]} refers to a missing {row[2]}" for row in broken]

    def _check(self, path: Path) -> None:
        try:
            identity = self.conn.execute("PRAGMA application_id").fetchone()[0]
            if identity != APPLICATION_ID:
                raise StoreError(f"{path} is not a causalkb knowledge base")
            version = int(self.meta("schema_version") or 0)
            if self.writable:  # and ours: a file of another program must stay as it is
                self.conn.execute("PRAGMA journal_mode = WAL")
                self.conn.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path} cannot be read ({error}); 'causalkb restore FILE' brings back a backup"
            ) from error
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{path} was written by a newer causalkb (schema {version}, this one knows"
                f" {SCHEMA_VERSION}); upgrade causalkb"
            )
        if version < SCHEMA_VERSION and self.writable:
            from causalkb.store.migrations import migrate

            self._keep_before(version)
            migrate(self, SCHEMA_VERSION)

    def _keep_before(self, version: int) -> None:
        """Write a backup of an older version beside the store before it is changed."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        target = self.directory / f"before-schema-{version}-to-{SCHEMA_VERSION}-{stamp}.db"
        try:
            self.backup(target)
        except OSError as error:
            raise StoreError(
                f"the knowledge base in {self.directory} needs a newer schema, and the backup that"
                f" comes first cannot be written ({error}); nothing was changed"
            ) from error


def _create(path: Path) -> None:
    """Write an empty knowledge base under a temporary name, then give it its own.

    A crash in between leaves no half-made one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Of two processes that create at once, the second must not win.
        with suppress(FileExistsError), atomic_target(path, overwrite=False) as temporary:
            write_empty(temporary)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(f"cannot create a knowledge base in {path.parent}: {error}") from error


def write_empty(path: Path) -> None:
    """Write an empty knowledge base of the newest schema, with an id of its own.

    Raises:
        sqlite3.OperationalError: There is no room for it.
    """
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(resource("schema.sql").read_text(encoding="utf-8"))
        conn.execute("INSERT INTO meta (key, value) VALUES ('store_id', ?)", (uuid4().hex,))
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.commit()
        conn.execute("PRAGMA journal_mode = WAL")


def _connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Connect for writing where the folder allows it, else for reading only."""
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    uri = "file:" + quote(str(path.resolve()))
    if writable:
        uri += "?mode=rw"
    else:
        # A WAL database in a read-only folder opens only when SQLite may assume that nobody writes.
        uri += "?mode=ro&immutable=1"
    try:
        conn = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        conn.execute("PRAGMA foreign_keys = ON")
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path} cannot be opened ({error}); 'causalkb restore FILE' brings back a backup"
        ) from error
    return conn, writable
