"""Cut the text of a .bib file into its blocks, so that damage to one never costs another.

A block starts at an ``@word{`` outside any other block (with ``(`` only at the start of a line,
or prose such as "@smith (2020)" would count). It ends where its braces balance, counted as BibTeX
counts them: ``\\{`` is a brace. Where that makes no sense (the block never ends, swallows the next
entry or leaves text behind) the count is repeated without the escaped braces.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from causalkb.lazy import compiled_on_use

MAX_ENTRY_CHARS = 1024 * 1024

_START = compiled_on_use(
    r"^[ \t]*%(?P<comment>[^\n]*)"
    r"|(?<![\w.\\])@[ \t]*(?P<brace>[^\W\d_][\w:.-]*)\s*\{"
    r"|^[ \t]*@[ \t]*(?P<paren>[^\W\d_][\w:.-]*)\s*\(",
    re.MULTILINE,
)
_OPENING = compiled_on_use(r"@[ \t]*[^\W\d_][\w:.-]*\s*\{")
# The start of a block where one is not expected, hence stricter: at a line's start, with a key.
_SWALLOWED = compiled_on_use(r"^[ \t]*@[^\W\d_]\w*\s*[{(]\s*[^{}(),\"=\n]*[,=]", re.MULTILINE)
_LEFT_BEHIND = compiled_on_use(r"\s*(?:[,}]|[\w-]+\s*=\s*[{\"])")
_ENTRY_IN_COMMENT = compiled_on_use(r"(?i)@(?!comment|string|preamble)[^\W\d_]\w*\s*[{(]")
_BRACE = compiled_on_use(r"[{}]")
_UNESCAPED_BRACE = compiled_on_use(r"\\[{}]|[{}]")
_QUOTE_OR_BRACE = compiled_on_use(r"[{}\"]")
_PAREN_MARK = compiled_on_use(r"[{}\")@]")
_NO_ENTRIES = ("comment", "preamble", "string", "xdata", "set", "commented-out")
# Deeper nesting than this does not occur in a bibliography; the bound keeps memory in check.
_MAX_DEPTH = 10_000


@dataclass(frozen=True, slots=True)
class Block:
    """One ``@word{...}``: an entry, a definition or a comment.

    ``body`` is what lies between the outer delimiters; ``reason`` is set where the block is
    damaged and says how (``body`` is then its first line); ``escapes`` is set where an escaped
    brace does not count as one.
    """

    type: str
    body: str
    line: int
    reason: str = ""
    warning: str = ""
    escapes: bool = False

    @property
    def is_entry(self) -> bool:
        """Whether this block counts as an entry in the account of an import."""
        return self.type not in _NO_ENTRIES


def split_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a file in order. ``text`` has ``\\n`` line ends. Never raises."""
    return _Splitter(text).blocks()


class _Splitter:
    def __init__(self, text: str) -> None:
        self.text = text
        self.closing = _match_braces(text)
        self.swallowed = [match.start() for match in _SWALLOWED.finditer(text)]

    def blocks(self) -> Iterator[Block]:
        position = line_position = 0
        line = 1
        while start := _START.search(self.text, position):
            line += self.text.count("\n", line_position, start.start())
            line_position = start.start()
            if start["comment"] is not None:
                position = start.end()
                if _ENTRY_IN_COMMENT.search(start["comment"]):
                    yield Block("commented-out", "", line)
                continue
            at = self.text.index("@", start.start())
            block_line = line + self.text.count("\n", start.start(), at)
            block, position = self._block(start, block_line)
            yield block

    def _block(self, start: re.Match[str], line: int) -> tuple[Block, int]:
        """The block that starts here, and where to look for the next one."""
        type = (start["brace"] or start["paren"]).lower()
        opening = start.end() - 1
        parenthesis = start["paren"] is not None
        end = self._closing_parenthesis(opening) if parenthesis else self.closing.get(opening)
        if type == "comment":
            # Free text: where its braces do not balance it is a comment of one word, as in BibTeX.
            return Block(type, "", line), start.end() if end is None else end + 1
        if end is not None and end - opening > MAX_ENTRY_CHARS:
            reason = f"the entry is larger than {MAX_ENTRY_CHARS // 1024} KiB"
            head = self._head(opening)
            next_position = self._next_swallowed(opening, end) or end + 1
            return Block(type, head, line, reason), next_position
        next_entry = self._next_swallowed(opening, end)
        leaves_text = end is not None and bool(_LEFT_BEHIND.match(self.text, end + 1, end + 200))
        if end is not None and next_entry is None and not leaves_text:
            return Block(type, self.text[opening + 1 : end], line), end + 1
        if (
            not parenthesis
            and (lenient := self._lenient_end(opening)) is not None
            and lenient != end
        ):
            body = self.text[opening + 1 : lenient]
            return Block(type, body, line, escapes=True), lenient + 1
        if end is not None and next_entry is None:
            warning = "text after the end of the entry is ignored: check its braces"
            return Block(type, self.text[opening + 1 : end], line, warning=warning), end + 1
        return self._unclosed(type, opening, line, next_entry, ")" if parenthesis else "}")

    def _unclosed(
        self, type: str, opening: int, line: int, next_entry: int | None, delimiter: str
    ) -> tuple[Block, int]:
        if next_entry is None:
            next_entry = self._first_swallowed(opening)
        if next_entry < len(self.text):
            reason = (
                f"the entry is not closed before the next one begins: a {delimiter!r} is missing"
            )
        else:
            reason = f"the file ends within the entry: a {delimiter!r} is missing"
        return Block(type, self._head(opening), line, reason), next_entry

    def _head(self, opening: int) -> str:
        """The beginning of a damaged block, for the key in its report."""
        return self.text[opening + 1 : opening + 200].partition("\n")[0]

    def _first_swallowed(self, opening: int) -> int:
        """Where the next block seems to start, or the end of the text."""
        index = bisect_right(self.swallowed, opening)
        return self.swallowed[index] if index < len(self.swallowed) else len(self.text)

    def _next_swallowed(self, opening: int, end: int | None) -> int | None:
        """The start of another block within this one but outside its values, if there is one.

        Within the braces or quotes of a value an ``@word{`` is text.
        """
        if end is None:
            return None
        index = bisect_right(self.swallowed, opening)
        depth, quoted, position = 1, False, opening + 1
        while index < len(self.swallowed) and (candidate := self.swallowed[index]) < end:
            for mark in _QUOTE_OR_BRACE.finditer(self.text, position, candidate):
                if mark[0] == '"':
                    quoted ^= depth == 1
                else:
                    depth += 1 if mark[0] == "{" else -1
            if depth == 1 and not quoted:
                return candidate
            position = candidate
            index += 1
        return None

    def _lenient_end(self, opening: int) -> int | None:
        """Where the block ends if escaped braces do not count, up to the next entry."""
        limit = min(self._first_swallowed(opening), opening + MAX_ENTRY_CHARS)
        depth = 0
        for brace in _UNESCAPED_BRACE.finditer(self.text, opening, limit):
            if brace[0] == "{":
                depth += 1
            elif brace[0] == "}":
                depth -= 1
                if depth == 0:
                    end = brace.start()
                    left = _LEFT_BEHIND.match(self.text, end + 1, min(end + 200, limit))
                    return None if left else end
        return None

    def _closing_parenthesis(self, opening: int) -> int | None:
        depth, quoted = 0, False
        limit = min(len(self.text), opening + MAX_ENTRY_CHARS)
        for mark in _PAREN_MARK.finditer(self.text, opening + 1, limit):
            if mark[0] == "{":
                depth += 1
            elif mark[0] == "}":
                depth -= 1
            elif depth != 0:
                continue
            elif mark[0] == '"':
                quoted = not quoted
            elif mark[0] == ")" and not quoted:
                return mark.start()
            elif mark[0] == "@" and not quoted:
                return None
        return None


def _match_braces(text: str) -> dict[int, int]:
    """For each brace that opens a block, where it closes: one pass, whatever the damage."""
    openings = {match.end() - 1 for match in _OPENING.finditer(text)}
    closing: dict[int, int] = {}
    stack: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            if len(stack) >= _MAX_DEPTH:
                stack.clear()
            stack.append(brace.start())
        elif stack and (opening := stack.pop()) in openings:
            closing[opening] = brace.start()
    return closing
