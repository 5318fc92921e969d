"""The prose of a draft: its sentences with their places, whatever the markup around them.

Markup is overwritten, never removed, so that an offset in a block is an offset in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from causalkb.lint.findings import Place
from causalkb.sentences import spans

FILL = "\x00"
"""Stands for a character of markup within a word; it vanishes from the plain text."""
THING = "\ua4eb"
"""Stands for mathematics, code or a reference, so that a verb keeps its subject and object.

A letter of a rare script: a lone capital before a full stop would be taken for an initial.
"""
_SHOWN = "X"
"""What the plain text has for :data:`THING`."""
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), FILL)
"""Soft hyphens, joiners and marks of direction: they stand within words."""

_BEFORE_POINT = re.compile(r" ([.,;:!?)\]])")
_WORD = re.compile(r"[^\W\d_]{2}")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s{0,5}[;,]?\s{0,5}[)\]]")
_VOID = FILL + " \n\t"
_QUOTED = re.compile(
    r"“[^“”]{3,2000}+”|(?<![^\s(\[\x00])\"(?=[^\s\"])[^\"]{3,600}+(?<=\S)\"(?!\w)"
    r"|«[^«»]{3,2000}+»|»[^«»]{3,2000}+«|„[^„“”]{3,2000}+[“”]"
    r"|(?<!\w)‘(?:[^‘’']|[’'](?=\w)){3,2000}+[’'](?!\w)",
    re.DOTALL,
)
_QUOTES = '"“«»„‘'
_LONG_QUOTE = 3
"""Words from which something in quotation marks is a quotation; less is a term."""
_ROW = 20
"""Citations of a table's row that speak for its other cells."""
_GAP = re.compile(rf"[\s{FILL}\]}})]{{0,400}}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, cell or footnote.

    Attributes:
        start: Offset of its first character in the file.
        text: As long as its part of the file; what is not prose is blank or :data:`FILL`.
        heading: Whether it is a heading.
        row: The offsets of the row, if it is a cell of a table.
    """

    start: int
    text: str
    heading: bool = False
    row: tuple[int, int] | None = None

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Citation:
    """A key at the offsets ``start`` to ``end``; it counts for the sentences at ``at``."""

    key: str
    start: int
    end: int
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """A comment ``causalkb: ok reason``: its offsets, its reason ("" if it gives none)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its offsets in the file, its plain text, what it cites.

    ``before`` is the sentence before it in the same block, as a position in the list.
    """

    start: int
    end: int
    text: str
    heading: bool = False
    citations: tuple[Citation, ...] = ()
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """What was read from a draft.

    ``why_not`` says why nothing could be read, ``unread`` what else could not be; "" if it was.
    """

    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    markers: tuple[Marker, ...] = ()
    why_not: str = ""
    unread: str = ""


class Lines:
    """Offsets of a text → lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._blank: dict[int, bool] = {}

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def at(self, offset: int) -> tuple[int, int]:
        """Return the (line, column) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def place(self, file: str, start: int, end: int) -> Place:
        """Return the place of a range of offsets."""
        (line, column), (last, after) = self.at(start), self.at(end)
        return Place(file, line, column, last, after)

    def blank(self, number: int) -> bool:
        """Whether a line, counted from 1, has nothing on it."""
        if number not in self._blank:
            self._blank[number] = not self.line(number).strip()
        return self._blank[number]

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its end; "" beyond the last."""
        if number > len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end]


def plain(text: str) -> str:
    """Return the words of a part of a block.

    >>> plain("Noise  hurts   .")
    'Noise hurts.'
    """
    text = _EMPTY_BRACKETS.sub(" ", " ".join(text.replace(FILL, "").replace(THING, _SHOWN).split()))
    return _BEFORE_POINT.sub(r"\1", " ".join(text.split()))


def without_quotes(block: Block) -> Block:
    """Put :data:`THING` for three or more words in quotation marks: they are not the author's."""
    if not any(sign in block.text for sign in _QUOTES):
        return block
    chars = list(block.text)
    for found in _QUOTED.finditer(block.text):
        if len(found.group().split()) < _LONG_QUOTE:
            continue
        start, end = found.span()
        for n in range(start, end):
            if chars[n] != "\n":
                chars[n] = FILL
        chars[start] = THING
        stop = found.group()[-2]
        if stop in ".!?":
            chars[end - 1] = stop
    return replace(block, text="".join(chars))


def with_subjects(block: Block, citations: Sequence[Citation]) -> Block:
    """Put :data:`THING` where a citation opens a sentence: "Rain fell. \\cite{a} shows it".

    Args:
        block: The block, its citations blank already.
        citations: Citations in order of place; those of other blocks are passed over.
    """
    text, chars = block.text, list(block.text)
    first = bisect_left(citations, block.start, key=lambda one: one.start)
    for citation in citations[first:]:
        at = min(citation.at) - block.start
        if citation.start >= block.end:
            break
        if at < 0 or text[at : citation.end - block.start].strip(_VOID):
            continue
        gap = _GAP.match(text, citation.end - block.start)
        after = gap.end() if gap else len(text)
        following = text[after : after + 1]
        before = text[max(0, at - 200) : at].rstrip(_VOID + "([")
        if following.islower() and (not before or before[-1] in ".!?"):
            chars[at] = THING
    return replace(block, text="".join(chars))


def sentences_of(prose: Prose) -> list[Sentence]:
    """Return the sentences of all blocks, in order of place; quotations in them are blank.

    A citation belongs to the sentence around it; one between two sentences to the one before.
    """
    found: list[Sentence] = []
    anchors = sorted(
        ((at, n) for n, citation in enumerate(prose.citations) for at in citation.at),
    )
    places = [at for at, _ in anchors]
    for raw in sorted(prose.blocks, key=lambda b: (b.start, b.end)):
        block = without_quotes(replace(raw, text=raw.text.translate(_UNSEEN)))
        first = len(found)
        bounds = _bounds(block)
        for n, (start, end) in enumerate(bounds):
            # From its own start (the block's, for the first) up to where the next one begins.
            left = block.start if n == 0 else start
            right = block.end + 1 if n + 1 == len(bounds) else bounds[n + 1][0]
            own = range(bisect_right(places, left - 1), bisect_right(places, right - 1))
            if not own and block.row:
                first_of_row = bisect_left(places, block.row[0])
                last_of_row = bisect_left(places, block.row[1])
                own = range(first_of_row, min(last_of_row, first_of_row + _ROW))
            cited = sorted({anchors[i][1] for i in own})
            found.append(
                Sentence(
                    start,
                    end,
                    plain(block.text[start - block.start : end - block.start]),
                    block.heading,
                    tuple(prose.citations[i] for i in cited),
                    len(found) - 1 if len(found) > first else None,
                )
            )
    return found


def _bounds(block: Block) -> Sequence[tuple[int, int]]:
    """Return the offsets of a block's sentences in the file."""
    # Markup leaves long blanks, and FILL would hide the space after a full stop: both are folded.
    kept = [
        n
        for n, character in enumerate(block.text)
        if character != FILL and not (character.isspace() and block.text[n - 1 : n].isspace())
    ]
    folded = "".join(" " if block.text[n].isspace() else block.text[n] for n in kept)
    return [
        (block.start + kept[start], block.start + kept[end - 1] + 1)
        for start, end in spans(folded)
        if _WORD.search(folded, start, end)
    ]
