"""LaTeX → prose: pylatexenc finds the nodes; only the characters of text nodes are prose.

The preamble, comments, mathematics, verbatim text, pictures and bibliographies are no prose;
quotations are others' words and are not judged. Footnotes and captions are texts of their own,
and what they cite speaks also for the sentence that they stand in or follow.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from causalkb.evidence.draft import latex_macros as known
from causalkb.evidence.draft.inline import MARKER, Mask, formula
from causalkb.evidence.draft.prose import (
    FILL,
    THING,
    Block,
    Citation,
    Marker,
    Prose,
    with_subjects,
)

# Odd LaTeX is reported by `why_not`; without a handler the library would write to stderr.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

MAX_TEXT = 1_500_000
"""Characters: pylatexenc reads 200 kB a second."""
MAX_DEPTH = 40
"""Levels of groups and environments; the parser recurses, several calls a level."""

TOO_LONG = "LaTeX too long"
TOO_DEEP = "LaTeX nested too deeply"
UNREADABLE = "LaTeX that cannot be read"

_VERB = re.compile(
    r"\\(?:verb|lstinline(?:\[[^\[\]\n]{0,200}\])?)\*?(?P<mark>[^\w\s{*])[^\n]{0,500}?(?P=mark)"
)
_NEST = re.compile(r"\\[\\{}]|\{|\}|\\begin(?![a-zA-Z])|\\end(?![a-zA-Z])|\\[(\[]|\\[)\]]")
_DOCUMENT = re.compile(r"^[^%\n]{0,200}?\\begin\s?\{document\}", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n[ \t]{0,50}\n")
_OPTIONS = re.compile(r"\s{0,5}\[[^\[\]]{0,500}+\]")
_KEYS = re.compile(r"[^,\s{}]{1,300}")
_SPECIAL = {"~": " ", "``": "“", "''": "”", "---": "—", "--": "–", "?`": "¿", "!`": "¡"}
_SYMBOLS = frozenset("%&$#_{}")


def read_latex(text: str) -> Prose:
    """Return the prose of a LaTeX document or of a part of one.

    ``why_not`` says so where it is too long, nested too deeply or beyond parsing.
    """
    if len(text) > MAX_TEXT:
        return Prose(why_not=TOO_LONG)
    source = _source(text)
    if _depth(source) > MAX_DEPTH:
        return Prose(why_not=TOO_DEEP)
    from pylatexenc.latexwalker import LatexWalker

    reader = _Reader(source)
    try:
        walker = LatexWalker(source, latex_context=known.context(), tolerant_parsing=True)
        reader.read(walker.get_latex_nodes()[0])
    except RecursionError:  # macros that take macros as arguments nest without a brace
        return Prose(why_not=TOO_DEEP)
    except Exception:  # Any failure of the library on odd LaTeX costs the file, not the program.
        return Prose(why_not=UNREADABLE)
    citations = sorted(reader.citations, key=lambda citation: citation.start)
    blocks = [with_subjects(block, citations) for block in reader.blocks]
    return Prose(tuple(blocks), tuple(citations), tuple(reader.markers))


def _source(text: str) -> str:
    """Return what the parser reads: as long as the text, without preamble and verbatim text."""
    mask = Mask(text)
    document = _DOCUMENT.search(text)
    if document is not None:
        mask.blank(0, document.end())
        end = text.find("\\end{document}", document.end())
        if end >= 0:
            mask.blank(end, len(text))
    for name in sorted(known.VERBATIM):
        for starred in (name, f"{name}*"):
            opening, closing = f"\\begin{{{starred}}}", f"\\end{{{starred}}}"
            at = text.find(opening)
            while at >= 0:
                end = text.find(closing, at)
                if end < 0:  # not closed: the rest is verbatim
                    end = len(text)
                end = min(len(text), end + len(closing))
                mask.blank(at, end)
                at = text.find(opening, end)
    mask.each(_VERB, THING)
    return mask.text


def _depth(source: str) -> int:
    depth = deepest = 0
    for found in _NEST.finditer(source):
        token = found.group()
        if token in ("{", "\\begin", "\\(", "\\["):
            depth += 1
            deepest = max(deepest, depth)
        elif token in ("}", "\\end", "\\)", "\\]"):
            depth = max(0, depth - 1)
    return deepest


class _Canvas:
    """Text in the making: blank but for what is written on it, cut into blocks."""

    def __init__(self, source: str, start: int, end: int, *, heading: bool = False) -> None:
        self.mask = Mask(_blank(source[start:end]), start)
        self._source = source
        self.from_ = start
        self.heading = heading
        self.table = False
        self.blocks: list[Block] = []

    def write(self, at: int, text: str) -> None:
        """Put text at an offset of the file."""
        at -= self.mask.start
        for n, character in enumerate(text[: len(self.mask.chars) - at], at):
            if self.mask.chars[n] != "\n":
                self.mask.chars[n] = character

    def formula(self, start: int, end: int) -> None:
        """Put down that there is a formula at the offsets ``start`` to ``end``."""
        formula(self.mask, start - self.mask.start, self._source[start:end])

    def cut(self, at: int, following: int) -> None:
        """End a block at an offset; the next begins at ``following``."""
        base = self.mask.start
        text = "".join(self.mask.chars[self.from_ - base : max(self.from_, at) - base])
        if any(map(str.isalnum, text)):
            self.blocks.append(Block(self.from_, text, self.heading))
        self.from_ = max(self.from_, following)


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)


class _Reader:
    """Walks the nodes of a document and collects its blocks, citations and markers."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.citations: list[Citation] = []
        self.markers: list[Marker] = []

    def read(self, nodes: Any) -> None:
        """Read a whole document."""
        self._text(nodes, 0, len(self.source))

    def _text(self, nodes: Any, start: int, end: int, *, heading: bool = False) -> None:
        """Read a text of its own, at the offsets ``start`` to ``end``."""
        canvas = _Canvas(self.source, start, end, heading=heading)
        self._all(nodes, canvas)
        canvas.cut(end, end)
        self.blocks += canvas.blocks

    def _all(self, nodes: Any, canvas: _Canvas) -> None:
        previous = None
        many = False
        for node in nodes or ():
            if node is None:
                continue
            kind = type(node).__name__
            options = 0
            if kind == "LatexCharsNode" and (many or previous is not None):
                found = _OPTIONS.match(node.chars)
                options = found.end() if found else 0
            if many and kind == "LatexGroupNode":
                self._cite(node, node.pos)
                continue
            if kind == "LatexCharsNode":
                self._chars(node.pos + options, node.chars[options:], canvas)
                if options == len(node.chars):
                    continue
            elif kind == "LatexGroupNode":
                # Braces that only protect stand within words.
                canvas.write(node.pos, FILL)
                canvas.write(node.pos + node.len - 1, FILL)
                self._all(node.nodelist, canvas)
            elif kind == "LatexCommentNode":
                self._comment(node)
            elif kind == "LatexMathNode":
                canvas.formula(node.pos, node.pos + node.len)
            elif kind == "LatexSpecialsNode":
                self._special(node, canvas)
            elif kind == "LatexEnvironmentNode":
                self._environment(node, canvas)
            elif kind == "LatexMacroNode":
                self._macro(node, canvas)
            bare = kind == "LatexMacroNode" and not any(_arguments(node))
            previous = node if bare and len(node.macroname) > 1 else None
            many = kind == "LatexMacroNode" and node.macroname.endswith("cites")

    def _chars(self, at: int, text: str, canvas: _Canvas) -> None:
        canvas.write(at, text)
        for found in _PARAGRAPH.finditer(text):
            canvas.cut(at + found.start(), at + found.end())

    def _comment(self, node: Any) -> None:
        found = MARKER.match(node.comment.strip())
        if found is not None:
            end = node.pos + 1 + len(node.comment.rstrip())
            self.markers.append(Marker(node.pos, end, " ".join(found["reason"].split())))

    def _special(self, node: Any, canvas: _Canvas) -> None:
        signs = node.specials_chars
        if "\n" in signs or (signs == "&" and canvas.table):
            canvas.cut(node.pos, node.pos + node.len)
        else:
            text = _SPECIAL.get(signs, signs if signs.isalnum() else " ")
            canvas.write(node.pos, text.ljust(node.len, FILL))

    def _environment(self, node: Any, canvas: _Canvas) -> None:
        name = node.environmentname.rstrip("*")
        end = node.pos + node.len
        if name in known.MATHS or _is_math(node.environmentname):
            canvas.formula(node.pos, end)
        elif name in known.QUOTED or name in known.NO_PROSE:
            canvas.cut(node.pos, end)
            if name in known.QUOTED:
                self._all(node.nodelist, _Canvas(self.source, node.pos, end))
        else:
            canvas.cut(node.pos, node.pos)
            # What its options cite is looked up, though they are no prose.
            self._all(_arguments(node), _Canvas(self.source, node.pos, end))
            outer, canvas.table = canvas.table, name in known.TABLES
            children = list(node.nodelist or ())
            if children and type(children[0]).__name__ == "LatexCharsNode":
                options = _OPTIONS.match(children[0].chars)
                if options is not None:
                    at = children[0].pos + options.end()
                    self._chars(at, children.pop(0).chars[options.end() :], canvas)
            self._all(children, canvas)
            canvas.table = outer
            canvas.cut(end, end)

    def _macro(self, node: Any, canvas: _Canvas) -> None:
        name, end = node.macroname.rstrip("*"), node.pos + node.len
        given = [argument for argument in _arguments(node) if argument is not None]
        last = given[-1] if given else None
        if name in known.CITES:
            if last is not None:
                self._cite(last, node.pos)
            if name in known.TEXTUAL:
                canvas.write(node.pos, THING)
        elif name in known.HEADINGS or name in known.ASIDE:
            if name in known.HEADINGS:
                canvas.cut(node.pos, end)
            if last is not None:
                inside = (last.pos, last.pos + last.len)
                self._text([last], *inside, heading=name in known.HEADINGS)
        elif name in known.BREAKS or (name == "\\" and canvas.table):
            canvas.cut(node.pos, end)
            if name == "item":
                self._all(given, canvas)
        elif name in known.TEXT:
            self._all([last], canvas)
        elif name in known.REFERENCES:
            canvas.write(node.pos, THING.ljust(node.len, FILL))
        elif name in known.LETTERS or name in known.ACCENTS or name in _SYMBOLS:
            self._letter(node, canvas)

    def _letter(self, node: Any, canvas: _Canvas) -> None:
        """Write an accented letter or a symbol, as long as its macro."""
        text = _decoded(self.source[node.pos : node.pos + node.len])
        # The macro takes the blank after it along, unless it ends the word: "\\o l", "\\ss{}".
        room = node.len
        if len(text) <= room:
            canvas.write(node.pos, text.ljust(room, FILL))

    def _cite(self, argument: Any, at: int) -> None:
        start = argument.pos
        for found in _KEYS.finditer(self.source, start, start + argument.len):
            self.citations.append(Citation(found.group(), found.start(), found.end(), (at,)))


def _arguments(node: Any) -> list[Any]:
    parsed = getattr(node, "nodeargd", None)
    return list(getattr(parsed, "argnlist", None) or ())


@lru_cache(maxsize=256)
def _is_math(name: str) -> bool:
    return bool(getattr(known.context().get_environment_spec(name), "is_math_mode", False))


@lru_cache(maxsize=4096)
def _decoded(snippet: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    # "%" stands for itself here, and "&" for no alignment: the macro before them says so.
    return str(LatexNodes2Text(keep_comments=True).latex_to_text(snippet)).strip()
