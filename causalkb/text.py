"""Text helpers that every layer may use."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls (but tab and line breaks), and the characters that reorder or hide text.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])")


def clean(text: str) -> str:
    r"""Remove control characters, terminal escapes and direction overrides from untrusted text.

    >>> clean("safe\x1b[31m red\x00\r\nline")
    'safe red\nline'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _ESCAPE.sub("", text)))


def clean_line(text: str) -> str:
    r"""Like :func:`clean`, with white space folded to single spaces.

    >>> clean_line(" two\n lines ")
    'two lines'
    """
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Return text in lower case without accents, for comparing what people type.

    >>> fold("Schölkopf")
    'scholkopf'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
