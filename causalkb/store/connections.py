"""A connection to the store for each thread that asks, behind one object."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

from causalkb.errors import InputError, StoreError, not_text
from causalkb.store.patience import patience


def code_of(error: Exception) -> int:
    """Return the primary code of an error of SQLite; one that Python raised itself has none."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


class _Own:
    """The connection of one thread; closed when the thread ends."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.process = os.getpid()

    def __del__(self) -> None:
        # A child process that was forked must leave the connections of its parent alone.
        if self.process == os.getpid():
            self.conn.close()


class Connections:
    """Looks like a ``sqlite3.Connection`` and stands for the one of the thread that calls.

    SQLite allows a connection to one thread only, and a transaction belongs to a connection: with
    one for all threads, a search would see what another thread has not committed.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Remember how to connect; the calling thread is connected at once.

        Args:
            connect: Opens a connection that another thread may close.
        """
        self._connect = connect
        self._local = threading.local()
        self._all: WeakSet[_Own] = WeakSet()
        self._lock = threading.Lock()
        self._closed = False
        _ = self.current

    @property
    def current(self) -> sqlite3.Connection:
        """The connection of this thread.

        Raises:
            StoreError: The store was closed, or cannot be opened.
        """
        own: _Own | None = getattr(self._local, "own", None)
        if own is None or own.process != os.getpid():
            if self._closed:
                raise StoreError("this knowledge base was closed; open it again")
            own = _Own(self._connect())
            self._local.own = own
            with self._lock:
                self._all.add(own)
        return own.conn

    def close(self) -> None:
        """Close the connections of all threads; none may be at work."""
        self._closed = True
        with self._lock:
            for own in list(self._all):
                own.conn.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement.

        Raises:
            InputError: A parameter has half a surrogate pair, as bytes that are not UTF-8 give.
            sqlite3.DatabaseError: The file is damaged, or what else SQLite finds.
        """
        try:
            return self.current.execute(sql, parameters)
        except UnicodeEncodeError as error:
            raise InputError(not_text(error)) from error
        except UnicodeDecodeError as error:  # SQLite quotes what is in the file
            raise sqlite3.DatabaseError(f"{error.object!r}"[2:-1]) from error

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> sqlite3.Cursor:
        """Run a statement for each set of parameters.

        Raises:
            InputError: As for :meth:`execute`.
        """
        try:
            return self.current.executemany(sql, parameters)
        except UnicodeEncodeError as error:
            raise InputError(not_text(error)) from error

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is in a transaction."""
        return self.current.in_transaction

    @property
    def total_changes(self) -> int:
        """How many rows this thread has changed."""
        return self.current.total_changes

    def __getattr__(self, name: str) -> Any:
        return getattr(self.current, name)


def connect(path: Path, parameters: str) -> Connections:
    """Connect to a file with the parameters of an SQLite URI, such as "mode=rw".

    Raises:
        sqlite3.DatabaseError: It cannot be opened.
    """
    uri = f"file:{quote(str(path.resolve()))}?{parameters}"

    def one() -> sqlite3.Connection:
        conn = sqlite3.connect(
            uri, uri=True, timeout=patience(), isolation_level=None, check_same_thread=False
        )
        conn.execute("PRAGMA foreign_keys = ON")
        return conn

    return Connections(one)


def connect_for_reading(path: Path) -> tuple[Connections, TemporaryDirectory[str] | None]:
    """Connect to a store that this process cannot write to.

    What another process committed may still lie in the write-ahead log beside the file. SQLite
    reads it only where the log's own index is there or can be made.

    Returns:
        The connections, and the folder of the copy that they are to, if it had to be copied.

    Raises:
        sqlite3.DatabaseError: It cannot be opened.
        OSError: It has to be copied, and that fails.
    """
    log = path.with_name(path.name + "-wal")
    if not log.is_file() or not log.stat().st_size:
        # Without a log, and in a folder where none can be made, SQLite has to be told so.
        return connect(path, "mode=ro&immutable=1"), None
    conn = connect(path, "mode=ro")
    try:
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        conn.close()
        if code_of(error) == sqlite3.SQLITE_BUSY:
            raise
        folder = TemporaryDirectory(prefix="causalkb-")
        copy = Path(folder.name) / path.name
        for file in (path, log):
            shutil.copyfile(file, copy.with_name(file.name))
        return connect(copy, "mode=rw"), folder
    return conn, None
