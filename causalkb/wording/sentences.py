"""Text → sentences with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causalkb.wording.language import ENGLISH

# A stop, what may close the sentence after it, white space, and what may open the next one; or a
# blank line; or a line break before a list item.
_BREAK = re.compile(
    r"[.!?]{1,3}[\"'”’)\]]{0,2}(?=\s)"
    r"|\n[ \t]{0,20}\n"
    r"|\n(?=[ \t]{0,20}(?:[-*+•]|\d{1,3}[.)])[ \t])"
    r"|[。！？]"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.?g|i\.?e|etc|et al|al|cf|vs|v|fig|figs|eq|eqs|ref|refs|no|nos|vol|pp?|ch"
    r"|sec|dr|mr|mrs|ms|prof|st|jr|sr|approx|ca|resp|dept|univ|inc|ltd|co|(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?:e\.?g|i\.?e|et al|cf|vs|figs?|eqs?|refs?)\.$", re.IGNORECASE)
_WORD = re.compile(r"\s{1,50}([^\W\d_]{1,20})")
_OPENS = re.compile(r"\s{1,50}[\"'“‘(\[]{0,2}[^\W_a-z]")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence, without the white space around it.

    >>> text = "Rain fell (cf. Fig. 2). Rivers rose by 1.5 m!"
    >>> [text[a:b] for a, b in spans(text)]
    ['Rain fell (cf. Fig. 2).', 'Rivers rose by 1.5 m!']
    """
    start = 0
    for found in _BREAK.finditer(text):
        end = found.end()
        if found.group()[0] == "." and not _ends(text, start, end):
            continue
        yield from _stripped(text, start, end)
        start = end
    yield from _stripped(text, start, len(text))


def _ends(text: str, start: int, end: int) -> bool:
    if not _OPENS.match(text, end) and "\n" not in text[end : end + 2]:
        return end >= len(text.rstrip()) if len(text) - end < 100 else False
    following = _WORD.match(text, end)
    if following and following.group(1).lower() in ENGLISH:
        return not _SHORTENED.search(text[max(start, end - 12) : end])
    return not _ABBREVIATION.search(text[max(start, end - 12) : end])


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
