"""Which markup a draft is written in, and bytes → text."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from pathlib import Path, PurePath

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.text import decode

MAX_BYTES = 2_000_000
"""A file larger than this is not read: no draft is that long, and the time stays bounded."""
_MAX_FILE = 64 * 1024 * 1024
"""Bytes of a file that are read to find that it is too long."""


class Syntax(StrEnum):
    """How a draft is written."""

    MARKDOWN = "markdown"
    LATEX = "latex"
    TEXT = "text"


SUFFIXES = {
    ".md": Syntax.MARKDOWN,
    ".markdown": Syntax.MARKDOWN,
    ".qmd": Syntax.MARKDOWN,
    ".rmd": Syntax.MARKDOWN,
    ".tex": Syntax.LATEX,
    ".ltx": Syntax.LATEX,
    ".txt": Syntax.TEXT,
    ".rst": Syntax.TEXT,
}
"""What a file's suffix says; compared without regard to case."""


def syntax_of(path: str | PurePath) -> Syntax:
    """Return the markup that the suffix of a file name stands for.

    Raises:
        InputError: The suffix is none of :data:`SUFFIXES`.

    >>> syntax_of("drafts/Intro.QMD").value
    'markdown'
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    named = f"the suffix {suffix!r}" if suffix else "no suffix"
    known = ", ".join(SUFFIXES)
    raise InputError(f"{path}: {named} tells no markup; a draft is one of {known}")


def decoded(data: str | bytes) -> tuple[str, str]:
    """Return (text, "") with line ends as "\\n" and without a byte order mark, or ("", why not).

    What is not UTF-8 is read as UTF-16 if it has its mark, else as Windows-1252, which old editors
    wrote; a file with control characters is not text.

    >>> decoded(b"\\xef\\xbb\\xbfa\\r\\nb")
    ('a\\nb', '')
    >>> decoded(b"\\x89PNG\\x00\\x01\\x02")
    ('', 'not text')
    """
    if len(data) > MAX_BYTES:
        return "", "too long"
    text = data if isinstance(data, str) else decode(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return "", "no text"
    odd = sum(c == "\ufffd" or not (c.isprintable() or c.isspace() or _unseen(c)) for c in text)
    if "\0" in text or odd > max(2, len(text) / 50):
        return "", "not text"
    return text, ""


def read_draft(path: Path) -> bytes:
    """Return the content of a draft.

    Raises:
        InputError: It cannot be read.
    """
    return read_file(path, _MAX_FILE)


def _unseen(character: str) -> bool:
    """Whether it is a soft hyphen, joiner, direction mark or private-use character."""
    return unicodedata.category(character) in ("Cf", "Co")
