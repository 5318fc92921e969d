"""From the lines of pages to their paragraphs: running heads, hyphens, paragraphs, references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from causalkb.formats.pdf.glyphs import HYPHEN
from causalkb.formats.pdf.line_numbers import without_line_numbers

_EDGE = 4
"""Lines at the beginning and the end of a page's text among which running heads are looked for."""
_REPEATED = 3
"""Pages on which a running head stands."""
_FEW_LINES = 8
"""A page with fewer lines is left as it is: a slide, or a page of a test."""
_LONGEST_HEAD = 14
"""Words of a running head."""
_DIGITS = re.compile(r"\d+|\b[ivxl]{1,6}\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.?!:][\"”’')\]]*\d{0,3}$")
_SHORT = 0.8
"""A line shorter than this share of the usual length can be the last of a paragraph."""
_HEADING = re.compile(
    r"(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.(?:\d\.?)?)\s+)?[A-Z][^.?!;]{1,70}"
)
_REFERENCES = re.compile(
    r"\s*(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])\.?\s+)?(?:references?|bibliography|literature cited|"
    r"works cited|literature|reference list|cited literature)(?:\s+and\s+notes)?\s*:?\s*",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"\s*(?:appendix|appendices|supplement(?:ary|al)?(?:\s+(?:materials?|information|text|notes?))?"
    r"|supporting information|acknowledge?ments?|author contributions)\b.{0,60}",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\s*[A-H]\.?\s+[A-Z][a-z][^.?!]{2,60}")
_LIKE_REFERENCE = re.compile(
    r"\b(?:1[5-9]|20)\d\d[a-z]?\b|^\s*\[?\d{1,3}[\].]\s|\bdoi\b|https?://|et al"
)


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of each page in paragraphs, and where the reference list stands.

    ``references`` is the index of the page on which the list begins, ``None`` where none was found;
    the list itself is in ``listed``, a text, and not in ``texts``.
    """

    texts: tuple[str, ...]
    references: int | None
    listed: str


def pages_of(pages: Sequence[str]) -> Pages:
    """Return the text of pages, given their plain text line by line."""
    lines = [without_line_numbers(page.split("\n")) for page in pages]
    lines = without_running_heads(lines)
    words = Counter(word.lower() for page in lines for line in page for word in _WORD.findall(line))
    lines = [_joined_hyphens(page, words) for page in lines]
    lines, begins, listed = _without_references(lines)
    texts = [paragraphs(page) for page in lines]
    return Pages(tuple(_words_across_pages(texts, words)), begins, "\n".join(listed))


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Drop lines that repeat, but for their digits, near the ends of three pages or more.

    >>> pages = [[f"Writer et al. {n}", *(f"{word} tells of {n}0 rats" for word in words)]
    ...          for n, words in enumerate(("abcdefgh", "ijklmnop", "qrstuvwx"))]
    >>> without_running_heads(pages)[0][0]
    'a tells of 00 rats'
    """
    kept = [[line for line in page if line.strip()] for page in pages]
    seen: Counter[str] = Counter()
    for page in kept:
        seen.update({_masked(page[n]) for n in _edges(page)})
    heads = {line for line, count in seen.items() if count >= _REPEATED and _may_be_head(line)}
    for page in kept:
        drop = {n for n in _edges(page) if _masked(page[n]) in heads}
        page[:] = [line for n, line in enumerate(page) if n not in drop]
    return kept


def _edges(page: Sequence[str]) -> list[int]:
    if len(page) < _FEW_LINES:
        return []
    return [*range(_EDGE), *range(len(page) - _EDGE, len(page))]


def _masked(line: str) -> str:
    return " ".join(_DIGITS.sub("#", line.lower()).split())


def _may_be_head(masked: str) -> bool:
    return len(masked.split()) <= _LONGEST_HEAD and HYPHEN not in masked


def _joined_hyphens(lines: Sequence[str], words: Counter[str]) -> list[str]:
    """Join the words that line ends divide; the rest of a word goes to the line it begins on."""
    joined: list[str] = []
    for line in lines:
        held = joined[-1] if joined else ""
        hyphen = held.endswith(HYPHEN) or (held.endswith("-") and _LAST_WORD.search(held[:-1]))
        if hyphen and (rest := line.lstrip()):
            first, _, others = rest.partition(" ")
            joined[-1] = _one_word(held[:-1], first, words)
            if others:
                joined.append(others)
        else:
            joined.append(line)
    if joined and joined[-1].endswith(HYPHEN):
        joined[-1] = joined[-1][:-1] + "-"
    return joined


def _one_word(before: str, after: str, words: Counter[str]) -> str:
    """Join two parts of a word: with a hyphen where the document writes it so and not without."""
    begins, ends = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not begins or not ends:
        return f"{before}-{after}"
    whole = f"{begins[0]}{ends[0]}".lower()
    hyphened = f"{begins[0]}-{ends[0]}".lower()
    keep = hyphened in words and whole not in words
    # A name or an acronym after the hyphen begins a word of its own: "Granger-Sims", "non-IID".
    keep |= ends[0][0].isupper() and whole not in words
    return f"{before}-{after}" if keep else f"{before}{after}"


def paragraphs(lines: Sequence[str]) -> str:
    """Return lines as paragraphs with an empty line between them.

    A paragraph ends where a sentence does with a line that is not full; a short line in capitals
    or title case between two sentences is a heading, a paragraph of its own.
    """
    if not lines:
        return ""
    usual = median(len(line) for line in lines)
    texts: list[list[str]] = [[]]
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        begins = not texts[-1]
        if begins and _is_heading(line, following, usual):
            texts[-1].append(line)
            texts.append([])
            continue
        texts[-1].append(line)
        ends = bool(_ENDS.search(line.rstrip()))
        if ends and (len(line) < _SHORT * usual or _is_heading(following, "A", usual)):
            texts.append([])
    return "\n\n".join(" ".join(" ".join(text).split()) for text in texts if text)


def _is_heading(line: str, following: str, usual: float) -> bool:
    line = line.strip()
    short = len(line) < min(_SHORT * usual, 60)
    return bool(short and following[:1].isupper() and _HEADING.fullmatch(line))


def _words_across_pages(texts: Sequence[str], words: Counter[str]) -> Iterable[str]:
    """Put a word that a page break divides on the page where it begins."""
    found = list(texts)
    for n in range(len(found) - 1):
        if found[n].endswith("-") and found[n + 1][:1].islower():
            first, _, rest = found[n + 1].partition(" ")
            found[n] = _one_word(found[n][:-1], first, words)
            found[n + 1] = rest
    return found


def _without_references(
    pages: list[list[str]],
) -> tuple[list[list[str]], int | None, list[str]]:
    """Take the reference list out; what follows it (an appendix) stays."""
    flat = [(page, line) for page, lines in enumerate(pages) for line in lines]
    start = next(
        (
            n
            for n in range(len(flat) - 1, -1, -1)
            if _REFERENCES.fullmatch(flat[n][1]) and _like_references(flat[n + 1 : n + 25])
        ),
        None,
    )
    if start is None:
        return pages, None, []
    end = _end_of_references(flat, start + 1)
    kept: list[list[str]] = [[] for _ in pages]
    for n, (page, line) in enumerate(flat):
        if not start <= n < end:
            kept[page].append(line)
    return kept, flat[start][0], [line for _, line in flat[start + 1 : end]]


def _like_references(lines: Sequence[tuple[int, str]], share: float = 0.25) -> bool:
    like = sum(bool(_LIKE_REFERENCE.search(line)) for _, line in lines)
    return bool(lines) and like >= share * len(lines)


def _end_of_references(flat: Sequence[tuple[int, str]], start: int) -> int:
    """Return the index of the first line after the list: a heading, or text without years."""
    for n in range(start + 1, len(flat)):
        after = flat[n + 1 : n + 25]
        if _APPENDIX.fullmatch(flat[n][1]) and not flat[n][1].rstrip().endswith("."):
            return n
        if _LETTERED.fullmatch(flat[n][1]) and not _like_references(after, 0.2):
            return n
        if flat[n][0] != flat[n - 1][0] and len(after) > 15 and not _like_references(after, 0.08):
            return n
    return len(flat)
