"""Bounds of time and memory for templates that a user brings: they may loop or multiply text."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from causalkb.errors import InputError

SECONDS = 60
"""How long a template may run; the shipped ones take well under one second."""
MEMORY = 2**30
"""Bytes that a template may need beyond what the process has."""


@contextmanager
def bounded(what: object) -> Iterator[None]:
    """Run a block with an end to its time and memory, where the platform has the means.

    Time is bounded in the main thread (``setitimer``), memory on Linux (``RLIMIT_AS``).

    Args:
        what: What runs, for the message.

    Raises:
        InputError: It took longer than ``SECONDS``, or more memory than ``MEMORY``.
    """
    try:
        with _time(what), _memory():
            yield
    except MemoryError:
        raise InputError(
            f"{what}: needs more than {MEMORY / 2**30:g} GiB of memory; look for text that it"
            " multiplies"
        ) from None


@contextmanager
def _time(what: object) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise InputError(f"{what}: ran for {SECONDS} s without an end; look for nested loops")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = _used() + MEMORY
    if soft != resource.RLIM_INFINITY and soft <= allowed:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _used() -> int:
    """Return the address space of this process in bytes."""
    import resource
    from pathlib import Path

    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * (
        resource.getpagesize()
    )
