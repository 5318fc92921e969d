"""Reading the files of a folder that may come from anyone.

Only regular files within the folder are read, each up to a size; links, pipes, devices and hidden
files are left out, links with a warning.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from causalkb.formats.registry import MAX_SOURCE_BYTES, suffixes
from causalkb.records import Problem
from causalkb.vocabulary import Severity

MAX_FILES = 200_000
MAX_DEPTH = 8
_OURS = frozenset({".yaml", ".csv"})
_UNREAD = frozenset({"README.MD", "CHANGELOG.MD", "CONTRIBUTING.MD"})
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Folder:
    """The files of a folder, by path within it."""

    def __init__(self, root: Path) -> None:
        """List the files below a folder; nothing is read yet.

        Raises:
            OSError: The folder cannot be read.
        """
        self.root = root.resolve(strict=True)
        self.problems: list[Problem] = []
        self._known = _OURS | set(suffixes())
        self.files = sorted(self._below("", 0))

    def _below(self, inside: str, depth: int) -> Iterator[str]:
        with os.scandir(self.root / inside) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if entry.name.startswith(".") or entry.name.upper() in _UNREAD:
                continue
            if entry.is_symlink():
                self._warn(path, "is a link and was left out", "put the file itself there")
            elif entry.is_dir():
                if depth < MAX_DEPTH:
                    yield from self._below(path, depth + 1)
            elif Path(entry.name).suffix.lower() in self._known:
                if not entry.is_file():
                    self._warn(path, "is not a regular file and was left out", "")
                else:
                    yield path

    def read(self, path: str, limit: int = MAX_SOURCE_BYTES) -> bytes | None:
        """Return what is in a file; ``None``, with a problem, where it cannot be read."""
        place = self.place(path)
        try:
            handle = os.open(place, _FLAGS)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise OSError("not a regular file")
                content = file.read(limit + 1)
        except OSError as error:
            self.problems.append(Problem(place, f"cannot be read: {error.strerror or error}"))
            return None
        if len(content) > limit:
            reason = f"is larger than {limit // 2**20} MiB"
            self.problems.append(Problem(place, reason, hint="split it into smaller files"))
            return None
        return content

    def place(self, path: str) -> str:
        """Return how messages name a file."""
        return str(self.root / path)

    def _warn(self, path: str, reason: str, hint: str) -> None:
        self.problems.append(
            Problem(self.place(path), reason, hint=hint, severity=Severity.WARNING)
        )
