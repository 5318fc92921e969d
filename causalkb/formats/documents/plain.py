"""Plain text and Markdown without front matter: paragraphs, headings, pages of a form feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from causalkb.formats.documents.blocks import Block, Part, parts_of
from causalkb.formats.documents.common import MAX_BYTES, Kind, document_of
from causalkb.formats.documents.front import first_heading, front_of_blocks
from causalkb.records import ParsedWork, Problem
from causalkb.text import clean, clean_line, decode

TEXT = Kind("text", "text/plain", "text-1")
MARKDOWN = Kind("markdown", "text/markdown", "markdown-1", "note")
VERSION = TEXT.version
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*")
_UNDERLINED = re.compile(r"(.+)\n(=+|-+)[ \t]*(?:\n|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BINARY = 0.02
"""Share of control characters from which on a file is no text."""


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work that a text is, or a problem.

    >>> [parsed] = read(b"Of crows and causes\\n\\nCrows act.", "a.txt")
    >>> parsed.work.title, parsed.text.pages
    ('Of crows and causes', ((None, 'Of crows and causes\\n\\nCrows act.'),))
    """
    if problem := refusal(data, source):
        yield problem
        return
    pages = decode(data).replace("\r\n", "\n").split("\f")
    texts = [clean(page).strip() for page in pages]
    blocks = [Block(p) for p in _PARAGRAPH.split(texts[0]) if p.strip()]
    parts: list[Part] = [(f"p. {n}", text) for n, text in enumerate(texts, 1) if text]
    if len(texts) == 1:
        parts = [(None, texts[0])]
    first = clean_line(blocks[0].text.split("\n")[0]) if blocks else ""
    title = first if 8 <= len(first) <= 250 and not first.endswith((".", ",", ";")) else ""
    front = front_of_blocks(blocks, title, source)
    yield document_of(TEXT, {"parts": parts, "front": front}, data, source)


def read_markdown(data: bytes, source: str) -> ParsedWork | Problem:
    """Return the work that a text in Markdown is, with its headings as locators."""
    blocks = list(blocks_of_markdown(clean(decode(data))))
    title = first_heading(blocks)
    front = front_of_blocks(blocks, title)
    answer: dict[str, Any] = {"parts": parts_of(blocks, title=title), "front": front}
    return document_of(MARKDOWN, answer, data, source)


def refusal(data: bytes, source: str) -> Problem | None:
    """Return why a file is not read as text, ``None`` where it can be."""
    if len(data) > MAX_BYTES:
        reason = f"is larger than {MAX_BYTES >> 20} MiB"
        return Problem(source, reason, 1, hint="split it into smaller files")
    if not data.strip():
        return Problem(source, "is empty", 1)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[: 64 * 1024]
    controls = sum(head.count(bytes([n])) for n in range(32) if n not in b"\t\n\r\f\x1b")
    if not wide and controls > _BINARY * len(head):
        hint = "give it the suffix of its format, or leave it out with a .causalkbignore file"
        return Problem(source, "is a binary file, not text", 1, hint=hint)
    return None


def blocks_of_markdown(text: str) -> Iterator[Block]:
    """Yield the headings and paragraphs of Markdown; what stands in code fences is no heading.

    >>> [(b.level, b.text) for b in blocks_of_markdown("# A\\nb\\n\\nC\\n---\\n```\\n# d\\n```")]
    [(1, 'A'), (0, 'b'), (2, 'C'), (0, '```\\n# d\\n```')]
    """
    held: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if opening and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opening[1]
            held.append(line)
            continue
        heading = None if fence else _HEADING.fullmatch(line)
        underlined = not fence and len(held) == 1 and re.fullmatch(r"=+|-{2,}", line.strip())
        if heading:
            yield from _paragraph(held)
            yield Block(clean_line(heading[2]), len(heading[1]))
        elif underlined:
            yield Block(clean_line(held.pop()), 1 if line.strip()[0] == "=" else 2)
        elif line.strip() or fence:
            held.append(line)
        else:
            yield from _paragraph(held)
    yield from _paragraph(held)


def _paragraph(held: list[str]) -> Iterator[Block]:
    text = "\n".join(line.rstrip() for line in held).strip("\n")
    held.clear()
    if text.strip():
        yield Block(text)
