"""Waiting for another process: not in silence, and not for ever."""

from __future__ import annotations

import os
from collections.abc import Callable
from time import monotonic

from causalkb.errors import InputError, StoreError

WAIT = "CAUSALKB_WAIT"
"""Environment variable: seconds to wait for another process."""
_WAIT_SECONDS = 15.0
_SILENT_SECONDS = 1.0
"""After waiting for so long, a message says what is waited for."""

Say = Callable[[str], None]


def patience() -> float:
    """Return for how many seconds another process is waited for.

    Raises:
        InputError: ``CAUSALKB_WAIT`` is set to something that is not a number of seconds.
    """
    given = os.environ.get(WAIT)
    if not given:
        return _WAIT_SECONDS
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86_400:
        raise InputError(f"{WAIT}={given!r} is not a number of seconds from 0 to 86400")
    return seconds


class Waiting:
    """Attempts at something that another process may hold for long."""

    def __init__(self, what: str, say: Say | None = None) -> None:
        """Begin to wait.

        Args:
            what: What is waited for, such as "the knowledge base in FOLDER".
            say: Takes a line when the wait is longer than a second.
        """
        self._what = what
        self._say = say
        self._limit = patience()
        self._begun: float | None = None

    def attempt(self) -> float:
        """Return the seconds that the next attempt may take, at most one.

        Raises:
            StoreError: All of ``CAUSALKB_WAIT`` seconds (default: 15) are over.
        """
        if self._begun is None:
            self._begun = monotonic()
            return min(self._limit, _SILENT_SECONDS)
        waited = monotonic() - self._begun
        if waited >= self._limit:
            raise StoreError(
                f"{self._what} is in use by another process, also after {self._limit:g} seconds;"
                f" try again when it is done ({WAIT}=SECONDS waits longer)"
            )
        if waited >= _SILENT_SECONDS and self._say is not None:
            self._say(f"waiting for {self._what}, which another process uses")
            self._say = None
        return min(self._limit - waited, _SILENT_SECONDS)
