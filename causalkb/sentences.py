"""Splitting English text into sentences, with their places; a leaf that every package may use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causalkb.lazy import compiled_on_use

_FREQUENT = """
    the of and to in that is was were are be been with for on by this these those from as at an
    we our it its their they not no or which who have has had do does did can may might could would
    should will than but when whether if there between among after before during both all more most
    he she his her you your i my how what why where into about over under while because such only
    also very other some any each too so then them us one two out up down through
"""
FREQUENT = frozenset(_FREQUENT.split())
"""English words so frequent that nearly every sentence has one; none of them is a name."""

# A stop, what may close the sentence after it, white space, and what may open the next one; or a
# blank line; or a line break before a list item.
_BREAK = compiled_on_use(
    r"[.!?…]{1,3}[\"'”’)\]]{0,2}(?=\s)"
    r"|\n[ \t]{0,20}\n"
    r"|\n(?=[ \t]{0,20}(?:[-*+•]|\d{1,3}[.)])[ \t])"
    r"|[。！？]"
)
# Does not end a sentence, unless a word follows that is not a name: "and so on etc. They".
_ABBREVIATION = compiled_on_use(
    r"(?:^|[\s(\[])(?:etc|al|v|no|nos|vol|pp?|ch|sec|st|jr|sr|eds?|approx|ca|resp|dept|univ|inc|ltd"
    r"|co|(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)
# Does not end a sentence, whatever follows.
_ALWAYS = compiled_on_use(
    r"(?:^|[\s(\[])(?:e\.?g|i\.?e|et al|cf|vs|viz|chaps?|figs?|eqs?|refs?|dr|mrs?|ms|prof)\.$",
    re.IGNORECASE,
)
_WORD = compiled_on_use(r"\s{1,50}([^\W\d_]{1,20})")
_OPENS = compiled_on_use(r"\s{1,50}(?:[\"'“‘(\[*]{0,3}[^\W_a-z]|\$)")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence, without the white space around it.

    >>> text = "Rain fell (cf. Fig. 2). Rivers rose by 1.5 m!"
    >>> [text[a:b] for a, b in spans(text)]
    ['Rain fell (cf. Fig. 2).', 'Rivers rose by 1.5 m!']
    """
    start = 0
    for found in _BREAK.finditer(text):
        end = found.end()
        if found.group()[0] in ".…" and not _ends(text, start, end):
            continue
        yield from _stripped(text, start, end)
        start = end
    yield from _stripped(text, start, len(text))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    >>> sentences("Rats (Fig. 3) did, e.g. here. Smith et al. agree. It was 3.5. Was it?")
    ['Rats (Fig. 3) did, e.g. here.', 'Smith et al. agree.', 'It was 3.5.', 'Was it?']
    """
    return [text[start:end] for start, end in spans(text)]


def _ends(text: str, start: int, end: int) -> bool:
    if not _OPENS.match(text, end) and "\n" not in text[end : end + 2]:
        return False
    before = text[max(start, end - 12) : end]
    if _ALWAYS.search(before):
        return False
    following = _WORD.match(text, end)
    if following and following.group(1).lower() in FREQUENT:
        return True
    return not _ABBREVIATION.search(before)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
