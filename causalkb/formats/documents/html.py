"""Web pages that were saved: the main text, without menus, banners and comments.

``trafilatura`` finds the main text; where it finds hardly any, all of the page is taken that is not
a menu, a form or a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from causalkb.formats.documents.blocks import Block, TooLongError, blocks_of, parts_of
from causalkb.formats.documents.common import Kind, read_document
from causalkb.formats.documents.front import first_heading, front_of_blocks
from causalkb.formats.documents.page_data import page_data
from causalkb.records import ParsedWork, Problem
from causalkb.text import clean, decode

KIND = Kind("html", "text/html", "html-1")
VERSION = KIND.version
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_LITTLE = 0.1
"""Share of a page's text that the main text has at least, else all of it is taken."""


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work that a web page is, with its main text, or a problem."""
    yield from read_document(KIND, data, source)


def extract(data: bytes, name: str) -> Iterator[dict[str, Any]]:
    """Yield the parts and the front matter of a page; runs in the process of the readers."""
    from lxml import html

    text = clean(_DECLARATION.sub("", decoded(data)))
    if not text.strip():
        yield {"failed": "is empty", "hint": "save the page again"}
        return
    page = html.document_fromstring(text)
    said = page_data(page)
    blocks = _main(text, page)
    title = said.get("title") or first_heading(blocks)
    try:
        parts = parts_of(blocks, title=title)
    except TooLongError as error:
        yield {"failed": str(error), "hint": "split it into smaller files"}
        return
    found = front_of_blocks(blocks, title, name)
    if "doi" in said or "eprint" in said:
        found.pop("doi", None)
    yield {"parts": parts, "front": found | said}


def decoded(data: bytes) -> str:
    """Return a page as text: by its byte order mark, what it says of itself, or as it looks.

    >>> decoded("<meta charset='iso-8859-2'>ł".encode("iso-8859-2"))[-1]
    'ł'
    """
    declared = _CHARSET.search(data, 0, 4096)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii", "replace"))
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(data)


def _main(text: str, page: Any) -> list[Block]:
    from trafilatura import bare_extraction

    body = page.find("body")
    everything = list(blocks_of(page if body is None else body))
    found = bare_extraction(text, include_comments=False, include_tables=True, with_metadata=False)
    tree = getattr(found, "body", None)
    main = [] if tree is None else list(blocks_of(tree))
    enough = _LITTLE * min(_length(everything), 20_000)
    return main if main and _length(main) >= enough else everything


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
