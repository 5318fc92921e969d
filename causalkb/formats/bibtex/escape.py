"""Plain text → BibTeX values, so that the reader's decoding gives the text back."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from causalkb.lazy import compiled_on_use

_MACROS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
}
# Dashes and quotation marks are written in TeX's way, which styles count on ("12--20" is a range of
# pages for them), except beside others of their kind, where TeX would join them. An "@" that begins
# a line is an entry of its own for several readers.
_SPECIAL = compiled_on_use(
    r"[\\{}~^]|[$%&#_`]|-(?=-)|'(?=')|(?<=\n)[ \t]*@"
    r"|(?<![–—-])[–—](?![–—-])|(?<![`'\"“”‘’])[“”](?![`'\"“”‘’])"
)
_TYPEWRITTEN = {"–": "--", "—": "---", "“": "``", "”": "''"}
_VERBATIM_SPECIAL = compiled_on_use(r"[\\{}]")


_AMBIGUOUS = compiled_on_use(r"[{}]|\\\\*(?=[{}]|\s|$)|\\text(?:backslash|brace)|\\(?:url|path)\b")
_WORD = compiled_on_use(r"\S+")
_AROUND = "\"'“”‘’()[]¿¡.,:;!?"
_PARTS = compiled_on_use(r"(?<=\w)(-)(?=\w)")


def braced(text: str) -> str:
    """Put braces around a value."""
    return f"{{{text}}}"


def escaped(text: str) -> str:
    """Escape text that LaTeX reads; accents stay Unicode."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _TYPEWRITTEN:
        return _TYPEWRITTEN[char]
    if char in _MACROS:
        return _MACROS[char]
    if char.endswith("@"):
        return char[:-1] + braced("@")
    return char + "{}" if char in "-'" else "\\" + char


def verbatim(text: str, *, address: bool = False) -> str:
    """Return a field that LaTeX does not read, escaped only if it could not be read back as is."""
    alone = _stands_alone(text) and not (address and "\\" in text)
    if alone or _VERBATIM_SPECIAL.search(text) is None:
        return text
    return _VERBATIM_SPECIAL.sub(_escape, text)


def _stands_alone(text: str) -> bool:
    """Whether the braces of a text balance for every reader, and nothing in it looks escaped."""
    depth = 0
    for mark in re.finditer(
        r"[{}]|\\\\*(?=[{}]|\s|$)|\\text(?:backslash|brace)|\\(?:url|path)\b", text
    ):
        if mark[0].startswith("\\"):
            return False
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not (text.startswith("{") and text.endswith("}"))


def with_special_letters(text: str, *, family: bool = False) -> str:
    r"""Write letters that BibTeX would cut in two as what it calls "special characters".

    BibTeX counts bytes: a style that abbreviates "Émile" to an initial, or that makes a label of
    the first three letters of a family name, would print half a letter.

    >>> print(with_special_letters("Émile Gödel"), with_special_letters("Peña", family=True))
    {\'E}mile Gödel Pe{\~n}a
    """
    if text.isascii():
        return text

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        count = 1
        if family and len(word.encode()[:3].decode("utf-8", "replace").split("\ufffd")) > 1:
            count = 3
        return "".join(map(_special, word[:count])) + word[count:]

    return _NAME_WORD.sub(replace, text)


_NAME_WORD = compiled_on_use(r"[^\W\d_]+")


@cache
def _special(char: str) -> str:
    if char.isascii() or not unicodedata.name(char, "").startswith("LATIN"):
        return char
    latex = str(_encoder().unicode_to_latex(char))
    if latex == char or not latex.startswith(("\\", "{\\")):
        return char
    return latex if latex.startswith("{") else braced(latex)


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)


def protected(title: str) -> str:
    """Escape a title and put braces around words that must keep their capitals.

    Those are words with a capital after the first letter (DNA, PyTorch) and, in a title that is
    written like a sentence, capitalised words within it (names).
    """
    words = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in words)
    like_sentence = 2 * (capitalised - 1) < len(words) and len(words) > 2

    def protect(match: re.Match[str]) -> str:
        word = match[0]
        after_colon = title[: match.start()].rstrip().endswith((":", "?", "!", "."))
        within = like_sentence and match.start() > 0 and not after_colon and len(word) > 1
        return "".join(_protected_part(part, within) for part in _PARTS.split(word))

    return _WORD.sub(protect, title)


def _protected_part(part: str, within: bool) -> str:
    """A word or a part of one between hyphens; ``within`` a sentence a capital makes a name."""
    core = part.strip(_AROUND)
    if "." in core and part.endswith(core + "."):
        core += "."  # an abbreviation: U.S.
    name = within and part[:1].isupper()
    if core and (name or any(char.isupper() for char in core[1:])):
        before, _, after = part.partition(core)
        return escaped(before) + braced(escaped(core)) + escaped(after)
    # BibTeX knows the small letter of {\\'E}, but not that of É.
    return with_special_letters(escaped(part)) if part[:1].isupper() else escaped(part)
