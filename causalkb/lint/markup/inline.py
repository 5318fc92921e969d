"""Masks within a block of Markdown or plain text: what is not prose is overwritten in place.

Every quantifier is bounded or possessive and no two neighbours match the same characters, so that
the time is linear in the length of any text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from causalkb.lint.markup.latex_macros import NO_CITES, TEXTUAL
from causalkb.lint.markup.prose import FILL, THING, Citation, Marker

_LETTER = rf"[^\W{THING}]|[\u0300-\u036f]"
KEY = rf"(?:{_LETTER})(?:{_LETTER}|[:/](?=/)|[:.#$%&+?<>~/-](?={_LETTER})){{0,200}}"
"""A citation key as pandoc reads it; combining marks, as some file systems write them, included."""

_BARE = re.compile(
    rf"(?<![^\W_])(?<!\w_)(?<![@/\\.+-])-?@(?:(?P<key>{KEY})|\{{(?P<braced>[^{{}}\s{THING}]{{1,200}})\}})"
)
_BRACKET = re.compile(r"\[[^\[\]]{0,2000}+\]")
_LOCATOR = re.compile(r"\s?\[[^\[\]@]{0,200}+\]")
_LATEX_CITE = re.compile(r"\\(?P<name>[a-zA-Z]{0,20}[cC]ite[a-zA-Z]{0,20}|[a-z]{4,15}cquote)\*?")
_KEYED = re.compile(
    r"(?:\s{0,5}(?:\[(?:[^\[\]{}]|\{[^{}]{0,300}+\}){0,300}+\]|\([^()]{0,200}+\)|<[^<>]{0,200}+>)"
    r"){0,5}+\s{0,5}\{(?P<keys>[^{}]{1,2000}+)\}"
)
_KEY = re.compile(rf"[^,\s{{}}\\{FILL}{THING}][^,\s{{}}{FILL}{THING}]{{0,300}}")
_LATEX_REF = re.compile(r"\\(?:[a-zA-Z]{0,10}ref|label)\{[^{}]{1,200}+\}")
# pandoc-crossref's prefixes, then Quarto's.
_CROSS_REFERENCE = re.compile(
    r"(?i:(?:fig|tbl|eq|sec|lst)[:-]"
    r"|(?:thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau)-)"
)
_CODE = re.compile(r"`++")
_MATH = re.compile(
    r"(?<!\\)\$\$[^$]{1,4000}+\$\$|(?<!\\)\$(?![\s$])(?:[^$\\]|\\.){1,2000}+(?<!\s)\$(?!\d)"
    r"|\\\((?:[^\\]|\\(?![()])){1,2000}+\\\)|\\\[(?:[^\\]|\\(?![\[\]])){1,4000}+\\\]",
    re.DOTALL,
)
_STOPPED = re.compile(r"\.\s{0,20}(?:\\end\{[a-z]{1,20}\*?\}|\$\$?|\\[\])])$")
_ENVIRONMENT = re.compile(r"\\begin\{([a-z]{1,20}\*?)\}")
_LINK_TARGET = re.compile(r"\]\((?:[^()\\]|\\.|\([^()]{0,300}+\)){0,2000}+\)|\]\[[^\[\]]{0,300}+\]")
_ALT = r"!\[(?:[^\[\]]|\[[^\[\]]{0,300}+\]){0,1000}+"
_IMAGE = re.compile(_ALT + r"(?=\])")
_FIGURE = re.compile(
    _ALT + r"\](?:\((?:[^()\\]|\\.|\([^()]{0,300}+\)){0,2000}+\)|\[[^\[\]]{0,300}+\])"
    r"(?:\{[^{}]{0,300}+\})?"
)
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~]{1,2000}+~~")
_RAW = re.compile(r"(?i:<(script|style|pre|code|kbd|samp|textarea|svg|math|template)\b)")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,100}+\]:?")
# "a<b and so on. Then c>d" is not a tag, though HTML would allow it.
_TAG = re.compile(
    r"</?[a-zA-Z][\w:-]{0,50}+(?:\s[^<>=]{0,20}+/?|\s(?=[^<>=]{1,50}=)[^<>]{0,500}+|/)?>"
)
_ATTRIBUTES = re.compile(r"\{[#.:=][^{}\n]{0,300}+\}")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,12}|#\d{1,6});")
_ADDRESS = re.compile(
    r"<?(?:(?:https?|ftp)://|\bdoi:10\.)[^\s<>]{1,2000}(?<![.,;:!?)\]'\"])>?"
    r"|(?<![\w.+-])<?[\w.+-]{1,64}+@[\w-]{1,100}(?:\.[\w-]{1,100}){1,5}>?"
)
_WITHIN_WORD = re.compile(r"(?<=\w)\*++(?=\w)")
_EMPHASIS = re.compile(r"\*++|~~+|(?<!\w)_++|_++(?!\w)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~\n])")
_BRACKETS = re.compile(r"[\[\]]")
_QUARTO = re.compile(r"^:::.{0,200}$", re.MULTILINE)

MARKER = re.compile(r"causalkb:[ \t]{0,20}ok(?![\w-])[ \t]{0,20}(?P<reason>[^\n]{0,500})")
_HASH = re.compile(r"(?<!\S)#[ \t]{0,20}causalkb:[ \t]{0,20}ok(?![\w-])(?P<reason>[^\n]{0,500})")
_COMMENT_REASON = re.compile(r"\s{0,20}causalkb:\s{0,20}ok(?![\w-])(?P<reason>.*)", re.DOTALL)


class Mask:
    """A block of text that is overwritten step by step; offsets count from ``start``."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.chars = list(text)
        self.start = start

    @property
    def text(self) -> str:
        """The text that is left."""
        return "".join(self.chars)

    def blank(self, start: int, end: int, first: str = "", fill: str = " ") -> None:
        """Overwrite a range, except its line breaks; ``first`` is put at its beginning."""
        for n in range(start, end):
            if self.chars[n] != "\n":
                self.chars[n] = fill
        if first and start < end:
            self.chars[start] = first

    def write(self, at: int, text: str) -> None:
        """Put text at an offset of the mask, but not over line breaks."""
        for n, character in enumerate(text[: len(self.chars) - at], at):
            if self.chars[n] != "\n":
                self.chars[n] = character

    def each(self, pattern: re.Pattern[str], first: str = "", fill: str = " ") -> None:
        """Overwrite whatever a pattern finds."""
        for found in pattern.finditer(self.text):
            self.blank(found.start(), found.end(), first, fill)


def reason_of(text: str) -> str:
    """Return the reason that a comment gives, "" if it contains no word."""
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of HTML comments; one that is not closed does not count."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3
        at = text.find("<!--", end + 3)


def markers(text: str, *, html: bool) -> list[Marker]:
    """Return comments that suppress findings: ``# causalkb: ok``, with ``html`` also in HTML."""
    found = []
    for start, end in comments(text) if html else ():
        inner = _COMMENT_REASON.fullmatch(text, start + 4, end - 3)
        if inner is not None:
            found.append(Marker(start, end, reason_of(inner["reason"])))
    taken = [(marker.start, marker.end) for marker in found]
    for hashed in _HASH.finditer(text):
        n = bisect_left(taken, (hashed.start(), 0)) - 1
        if n < 0 or taken[n][1] <= hashed.start():
            found.append(Marker(hashed.start(), hashed.end(), reason_of(hashed["reason"])))
    return sorted(found, key=lambda marker: marker.start)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of code spans: between runs of as many backticks."""
    runs = [(found.start(), found.end()) for found in _CODE.finditer(text)]
    ends: dict[int, list[int]] = {}
    for n, (start, end) in enumerate(runs):
        ends.setdefault(end - start, []).append(n)
    spans, n = [], 0
    while n < len(runs):
        start, end = runs[n]
        same = ends[end - start]
        following = bisect_left(same, n + 1)
        if following < len(same):
            closing = same[following]
            spans.append((start, runs[closing][1]))
            n = closing
        n += 1
    return spans


def mask_code(mask: Mask) -> None:
    """Overwrite code and comments of Markdown: nothing in them is a citation."""
    for start, end in code_spans(mask.text):
        mask.blank(start, end, THING, FILL)
    for start, end in comments(mask.text):
        mask.blank(start, end)
    text = mask.text
    closed: dict[str, bool] = {}
    last = 0
    for found in _RAW.finditer(text):
        name = found[1].lower()
        if found.start() < last or not closed.get(name, True):
            continue
        closing = re.compile(rf"</{name}\s{{0,5}}>", re.IGNORECASE).search(text, found.end())
        closed[name] = closing is not None
        if closing is not None:
            last = closing.end()
            mask.blank(found.start(), last, THING, FILL)


def mask_markdown(mask: Mask) -> None:
    """Overwrite the inline markup of Markdown, except citations.

    Code must be masked already (:func:`mask_code`), and what is enclosed taken
    (:func:`take_enclosed`); :func:`take_bare` and :func:`mask_rest` do the rest.
    """
    mask_math(mask)
    mask.each(_QUARTO)
    mask.each(_STRUCK)
    text = mask.text
    if _FIGURE.fullmatch(text.strip()):  # alone in its paragraph: the text is a caption
        at = text.index("![")
        mask.blank(at, at + 2)
    else:
        mask.each(_IMAGE)
    mask.each(_LINK_TARGET)
    mask.each(_ADDRESS, THING, FILL)
    mask.each(_TAG)
    mask.each(_NOTE)
    mask.each(_ATTRIBUTES)


def mask_rest(mask: Mask) -> None:
    """Overwrite what is left of Markdown after the citations were taken."""
    mask.each(_WITHIN_WORD, fill=FILL)
    mask.each(_EMPHASIS)
    mask.each(_ENTITY)
    mask.each(_ESCAPE, fill=FILL)
    mask.each(_BRACKETS)


def mask_text(mask: Mask) -> None:
    """Overwrite addresses in plain text."""
    mask.each(_ADDRESS, THING, FILL)


def mask_math(mask: Mask) -> None:
    """Overwrite mathematics; a formula that ends in a full stop ends the sentence."""
    text = mask.text
    for found in _MATH.finditer(text):
        formula(mask, found.start(), found.group())
    closed: dict[str, bool] = {}
    at = _ENVIRONMENT.search(text)
    while at is not None:
        ending = f"\\end{{{at[1]}}}"
        end = text.find(ending, at.end()) if closed.get(ending, True) else -1
        if end < 0:
            closed[ending] = False
            at = _ENVIRONMENT.search(text, at.end())
            continue
        formula(mask, at.start(), text[at.start() : end + len(ending)])
        at = _ENVIRONMENT.search(text, end + len(ending))


def formula(mask: Mask, at: int, text: str) -> None:
    """Overwrite a formula (with its delimiters) at an offset of the mask."""
    mask.blank(at, at + len(text), THING, FILL)
    if len(text) > 2 and _STOPPED.search(text[-80:]):
        mask.chars[at + 1] = "."


def take_enclosed(mask: Mask) -> list[Citation]:
    """Overwrite citations in brackets, in braces and of LaTeX, and return them.

    They are taken before addresses, which may be keys: ``[@https://doi.org/10.1/a]``.
    """
    found: list[Citation] = []
    for cited, start, end, first in latex_citations(mask.text):
        found += cited
        mask.blank(start, end, first)
    mask.each(_LATEX_REF, THING, FILL)
    found += _bracketed(mask, linked=False)
    for key in _BARE.finditer(mask.text):
        if key["braced"]:
            found.append(_citation(key, key.start()))
            mask.blank(key.start(), key.end(), THING, FILL)
    return [_moved(citation, mask.start) for citation in found]


def take_bare(mask: Mask) -> list[Citation]:
    """Overwrite the citations that are left, ``@a`` in the text, and return them.

    A word after "@" without a digit, outside brackets, is a user name, not a citation.
    """
    found = _bracketed(mask, linked=True)
    text = mask.text
    for key in _BARE.finditer(text):
        if not _cross(key):
            if not any(map(str.isdigit, key["key"] or key["braced"])):
                continue
            found.append(_citation(key, key.start()))
        locator = _LOCATOR.match(text, key.end())
        mask.blank(key.start(), locator.end() if locator else key.end(), THING, FILL)
    return [_moved(citation, mask.start) for citation in found]


def _bracketed(mask: Mask, *, linked: bool) -> list[Citation]:
    """Take ``[see @a, p. 3; -@b]``; with ``linked`` also the text of a link."""
    found: list[Citation] = []
    text = mask.text
    for bracket in _BRACKET.finditer(text):
        start, end = bracket.span()
        if not linked and text[end : end + 1] == "(":
            continue
        keys = [key for key in _BARE.finditer(text, start, end) if not _cross(key)]
        if keys:
            found += [_citation(key, start) for key in keys]
            mask.blank(start, end)
    return found


def latex_citations(text: str) -> Iterator[tuple[list[Citation], int, int, str]]:
    """Yield for each macro its citations, its offsets and the text that replaces it."""
    for macro in _LATEX_CITE.finditer(text):
        name = macro["name"].lower()
        if name in NO_CITES:
            continue
        groups = []
        at = macro.end()
        while (found := _KEYED.match(text, at)) is not None:
            groups.append(found)
            at = found.end()
            if not name.endswith(("cites", "texts")) and len(groups) > ("volcite" in name):
                break
        if "volcite" in name:  # every other one is the number of a volume
            groups = groups[1::2]
        made = [
            Citation(normal(key.group()), key.start(), key.end(), (macro.start(),))
            for found in groups
            for key in _KEY.finditer(text, *found.span("keys"))
            if key.group() != "*"
        ]
        start = macro.end() if name.endswith("cquote") else macro.start()
        if groups:
            yield made, start, at, THING if name in TEXTUAL else ""


def normal(key: str) -> str:
    """Return a key with its accents composed, as knowledge bases hold them."""
    return unicodedata.normalize("NFC", key)


def _cross(key: re.Match[str]) -> bool:
    return bool(key["key"]) and bool(_CROSS_REFERENCE.match(key["key"]))


def _citation(key: re.Match[str], at: int) -> Citation:
    group = "key" if key["key"] else "braced"
    start, end = key.span(group)
    if key["key"] and key.string[key.start() - 1 : key.start()] == "_" == key.string[end - 1]:
        end -= 1  # emphasis: "_@a2001_"
    return Citation(normal(key.string[start:end]), start, end, (at,))


def _moved(one: Citation, by: int) -> Citation:
    return Citation(one.key, one.start + by, one.end + by, tuple(at + by for at in one.at))
