"""LaTeX of a list of names → text in which the braces that hold a name together are left."""

from __future__ import annotations

import re
import unicodedata

from causalkb.formats import markup
from causalkb.formats.latex import (
    FIRST_ARGUMENT,
    HAS_LATEX,
    TOKEN,
    decode_token,
    finished,
    fold,
)
from causalkb.formats.latex_macros import NO_ARGUMENT, TRANSPARENT
from causalkb.lazy import compiled_on_use

_FONT_SWITCH = compiled_on_use(
    r"\\(?:" + "|".join(sorted(TRANSPARENT - NO_ARGUMENT)) + r")(?![a-zA-Z])"
)
_FOOTNOTE_MARK = compiled_on_use(r"\^?\{?[\d,;*a-f ]*(?:\\d?dag(?:ger)?|\\ast|\\star)*\}?")
_RAISED_MARK = compiled_on_use(r"\s*\{[\d,;*†‡§¶\s]*(?:\b[a-f])?\}|\s*\{[a-f](?:,[a-f\d*])*\}")
_RAISED_IN_HTML = compiled_on_use(r"<sup>\s*[\d,*†‡§¶\s]*[a-f]?\s*</sup>", re.IGNORECASE)
# As Zotero writes it; the writer here escapes what is meant as it stands: \\textbackslash{}.
_ESCAPED = compiled_on_use(r"\{\\text(backslash|braceleft|braceright|asciitilde|asciicircum)\}")
_ESCAPED_SIGNS = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
}
_ACCENT = compiled_on_use(
    r"\\(?:[\"'`^~=.]\s*[{\\a-zA-Z]|[bcdHkrtuv]\s*\{|(?:[ijlLoO]|ss|ae|aa)(?![a-zA-Z]))"
)
_DOUBLED_BACKSLASH = compiled_on_use(r"\\\\(?=[\"'`^~=.]\{?[a-zA-Z])")
_TYPED_FOR_QUOTE = compiled_on_use(r"(?<=\w)\\:(?=\{[aeiouAEIOU]\})")
_ACCENT_BEHIND = compiled_on_use(
    r"\\(?P<letter>[ij])(?:\{\})?\\(?P<accent>[\"'`^~=])(?P<next>[b-df-hj-np-tv-xz])"
)
_MARKS = dict(zip("\"'`^~=", "\u0308\u0301\u0300\u0302\u0303\u0304", strict=True))

# In a name that is still to be split, braces and commas that the text itself contains ("\{", "\&")
# are written as these noncharacters, which no text has.
_MASKS = dict(zip("{},;", "\ufdd0\ufdd1\ufdd2\ufdd3", strict=True))
_UNMASK = str.maketrans({mask: char for char, mask in _MASKS.items()})
_MASK = str.maketrans(_MASKS)


def decode_structure(text: str) -> str:
    r"""Decode the LaTeX of a list of names but keep the braces that hold a name together.

    Braces around an accented letter or formatted text go, as in BibTeX, where they form one
    "special character"; braces, commas and semicolons that are text are masked until
    :func:`plain_part` takes what is left of the structure away.

    >>> decode_structure(r"Nu\~nez, Eva and {\L}ukasz {de la X} and {Barnes and Noble}")
    'Nuñez, Eva and Łukasz {de la X} and {Barnes and Noble}'
    """
    text = _repaired(fold(text))
    # TeX swallows the blank after a letter's macro, but BibTeX splits names before TeX sees them.
    text = re.sub(r"(\\[a-zA-Z]+) (?=and )", r"\1{} ", text)
    if not HAS_LATEX.search(text):
        return markup.plain_text(text)
    return markup.plain_text(finished(_read_structure(text)))


def _repaired(text: str) -> str:
    r"""Undo what programs do to the accents of names, before anything is split.

    They escape LaTeX once more, double the backslash, type the blank ``\:`` for ``\"``, and put an
    accent behind the dotless letter that carries it (``Beno\i\^t``).
    """
    if r"{\textbackslash}" in text:
        once = _ESCAPED.sub(lambda sign: _ESCAPED_SIGNS[sign[1]], text)
        if _ACCENT.search(once) and once.count("{") == once.count("}"):
            text = once
    text = _RAISED_IN_HTML.sub("", text)
    text = _DOUBLED_BACKSLASH.sub(lambda _: "\\", text)
    text = _TYPED_FOR_QUOTE.sub(lambda _: '\\"', text)
    return _ACCENT_BEHIND.sub(_moved_accent, text)


def _moved_accent(match: re.Match[str]) -> str:
    if len(unicodedata.normalize("NFC", match["next"] + _MARKS[match["accent"]])) == 1:
        return match[0]
    return f"\\{match['accent']}{{{match['letter']}}}{match['next']}"


def plain_part(text: str) -> str:
    """Return a part of a name that :func:`decode_structure` made as plain text."""
    return fold(text.replace("{", "").replace("}", "").translate(_UNMASK))


def _read_structure(text: str) -> str:
    parts: list[str] = []
    position = 0
    while token := TOKEN.search(text, position):
        parts.append(text[position : token.start()])
        if token["word"] == "textsuperscript" and (
            mark := _RAISED_MARK.match(text, token.end("word"))
        ):
            position = mark.end()
            continue
        switch = token["word"] in TRANSPARENT - NO_ARGUMENT
        opening = token.end() if switch else token.start()
        if token["word"] == "textcolor" and (
            colour := FIRST_ARGUMENT.match(text, token.end("word"))
        ):
            switch, opening = True, colour.end()
        if text.startswith("{", opening) and (end := _closing(text, opening)) is not None:
            parts.append(_group(text[opening + 1 : end], formatted=switch))
            position = end + 1
        elif _is_footnote_mark(token):
            position = token.end()
        else:
            decoded, position = decode_token(text, token)
            parts.append(decoded.translate(_MASK))
    parts.append(text[position:])
    return "".join(parts)


def _group(inner: str, *, formatted: bool) -> str:
    """What becomes of a group in a list of names: its text, in braces if these have a meaning."""
    decoded = _read_structure(inner)
    formatted = formatted or _FONT_SWITCH.match(inner.lstrip()) is not None
    if formatted:
        structural = " and " in decoded.lower() and "," not in decoded
    else:
        special = inner.lstrip().startswith("\\")
        structural = not (special and re.fullmatch(r"[^\W_]*", decoded))
    return "{" + decoded + "}" if structural else decoded


def _closing(text: str, opening: int) -> int | None:
    depth = 0
    for brace in re.finditer(r"\\.|[{}]", text[opening:], re.DOTALL):
        if brace[0] == "{":
            depth += 1
        elif brace[0] == "}":
            depth -= 1
            if depth == 0:
                return opening + brace.start()
    return None


def _is_footnote_mark(token: re.Match[str]) -> bool:
    r"""Whether a formula is a mark at a name: ``$^{1,2}$``, ``$^*$``, ``$\dagger$``."""
    mark = token["math"] or token["inline"] or ""
    return bool(mark) and _FOOTNOTE_MARK.fullmatch(mark) is not None
