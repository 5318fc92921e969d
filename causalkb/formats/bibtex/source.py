"""Bytes of a .bib file → clean text, or the reason why they are no BibTeX at all."""

from __future__ import annotations

import codecs
import re

from causalkb.lazy import compiled_on_use
from causalkb.records import Problem
from causalkb.text import clean
from causalkb.vocabulary import Severity

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_MARKUP = compiled_on_use(
    r"\s*(?:<!--.*?-->\s*)*<(!doctype html|html|head|body|\?xml)\b", re.I | re.DOTALL
)
_OTHER_FORMATS = (
    (compiled_on_use(r"\s*TY  ?- "), "RIS"),
    (compiled_on_use(r"\s*(?:\{\s*\"|\[\s*[{\]])"), "JSON"),
    (compiled_on_use(r"\s*(?:FN |%0 )"), "an EndNote export"),
)
_EXPORT_HINT = "export or download the references again, as {}"


def decode_bytes(data: bytes, source: str, wanted: str = "BibTeX") -> tuple[str, list[Problem]]:
    """Decode a file to text with ``\\n`` line ends and without control characters.

    Lines that are not UTF-8 are read as Windows-1252, with one warning. A file that is not text, or
    a web page, gives empty text and one failure: that it is not ``wanted``. Never raises.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return "", [_foreign(source, name, wanted)]
    text, problems = _decode(data, source)
    if text.count("\x00") > len(text) // 100 + 1 and "@" not in text:
        return "", [_foreign(source, "a binary file", wanted)]
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    if markup := _MARKUP.match(text):
        return "", [_foreign(source, "XML" if markup[1] == "?xml" else "HTML", wanted)]
    return text, problems


def nothing_found(text: str, source: str, wanted: str = "BibTeX") -> Problem:
    """The problem of a file without a single entry: a failure if it is visibly another format."""
    for pattern, name in _OTHER_FORMATS:
        if name != wanted and pattern.match(text):
            return _foreign(source, name, wanted)
    reason = "no entries found" if text.strip() else "the file is empty"
    hint = _EXPORT_HINT.format(wanted)
    return Problem(source, reason, hint=hint, severity=Severity.WARNING)


def _foreign(source: str, name: str, wanted: str) -> Problem:
    reason = f"this is {name}, not {wanted}"
    return Problem(source, reason, line=1, hint=_EXPORT_HINT.format(wanted))


def _decode(data: bytes, source: str) -> tuple[str, list[Problem]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :] if encoding == "utf-8" else data
            if encoding != "utf-8":
                return body.decode(encoding, errors="replace"), []
            return _decode_lines(body, source)
    if data[:2] == b"@\x00" or data[1:4] == b"\x00\n\x00":
        return data.decode("utf-16-le", errors="replace"), []
    if data[:2] == b"\x00@":
        return data.decode("utf-16-be", errors="replace"), []
    return _decode_lines(data, source)


def _decode_lines(data: bytes, source: str) -> tuple[str, list[Problem]]:
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    lines: list[str] = []
    first = count = 0
    # Line by line: one entry pasted from elsewhere must not garble the rest of the file.
    for number, raw in enumerate(
        data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1
    ):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(_decode_windows(raw))
            first, count = first or number, count + 1
    others = f" (and {count - 1} more lines)" if count > 1 else ""
    warning = Problem(
        source,
        f"line {first}{others} is not UTF-8; read as Windows-1252",
        line=first,
        hint="check the accents, or save the file as UTF-8",
        severity=Severity.WARNING,
    )
    return "\n".join(lines), [warning]


def _decode_windows(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes are undefined in Windows-1252; Latin-1 defines every byte.
        return raw.decode("latin-1")
