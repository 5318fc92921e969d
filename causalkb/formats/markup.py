"""HTML, JATS and MathML in bibliographic text → plain text.

Publishers' records carry tags (``Al<sub>2</sub>O<sub>3</sub>``, ``<jats:p>``) and entities, escaped
once or twice on the way. Only known tags are taken for markup, so that "a <b and c> d" stays.
"""

from __future__ import annotations

import html
import re

from causalkb.lazy import compiled_on_use
from causalkb.text import clean


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    """
    p div sec title label abstract list list-item ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table tr
    blockquote section disp-formula disp-quote fig caption break br hr
    """
)
_INLINE = _words(
    """
    i b u s a q italic bold em strong sub sup inf sc underline overline span scp tt code small big
    font roman monospace sans-serif strike del ins mark cite abbr inline-formula inline-graphic
    graphic tex-math math mi mn mo ms mrow msub msup msubsup mfrac msqrt mroot mtext mspace mstyle
    mover munder munderover mfenced mtable mtr mtd mpadded mphantom mmultiscripts mprescripts
    semantics none named-content styled-content ext-link xref uri email html body nobr td th thead
    tbody inter-ref formula alternatives
    """
)
_UNCLOSED = _words("p li br hr tr td th")
"""Tags that HTML lets stand alone; every other one counts only where it is closed as well."""
_PREFIX = r"(?:jats:|mml:|xhtml:|m:|ce:)?"
_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>/]++))*+\s*"
_TAG = compiled_on_use(
    rf"<(?P<close>/)?{_PREFIX}(?P<name>[a-z][a-z0-9-]*+){_ATTRIBUTES}(?P<self>/)?>", re.I
)
_SUPERSCRIPT = compiled_on_use(
    rf"(?<=[\w)\]])<(?:jats:)?sup{_ATTRIBUTES}>\s*([+−–-]?\d+)\s*</(?:jats:)?sup\s*>", re.IGNORECASE
)
_NOT_SHOWN = compiled_on_use(
    r"<(?:mml:|jats:)?(annotation(?:-xml)?|script|style)\b[^<>]*>.*?</(?:mml:|jats:)?\1\s*>"
    r"|<!--.*?-->|<\?[^<>]*\?>|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = compiled_on_use(r"\A\s*(?:abstract|summary)\s*[.:]?\s*\n", re.IGNORECASE)
_ENTITY = compiled_on_use(r"&(?:[a-zA-Z]{2,12}\d{0,2}|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});")
_PRINTED_WIDE = compiled_on_use(
    r"(?:\s{2,}|\n\s*)(</?(?:jats:)?(?:sub|sup|inf|scp)(?:\s[^<>]*)?>)", re.IGNORECASE
)
_WIDE_AFTER = compiled_on_use(
    r"(</?(?:jats:)?(?:sub|sup|inf|scp)(?:\s[^<>]*)?>)(?:\s{2,}|\n\s*)", re.I
)


def tighten(text: str) -> str:
    r"""Drop the indentation that pretty-printed records put around ``<sub>`` within a word.

    >>> tighten("Al\n      <sub>2</sub>\n      O")
    'Al<sub>2</sub>O'
    """
    if "<" not in text:
        return text
    return _WIDE_AFTER.sub(r"\1", _PRINTED_WIDE.sub(r"\1", text))


def unescape(text: str) -> str:
    """Turn HTML entities into characters, also where they were escaped twice.

    >>> unescape("R&amp;amp;D &lt; M&uuml;ller")
    'R&D < Müller'
    """
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda entity: clean(html.unescape(entity[0])), text)
    return text


def plain_text(text: str) -> str:
    r"""Return text without tags and entities; block tags become blank lines.

    >>> plain_text("Al<sub>2</sub>O<sub>3</sub>, 10<sup>6</sup> &amp; more, a < b")
    'Al2O3, 10^6 & more, a < b'
    >>> plain_text("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><p>Two.</p>").split()
    ['One.', 'Two.']
    """
    text = unescape(text)
    if "<" not in text:
        return text
    text = _SUPERSCRIPT.sub(r"^\1", _NOT_SHOWN.sub("", text))
    closed = {tag["name"].lower() for tag in _TAG.finditer(text) if tag["close"] or tag["self"]}

    def replace(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if name not in closed and name not in _UNCLOSED:
            return tag[0]
        return "\n\n" if name in _BLOCKS else "" if name in _INLINE else tag[0]

    stripped = _TAG.sub(replace, text)
    if stripped == text:
        return text
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", _HEADING.sub("", stripped.strip()))
