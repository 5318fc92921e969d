"""Word files and EPUBs are ZIP archives: opened with bounds, and nothing is written to the disk."""

from __future__ import annotations

import io
import re
import zipfile
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_FILES = 20_000
MOST_OF_ONE = 64 * 1024 * 1024
"""Bytes that one text in an archive may have when it is unpacked."""
MOST_IN_ALL = 256 * 1024 * 1024
"""Bytes that all texts in an archive may have when they are unpacked."""
_RATIO = 250
"""How many times its packed size a text of over a megabyte may have; prose has up to 10 times."""
_TEXTS = re.compile(r"\.(?:xml|rels|x?html?|opf|ncx|css|txt)$", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class BadArchiveError(ValueError):
    """An archive that is not read: the reason, and what to do."""


class Archive:
    """A ZIP archive in memory, of which texts are read within bounds."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open an archive; ``what`` names what it should be.

        Raises:
            BadArchiveError: It is damaged, encrypted, or unpacks to far more than a document has.
        """
        again = "download it again, or save it anew"
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise BadArchiveError("is an old or an encrypted Office file", "save it as .docx")
        try:
            self._zip = ZipFile(io.BytesIO(data))
        # Headers may be cut, contradict each other, or ask for too much.
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:  # all of zipfile's
            raise BadArchiveError(f"is damaged or not {what}", again) from error
        members = self._zip.infolist()
        if len(members) > MOST_FILES:
            raise BadArchiveError(f"holds {len(members)} files; {what} has fewer", again)
        self._members = {member.filename: member for member in members}
        self._check([m for m in members if _TEXTS.search(m.filename)])

    def _check(self, texts: list[ZipInfo]) -> None:
        hint = "it looks made to fill the memory; do not open it elsewhere either"
        total = sum(member.file_size for member in texts)
        large = [m for m in texts if m.file_size > 1 << 20]
        bomb = any(m.file_size > _RATIO * max(m.compress_size, 1) for m in large)
        if bomb or total > MOST_IN_ALL or any(m.file_size > MOST_OF_ONE for m in texts):
            raise BadArchiveError(f"unpacks to {total >> 20} MiB of text", hint)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Return a file of the archive; "" where there is none.

        Raises:
            BadArchiveError: It is encrypted, damaged, or declares XML entities.
        """
        member = self._members.get(name)
        if member is None:
            return b""
        if member.flag_bits & 1:
            raise BadArchiveError("is encrypted", "save a copy without a password")
        try:
            with self._zip.open(member) as file:
                content = file.read(MOST_OF_ONE + 1)
        except (BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError) as error:
            raise BadArchiveError(f"is damaged: {name[:80]} cannot be unpacked", "") from error
        except Exception as error:  # whatever a decompressor raises: zlib.error, unknown method
            raise BadArchiveError(f"is damaged: {name[:80]}: {error}", "") from error
        if _ENTITY.search(content.replace(b"\x00", b"")):
            raise BadArchiveError("declares XML entities, which are not read", "save it anew")
        return content

    def names(self) -> list[str]:
        """Return the names of all files."""
        return list(self._members)
