"""The folder of an index beside the store: one process at a time changes what is in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from causalkb.store.patience import Say, Waiting

_LOCK = "lock"


@contextmanager
def alone(directory: Path, say: Say | None) -> Iterator[None]:
    """Keep other processes from changing the index; searching goes on.

    Args:
        directory: The folder; it is made where there is none.
        say: Takes a line when another process is waited for.

    Raises:
        StoreError: Another process did not end in time.
    """
    from filelock import FileLock, Timeout

    directory.mkdir(parents=True, exist_ok=True)
    lock = FileLock(directory / _LOCK)
    wait = Waiting(f"the index in {directory}", say)
    while not lock.is_locked:
        with suppress(Timeout):
            lock.acquire(timeout=wait.attempt())
    try:
        yield
    finally:
        lock.release()


def empty(directory: Path) -> None:
    """Delete all but the lock, which the caller holds."""
    for path in directory.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()
