"""Watching folders: what is new or changed in them is added, when it rests.

Events only wake: what is done is decided by looking at the whole folder, at the start, after each
event and every few minutes, because events get lost (a file written at once into a new folder,
network disks). A file is read when its size and time have rested, and only if its content changed.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.formats.registry import MAX_SOURCE_BYTES, can_be_read
from causalkb.ingest.folders import files_below
from causalkb.paths import expanded
from causalkb.records import AddResult, Remark

SETTLE = 2.0
"""Seconds for which a file's size and time must not change before it is read."""
RESCAN = 300.0
"""Seconds after which a folder is looked at without an event."""

Add = Callable[[Sequence[Path]], AddResult]
_Stamp = tuple[int, int]


@dataclass(slots=True)
class _Folder:
    """What is known of the files below some folders."""

    roots: list[Path]
    settle: float
    done: dict[Path, _Stamp] = field(default_factory=dict)
    digests: dict[Path, bytes] = field(default_factory=dict)
    looked: dict[Path, tuple[_Stamp, float]] = field(default_factory=dict)

    def look(self) -> tuple[list[Path], bool]:
        """Return the files to read now, and whether others still change."""
        now = time.monotonic()
        ready: list[Path] = []
        busy = False
        present: set[Path] = set()
        for path in (path for root in self.roots for path in files_below(root)):
            stamp = _stamp(path)
            if stamp is None:
                continue
            present.add(path)
            if self.done.get(path) == stamp:
                continue
            before = self.looked.get(path)
            if before is None or before[0] != stamp:
                self.looked[path] = (stamp, now)
            if _rests(stamp, self.looked[path][1], now, self.settle):
                self.done[path] = stamp
                if self._changed(path):
                    ready.append(path)
            else:
                busy = True
        for gone in self.done.keys() - present:
            del self.done[gone]
            self.digests.pop(gone, None)
        return ready, busy

    def _changed(self, path: Path) -> bool:
        if not can_be_read(path):
            return False
        digest = _digest(path)
        if self.digests.get(path) == digest:
            return False
        self.digests[path] = digest
        return True


def watch(
    add: Add,
    folders: Sequence[str | Path],
    *,
    settle: float = SETTLE,
    rescan: float = RESCAN,
    poll: bool = False,
    stop: Event | None = None,
) -> Iterator[AddResult]:
    """Yield the account of each time that something was read; see ``KnowledgeBase.watch``."""
    roots = [_root(folder) for folder in folders]
    if not roots:
        raise InputError("name a folder to watch")
    stop = stop or Event()
    state = _Folder(roots, settle)
    last = 0.0
    due = True
    for woken in _ticks(roots, settle, poll, stop):
        if isinstance(woken, Remark):
            yield AddResult(remarks=(woken,))
        elif woken:
            due = True
        if stop.is_set():
            return
        if not due and time.monotonic() - last < rescan:
            continue
        ready, due = state.look()
        last = time.monotonic()
        if ready:
            yield add(ready)


def _ticks(
    roots: Sequence[Path], settle: float, poll: bool, stop: Event
) -> Iterator[bool | Remark]:
    """Yield at once, then whenever something changed (true) and every few moments (false)."""
    from watchfiles import watch as events

    yield True
    step = max(int(settle * 500), 50)
    while not stop.is_set():
        try:
            for changes in events(
                *roots,
                watch_filter=None,
                debounce=step,
                rust_timeout=step,
                yield_on_timeout=True,
                stop_event=stop,
                force_polling=poll or None,
                raise_interrupt=True,
                ignore_permission_denied=True,
            ):
                yield bool(changes)
            return
        except (OSError, RuntimeError) as error:
            if poll:
                raise InputError(f"{roots[0]} cannot be watched: {error}") from error
            poll = True
            yield Remark(str(roots[0]), f"looked at every few seconds, without events: {error}")


def _root(folder: str | Path) -> Path:
    path = expanded(Path(folder))
    if not path.is_dir():
        raise InputError(f"{folder} is not a folder; 'causalkb add' reads single files")
    return path


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _rests(stamp: _Stamp, since: float, now: float, settle: float) -> bool:
    """Whether a file has not changed for a while: by what was seen of it, or by its own time."""
    age = time.time() - stamp[1] / 1e9
    return now - since >= settle or age >= max(settle, 1.0) * 5


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(read_file(path, MAX_SOURCE_BYTES)).digest()
    except InputError as error:  # too large, or not to be read: told once
        return str(error).encode()
