"""Markdown → prose: markdown-it-py finds the blocks, masks do the rest.

Code, tags, front matter and link targets are not prose. Block quotes are other people's words and
are not judged either; what they cite is looked up like any citation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from causalkb.lint.markup.inline import (
    Mask,
    code_spans,
    comments,
    markers,
    mask_code,
    mask_markdown,
    mask_rest,
    take_bare,
    take_enclosed,
)
from causalkb.lint.markup.prose import Block, Citation, Prose, with_subjects

if TYPE_CHECKING:
    from markdown_it.token import Token

# An empty line after the first "---" makes it a rule.
_FRONT = re.compile(
    r"---[ \t]{0,20}\n(?![ \t]{0,20}\n)(?:(?!(?:---|\.\.\.)[ \t]{0,20}$).{0,5000}\n){0,2000}+"
    r"(?:---|\.\.\.)[ \t]{0,20}$",
    re.MULTILINE,
)
# What may continue in indented paragraphs, besides footnotes: definitions of terms, admonitions.
_GOES_ON = re.compile(r"^ {0,3}(?:[:~][ \t]|(?:!!!|\?\?\?\+?) )", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^[^\[\]\s]{1,100}\](?!:)")
_CELL = re.compile(r"(?:[^|\\]|\\.|\\$){1,}+")
_DIV = re.compile(r"^ {0,3}:::.{0,300}$", re.MULTILINE)
_INDENT = re.compile(r"[ \t]*")
_HTML_BLOCK = re.compile(
    r"(?i:</?(?P<name>address|article|aside|blockquote|body|br|caption|center|dd|details|div|dl|dt"
    r"|figcaption|figure|footer|h[1-6]|header|hr|html|li|main|nav|ol|p|section|summary|table|tbody"
    r"|td|tfoot|th|thead|tr|ul)(?![\w-])[^<>]{0,500}+>)"
)
_UNCLOSED = re.compile(r"(?i:<!--|<(?:script|style|pre|textarea)\b)")
_MOST = 20
"""References to one footnote for which its citations count."""


@dataclass(slots=True)
class _Part:
    """A block: ``text``, ``heading``, ``quote`` or ``code``; ``markup`` is markup within it."""

    kind: str
    start: int
    end: int
    markup: list[tuple[int, int]] = field(default_factory=list)
    row: tuple[int, int] | None = None


def read_markdown(text: str) -> Prose:
    """Return the prose of a Markdown draft (CommonMark, tables, footnotes, pandoc's citations)."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    ends = [*starts[1:], len(text) + 1]
    parsed = _parsed(text)
    tokens = _tokens(parsed)
    silencing = markers(text, html=True)
    places = [marker.start for marker in silencing]
    blocks: list[Block] = []
    citations: list[Citation] = []
    code: list[tuple[int, int]] = []
    for part in _parts(tokens, parsed, text, starts, ends):
        start, end = part.start, part.end
        if part.kind == "code":
            code.append((start, end))
            continue
        spans = [(start + a, start + b) for a, b in code_spans(text[start:end])]
        code += spans
        mask = Mask(text[start:end], start)
        for left, right in part.markup:
            mask.blank(left - start, right - start)
        # The marker before the first may reach into the block: "# causalkb: ok" is a heading, too.
        first = max(0, bisect_left(places, start) - 1)
        for marker in silencing[first : bisect_left(places, end)]:
            if marker.end > start and not _within(spans, marker.start):
                mask.blank(max(0, marker.start - start), min(marker.end, end) - start)
        mask_code(mask)
        cited = take_enclosed(mask)
        mask_markdown(mask)
        cited = sorted(cited + take_bare(mask), key=lambda one: one.start)
        mask_rest(mask)
        citations += cited
        if part.kind != "quote":
            block = Block(start, mask.text, part.kind == "heading", part.row)
            blocks.append(with_subjects(block, cited))
    code.sort()
    kept = [marker for marker in silencing if not _within(code, marker.start)]
    notes = sorted(_footnotes(tokens, starts, ends))
    return Prose(tuple(blocks), tuple(_anchored(text, citations, notes)), tuple(kept))


def _parsed(text: str) -> str:
    """Return the text for the block parser: equally long, without what would mislead it."""
    mask = Mask(text)
    front = _FRONT.match(text)
    if front is not None:
        mask.blank(0, front.end())
    # The parser would take the text after a comment at the beginning of a line for HTML.
    for start, end in _comments_before_text(text):
        mask.blank(start, end, fill="x")
    mask.each(_DIV)
    return mask.text


def _comments_before_text(text: str) -> Iterator[tuple[int, int]]:
    """Yield the comments that are followed by text on the same line."""
    following, before_text = -1, False
    for start, end in reversed(list(comments(text))):
        gap = _INDENT.match(text, end)
        after = gap.end() if gap else end
        if after != following:
            before_text = after < len(text) and text[after] != "\n"
        if before_text and "\n" not in text[start:end]:
            yield start, end
        following = start


def _tokens(parsed: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    # Only the blocks are wanted; inline parsing is the slow part, and masks do it with offsets.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse(parsed)


def _footnotes(
    tokens: Sequence[Token], starts: list[int], ends: list[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield where each definition of a footnote begins and ends, and how it is referred to."""
    for token in tokens:
        if token.type == "footnote_reference_open" and token.map:
            first, last = token.map
            yield starts[first], ends[last - 1], f"[^{token.meta['label']}]"


def _parts(
    tokens: Sequence[Token], parsed: str, text: str, starts: list[int], ends: list[int]
) -> Iterator[_Part]:
    """Yield the blocks, in order."""
    quoted, heading, row, goes_on = 0, False, None, False
    for token in tokens:
        if token.level == 0 and token.type not in ("paragraph_open", "code_block"):
            goes_on = goes_on and token.type == "paragraph_close"
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading = token.nesting > 0
        elif token.type == "tr_open" and token.map:
            row = token.map[0]
            start, end = starts[row], ends[row] - 1
            for cell in _CELL.finditer(text, start, end):
                kind = "quote" if quoted else "text"
                yield _Part(kind, cell.start(), cell.end(), row=(start, end))
        elif token.type == "tr_close":
            row = None
        elif token.type == "code_block" and goes_on and token.map:
            yield from _indented(text, token.map, starts, ends)
        elif token.type == "html_block" and token.map:
            for part in _html(text, starts[token.map[0]], ends[token.map[1] - 1] - 1):
                quoted += part.kind == "open"
                quoted -= part.kind == "close" and quoted > 0
                if part.kind not in ("open", "close"):
                    yield replace(part, kind="quote" if quoted else part.kind)
        elif token.type in ("fence", "code_block") and token.map:
            yield _Part("code", starts[token.map[0]], ends[token.map[1] - 1] - 1)
        elif token.type == "inline" and token.map and row is None:
            stretch = _stretch(parsed, token.content, token.map[0], starts, ends)
            kind = "quote" if quoted else "heading" if heading else "text"
            if token.level == 1:
                first, last = token.map
                goes_on = bool(_GOES_ON.search(text, starts[first], ends[last - 1] - 1))
            if stretch is not None:
                yield _Part(kind, *stretch)


def _indented(
    text: str, lines: tuple[int, int] | list[int], starts: list[int], ends: list[int]
) -> Iterator[_Part]:
    """Yield further paragraphs of a definition or admonition; what is indented twice is code."""
    part: _Part | None = None
    for n in range(*lines):
        indent = _INDENT.match(text, starts[n])
        left, right = indent.end() if indent else starts[n], ends[n] - 1
        if left >= right:
            if part is not None:
                yield part
            part = None
        elif part is None:
            deep = len(text[starts[n] : left].expandtabs(4)) >= 8
            part = _Part("code" if deep else "text", left, right)
        else:
            part.markup.append((starts[n], left))
            part.end = right
    if part is not None:
        yield part


def _html(text: str, start: int, end: int) -> Iterator[_Part]:
    """Yield what is between the tags of blocks; ``open`` and ``close`` for block quotes."""
    at = text.find("<", start, end)
    if at < 0 or (text.startswith(("<!", "<?"), at) and not text.startswith("<!--", at)):
        yield _Part("code", start, end)
        return
    mask = Mask(text[at:end])
    mask_code(mask)
    unclosed = _UNCLOSED.search(mask.text)
    if unclosed is not None:
        yield _Part("code", at + unclosed.start(), end)
        mask = Mask(mask.text[: unclosed.start()])
    masked, last, heading = mask.text, 0, False
    for tag in [*_HTML_BLOCK.finditer(masked), None]:
        right = tag.start() if tag else len(masked)
        if masked[last:right].strip():
            yield _Part("heading" if heading else "text", last + at, right + at)
        if tag is not None:
            last = tag.end()
            closing = tag.group().startswith("</")
            heading = not closing and tag["name"].lower() in ("h1", "h2", "h3", "h4", "h5", "h6")
            if tag["name"].lower() == "blockquote":
                yield _Part("close" if closing else "open", right + at, last + at)


def _stretch(
    parsed: str, content: str, first: int, starts: list[int], ends: list[int]
) -> tuple[int, int, list[tuple[int, int]]] | None:
    """Find the lines of a block's content in the file; what precedes them is markup."""
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


def _anchored(
    text: str, citations: list[Citation], notes: list[tuple[int, int, str]]
) -> Iterator[Citation]:
    """Let the citations of a footnote also count for the sentences that refer to it."""
    refs: dict[str, list[int]] = {}
    for found in _REFERENCE.finditer(text) if notes else ():
        places = refs.setdefault(found.group(), [])
        if len(places) < _MOST:
            places.append(found.start())
    for citation in citations:
        n = bisect_right(notes, (citation.start, len(text) + 1, "")) - 1
        here = n >= 0 and citation.start < notes[n][1]
        more = refs.get(notes[n][2], []) if here else []
        yield replace(citation, at=(*citation.at, *more)) if more else citation


def _within(stretches: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset is in one of the ranges, which are in order."""
    n = bisect_right(stretches, (at, at + 1_000_000_000)) - 1
    return n >= 0 and at < stretches[n][1]
