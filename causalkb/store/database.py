"""One SQLite file: opening, creating, migrating, transactions and metadata."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

from causalkb.errors import StoreError, is_damage, reason
from causalkb.files import atomic_target
from causalkb.paths import resource
from causalkb.store.connections import Connections, code_of, connect, connect_for_reading
from causalkb.store.patience import Say, Waiting, patience
from causalkb.text import clean_line

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables

FILE_NAME = "causalkb.db"
SCHEMA_VERSION = 6
WRITTEN_BY = "written_by"
"""The key in ``meta`` of the version of causalkb that made the schema."""
APPLICATION_ID = 0x434B4231  # "CKB1", so that another program's database is told apart
_UNREADABLE = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
)
"""What SQLite reports where the file is at fault, not the disk or another process."""
_NO_ROOM = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)
"""What SQLite reports where a store that can be read cannot be opened for writing."""


class Database:
    """One knowledge base's SQLite file, which several threads may use.

    Each thread has a connection of its own behind :attr:`conn`; one at a time writes.
    """

    def __init__(
        self,
        directory: Path,
        conn: Connections,
        *,
        why_read_only: str = "",
        copy: TemporaryDirectory[str] | None = None,
        say: Say | None = None,
    ) -> None:
        """Wrap open connections; use :meth:`open`."""
        self.directory = directory
        self.conn = conn
        self.writable = not why_read_only
        self._why_read_only = why_read_only
        self._copy = copy
        self._say = say
        self._writing = threading.RLock()
        self._file = _identity(directory / FILE_NAME)

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, say: Say | None = None) -> Database:
        """Open the knowledge base in ``directory``; with ``create``, make it where there is none.

        Args:
            directory: The folder.
            create: Make an empty one where there is none.
            say: Takes a line when another process is waited for.

        Raises:
            StoreError: There is none, or it is damaged, locked, foreign or of a newer version.
        """
        path = directory / FILE_NAME
        if not path.is_file():
            if path.exists():
                raise StoreError(f"{path} is not a file; name another folder with --kb")
            if not create:
                raise StoreError(
                    f"no knowledge base in {directory}; 'causalkb init' creates one"
                    " (or name another with --kb or CAUSALKB_PATH)"
                )
            _create(path)
        try:
            if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                return cls._for_reading(directory, path, "you may not write to it", say)
            try:
                return cls._checked(cls(directory, connect(path, "mode=rw"), say=say), path)
            except sqlite3.OperationalError as error:
                if code_of(error) not in _NO_ROOM:
                    raise
                # A full disk: what is there can be read.
                why = f"SQLite says: {reason(error)}"
                return cls._for_reading(directory, path, why, say)
        except (sqlite3.DatabaseError, OSError) as error:
            if is_damage(error) and code_of(error) in _UNREADABLE:
                advice = "'causalkb restore FILE' brings back a backup"
            else:
                advice = "is the disk full, or may you not read it?"
            raise StoreError(f"{path} cannot be read ({error}); {advice}") from error

    @classmethod
    def _for_reading(cls, directory: Path, path: Path, why: str, say: Say | None) -> Database:
        conn, copy = connect_for_reading(path)
        return cls._checked(cls(directory, conn, why_read_only=why, copy=copy, say=say), path)

    @classmethod
    def _checked(cls, database: Database, path: Path) -> Database:
        try:
            database._check(path)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def tables(self) -> Tables:
        """The connection of this thread as a ``sqlite_utils.Database``, for migrations."""
        from sqlite_utils import Database as Tables

        return Tables(self.conn.current)

    def close(self) -> None:
        """Close the connections of all threads."""
        self.conn.close()
        if self._copy is not None:
            self._copy.cleanup()

    def refuse_read_only(self) -> None:
        """See that the store may be written.

        Raises:
            StoreError: It may only be read.
        """
        if not self.writable:
            raise StoreError(
                f"the knowledge base in {self.directory} is read-only ({self._why_read_only})"
            )

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Run a block in one transaction, which any exception undoes; blocks may nest.

        The outermost takes the write lock at once (``BEGIN IMMEDIATE``): a transaction that reads
        first and writes later could otherwise fail half-way when another process wrote meanwhile.
        """
        self.refuse_read_only()
        with self._one_writer():
            if self.conn.in_transaction:
                yield from self._nested()
                return
            self._same_file()
            self._when_free("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.conn.rollback()
                raise
            self.conn.commit()

    def _nested(self) -> Iterator[None]:
        self.conn.execute("SAVEPOINT nested")
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:  # else SQLite has undone all of it, as on a full disk
                self.conn.execute("ROLLBACK TO nested")
                self.conn.execute("RELEASE nested")
            raise
        self.conn.execute("RELEASE nested")

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        """Let one thread of this process write at a time."""
        wait = Waiting(f"the knowledge base in {self.directory}", self._say)
        while not self._writing.acquire(timeout=wait.attempt()):
            pass
        try:
            yield
        finally:
            self._writing.release()

    def _when_free(self, sql: str) -> sqlite3.Cursor:
        """Run a statement that may have to wait for another process."""
        wait = Waiting(f"the knowledge base in {self.directory}", self._say)
        try:
            while True:
                # SQLite waits in silence, so it is not to wait for long at a time.
                self.conn.execute(f"PRAGMA busy_timeout = {round(1000 * wait.attempt())}")
                try:
                    # For this connection; with a write-ahead log, a crash costs no consistency.
                    self.conn.execute("PRAGMA synchronous = NORMAL")
                    return self.conn.execute(sql)
                except sqlite3.OperationalError as error:
                    if code_of(error) != sqlite3.SQLITE_BUSY:
                        raise
        finally:
            self.conn.execute(f"PRAGMA busy_timeout = {round(1000 * patience())}")

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

    def number(self, key: str) -> int:
        """Return a metadata value that is a number, 0 when it is not set.

        Raises:
            StoreError: It is something else.
        """
        value = self.meta(key) or "0"
        try:
            return int(value)
        except ValueError:
            raise StoreError(
                f"the knowledge base in {self.directory} is damaged: its {key} is {value[:40]!r},"
                " not a number; 'causalkb doctor --fix' repairs it if it can be repaired"
            ) from None

    @property
    def generation(self) -> int:
        """The number of changes so far to what is searched; indexes are made for one.

        Raises:
            StoreError: Another file has taken the place of the one that is open.
        """
        self._same_file()
        return self.number("generation")

    def data_version(self) -> int:
        """Return a number that is another one after a commit of any other connection."""
        return int(self.conn.execute("PRAGMA data_version").fetchone()[0])

    def _same_file(self) -> None:
        """Refuse to go on with a file that is not in its place any more: changes would be lost."""
        path = self.directory / FILE_NAME
        if _identity(path) != self._file:
            raise StoreError(f"{path} was replaced or removed while it was open; open it again")

    def bump_generation(self) -> None:
        """Count one more change to what is searched, inside the transaction that makes it."""
        self.set_meta("generation", str(self.number("generation") + 1))

    def backup(self, target: Path, *, with_files: bool = False) -> None:
        """Write a consistent copy of the whole store to ``target``, atomically, with a checksum.

        Args:
            target: The file.
            with_files: Also put the files beside the store into it, which belong to it.

        Raises:
            OSError: It cannot be written.
            InputError: A file beside the store cannot be read.
        """
        from causalkb.store.backups import seal
        from causalkb.store.beside import pack

        try:
            with atomic_target(target) as temporary:
                with closing(sqlite3.connect(temporary)) as copy:
                    self.conn.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                    if with_files:
                        pack(self.directory, copy)
                seal(temporary)
        except sqlite3.OperationalError as error:  # no such folder, no room
            raise OSError(reason(error)) from error

    def damage(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file, one line each."""
        try:
            rows = self.conn.execute("PRAGMA integrity_check(20)").fetchall()
        except UnicodeDecodeError as error:  # of a name that SQLite quotes
            return [f"the names of its tables are not text ({error.reason})"]
        return [str(row[0]) for row in rows if row[0] != "ok"]

    def check_integrity(self) -> list[str]:
        """Return damage and rows that refer to missing ones, one line each."""
        broken = self.conn.execute("PRAGMA foreign_key_check").fetchall()
        lines = [f"{row[0]} row {row[1]} refers to a missing {row[2]}" for row in broken]
        return self.damage() + lines

    def _check(self, path: Path) -> None:
        self._when_free("SELECT 1 FROM sqlite_schema").fetchall()
        identity = self.conn.execute("PRAGMA application_id").fetchone()[0]
        if identity != APPLICATION_ID:
            raise StoreError(f"{path} is not a causalkb knowledge base")
        version, why = self.number("schema_version"), self._why_read_only
        if self.writable:  # and ours: a file of another program must stay as it is
            self._when_free("PRAGMA journal_mode = WAL")
        if version > SCHEMA_VERSION:
            raise StoreError(f"{path} {newer_than_this(version, self.meta(WRITTEN_BY))}")
        if version < SCHEMA_VERSION:
            from causalkb.store.migrations import migrate

            if self.writable:
                self._keep_before(version)
            else:
                self._go_on_with_a_copy()
            self.writable = True
            migrate(self, SCHEMA_VERSION)
            self.set_meta(WRITTEN_BY, _this_version())
            self.writable = not why

    def _go_on_with_a_copy(self) -> None:
        """Copy an older store that may only be read: it stays as it is, the copy is migrated."""
        folder = TemporaryDirectory(prefix="causalkb-")
        copy = Path(folder.name) / FILE_NAME
        self.backup(copy)
        self.close()
        self.conn, self._copy = connect(copy, "mode=rw"), folder

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


def newer_than_this(version: int, written_by: str) -> str:
    """Say that a store has a newer schema, by which version of causalkb, and what to do.

    Args:
        version: Of its schema.
        written_by: The version of causalkb that made the schema, "" where it is not known.
    """
    return (
        f"was written by a newer causalkb ({clean_line(written_by)[:40] or 'version unknown'},"
        f" schema {version}; this is {_this_version()}, schema {SCHEMA_VERSION}); upgrade causalkb"
    )


def _this_version() -> str:
    from causalkb import __version__

    return __version__


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
    from causalkb.store.vocabularies import seed

    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(resource("schema.sql").read_text(encoding="utf-8"))
        own = [("store_id", uuid4().hex), (WRITTEN_BY, _this_version())]
        conn.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", own)
        seed(conn)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.commit()
        conn.execute("PRAGMA journal_mode = WAL")
