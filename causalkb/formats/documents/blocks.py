"""Trees of HTML → headings and paragraphs → the parts of a text, each with its heading as locator.

A tree is walked without recursion: however deeply a page is nested, it costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from causalkb.text import clean_line

MOST_CHARACTERS = 20_000_000
"""Characters of a whole document; the longest novels have 5 million."""
_LONGEST_LOCATOR = 80
_HEADING = re.compile(r"h([1-6])")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _names(
    """
    head script style nav noscript template svg math iframe object button form select textarea
    title audio video canvas aside dialog menu
    """
)
_BLOCKS = _names(
    """
    p div section article main body header footer ul ol dl dd dt figure figcaption blockquote
    address details summary hr table thead tbody tfoot caption pre li tr list item row quote code
    center fieldset
    """
)
_CELLS = frozenset(("td", "th", "cell"))
_ITEMS = frozenset(("li", "item"))
_ROWS = frozenset(("tr", "row"))
_BREAK = "\x0b"
"""Stands for a line break; texts that come here hold no control characters."""

Part = tuple[str | None, str]


class TooLongError(ValueError):
    """A document holds more text than is read."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (of level 1 to 6) or a paragraph (level 0)."""

    text: str
    level: int = 0


def blocks_of(root: Any) -> Iterator[Block]:
    """Yield the headings and paragraphs of a tree of lxml: of HTML, or as trafilatura writes it."""
    from lxml import etree

    held: list[str] = []
    skipped: Any = None
    in_code = in_table = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = _tag(element)
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                held.append(element.tail or "")
            continue
        if event in ("comment", "pi"):
            held.append(element.tail or "")
            continue
        level = _level(element, tag)
        if event == "start" and tag in _SKIPPED and not level and element is not root:
            skipped = element
            continue
        within = in_table - (tag == "table" and event == "end")
        if level or (tag in _BLOCKS and not within):
            yield from _flushed(held, level if event == "end" else 0, code=in_code > 0)
        step = 1 if event == "start" else -1
        in_code += step * (tag == "pre")
        in_table += step * (tag == "table")
        if event == "start":
            held.append("- " if tag in _ITEMS else _BREAK if tag in ("br", "lb") else "")
            held.append(element.text or "")
            continue
        if tag in _CELLS:
            held.append(" | ")
        elif within and tag in _BLOCKS:
            held.append(_BREAK if tag in _ROWS else " ")
        if element is not root:
            held.append(element.tail or "")
    yield from _flushed(held, 0)


def _flushed(held: list[str], level: int, *, code: bool = False) -> Iterator[Block]:
    text = "".join(held)
    held.clear()
    lines = [line.rstrip() if code else clean_line(line) for line in _lines(text, code=code)]
    text = "\n".join(line.removesuffix(" |") for line in lines if line.strip(" |-"))
    if text:
        yield Block(clean_line(text) if level else text, level)


def _lines(text: str, *, code: bool) -> list[str]:
    """Return the lines of a text: in HTML a line break is a blank, except in ``<pre>``."""
    return text.replace(_BREAK, "\n").split("\n") if code else text.replace("\n", " ").split(_BREAK)


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _level(element: Any, tag: str) -> int:
    name = element.get("rend") or "" if tag == "head" else tag
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 0


def parts_of(blocks: Iterable[Block], *, title: str = "", chapter: str = "") -> list[Part]:
    """Return what stands under each heading, with the heading as its locator.

    Args:
        blocks: Headings and paragraphs, in order.
        title: Of the document; a heading that repeats it is none.
        chapter: What stands before each heading in a locator.

    Raises:
        TooLongError: There are more than ``MOST_CHARACTERS``.

    >>> parts_of([Block("One."), Block("Methods", 2), Block("Two."), Block("Three.")])
    [(None, 'One.'), ('§ Methods', 'Methods\\nTwo.\\n\\nThree.')]
    """
    parts: list[Part] = []
    held: list[str] = []
    heading, total = "", 0

    def close() -> None:
        if held:
            text = "\n\n".join(held)
            text = f"{heading}\n{text}" if heading else text
            parts.append((locator_of(chapter, heading), text))

    for block in blocks:
        total += len(block.text)
        if total > MOST_CHARACTERS:
            raise TooLongError(f"holds more than {MOST_CHARACTERS // 1_000_000} million characters")
        if not block.level:
            held.append(block.text)
        elif block.text.casefold() != title.casefold():
            close()
            heading, held = block.text, []
    close()
    return parts


def locator_of(*headings: str) -> str | None:
    """Return a locator of headings, each once.

    >>> locator_of("Chapter 1", "Rats"), locator_of("", ""), locator_of("Rats", "Rats")
    ('§ Chapter 1, § Rats', None, '§ Rats')
    """
    kept = [_shortened(heading) for heading in dict.fromkeys(headings) if heading]
    return ", ".join(f"§ {heading}" for heading in kept) or None


def _shortened(heading: str) -> str:
    if len(heading) <= _LONGEST_LOCATOR:
        return heading
    return heading[:_LONGEST_LOCATOR].rsplit(" ", 1)[0] + " …"
