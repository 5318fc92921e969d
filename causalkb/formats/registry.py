"""Sources → parsed works and problems: one reader per format, found by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from causalkb.errors import InputError
from causalkb.records import ParsedWork, Problem

Reader = Callable[[bytes, str], Iterator[ParsedWork | Problem]]
"""(content, source name) → parsed works and problems, in the order of the source. Never raises."""

MAX_SOURCE_BYTES = 256 * 1024 * 1024

# Dotted names, so that a reader and the libraries it needs are imported when a source asks for it.
_READERS = {
    ".bib": "causalkb.formats.bibtex.reader",
    ".bibtex": "causalkb.formats.bibtex.reader",
    ".md": "causalkb.formats.note.reader",
}
SUFFIXES = tuple(_READERS)


def reader_for(name: str) -> Reader:
    """Return the reader for a file name or suffix.

    Raises:
        InputError: If there is no reader for this suffix.
    """
    suffix = (
        name.lower() if name.startswith(".") and "." not in name[1:] else Path(name).suffix.lower()
    )
    if suffix not in _READERS:
        known = ", ".join(SUFFIXES)
        raise InputError(
            f"{name}: no reader for {suffix or 'a file without suffix'}; supported are {known}"
        )
    reader: Reader = import_module(_READERS[suffix]).read
    return reader


def read_source(path: Path | str) -> Iterator[ParsedWork | Problem]:
    """Read a file of any supported format.

    The file is opened and checked at the call, not at the first item.

    Raises:
        InputError: If there is no reader for the suffix, or the file is missing, a directory,
            unreadable or larger than ``MAX_SOURCE_BYTES``.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} is a directory; name the files in it, e.g. {path / '*.bib'}")
    reader = reader_for(path.name)
    return reader(_content(path), str(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # Bounded by reading, not by stat: a pipe or a growing file has no size to trust.
            data = file.read(MAX_SOURCE_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {reason}; check its permissions") from error
    if len(data) > MAX_SOURCE_BYTES:
        limit = MAX_SOURCE_BYTES // (1024 * 1024)
        raise InputError(f"{path} is larger than {limit} MiB; split it into smaller files")
    return data
