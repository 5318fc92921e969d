"""LaTeX in bibliography fields → plain Unicode text.

pylatexenc decodes the constructs themselves; this module finds them. Handing whole fields to
pylatexenc is some ten times slower (bibliographies repeat the same few accents, which are cached
here) and reads ``%`` as a comment, which costs the rest of the line.

The rules: protective braces go, formatting macros keep their text, unknown macros go but their
arguments stay, mathematics becomes readable text (``$x^2$`` → ``x^2``, ``$\\alpha$`` → ``α``),
and a ``$`` that opens no mathematics (pandoc's rule: no blank just inside, no digit after) stays.
"""

from __future__ import annotations

import html
import logging
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

# What is wrong with an entry is reported as a Problem; without a handler of its own the library
# would also write to stderr.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_GROUP = r"\{(?:[^{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+\}"
_TOKEN = re.compile(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<url>[^{}]*+)\}"
    r"|\\begin\s*\{(?P<env>[a-zA-Z]{1,20}\*?)\}(?P<body>.{0,2000}?)\\end\s*\{(?P=env)\}"
    r"|\\(?P<word>[a-zA-Z]++)\*?(?P<after>\{\}|\s*+)"
    r"|\\\((?P<inline>.{1,1000}?)\\\)|\\\[(?P<display>.{1,1000}?)\\\]"
    r"|\\(?P<accent>[\"'`^~=.])"
    r"|\\(?P<escaped>.)"
    r"|\$\$(?P<double>[^$]{1,1000}+)\$\$"
    r"|\$(?P<math>(?! )(?:[^$\\]|\\.){1,1000}+)(?<! )\$(?!\d)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,12}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<plain>[{}~]|---?|``|'')",
    re.DOTALL,
)
_HAS_LATEX = re.compile(r"[\\{}$&~]|--|``|''")
_PLAIN = {"{": "", "}": "", "~": " ", "--": "–", "---": "—", "``": "“", "''": "”"}
_SPACING = dict.fromkeys(",;: \n\\>", " ") | dict.fromkeys("-/!@", "")

_LETTER_ACCENTS = frozenset("bcdHkrtuv")
_ACCENT_ARGUMENT = re.compile(
    r"\s*(?:\{(?P<group>[^{}\\]*|\\[ij]\s*)\}|(?P<bare>\\[ij](?![a-zA-Z])|\w))"
)
# Font and box macros: their argument is ordinary text, decoded as such once the name is gone.
_TRANSPARENT = frozenset(
    [
        "emph",
        "textit",
        "textbf",
        "textrm",
        "textsc",
        "texttt",
        "textsf",
        "textsl",
        "textup",
        "textmd",
        "textnormal",
        "text",
        "mbox",
        "hbox",
        "textsubscript",
        "textsuperscript",
        "underline",
        "enquote",
        "mkbibquote",
        "mkbibemph",
        "mkbibitalic",
        "mkbibbold",
        "uppercase",
        "lowercase",
        "MakeUppercase",
        "MakeLowercase",
        "ensuremath",
        "NoCaseChange",
        "protect",
        "em",
        "it",
        "bf",
        "rm",
        "sc",
        "tt",
        "sf",
        "sl",
        "bfseries",
        "itshape",
        "scshape",
        "upshape",
        "rmfamily",
        "sffamily",
        "ttfamily",
    ]
)
# TeX swallows the blanks after a macro; after all but the letters within a word one is expected.
_LETTERS = frozenset(
    [
        "oe",
        "OE",
        "ae",
        "AE",
        "aa",
        "AA",
        "o",
        "O",
        "ss",
        "SS",
        "l",
        "L",
        "i",
        "j",
        "dh",
        "DH",
        "th",
        "TH",
        "dj",
        "DJ",
        "ng",
        "NG",
    ]
)
_SYMBOLS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textgreater": ">",
    "textless": "<",
    "textbar": "|",
    "textunderscore": "_",
    "textdollar": "$",
    "textcopyright": "©",
    "copyright": "©",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "sim": "~",
    "lbrace": "{",
    "rbrace": "}",
    "par": " ",
}
# Their first argument is no text: keys, and the address of a link.
_KEYED = frozenset(
    ["cite", "citep", "citet", "ref", "label", "eqref", "autoref", "vphantom", "href"]
)

_CONTROL = re.compile(
    # Whole terminal escape sequences first, so that no "[31m" is left behind.
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def strip_control(text: str) -> str:
    """Remove control characters, terminal escape sequences and overrides of the text direction.

    >>> strip_control("a\\x1b[31mred\\x07")
    'ared'
    """
    return _CONTROL.sub("", text)


def fold(text: str) -> str:
    """Fold every run of white space, line breaks included, to one space."""
    return " ".join(text.split())


def decode_paragraphs(text: str) -> str:
    """Like :func:`decode`, but blank lines between paragraphs survive."""
    if "\n" not in text:
        return decode(text)
    paragraphs = (decode(paragraph) for paragraph in re.split(r"\n[ \t]*\n\s*", text.strip()))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


@lru_cache(maxsize=4096)
def decode(text: str) -> str:
    """Decode LaTeX to plain text on one line.

    >>> decode("{B}ayesian networks: 5\\\\% of $\\\\alpha$, G{\\\\\\"o}del -- 100%")
    'Bayesian networks: 5% of α, Gödel – 100%'
    """
    text = fold(text)
    if not _HAS_LATEX.search(text):
        return text
    parts: list[str] = []
    position = 0
    while token := _TOKEN.search(text, position):
        parts.append(text[position : token.start()])
        decoded, position = _decode_token(text, token)
        parts.append(decoded)
    parts.append(text[position:])
    return fold("".join(parts))


def _decode_token(text: str, token: re.Match[str]) -> tuple[str, int]:
    """The text for one token, and where to go on."""
    kind = token.lastgroup or ""
    if kind == "plain":
        return _PLAIN[token["plain"]], token.end()
    if kind == "after":
        return _decode_word(text, token)
    if kind == "accent":
        return _decode_accent(text, token["accent"], token.end())
    if kind == "escaped":
        return _SPACING.get(token["escaped"], token["escaped"]), token.end()
    if kind == "url":
        return re.sub(r"\\([_%&#$~])", r"\1", token["url"]), token.end()
    if kind == "entity":
        return strip_control(html.unescape(token[0])), token.end()
    return _decode_snippet(token[0]), token.end()


def _decode_word(text: str, token: re.Match[str]) -> tuple[str, int]:
    word, end = token["word"], token.end()
    name_end = token.end("word")
    if word in _LETTER_ACCENTS:
        return _decode_accent(text, word, name_end)
    if word in _TRANSPARENT:
        return "", end
    if word in _SYMBOLS:
        return _SYMBOLS[word] + _blank(token), end
    if word in _KEYED:
        key = re.compile(rf"\s*{_GROUP}").match(text, name_end)
        return "", key.end() if key else end
    arguments = _arguments_pattern(word)
    if arguments and (match := arguments.match(text, name_end)):
        return _decode_snippet(text[token.start() : match.end()]), match.end()
    decoded = _decode_snippet("\\" + word)
    if word in _LETTERS or not decoded:
        return decoded, end
    return decoded + _blank(token), end


def _blank(token: re.Match[str]) -> str:
    return " " if token["after"].isspace() else ""


def _decode_accent(text: str, accent: str, position: int) -> tuple[str, int]:
    argument = _ACCENT_ARGUMENT.match(text, position)
    if argument is None:
        # "\~" and "\^" without a letter are the characters; a lone letter macro is nothing.
        return ("" if accent.isalpha() else accent), position
    base = argument["bare"] or argument["group"] or ""
    if not base.strip():
        return ("" if accent.isalpha() else accent), argument.end()
    # Only the first letter carries the accent: \'{ab} is áb.
    first, rest = (base, "") if base.startswith("\\") else (base[0], base[1:])
    decoded = unicodedata.normalize("NFC", _decode_snippet(f"\\{accent}{{{first}}}"))
    return decoded + rest, argument.end()


@cache
def _macro_definitions() -> Any:
    from pylatexenc.latexwalker import get_default_latex_context_db

    return get_default_latex_context_db()


@cache
def _arguments_pattern(word: str) -> re.Pattern[str] | None:
    """What to take along behind a macro: the arguments that pylatexenc knows it to have."""
    specification = _macro_definitions().get_macro_spec(word)
    arguments = getattr(getattr(specification, "args_parser", None), "argspec", "") or ""
    patterns = {"{": rf"\s*{_GROUP}", "[": r"(?:\s*\[[^\[\]]{0,200}\])?", "*": r"\*?"}
    pattern = "".join(patterns.get(argument, "") for argument in arguments)
    return re.compile(pattern) if "{" in arguments else None


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(keep_comments=True, math_mode="text")


@lru_cache(maxsize=8192)
def _decode_snippet(snippet: str) -> str:
    # Unescaped, "%" would hide the closing brace and "&" would become three blanks.
    safe = re.sub(r"(?<!\\)[%&]", r"\\\g<0>", snippet)
    try:
        return strip_control(
            str(_decoder().latex_to_text(safe, latex_context=_macro_definitions()))
        )
    except Exception:  # Any failure of the library on odd LaTeX: the raw text is better than none.
        return snippet


_VERBATIM_ESCAPE = re.compile(
    r"\\text(?P<name>backslash|braceleft|braceright)\{\}"
    r"|\\(?:url|path)\s*\{(?P<url>[^{}]*)\}"
    r"|(?P<tilde>\{\\textasciitilde\}|\\textasciitilde(?:\{\})?|\\~\{\}|\$\\sim\$)"
    r"|\{\\(?P<braced>[_%&#$])\}|\\(?P<bare>[_%&#$])"
)
_VERBATIM_NAMES = {"backslash": "\\", "braceleft": "{", "braceright": "}"}


def decode_verbatim(text: str, *, address: bool = False) -> str:
    """Return a field that holds no LaTeX: paths, keys and, with ``address``, URLs and DOIs.

    Only the three escapes that the writer needs for braces and backslashes are undone; in an
    address also the ``\\_`` and ``\\%`` that reference managers put there, where no backslash is
    legal. ``%20`` and the like are left alone.
    """
    text = fold(text)
    if text.startswith("{") and text.endswith("}") and re.fullmatch(_GROUP, text):
        text = text[1:-1].strip()
    if "\\" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        if match["name"]:
            return _VERBATIM_NAMES[match["name"]]
        if not address:
            return match[0]
        if match["tilde"]:
            return "~"
        if match["url"] is not None:
            return decode_verbatim(match["url"], address=True)
        return match["braced"] or match["bare"]

    return fold(_VERBATIM_ESCAPE.sub(replace, text))
