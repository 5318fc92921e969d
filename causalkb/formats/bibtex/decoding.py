"""The raw value of a BibTeX field → plain text, by what the field holds."""

from __future__ import annotations

from causalkb.formats.bibtex.fields import ADDRESSES, FILES, VERBATIM
from causalkb.formats.bibtex.journals import named_by_macro
from causalkb.formats.latex import decode, decode_paragraphs, decode_verbatim

_NAMED_BY_MACROS = frozenset(["journal", "journaltitle", "booktitle", "series", "publisher"])
_PARAGRAPHS = frozenset(["abstract", "note", "annote", "annotation", "review", "comment"])


def decode_field(name: str, value: str) -> str:
    """Return the value of a field (by its lower-case name) as plain text."""
    if name in ADDRESSES or name.startswith("bdsk-url"):
        return decode_verbatim(value, address=True)
    if name in FILES or name.startswith("bdsk-file"):
        return decode_verbatim(value, blanks=True)
    if name.endswith("date") and "\\" in value:
        return decode(value)
    if name in VERBATIM:
        return decode_verbatim(value)
    if name in _PARAGRAPHS:
        return decode_paragraphs(value)
    if name in _NAMED_BY_MACROS and (known := named_by_macro(value)):
        return known
    return decode(value)
