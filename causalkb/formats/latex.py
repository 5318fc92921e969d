"""LaTeX in bibliography fields → plain Unicode text.

pylatexenc decodes the constructs themselves; this module finds them. Handing whole fields to
pylatexenc is some ten times slower (bibliographies repeat the same few accents, which are cached
here) and reads ``%`` as a comment, which costs the rest of the line.

The rules: protective braces go, formatting macros keep their text, unknown macros go but their
arguments stay, mathematics becomes readable text (``$x^2$`` → ``x^2``, ``$\\alpha$`` → ``α``),
and a ``$`` that opens no mathematics stays (pandoc's rule: no blank just inside; a digit after the
second only where what stands between can be no amount of money). HTML goes as well.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from causalkb.formats import markup
from causalkb.formats.latex_macros import (
    BEFORE_A_WORD,
    COMBINING,
    LETTER_ACCENTS,
    NOT_TEXT,
    PRINTING,
    QUOTING,
    SYMBOLS,
    TRANSPARENT,
    WITHIN_WORDS,
    is_sorting_aid,
)
from causalkb.formats.latex_math import is_formula, prepared
from causalkb.lazy import compiled_on_use
from causalkb.text import clean

# What is wrong with an entry is reported as a Problem; without a handler of its own the library
# would also write to stderr.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_GROUP = r"\{(?:[^{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+\}"
TOKEN = compiled_on_use(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<url>[^{}]*+)\}"
    r"|\\begin\s*\{(?P<env>[a-zA-Z]{1,20}\*?)\}(?P<body>.{0,2000}?)\\end\s*\{(?P=env)\}"
    r"|\\ifmmode(?![a-zA-Z])(?P<then>.{0,300}?)(?:\\else(?![a-zA-Z])(?P<else>.{0,300}?))?"
    r"\\fi(?P<fi>\{\}|\s*+)"
    r"|\\(?P<word>[a-zA-Z]++)\*?(?P<after>\{\}|\s*+)"
    r"|\\\((?P<inline>.{1,1000}?)\\\)|\\\[(?P<display>.{1,1000}?)\\\]"
    r"|\\(?P<accent>[\"'`^~=.])"
    r"|\\(?P<escaped>.)"
    r"|\$\$(?P<double>[^$]{1,1000}+)\$\$"
    r"|\$(?P<math>(?! )(?:[^$\\]|\\.){1,1000}+)(?<! )\$"
    r"|(?P<plain>[{}~]|---?|[?!]`(?!`)|``?|'')",
    re.DOTALL,
)
HAS_LATEX = compiled_on_use(r"[\\{}$~`]|--|''")
_PLAIN = {"{": "", "}": "", "~": " ", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘"}
_PLAIN |= {"?`": "¿", "!`": "¡"}
_SPACING = dict.fromkeys(",;: \n\\>", " ") | dict.fromkeys("-/!@", "")

_ACCENT_ARGUMENT = compiled_on_use(
    rf"\s*(?:(?P<group>{_GROUP})|(?P<bare>\\[ij](?:\s+|(?=[a-z])|(?![a-zA-Z]))|\\[\"'`^~=.]\s*(?:[a-zA-Z]|\{{[a-zA-Z]\}})"
    r"|\\[bcdHkrtuv](?:\s+[a-zA-Z]|\s*\{{[a-zA-Z]\}})|\w))"
)
FIRST_ARGUMENT = compiled_on_use(rf"(?:\s*\[[^\[\]]{{0,200}}\])?\s*{_GROUP}")
_EXPONENT = compiled_on_use(r"\s*\{\s*[+−–-]?\d+\s*\}")
_SPACE_ALONE = compiled_on_use(r"(?:\\[,;: >]|~|\\q?quad|\\thinspace|\s)+")
_QUANTITY = compiled_on_use(r"\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_UNKNOWN_LETTER = compiled_on_use(r"(?<!\\)\\([A-FI-KMNQRT-Z])(?![a-zA-Z])")
"""Abbreviations such as ``\\R``, but not the letters and accents of TeX."""
_SEMICOLON = compiled_on_use(r"\$\\mathsemicolon\s*\$")
"""What an export of Zotero makes of the last sign of ``&amp;``."""
_SYMBOL_IN_BRACES = compiled_on_use(r"\{(\\[a-z]+)\}")
_WORD = compiled_on_use(r"\\([a-zA-Z]+)")
_SINGLE_QUOTED = compiled_on_use(r"‘([^‘’`]{1,300}?)'(?!\w)")
_EMPTY_EXPONENT = compiled_on_use(r"\^(?=[∘°′″])")
# Mathematics in text that is no LaTeX: only what no amount of money looks like.
_MATHEMATICS = compiled_on_use(
    r"(\$\$?)(?=[^$\n]{0,300}(?:\\[a-zA-Z]|[_^][{\w]))[^\s$][^$\n]{0,300}\1"
)
_FORMATTED = compiled_on_use(r"\\(?:emph|text(?:it|bf|sc|tt|rm|sf|sl|up))\{([^{}\\]*)\}")
_PARAGRAPH = compiled_on_use(r"\n[ \t]*\n\s*")


def fold(text: str) -> str:
    """Fold every run of white space, line breaks included, to one space."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def decode(text: str) -> str:
    """Decode LaTeX, and the HTML within it, to plain text on one line.

    >>> decode("{B}ayesian networks: 5\\\\% of $\\\\alpha$, G{\\\\\\"o}del -- 100%")
    'Bayesian networks: 5% of α, Gödel – 100%'
    """
    return fold(without_markup(_decode_line(text)))


def decode_paragraphs(text: str) -> str:
    """Like :func:`decode`, but blank lines between paragraphs, and HTML's ``<p>``, survive."""
    decoded = "\n\n".join(map(_decode_line, _PARAGRAPH.split(text.strip())))
    paragraphs = map(fold, _PARAGRAPH.split(without_markup(decoded)))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def without_markup(text: str) -> str:
    r"""Return plain text of any format without the HTML and the TeX that authors put into it.

    Not for text in which LaTeX is the format itself: see :func:`decode`.

    >>> without_markup(r"<i>Mus</i> at $M_\oplus \sim 10^{-2}$ for $5")
    'Mus at M_⊕∼ 10^-2 for $5'
    """
    text = markup.plain_text(_SEMICOLON.sub(";", text))
    if "\\" in text or "$" in text:
        text = _SYMBOL_IN_BRACES.sub(_symbol, text)
        text = _FORMATTED.sub(r"\1", _MATHEMATICS.sub(_mathematics, text))
    return text


def _symbol(match: re.Match[str]) -> str:
    decoded = _decode_snippet(match[1])
    return decoded if len(decoded) == 1 else match[0]


def _mathematics(match: re.Match[str]) -> str:
    decoded = finished(_decode_snippet(match[0]))
    return match[0] if "\\" in decoded or not decoded.strip() else decoded.strip()


def _decode_line(text: str) -> str:
    text = _SEMICOLON.sub(";", fold(markup.tighten(text)))
    if not HAS_LATEX.search(text):
        return text
    return finished(_read(text))


def finished(text: str) -> str:
    """Return decoded text with its single quotes in pairs and no exponents without a number."""
    text = _EMPTY_EXPONENT.sub("", text)
    return _SINGLE_QUOTED.sub(r"‘\1’", text) if "‘" in text else text


def _read(text: str) -> str:
    parts: list[str] = []
    position = 0
    while token := TOKEN.search(text, position):
        parts.append(text[position : token.start()])
        decoded, position = decode_token(text, token)
        parts.append(decoded)
    parts.append(text[position:])
    return "".join(parts)


def decode_token(text: str, token: re.Match[str]) -> tuple[str, int]:
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
    if kind == "fi":
        # Written for use within and outside mathematics; the text version stands behind \else.
        outside = _decode_line(token["else"] or "")
        return outside or _decode_snippet(f"${token['then']}$"), token.end()
    if kind == "math" and _SPACE_ALONE.fullmatch(token["math"]):
        return " ", token.end()
    if kind == "math" and not _is_formula(token["math"], text[token.end() : token.end() + 1]):
        return "$", token.start() + 1
    return _decode_snippet(token[0]), token.end()


def _is_formula(body: str, following: str) -> bool:
    """Whether what stands between two dollar signs is mathematics and no amount of money."""
    if not following.isdigit() or re.search(r"[\\^_]", body):
        return True
    return not (body[0].isdigit() or " " in body)


def _decode_word(text: str, token: re.Match[str]) -> tuple[str, int]:
    word, end = token["word"], token.end()
    name_end = token.end("word")
    if word in LETTER_ACCENTS or word in COMBINING:
        return _decode_accent(text, word, name_end)
    if word in NOT_TEXT or is_sorting_aid(word):
        key = FIRST_ARGUMENT.match(text, name_end)
        return "", key.end() if key else end
    if word in TRANSPARENT and not (
        word == "textsuperscript" and _EXPONENT.match(text, name_end) and token.start()
    ):
        return "", end
    if word in QUOTING or word == "textsuperscript":
        return _decode_argument(text, word, name_end)
    if word in SYMBOLS:
        return SYMBOLS[word] + _blank(token), end
    if word in ("SI", "qty") and (quantity := _QUANTITY.match(text, name_end)):
        unit = _WORD.sub(r" \1", quantity[2])
        return fold(f"{quantity[1]} {unit}"), quantity.end()
    arguments = _arguments_pattern(word)
    if arguments and (match := arguments.match(text, name_end)):
        return _decode_snippet(text[token.start() : match.end()]), match.end()
    decoded = _decode_snippet("\\" + word)
    if not decoded and word.startswith("text"):
        decoded = _decode_snippet("\\" + word.removeprefix("text"))
    if word == "I":
        return word, end  # a letter, as \\i is: "\\I lhan"
    if not decoded and not word.islower() and text[end : end + 1] not in ("{", "["):
        return word + _blank(token), end  # the name of something: "\\OurTool: ..."
    if word in WITHIN_WORDS or not decoded:
        return decoded, end
    return decoded + _blank(token), end


def _decode_argument(text: str, word: str, position: int) -> tuple[str, int]:
    r"""The text of ``\enquote{...}`` in quotation marks, or of a number raised with ``^``."""
    starred = text.startswith("*", position)
    argument = FIRST_ARGUMENT.match(text, position + starred)
    if argument is None:
        return "", position + starred
    inner = _read(argument[0][argument[0].index("{") + 1 : -1])
    if word == "textsuperscript":
        raised = re.match(r"[\w)\]}]", text[: position - len("\\textsuperscript")][-1:])
        return ("^" if raised else "") + inner, argument.end()
    if starred:
        return f"‘{inner}’", argument.end()
    return f"“{inner.translate(_INNER_QUOTES)}”", argument.end()


def _blank(token: re.Match[str]) -> str:
    swallowed = token["word"] in WITHIN_WORDS or token["word"] in BEFORE_A_WORD
    return " " if token["after"].isspace() and not swallowed else ""


def _decode_accent(text: str, accent: str, position: int) -> tuple[str, int]:
    argument = _ACCENT_ARGUMENT.match(text, position)
    if argument is None:
        # "\~" and "\^" without a letter are the characters; a lone letter macro is nothing.
        return ("" if accent.isalpha() else accent), position
    base = argument["bare"] or (argument["group"] or "")[1:-1]
    if not re.fullmatch(r"\\[ij]\s*", base):
        base = _decode_line(base)
    if not base.strip():
        return ("" if accent.isalpha() else accent), argument.end()
    # Only the first letter carries the accent: \'{ab} is áb.
    first, rest = (base, "") if base.startswith("\\") else (base[0], base[1:])
    mark = COMBINING.get(accent)
    decoded = first + mark if mark else _decode_snippet(f"\\{accent}{{{first}}}")
    return unicodedata.normalize("NFC", decoded) + rest, argument.end()


def prints_only(latex: str) -> bool:
    r"""Whether every macro is one that prints: no ``\input``, no definitions.

    >>> prints_only(r"{B}ayes and $\alpha$ at \url{https://x.org}"), prints_only(r"\input{x}")
    (True, False)
    """
    return all(map(_prints, set(_WORD.findall(latex))))


@cache
def _prints(word: str) -> bool:
    known = word in TRANSPARENT or word in SYMBOLS or word in WITHIN_WORDS or word in PRINTING
    if known or word in LETTER_ACCENTS or word in COMBINING:
        return True
    symbol = _decode_snippet("\\" + word).strip()
    return bool(symbol) and not symbol.startswith("\\")


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
    safe = prepared(snippet, _is_known) if is_formula(snippet) else snippet
    safe = re.sub(r"(?<!\\)[%&]", r"\\\g<0>", _UNKNOWN_LETTER.sub(r"{\1}", safe))
    try:
        return clean(str(_decoder().latex_to_text(safe, latex_context=_macro_definitions())))
    except Exception:  # Any failure of the library on odd LaTeX: the raw text is better than none.
        return snippet


@cache
def _is_known(name: str) -> bool:
    """Whether pylatexenc makes text of a macro, alone or with arguments."""
    return _arguments_pattern(name) is not None or bool(_decode_snippet(f"\\{name}").strip())


_VERBATIM_ESCAPE = compiled_on_use(
    r"\\text(?P<name>backslash|braceleft|braceright)\{\}"
    r"|\\(?:url|path)\s*\{(?P<url>[^{}]*)\}"
    r"|(?P<sign>\{\\text(?:less|greater)\}|\\text(?:less|greater)(?:\{\}|\s?)|\$[<>]\$)"
    r"|(?P<tilde>\{\\textasciitilde\}|\\textasciitilde(?:\{\}|\s?)|\{\\~(?:\{\})?\}|\\~\{\}"
    r"|\{?\$\\sim\$\}?)"
    r"|(?P<line>\\textunderscore(?:\{\}|\s?))|(?P<slash>\\slash(?:\{\}|\s?))"
    r"|(?P<nothing>\{\\[-/]\}|\\[-/]|\\string(?=\W|_))|(?P<entity>\\?&amp;)"
    r"|\{\\?(?P<braced>[_%&#$~^-])\}|\\\^\{\}|\\(?P<bare>[_%&#$^])"
)
_VERBATIM_NAMES = {"backslash": "\\", "braceleft": "{", "braceright": "}"}
_ADDRESS_SIGNS = {"tilde": "~", "line": "_", "slash": "/", "nothing": "", "entity": "&"}
_ADDRESS_WITHIN = compiled_on_use(r"<([^<>\s]+)>|\$([^$]+)\$|\\href\s*\{([^{}]*)\}.*")
"""What programs put around an address."""


def decode_verbatim(text: str, *, address: bool = False, blanks: bool = False) -> str:
    """Return a field that holds no LaTeX: paths, keys and, with ``address``, URLs and DOIs.

    Only the three escapes that the writer needs for braces and backslashes are undone; in an
    address also the ``\\_`` and ``\\%`` that reference managers put there, where no backslash is
    legal. ``%20`` and the like are left alone. With ``blanks`` (file names) runs of blanks stay.
    """
    tidy = _fold_lines if blanks else fold
    text = tidy(text)
    if text.startswith("{") and text.endswith("}") and re.fullmatch(_GROUP, text):
        text = text[1:-1].strip()
    if address and (within := _ADDRESS_WITHIN.fullmatch(text)):
        text = next(filter(None, within.groups()), text)
    if "\\" not in text and not (address and ("$" in text or "&amp;" in text or "{" in text)):
        return text

    def replace(match: re.Match[str]) -> str:
        if match["name"]:
            return _VERBATIM_NAMES[match["name"]]
        if not address:
            return match[0]
        if match["sign"]:
            return "<" if "<" in match["sign"] or "less" in match["sign"] else ">"
        if match.lastgroup in _ADDRESS_SIGNS:
            return _ADDRESS_SIGNS[match.lastgroup]
        if match["url"] is not None:
            return decode_verbatim(match["url"], address=True)
        return match["braced"] or match["bare"] or "^"

    return tidy(_VERBATIM_ESCAPE.sub(replace, text))


def _fold_lines(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).strip()
