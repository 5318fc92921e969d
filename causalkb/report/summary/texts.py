"""Syntheses (Markdown) → blocks that any format can set: headings, paragraphs and items of lists.

Citations (``[@key#2; @other]``) of works that are there become citations of the report. Links
and pictures are reduced to their words; HTML in a text is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from causalkb.lint.markup.inline import KEY
from causalkb.report.summary.records import Block, Cite, Run
from causalkb.text import clean, clean_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_CITED = re.compile(
    rf"\[(?P<group>[^\[\]]{{0,2000}}@[^\[\]]{{1,2000}})\]|(?<![\w@/.])@(?P<key>{KEY})"
)
_ONE = re.compile(rf"(?<![\w@/.])@(?P<key>{KEY})")
_STYLES = {"strong_open": "strong", "em_open": "em"}


def blocks_of(text: str, keys: Container[str], title: str = "") -> tuple[Block, ...]:
    """Return the blocks of a text.

    Args:
        text: Markdown.
        keys: Keys of the works that can be cited.
        title: The heading that stands above it in the report: a heading of the highest level at
            its beginning is left out.

    >>> (block,) = blocks_of("# Title\\n\\nRats *did* so [@rats#1].", {"rats"}, title="Title")
    >>> [run.text or [cite.key for cite in run.cites] for run in block.runs]
    ['Rats ', 'did', ' so ', ['rats'], '.']
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parse(clean(text))
    found = list(_blocks(tokens, keys))
    headings = [block.level for block in found if block.kind == "heading"]
    highest = min(headings, default=1)
    first = bool(found) and found[0].kind == "heading" and headings.count(highest) == 1
    if title and first and found[0].level == highest:
        found = found[1:]
        highest = min((block.level for block in found if block.kind == "heading"), default=1)
    return tuple(
        Block(block.kind, block.level - highest + 1, block.runs)
        if block.kind == "heading"
        else block
        for block in found
    )


def keys_in(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the key of every citation of some blocks, in the order in which they are read."""
    for block in blocks:
        for run in block.runs:
            yield from (cite.key for cite in run.cites)


def _blocks(tokens: Sequence[Token], keys: Container[str]) -> Iterator[Block]:
    lists: list[str] = []
    heading = 0
    fresh = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("number" if token.type.startswith("ordered") else "item")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            fresh = True
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", 0, (Run(clean_line(token.content), "code", ()),))
        elif token.type == "inline":
            runs = tuple(_runs(token.children or [], keys))
            if heading:
                yield Block("heading", heading, runs)
            elif lists and fresh:
                yield Block(lists[-1], len(lists), runs)
            else:
                yield Block("paragraph", 0, runs)
            heading, fresh = 0, False


def _runs(tokens: Sequence[Token], keys: Container[str]) -> Iterator[Run]:
    styles: list[str] = []
    text = ""
    for token in [*tokens, None]:
        kind = "" if token is None else token.type
        if kind in ("text", "softbreak", "hardbreak", "image"):
            assert token is not None
            text += " " if kind.endswith("break") else token.content
            continue
        if text:
            yield from _cited(text, styles[-1] if styles else "", keys)
            text = ""
        if token is None:
            return
        if kind in _STYLES:
            styles.append(_STYLES[kind])
        elif kind in ("strong_close", "em_close"):
            styles.pop()
        elif kind == "code_inline":
            yield Run(token.content, "code", ())


def _cited(text: str, style: str, keys: Container[str]) -> Iterator[Run]:
    """Text of one style with its citations; what names no work stays as it is."""
    last = 0
    for match in _CITED.finditer(text):
        cites = tuple(
            Cite(work)
            for one in _ONE.finditer(match["group"] or match[0])
            if (work := one["key"].partition("#")[0]) in keys
        )
        if not cites:
            continue
        if match.start() > last:
            yield Run(text[last : match.start()], style, ())
        yield Run("", "", tuple(dict.fromkeys(cites)))
        last = match.end()
    if text[last:]:
        yield Run(text[last:], style, ())
