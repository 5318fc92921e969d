"""A site served to this machine alone, and built anew when the knowledge base changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from causalkb.errors import CausalKBError, InputError
from causalkb.session import Session
from causalkb.site.build import build_site
from causalkb.site.options import SiteBuilt, SiteOptions

HOST = "127.0.0.1"
_EVERY = 1.0
"""Seconds between two looks at the knowledge base."""


def serve_site(
    session: Session,
    folder: Path,
    options: SiteOptions,
    *,
    port: int = 8000,
    force: bool = False,
    ready: Callable[[str, SiteBuilt], None] | None = None,
    rebuilt: Callable[[SiteBuilt | CausalKBError], None] | None = None,
    until: threading.Event | None = None,
) -> None:
    """Build a site, serve it and build it anew on changes; see ``KnowledgeBase.serve_site``.

    Raises:
        InputError: The port is taken, or as for :func:`build_site`.
    """
    stop = until or threading.Event()
    version = session.store.database.data_version()
    built = build_site(session, folder, options, force=force)
    with _served(built.folder, port) as address:
        if ready is not None:
            ready(address, built)
        while not stop.wait(_EVERY):
            now = session.store.database.data_version()
            if now == version:
                continue
            version = _settled(session, now, stop)
            outcome: SiteBuilt | CausalKBError
            try:
                outcome = build_site(session, folder, options, force=force)
            except CausalKBError as error:  # the site before stays
                outcome = error
            if rebuilt is not None:
                rebuilt(outcome)


def _settled(session: Session, version: int, stop: threading.Event) -> int:
    """Wait until nothing was written for a moment: a large import is many commits."""
    until = time.monotonic() + 30
    while time.monotonic() < until and not stop.wait(_EVERY):
        now = session.store.database.data_version()
        if now == version:
            break
        version = now
    return version


@contextmanager
def _served(folder: Path, port: int) -> Iterator[str]:
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"port {port} of {HOST} cannot be used: {reason}; choose another with --port, 0 is any"
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """Files of one folder, for requests that name this machine."""

    def send_head(self) -> Any:
        """Refuse what a page elsewhere asks for by a name of its own that leads here."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """No lists of files: every page is linked."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """A site that is built anew must not come from a cache."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""
