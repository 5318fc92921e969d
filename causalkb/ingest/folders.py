"""The files below a folder, without those that ``.causalkbignore`` leaves out.

A ``.causalkbignore`` has the patterns of ``.gitignore`` and holds for the folder it is in and those
below. ``.gitignore`` itself is not obeyed: papers are often kept out of git, and belong here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.files import read_utf8

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".causalkbignore"
_MOST = 1024 * 1024
"""Bytes of a file of patterns."""
_NEVER = frozenset(("node_modules", "__pycache__", "__MACOSX"))
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".swp")
"""Suffixes of files that a program is still writing."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of one ``.causalkbignore``, and the folder to which they are relative."""

    folder: Path
    spec: GitIgnoreSpec

    def decide(self, path: Path, *, folder: bool) -> bool | None:
        """Whether a path is left out; ``None`` where no pattern speaks of it."""
        name = path.relative_to(self.folder).as_posix() + ("/" if folder else "")
        return self.spec.check_file(name).include


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder in order of name; nothing outside of it.

    Left out are what a ``.causalkbignore`` names, hidden files and folders, files that are still
    being written, links to folders, links to files outside, pipes and devices.

    Raises:
        InputError: A ``.causalkbignore`` cannot be read.
    """
    root = folder.resolve()
    yield from _below(folder, root, [])


def _below(folder: Path, root: Path, above: list[_Patterns]) -> Iterator[Path]:
    waiting: list[tuple[Path, list[_Patterns]]] = [(folder, above)]
    while waiting:
        here, patterns = waiting.pop()
        found = [*patterns, *_patterns_in(here)]
        folders = []
        for entry in _entries(here):
            path = here / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if _is_passed_over(entry.name, folder=is_folder):
                continue
            if _left_out(path, found, folder=is_folder):
                continue
            if is_folder:
                folders.append((path, found))
            elif _is_inside(entry, path, root):
                yield path
        waiting += reversed(folders)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # no permission, or gone meanwhile
        return []


def _is_passed_over(name: str, *, folder: bool) -> bool:
    if name.startswith((".", "~$")):
        return True
    return name in _NEVER if folder else name.lower().endswith(_UNFINISHED)


def _is_inside(entry: os.DirEntry[str], path: Path, root: Path) -> bool:
    """Whether an entry is a regular file of the folder, or a link to one."""
    try:
        if entry.is_symlink():
            return path.is_file() and path.resolve().is_relative_to(root)
        return stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except (OSError, RuntimeError):
        return False


def _left_out(path: Path, patterns: list[_Patterns], *, folder: bool) -> bool:
    """Whether a path is left out: the last file of patterns that speaks of it decides."""
    for one in reversed(patterns):
        decided = one.decide(path, folder=folder)
        if decided is not None:
            return decided
    return False


def _patterns_in(folder: Path) -> list[_Patterns]:
    path = folder / IGNORE_FILE
    if not path.is_file():
        return []
    from pathspec import GitIgnoreSpec

    lines = read_utf8(path, _MOST).splitlines()
    try:
        return [_Patterns(folder, GitIgnoreSpec.from_lines(lines))]
    except ValueError as error:
        raise InputError(f"{path}: {error}; patterns are those of .gitignore") from error
