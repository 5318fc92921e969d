"""A connection to Milvus: the only place that imports its client.

What the client raises becomes a :class:`~causalkb.errors.StoreError` that says what to do.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from causalkb.errors import StoreError
from causalkb.search.milvus.address import TOKEN, Address
from causalkb.store.patience import Say, Waiting

INSTALL = "pip install 'causalkb[milvus]'"
BACK = "'causalkb reindex --index local' goes back to the index on this machine"
_CONNECT_SECONDS = 10.0
_CALL_SECONDS = 120.0
_QUIET = ("pymilvus", "milvus_lite", "grpc")
"""Loggers that print what is raised anyway, and what Milvus Lite does not have."""

_opened: dict[str, int] = {}
"""How many connections of this process use a file: one process at a time may open it."""
_opening = threading.Lock()


class Connection:
    """A client of one Milvus, which several threads may use; connects when it is first used."""

    def __init__(self, address: Address, say: Say | None = None) -> None:
        """Remember the address.

        Args:
            address: Where it is.
            say: Takes a line when another process is waited for.
        """
        self.address = address
        self._say = say
        self._client: Any = None
        self._loaded: set[str] = set()
        self._connecting = threading.Lock()

    @property
    def library(self) -> Any:
        """The module ``pymilvus``.

        Raises:
            StoreError: It, or Milvus Lite for a file, is not installed.
        """
        try:
            if self.address.is_file:
                import milvus_lite  # noqa: F401
            import pymilvus
        except ImportError as error:
            raise StoreError(
                f"the index is in {self.address.shown}, which needs an extra: {INSTALL}"
                f" ({error}); {BACK}"
            ) from error
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        return pymilvus

    def call(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method of the client.

        Raises:
            StoreError: There is no connection, or Milvus refuses.
        """
        client = self._connected()
        with self._failures():
            return getattr(client, method)(*arguments, **{"timeout": _CALL_SECONDS, **named})

    def on(self, collection: str, method: str, **named: Any) -> Any:
        """Call a method for a collection, which is loaded into memory first.

        Raises:
            StoreError: There is no connection, or Milvus refuses.
        """
        if collection not in self._loaded:
            self.call("load_collection", collection)
            self._loaded.add(collection)
        return self.call(method, collection, **named)

    def pages(self, collection: str, condition: str, fields: list[str]) -> Iterator[list[Any]]:
        """Yield all rows that meet a condition ("" for all), some thousand at a time.

        Raises:
            StoreError: There is no connection, or Milvus refuses.
        """
        rows = self.on(
            collection,
            "query_iterator",
            batch_size=5_000,
            filter=condition,
            output_fields=fields,
        )
        while True:
            with self._failures():
                page = rows.next()
            if not page:
                break
            yield page
        rows.close()

    def forget(self, collection: str) -> None:
        """Delete a collection, where there is one."""
        self._loaded.discard(collection)
        if self.call("has_collection", collection):
            self.call("drop_collection", collection)

    @cached_property
    def is_lite(self) -> bool:
        """Whether it is Milvus Lite, in this process or as a server: it has no phrases.

        Raises:
            StoreError: There is no connection.
        """
        return "lite" in str(self.call("get_server_version")).lower()

    def close(self) -> None:
        """Close the connection, and the file of Milvus Lite where nobody else uses it."""
        with self._connecting:
            if self._client is not None:
                self._forget_client()
                if self.address.is_file:
                    _let_go(self.address.uri)

    def _forget_client(self) -> None:
        client, self._client = self._client, None
        self._loaded.clear()
        client.close()

    def _connected(self) -> Any:
        with self._connecting:
            if self._client is None:
                library = self.library
                with self._failures():
                    self._client = self._open(library)
            return self._client

    def _open(self, library: Any) -> Any:
        if not self.address.is_file:
            return library.MilvusClient(
                self.address.uri,
                token=os.environ.get(TOKEN, ""),
                timeout=_CONNECT_SECONDS,
                # A channel of its own: a shared one waits longer and longer after a failure.
                dedicated=True,
                grpc_options={"grpc.use_local_subchannel_pool": 1},
            )
        with _opening:
            _wait_until_free(Path(self.address.uri), Waiting(self.address.shown, self._say))
            client = library.MilvusClient(self.address.uri, timeout=_CONNECT_SECONDS)
            _opened[self.address.uri] = _opened.get(self.address.uri, 0) + 1
            return client

    @contextmanager
    def _failures(self) -> Iterator[None]:
        import grpc

        known = (self.library.exceptions.MilvusException, grpc.RpcError, grpc.FutureTimeoutError)
        try:
            yield
        except (*known, OSError, ValueError) as error:
            # A server may be started again, and has nothing loaded then.
            if self._client is not None and not self.address.is_file:
                self._forget_client()
            said = getattr(error, "message", "") or str(error) or type(error).__name__
            raise StoreError(
                f"{self.address.shown} does not answer as it should ({_line(said)}); see that it"
                f" runs and repeat the command; {BACK}"
            ) from error


def _wait_until_free(path: Path, wait: Waiting) -> None:
    """Wait until no other process has a file of Milvus Lite.

    Raises:
        StoreError: Another process does not let go of it.
    """
    from filelock import FileLock, Timeout

    if _opened.get(str(path)) or not path.exists():
        return
    lock = FileLock(path / "LOCK")  # the one that Milvus Lite takes
    while not lock.is_locked:
        with suppress(Timeout):
            lock.acquire(timeout=wait.attempt())
    lock.release()


def _let_go(uri: str) -> None:
    from milvus_lite.server_manager import server_manager_instance

    with _opening:
        _opened[uri] -= 1
        if not _opened[uri]:
            server_manager_instance.release_server(uri)


def _line(text: str) -> str:
    """The first line of what a server says, which may be long."""
    return " ".join(text.split())[:200]
