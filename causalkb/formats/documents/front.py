"""What the beginning of a text says of the work: title, DOI, arXiv id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causalkb.formats.documents.blocks import Block
from causalkb.formats.pdf.front import Line, front_of

_LINES = 60
_LONGEST_TITLE = 250
_MOST_TITLES = 20
_LONGEST = 600
"""Characters of a line that are looked at."""


def front_of_blocks(blocks: Sequence[Block], title: str = "", name: str = "") -> dict[str, Any]:
    """Return title, identifiers and possible titles by the rules for the first page of a PDF.

    Args:
        blocks: The headings and paragraphs of the document, in order.
        title: What the document itself says that it is called.
        name: The name of the file.
    """
    lines = [line[:_LONGEST] for block in blocks[:_LINES] for line in block.text.split("\n")]
    found = front_of([Line(line) for line in lines[:_LINES]], [], {}, name)
    titles = [text for text in found.titles if len(text) <= _LONGEST_TITLE]
    front: dict[str, Any] = {"titles": titles[:_MOST_TITLES]}
    if title:
        front["title"] = title
    if found.doi:
        front["doi"] = found.doi
    if found.arxiv:
        front["eprint"], front["archiveprefix"] = found.arxiv, "arXiv"
    return front


def first_heading(blocks: Sequence[Block]) -> str:
    """Return the first heading of a document, where it stands near the beginning.

    >>> first_heading([Block("By me"), Block("Of crows", 1)]), first_heading([Block("A.")])
    ('Of crows', '')
    """
    return next((block.text for block in blocks[:10] if block.level in (1, 2)), "")
