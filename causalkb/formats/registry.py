"""Sources → parsed works and problems: one reader per format, found by suffix or content.

A reader is a module, or any object, with ``read(data: bytes, source: str)``, which yields
:class:`~causalkb.records.ParsedWork` and :class:`~causalkb.records.Problem`. A reader of another
package may have ``SUFFIXES``, the suffixes of its files (default: the name of the format), and
``START``, a regular expression for the line that begins an entry, by which files are recognised
whatever their name. It is registered as an entry point; its name is that of the format::

    [project.entry-points."causalkb.readers"]
    endnote = "causalkb_endnote.reader"
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.formats.plugins import Format, formats_of_others
from causalkb.lazy import compiled_on_use
from causalkb.records import ParsedItem

MAX_SOURCE_BYTES = 256 * 1024 * 1024
_PROSE = compiled_on_use(r"[^\W\d_]{2,}")
_WORDS = 50
"""Words that a text in a folder has at least to be taken for a document."""
_HEAD = 64 * 1024
"""Bytes of a file in which the beginning of its first entry is looked for."""


def _own(
    name: str,
    module: str,
    suffixes: tuple[str, ...],
    start: str | None,
    *,
    document: bool = False,
) -> Format:
    # Imported by name, so that a reader's libraries are loaded when a source asks for it.
    pattern = None if start is None else re.compile(start, re.MULTILINE)
    load = partial(import_module, f"causalkb.formats.{module}")
    return Format(name, suffixes, pattern, load, document=document)


_OWN_START = r'\A\s*(?:\[\s*)?\{\s*(?:"key": "|"rank": \d)'
"""How JSON of our own begins; CSL-JSON has no variable of these names."""
_CSL_START = (
    rf"(?!{_OWN_START})\A\s*(?:\[\s*)?\{{[\s\S]{{0,4000}}?"
    r'"(?:type|title|author|issued|container-title|DOI|items|references)"\s*:'
)
_TABLE_START = (
    r"\A(?=[^\n]*[,;\t|])[^\n]*?"
    r"(?i:(?:^|[,;\t|]) *\"?(?:article |document |paper )?title\"? *(?=[,;\t|\n]|\Z))"
)
_ENDNOTE_START = r"<record>\s*<(?:database|source-app|rec-number)\b|<records>"
_HTML_START = r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?i:!doctype\s+html|html)\b"
_DOCX_START = r"\APK[\s\S]{0,60000}?word/document\.xml"
_EPUB_START = r"\APK[\s\S]{0,80}?mimetypeapplication/epub\+zip"
_TEXT = ".txt"
"""The suffix of texts, and of exports in any format."""
_OWN = (
    _own("bibtex", "bibtex.reader", (".bib", ".bibtex"), r"^[ \t]*@[ \t]*\w+[ \t]*[{(]"),
    _own("note", "note.files", (".md", ".markdown"), None),
    _own("ris", "ris", (".ris",), r"^[ \t]*TY[ \t]{1,2}-(?:[ \t]|$)"),
    _own("endnote", "endnote", (".xml",), _ENDNOTE_START),
    _own("jsonl", "jsonl_reader", (".jsonl",), _OWN_START),
    _own("csl", "csl.reader", (".json",), _CSL_START),
    _own("nbib", "nbib", (".nbib",), r"^PMID ?- ?\d"),
    _own("csv", "table.reader", (".csv", ".tsv"), _TABLE_START),
    _own("pdf", "pdf.reader", (".pdf",), r"^%PDF-\d", document=True),
    _own("html", "documents.html", (".html", ".htm", ".xhtml"), _HTML_START, document=True),
    _own("docx", "documents.docx", (".docx",), _DOCX_START, document=True),
    _own("epub", "documents.epub", (".epub",), _EPUB_START, document=True),
    _own("text", "documents.plain", (_TEXT,), None, document=True),
)
_BY_CONTENT = (".xml", ".json", ".csv", ".tsv")
"""Suffixes of exports that are also those of anything else."""


def is_document(path: Path) -> bool:
    """Whether a file is a document with a text, such as a PDF, and not a list of references."""
    suffix = path.suffix.lower()
    if suffix == _TEXT:
        return _recognised(_all(), _head(path)) is None
    return any(suffix in format.suffixes for format in _OWN if format.document)


def format_names() -> list[str]:
    """Return the names of all formats that can be read, our own first."""
    return [format.name for format in (*_OWN, *formats_of_others())]


def suffixes() -> list[str]:
    """Return the suffixes of all files that can be read, our own first."""
    return [suffix for format in (*_OWN, *formats_of_others()) for suffix in format.suffixes]


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        InputError: There is no such format.
    """
    for format in (*_OWN, *formats_of_others()):
        if format.name == name:
            return format
    raise InputError(f"there is no format {name!r} to read; there are {', '.join(format_names())}")


def format_of(name: str, head: bytes | None = None) -> Format:
    """Return the format of a file.

    Args:
        name: The file's name.
        head: How the file begins. What is clearly of another format than its name says is read
            as what it is; a file with an unknown suffix is recognised by this alone.

    Raises:
        InputError: The suffix is unknown, and so is what the file holds.
    """
    suffix = Path(name).suffix.lower()
    text = "" if head is None else _text(head)
    own = next((format for format in _OWN if suffix in format.suffixes), None)
    if own is not None and suffix == _TEXT:
        return _recognised(_all(), text) or own
    if own is not None:
        # A web page called .pdf or .ris is not what the user meant: the reader says so.
        foreign = own.start is not None and not own.document and own.start.search(text) is None
        references = tuple(format for format in _OWN if not format.document)
        return (_recognised(references, text) if foreign else None) or own
    others = formats_of_others()
    found = next((format for format in others if suffix in format.suffixes), None)
    found = found or _recognised(_OWN, text) or _recognised(others, text)
    if found is None:
        raise InputError(
            f"{name}: no reader for {suffix or 'a file without suffix'};"
            f" supported are {', '.join(suffixes())}, and files that begin as one of these;"
            " --input-format names one"
        )
    return found


def format_of_file(path: Path) -> Format:
    """Return the format of a file, see :func:`format_of`.

    Raises:
        InputError: It is not a regular file, or nothing tells its format.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path} is not a regular file; pipe its content to 'causalkb add -'")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:  # reported when it is read, beside the files that can be
        head = None
    return format_of(path.name, head)


def can_be_read(path: Path, format: Format | None = None) -> bool:
    """Whether a file in a folder is one to read, as the format given or as any.

    By its suffix, but for those that other files have too: then it must hold references, or, as
    a text, some words of prose.
    """
    suffix = path.suffix.lower()
    if format is not None:
        return suffix in format.suffixes
    if suffix in _BY_CONTENT:
        return _recognised(_all(), _head(path)) is not None
    if suffix == _TEXT:
        head = _head(path)
        return _recognised(_all(), head) is not None or is_prose(head)
    return suffix in suffixes()


def is_prose(text: str) -> bool:
    """Whether a text has words enough to be a document.

    >>> is_prose("todo: call Bob"), is_prose("Crows act as if they knew why. " * 10)
    (False, True)
    """
    return len(_PROSE.findall(text)) >= _WORDS and "\x00" not in text


def _all() -> tuple[Format, ...]:
    return (*_OWN, *formats_of_others())


def _head(path: Path) -> str:
    """Return how a file begins, as text; "" where it cannot be read, which is reported later."""
    try:
        with path.open("rb") as file:
            return _text(file.read(_HEAD))
    except OSError:
        return ""


def read_source(path: Path | str, format: Format | None = None) -> Iterator[ParsedItem]:
    """Read a file of any supported format, or of the one given.

    The file is opened and checked at the call, not at the first item.

    Raises:
        InputError: If there is no reader for the file, or it is missing, a directory, unreadable
            or larger than ``MAX_SOURCE_BYTES``.
    """
    found, data = content_of(path, format)
    return found.read(data, str(path))


def content_of(path: Path | str, format: Format | None = None) -> tuple[Format, bytes]:
    """Return the format of a file, or the one given, and its content.

    Raises:
        InputError: As for :func:`read_source`.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} is a directory; name the files in it, e.g. {path / '*.bib'}")
    data = read_file(path, MAX_SOURCE_BYTES)
    return format or format_of(path.name, data[:_HEAD]), data


def read_content(data: bytes, name: str, format: Format | None = None) -> Iterator[ParsedItem]:
    """Read what a file called ``name`` would hold.

    Raises:
        InputError: If there is no reader for it, or it is larger than ``MAX_SOURCE_BYTES``.
    """
    if len(data) > MAX_SOURCE_BYTES:
        raise InputError(
            f"{name} cannot be read: it is larger than {MAX_SOURCE_BYTES >> 20} MiB;"
            " split it into smaller files"
        )
    return (format or format_of(name, data[:_HEAD])).read(data, name)


def _recognised(formats: tuple[Format, ...], text: str) -> Format | None:
    """Return the format of which an entry begins first in a text."""
    starts = [
        (match.start(), format)
        for format in formats
        if format.start is not None and (match := format.start.search(text))
    ]
    return min(starts, key=lambda one: one[0])[1] if starts else None


def _text(head: bytes) -> str:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
