r"""The LaTeX that a source wrote for a title or a note, kept for the export.

Decoding loses what only typesetting needs: the braces that protect capitals (``{B}ayesian``),
mathematics, ``\url``. Where the text alone would be written otherwise, the source's own LaTeX is
kept beside it, in a field ``latex-title`` and the like. It is used only while it still decodes to
the text, and only if it holds no macro that does more than print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from causalkb.formats.bibtex.decoding import decode_field
from causalkb.formats.bibtex.escape import braced, escaped, protected
from causalkb.formats.latex import fold, prints_only
from causalkb.formats.latex_macros import QUOTING, TRANSPARENT
from causalkb.formats.latex_names import decode_structure
from causalkb.lazy import compiled_on_use

PREFIX = "latex-"
TITLES = ("title", "subtitle", "booktitle", "booksubtitle", "maintitle", "shorttitle")
_KEPT = (*TITLES, "note", "howpublished", "series", "edition", "type")
_MAX_CHARS = 2000
_MARKED = compiled_on_use(r"[{$]|\\[a-zA-Z]{3,}")
_FORMATTING = compiled_on_use(
    r"\\(?:url|href|" + "|".join(sorted(TRANSPARENT | QUOTING)) + r")(?![a-zA-Z])"
)


def written(name: str, value: str) -> str:
    """Return the value of a field that LaTeX reads as the writer makes it from the text alone."""
    return protected(value) if name in TITLES else escaped(value)


def to_keep(raw: Mapping[str, str], decoded: Mapping[str, str]) -> dict[str, str]:
    """Return the fields ``latex-...`` for an entry, from its raw and its decoded fields."""
    kept = {}
    for name in _KEPT:
        latex = fold(raw.get(name, ""))
        if latex and name in decoded and _tells_more(name, latex, decoded[name]):
            kept[PREFIX + name] = latex
    return kept


def latex_of(name: str, value: str, fields: Mapping[str, str]) -> str:
    """Return the value of a field as LaTeX, without delimiters: the source's own where it fits."""
    latex = fields.get(PREFIX + name, "")
    if latex and name in _KEPT and _is_sound(latex) and decode_field(name, latex) == value:
        return latex
    return written(name, value)


def is_kept(name: str) -> bool:
    """Whether a field holds the LaTeX of another one, and is no field of its own."""
    return name.startswith(PREFIX) and name.removeprefix(PREFIX) in _KEPT


def _tells_more(name: str, latex: str, value: str) -> bool:
    if not _MARKED.search(latex) or len(latex) > _MAX_CHARS or not _is_sound(latex):
        return False
    own = written(name, value)
    if latex == own:
        return False
    # Accents as macros or as letters are the same.
    marked = "$" in latex or _FORMATTING.search(latex) is not None
    return marked or decode_structure(latex) != decode_structure(own)


def _is_sound(latex: str) -> bool:
    """Whether it can stand between braces for every reader, and only prints."""
    depth = 0
    for mark in re.finditer(r"\\[{}]|[{}]|\\$", braced(latex)[1:-1]):
        if mark[0].startswith("\\"):
            return False
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and prints_only(latex)
