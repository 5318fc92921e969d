"""Files of an index: parts, then a JSON header with checksums, its length, its own checksum and a
magic word.

The header stands at the end, because checksums are known only when all is written.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_BLOCK = 1 << 20
_TAIL = struct.Struct("<II8s")
NOT_READABLE = (OSError, ValueError, KeyError, TypeError, struct.error)
"""What reading a missing, damaged or foreign file raises."""


def close(path: Path, header: dict[str, Any], magic: bytes) -> None:
    """Append the header to a file whose parts are written.

    Raises:
        OSError: It cannot be written.
    """
    written = json.dumps(header).encode()
    with path.open("ab") as file:
        file.write(written + _TAIL.pack(len(written), zlib.crc32(written), magic))


def read_header(file: BinaryIO, magic: bytes) -> tuple[dict[str, Any], int]:
    """Return the header of an open file, and how many bytes stand before it.

    Raises:
        ValueError, struct.error: It is no such file.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL.size))
    length, checksum, found = _TAIL.unpack(file.read(_TAIL.size))
    if found != magic:
        raise ValueError("another kind of file")
    body = size - _TAIL.size - length
    file.seek(max(0, body))
    written = file.read(length)
    if zlib.crc32(written) != checksum:
        raise ValueError("damaged")
    header = json.loads(written)
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header, body


def checksum(path: Path, length: int) -> int:
    """Return the CRC-32 of the leading bytes of a file."""
    checksum = 0
    with path.open("rb") as file:
        while length > 0 and (block := file.read(min(_BLOCK, length))):
            checksum = zlib.crc32(block, checksum)
            length -= len(block)
    return checksum


def place(path: Path) -> tuple[int, int] | None:
    """Tell a file from another that was given its name; ``None`` where there is none."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
