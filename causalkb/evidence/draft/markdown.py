"""Markdown → prose: markdown-it-py tells the blocks, masks do the rest.

Code, HTML, front matter and link targets are no prose. Block quotes are others' words and are not
judged either; what they cite is looked up like any citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from causalkb.evidence.draft.inline import (
    Mask,
    code_spans,
    markers,
    mask_markdown,
    mask_rest,
    take_citations,
)
from causalkb.evidence.draft.prose import Block, Citation, Marker, Prose, with_subjects

_FRONT = re.compile(r"---[ \t]{0,20}\n(?:(?!(?:---|\.\.\.)[ \t]{0,20}$).{0,5000}\n){0,2000}+"
                    r"(?:---|\.\.\.)[ \t]{0,20}$", re.MULTILINE)  # fmt: skip
_DEFINITION = re.compile(r"^ {0,3}(\[\^[^\[\]\s]{1,100}\]:)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^[^\[\]\s]{1,100}\](?!:)")
_CELL = re.compile(r"(?:[^|\\]|\\.|\\$){1,}+")
_DIV = re.compile(r"^ {0,3}:::.{0,300}$", re.MULTILINE)


def read_markdown(text: str) -> Prose:
    """Return the prose of a Markdown draft (CommonMark, tables, footnotes, pandoc's citations)."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    definitions = {found.start(1): found.group(1)[:-1] for found in _DEFINITION.finditer(text)}
    silencing = markers(text, html=True)
    blocks: list[Block] = []
    citations: list[Citation] = []
    code: list[tuple[int, int]] = []
    for kind, start, end, lines in _parts(_parsed(text, silencing), text, starts):
        if kind == "code":
            code.append((start, end))
            continue
        inner = [m for m in silencing if start <= m.start < end]
        code += [(start + a, start + b) for a, b in code_spans(text[start:end])]
        mask = Mask(text[start:end], start)
        for marker in inner:
            if not _within(code, marker.start):
                mask.blank(marker.start - start, min(marker.end, end) - start)
        for left, right in lines:
            mask.blank(left - start, right - start)
        mask_markdown(mask)
        cited = take_citations(mask)
        mask_rest(mask)
        citations += cited
        if kind != "quote":
            whole = with_subjects(Block(start, mask.text, kind == "heading"), cited)
            blocks += _split(whole, definitions)
    kept = [m for m in silencing if not _within(code, m.start)]
    return Prose(tuple(blocks), tuple(_anchored(text, citations, definitions)), tuple(kept))


def _parsed(text: str, silencing: list[Marker]) -> str:
    """Return what the block parser reads: as long as the text, without what would mislead it."""
    mask = Mask(text)
    front = _FRONT.match(text)
    if front is not None:
        mask.blank(0, front.end())
    for marker in silencing:
        mask.blank(marker.start, marker.end)
    for found in _DEFINITION.finditer(text):
        # As "[^1]: word" it would be the definition of a link.
        mask.blank(found.start(1), found.end(1), fill="x")
    mask.each(_DIV)
    return mask.text


def _parts(
    parsed: str, text: str, starts: list[int]
) -> Iterator[tuple[str, int, int, list[tuple[int, int]]]]:
    """Yield (kind, start, end, stretches of block markup within) for each block, in order.

    Kinds: ``text``, ``heading``, ``quote`` and ``code`` (HTML included).
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # Only the blocks are wanted; inline parsing is the slow part, and masks do it with offsets.
    parser.core.ruler.enableOnly(["normalize", "block"])
    quoted, heading, row = 0, False, None
    ends = [*starts[1:], len(text) + 1]
    for token in parser.parse(parsed):
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading = token.nesting > 0
        elif token.type == "tr_open" and token.map:
            row = token.map[0]
            start, end = starts[row], ends[row] - 1
            for cell in _CELL.finditer(text, start, end):
                yield "quote" if quoted else "text", cell.start(), cell.end(), []
        elif token.type == "tr_close":
            row = None
        elif token.type in ("fence", "code_block", "html_block") and token.map:
            yield "code", starts[token.map[0]], ends[token.map[1] - 1] - 1, []
        elif token.type == "inline" and token.map and row is None:
            stretch = _stretch(parsed, token.content, token.map[0], starts, ends)
            kind = "quote" if quoted else "heading" if heading else "text"
            if stretch is not None:
                yield kind, *stretch


def _stretch(
    parsed: str, content: str, first: int, starts: list[int], ends: list[int]
) -> tuple[int, int, list[tuple[int, int]]] | None:
    """Find the lines of a block's content in the file: what stands before them is markup."""
    start = end = -1
    markup: list[tuple[int, int]] = []
    for n, line in enumerate(content.split("\n")):
        if first + n >= len(starts):
            break
        left, right = starts[first + n], ends[first + n] - 1
        words = line.strip()
        at = parsed.rfind(words, left, right) if words else right
        if at < 0:  # a tab that the parser expanded: the whole line is taken
            at = left
        if start < 0:
            start = at
        else:
            markup.append((left, at))
        end = max(at + len(words), start)
    return None if start < 0 or end <= start else (start, end, markup)


def _split(block: Block, definitions: dict[int, str]) -> Iterator[Block]:
    """Split where the definition of a footnote begins within a block."""
    cuts = sorted(at for at in definitions if block.start < at < block.end)
    bounds = [block.start, *cuts, block.end]
    for start, end in pairwise(bounds):
        yield Block(start, block.text[start - block.start : end - block.start], block.heading)


def _anchored(
    text: str, citations: list[Citation], definitions: dict[int, str]
) -> Iterator[Citation]:
    """Let what a footnote cites speak for the sentence that the footnote is of, too."""
    places = sorted(definitions)
    refs: dict[str, list[int]] = {}
    for found in _REFERENCE.finditer(text) if places else ():
        refs.setdefault(found.group(), []).append(found.start())
    for citation in citations:
        n = bisect_right(places, citation.start) - 1
        here = n >= 0 and "\n\n" not in text[places[n] : citation.start]
        more = refs.get(definitions[places[n]], []) if here else []
        yield replace(citation, at=(*citation.at, *more)) if more else citation


def _within(stretches: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in stretches)
