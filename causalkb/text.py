"""Text helpers that every layer may use."""

from __future__ import annotations

import json
import re
import unicodedata

from causalkb.lazy import compiled_on_use

# C0 and C1 controls (but tab and line breaks), the characters that reorder, hide or annotate text,
# tag characters, and those that Unicode reserves for use within a program.
_CONTROL = compiled_on_use(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_SEPARATOR = compiled_on_use("\r\n|[\r\u2028\u2029]")
_SURROGATE = compiled_on_use("[\ud800-\udfff]")
_UNCLEAN = compiled_on_use(_CONTROL.pattern[:-1] + "\r\u2028\u2029\ud800-\udfff]")
_ESCAPE = compiled_on_use(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])")


def clean(text: str) -> str:
    r"""Remove control characters, terminal escapes and direction overrides from untrusted text.

    Every way to end a line becomes "\n".

    >>> clean("safe\x1b[31m red\x00\r\nline")
    'safe red\nline'
    """
    # Nearly all text is clean already, and to see that costs a fraction of cleaning it.
    if (text.isascii() and text.isprintable()) or not _UNCLEAN.search(text):
        return text
    text = _SEPARATOR.sub("\n", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _ESCAPE.sub("", text)))


def escape_json(text: str) -> str:
    r"""Write what :func:`clean` would remove from a JSON document as escapes, so that none is lost.

    >>> print(escape_json('"C1: \x9b"'))
    "C1: \u009b"
    """
    return _CONTROL.sub(_json_escape, _SEPARATOR.sub(_json_escape, _SURROGATE.sub("\ufffd", text)))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def clean_line(text: str) -> str:
    r"""Like :func:`clean`, with white space folded to single spaces.

    >>> clean_line(" two\n lines ")
    'two lines'
    """
    return " ".join(clean(text).split())


def is_unicode(content: bytes) -> bool:
    """Whether :func:`decode` reads bytes as UTF-8 or UTF-16, and need not guess.

    >>> is_unicode("Schölkopf".encode()), is_unicode("Schölkopf".encode("latin-1"))
    (True, False)
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True


def decode(content: bytes) -> str:
    """Return the text of a file that a person wrote: UTF-8 or UTF-16, else Windows-1252.

    Nothing is lost: every byte that is not UTF-8 stands for a character of Windows-1252, or of
    Latin-1 where that has none.

    >>> decode("Schölkopf".encode("latin-1"))
    'Schölkopf'
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def fold(text: str) -> str:
    """Return text in lower case without accents, for comparing what people type.

    >>> fold("Schölkopf")
    'scholkopf'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
