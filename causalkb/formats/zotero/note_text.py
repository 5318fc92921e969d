"""Notes of Zotero, which are HTML, as Markdown."""

from __future__ import annotations

import re

from causalkb.formats.latex import without_markup
from causalkb.text import clean

_LARGEST = 2**20
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


def as_markdown(html: str) -> str:
    r"""Return a note as Markdown; a note of more than a mebibyte as plain text.

    >>> as_markdown('<div data-schema-version="9"><h1>On rats</h1><p>See <em>p. 3</em>.</p></div>')
    '# On rats\n\nSee *p. 3*.'
    """
    if len(html) > _LARGEST:
        return _plain(html)
    from markdownify import markdownify

    try:
        text = markdownify(html, heading_style="ATX", bullets="-", strip=["img", "script", "style"])
    except RecursionError:  # thousands of elements in one another
        return _plain(html)
    return _BLANK_LINES.sub("\n\n", clean(text)).strip()


def _plain(html: str) -> str:
    return clean(without_markup(html)).strip()
