"""Masks within a block of Markdown or plain text: what is no prose is overwritten in place.

Every quantifier is bounded or possessive and no two neighbours match the same characters, so that
the time is linear in the text, whatever it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from causalkb.evidence.draft.prose import FILL, THING, Citation, Marker

KEY = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w)){0,200}"
"""A citation key as pandoc reads it."""

_BARE = re.compile(rf"(?<![\w@/\\.+-])-?@(?:(?P<key>{KEY})|\{{(?P<braced>[^{{}}\s]{{1,200}})\}})")
_BRACKET = re.compile(r"\[[^\[\]]{0,2000}+\]")
_LOCATOR = re.compile(r"\s?\[[^\[\]@]{0,200}+\]")
_LATEX_CITE = re.compile(
    r"\\(?P<name>[a-zA-Z]{0,20}cite[a-zA-Z]{0,20})\*?(?:\s?\[[^\[\]]{0,300}+\]){0,2}"
    r"\s?\{(?P<keys>[^{}]{1,2000}+)\}"
)
_LATEX_REF = re.compile(r"\\(?:[a-zA-Z]{0,10}ref|label)\{[^{}]{1,200}+\}")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|def|exm|exr|alg|ch|app|apx|nte|tip|wrn)[:-]"
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
_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]{0,300}+\]){0,1000}+(?=\])")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,100}+\]:?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}+>")
_ATTRIBUTES = re.compile(r"\{[#.:=][^{}\n]{0,300}+\}")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,12}|#\d{1,6});")
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://|\bdoi:10\.)[^\s<>]{1,2000}(?<![.,;:!?)\]'\"])"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,100}(?:\.[\w-]{1,100}){1,5}"
)
_EMPHASIS = re.compile(r"\*++|~~+|(?<!\w)_++|_++(?!\w)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~\n])")
_BRACKETS = re.compile(r"[\[\]]")
_QUARTO = re.compile(r"^:::.{0,200}$", re.MULTILINE)

MARKER = re.compile(r"causalkb:[ \t]{0,20}ok(?![\w-])[ \t]{0,20}(?P<reason>[^\n]{0,500})")
_HASH = re.compile(r"#[ \t]{0,20}causalkb:[ \t]{0,20}ok(?![\w-])(?P<reason>[^\n]{0,500})")
_COMMENT_REASON = re.compile(r"\s{0,20}causalkb:\s{0,20}ok(?![\w-])(?P<reason>.*)", re.DOTALL)


class Mask:
    """A block of text that is overwritten step by step; offsets count from ``start``."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.chars = list(text)
        self.start = start

    @property
    def text(self) -> str:
        """What is left."""
        return "".join(self.chars)

    def blank(self, start: int, end: int, first: str = "", fill: str = " ") -> None:
        """Overwrite a stretch, but for its line breaks; ``first`` is put at its beginning."""
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
    """Return the reason that a comment gives, "" if there is no word in it."""
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of HTML comments; one that is not closed is none."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3
        at = text.find("<!--", end + 3)


def markers(text: str, *, html: bool) -> list[Marker]:
    """Return the comments that silence findings: ``# causalkb: ok``, with ``html`` also in HTML."""
    found = []
    for start, end in comments(text) if html else ():
        inner = _COMMENT_REASON.fullmatch(text, start + 4, end - 3)
        if inner is not None:
            found.append(Marker(start, end, " ".join(inner["reason"].split())))
    taken = [(marker.start, marker.end) for marker in found]
    for hashed in _HASH.finditer(text):
        n = bisect_left(taken, (hashed.start(), 0)) - 1
        if n < 0 or taken[n][1] <= hashed.start():
            found.append(Marker(hashed.start(), hashed.end(), " ".join(hashed["reason"].split())))
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


def mask_markdown(mask: Mask) -> None:
    """Overwrite the inline markup of Markdown, but for citations (:func:`take_citations`)."""
    for start, end in code_spans(mask.text):
        mask.blank(start, end, THING, FILL)
    for start, end in comments(mask.text):
        mask.blank(start, end)
    mask_math(mask)
    mask.each(_QUARTO)
    mask.each(_IMAGE)
    mask.each(_LINK_TARGET)
    mask.each(_ADDRESS, THING, FILL)
    mask.each(_TAG)
    mask.each(_NOTE)
    mask.each(_ATTRIBUTES)


def mask_rest(mask: Mask) -> None:
    """Overwrite what is left of Markdown after the citations were taken."""
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


def take_citations(mask: Mask) -> list[Citation]:
    """Overwrite citations and return them: ``[see @a, p. 3; -@b]``, ``@a``, ``\\cite{a,b}``.

    A word after "@" without a digit, outside brackets, is a name on some network: no citation.
    """
    found: list[Citation] = []
    text = mask.text
    for cite in _LATEX_CITE.finditer(text):
        if cite["name"].lower() != "nocite":
            found += _keys(cite["keys"], cite.start("keys"), cite.start())
        textual = cite["name"].lower() in {"citet", "textcite", "citeauthor", "citealt"}
        mask.blank(cite.start(), cite.end(), THING if textual else "")
    mask.each(_LATEX_REF, THING, FILL)
    text = mask.text
    for bracket in _BRACKET.finditer(text):
        keys = [
            key for key in _BARE.finditer(text, bracket.start(), bracket.end()) if not _cross(key)
        ]
        if keys:
            found += [_citation(key, bracket.start()) for key in keys]
            mask.blank(bracket.start(), bracket.end())
    text = mask.text
    for key in _BARE.finditer(text):
        name = key["key"] or key["braced"]
        if not _cross(key):
            if not any(map(str.isdigit, name)):
                continue
            found.append(_citation(key, key.start()))
        locator = _LOCATOR.match(text, key.end())
        mask.blank(key.start(), locator.end() if locator else key.end(), THING, FILL)
    return [_moved(citation, mask.start) for citation in found]


def _cross(key: re.Match[str]) -> bool:
    return bool(key["key"]) and bool(_CROSS_REFERENCE.match(key["key"]))


def _citation(key: re.Match[str], at: int) -> Citation:
    group = "key" if key["key"] else "braced"
    return Citation(key[group], key.start(group), key.end(group), (at,))


def _keys(keys: str, start: int, at: int) -> Iterator[Citation]:
    for found in re.finditer(r"[^,\s]{1,300}", keys):
        yield Citation(found.group(), start + found.start(), start + found.end(), (at,))


def _moved(one: Citation, by: int) -> Citation:
    return Citation(one.key, one.start + by, one.end + by, tuple(at + by for at in one.at))
