"""Plain text (and reStructuredText, read as such) → prose."""

from __future__ import annotations

import re

from causalkb.lint.markup.inline import Mask, markers, mask_text, take_bare, take_enclosed
from causalkb.lint.markup.prose import Block, Citation, Prose, with_subjects

# A blank line, or a line break before a list item.
_BREAK = re.compile(r"\n[ \t]{0,50}\n\s{0,200}|\n(?=[ \t]{0,20}(?:[-*+•]|\d{1,3}[.)])[ \t])")
_ITEM = re.compile(r"[ \t]{0,50}(?:[-*+•]|\d{1,3}[.)])(?=[ \t])")


def read_text(text: str) -> Prose:
    """Return the prose of a plain text; ``[@key]`` and ``\\cite{key}`` are citations here too."""
    silencing = markers(text, html=False)
    whole = Mask(text)
    for marker in silencing:
        whole.blank(marker.start, marker.end)
    masked = whole.text
    blocks: list[Block] = []
    citations: list[Citation] = []
    start = 0
    for end, following in (
        *((found.start(), found.end()) for found in _BREAK.finditer(masked)),
        (len(masked), len(masked)),
    ):
        item = _ITEM.match(masked, start, end)
        mask = Mask(masked[start:end], start)
        if item is not None:
            mask.blank(0, item.end() - start)
        cited = take_enclosed(mask)
        mask_text(mask)
        cited = sorted(cited + take_bare(mask), key=lambda one: one.start)
        citations += cited
        blocks.append(with_subjects(Block(start, mask.text), cited))
        start = following
    return Prose(tuple(blocks), tuple(citations), tuple(silencing))
