"""The checksum of a backup: its last line is the SHA-256 of all before it.

It travels with the one file, through pipes too, and SQLite does not read past its last page: the
backup is an ordinary database. It tells damage, not a forger, who writes a checksum of their own.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from causalkb.errors import StoreError

_MARK = b"\ncausalkb backup sha256 "
_LINE = len(_MARK) + 64 + 1
_BLOCK = 1 << 20


def seal(backup: Path) -> None:
    """Append the checksum to a backup that is written.

    Raises:
        OSError: It cannot be written.
    """
    with backup.open("rb+") as file:
        digest = _digest(file, backup.stat().st_size)
        file.seek(0, os.SEEK_END)
        file.write(_MARK + digest + b"\n")


def check_seal(backup: Path) -> None:
    """Compare a backup with its checksum; one of an older version has none.

    Args:
        backup: A SQLite database.

    Raises:
        StoreError: It is not what was written, or its end is missing.
    """
    size = backup.stat().st_size
    with backup.open("rb") as file:
        file.seek(max(0, size - _LINE))
        line = file.read(_LINE)
        if line.startswith(_MARK):
            if line != _MARK + _digest(file, size - _LINE) + b"\n":
                raise StoreError(
                    f"{backup} is damaged: its checksum differs, so that it was changed after it"
                    " was written; use another copy"
                )
        elif size % _page_size(file):
            raise StoreError(f"{backup} is damaged: the line with its checksum is cut off")


def _digest(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    whole = hashlib.sha256()
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        whole.update(block)
        size -= len(block)
    return whole.hexdigest().encode()


def _page_size(file: BinaryIO) -> int:
    """The bytes of a page, as the header of SQLite's file format says; 1 stands for 65536."""
    file.seek(16)
    said = int.from_bytes(file.read(2), "big")
    return 65536 if said < 512 else said
