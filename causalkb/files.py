"""Writing files so that a crash or a full disk leaves the old content or the new, never half."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from causalkb.errors import InputError

PART = ".part"
"""How temporary files end."""


_HINTS = {
    errno.EFBIG: "split it into smaller files",
    errno.EINVAL: "write what it gives to a file first",
}


def read_file(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most ``most`` bytes.

    Raises:
        InputError: It cannot be read, is not a regular file, or is larger.
    """
    try:
        return _bounded(path, most)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        reason = getattr(error, "strerror", None) or error
        hint = _HINTS.get(getattr(error, "errno", None) or 0, "check its permissions")
        raise InputError(f"{path}: cannot be read: {reason}; {hint}") from error


def read_utf8(path: Path, most: int) -> str:
    """Return the text of a regular file of at most ``most`` bytes, without a byte order mark.

    Raises:
        InputError: As for :func:`read_file`, or it is not UTF-8; the message names the line.
    """
    return as_utf8(read_file(path, most), path)


def as_utf8(content: bytes, path: Path) -> str:
    """Return the text of a file, given its content, without a byte order mark.

    Raises:
        InputError: It is not UTF-8; the message names the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: is not UTF-8 text; save the file as UTF-8") from error


def _bounded(path: Path, most: int) -> bytes:
    # A pipe may keep a reader waiting for ever, and a device may have no end.
    found = path.stat()
    mode = found.st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # opening a folder is an error anyway
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device, not a file", str(path))
    if stat.S_ISREG(mode) and found.st_size > most:  # not a byte of it is read
        raise OSError(errno.EFBIG, f"it is larger than {most / 2**20:g} MiB", str(path))
    with path.open("rb") as file:
        # Bounded by reading, not by size alone: a file may grow.
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most / 2**20:g} MiB", str(path))
    return content


def write_atomically(
    path: Path, parts: Iterable[bytes | memoryview], *, overwrite: bool = True
) -> None:
    """Write a file: the parts one after the other, then the name.

    Raises:
        OSError: It cannot be written; with ``overwrite=False`` FileExistsError where there is one.
    """
    with atomic_target(path, overwrite=overwrite) as temporary, temporary.open("wb") as file:
        for part in parts:
            file.write(part)


@contextmanager
def atomic_target(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Yield a temporary path in the same folder; what is written there becomes ``path``.

    The content is on the disk (fsync) before the file gets its name. When the block raises, the
    temporary file is deleted and ``path`` stays as it was.
    """
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}{PART}")
    temporary.unlink(missing_ok=True)
    try:
        yield temporary
        sync(temporary)
        if overwrite:
            temporary.replace(path)
        else:
            _link(temporary, path)
        sync_folder(path.parent)
    finally:
        # With what SQLite leaves beside a database that it could not finish.
        for ending in ("", "-journal", "-wal", "-shm"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """Return the path, or one with a number before its suffix where there is such a file already.

    >>> free_name(Path("/no/such/file.bib")).name
    'file.bib'
    """
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def sync(path: Path) -> None:
    """Make sure that a file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can do that."""
    with suppress(OSError):  # Windows cannot open folders, some network disks cannot sync them
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _link(temporary: Path, path: Path) -> None:
    """Give a file its name unless it is taken; a link does that in one step, a rename does not."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(f"{path} exists already") from None
        temporary.replace(path)
