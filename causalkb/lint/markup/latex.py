"""LaTeX → prose: pylatexenc finds the nodes; only the characters of text nodes are prose.

The preamble, comments, mathematics, verbatim text, pictures and bibliographies are not prose;
quotations are other people's words and are not judged. Footnotes and captions are separate texts,
and what they cite also counts for the sentence that they are in or follow.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from causalkb.formats.latex_macros import ACCENTS, LETTERS
from causalkb.lint.markup import latex_macros as known
from causalkb.lint.markup.inline import Mask, formula
from causalkb.lint.markup.latex_scan import scan
from causalkb.lint.markup.prose import FILL, THING, Block, Prose, with_subjects

# Odd LaTeX is reported by `why_not`; without a handler the library would write to stderr.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

MAX_TEXT = 1_500_000
"""Characters: pylatexenc reads 200 kB a second."""

TOO_LONG = "LaTeX too long"
TOO_DEEP = "LaTeX nested too deeply"
UNREADABLE = "LaTeX that cannot be read"
UNREAD = "LaTeX after line {} cannot be read"

_PARAGRAPH = re.compile(r"\n[ \t]{0,50}\n")
_OPTIONS = re.compile(r"\s{0,5}\[[^\[\]]{0,500}+\]")
_LETTER = re.compile(r"[^\W\d_]")
_SPECIAL = {"~": " ", "``": "“", "''": "”", "---": "—", "--": "–", "?`": "¿", "!`": "¡"}
_SYMBOLS = frozenset("%&$#_{}")


def read_latex(text: str) -> Prose:
    """Return the prose of a LaTeX document or of a part of one.

    ``why_not`` says so if it is too long, too deeply nested or cannot be parsed.
    """
    if len(text) > MAX_TEXT:
        return Prose(why_not=TOO_LONG)
    found = scan(text)
    if found.deep:
        return Prose(why_not=TOO_DEEP)
    from pylatexenc.latexwalker import LatexWalker

    source, unread = found.text, found.unread
    reader = _Reader(source)
    try:
        walker = LatexWalker(source, latex_context=known.context(), tolerant_parsing=True)
        nodes, start, length = walker.get_latex_nodes()
        reader.read(nodes)
    except Exception:  # Any failure of the library on odd LaTeX costs the file, not the program.
        return Prose(why_not=UNREADABLE)
    if _LETTER.search(source, start + length):
        unread = start + length
    return Prose(
        tuple(with_subjects(block, found.citations) for block in reader.blocks),
        tuple(found.citations),
        tuple(found.markers),
        unread=UNREAD.format(text.count("\n", 0, unread) + 1) if unread < len(text) else "",
    )


class _Canvas:
    """Text under construction: blank except for what is written on it, divided into blocks."""

    def __init__(self, source: str, start: int, end: int, *, heading: bool = False) -> None:
        self.mask = Mask(_blank(source[start:end]), start)
        self._source = source
        self.from_ = start
        self.heading = heading
        self.table = False
        # Where the row of a table begins, and its first block.
        self.row = (start, 0)
        self.blocks: list[Block] = []

    def write(self, at: int, text: str) -> None:
        """Put text at an offset of the file."""
        self.mask.write(at - self.mask.start, text)

    def formula(self, start: int, end: int) -> None:
        """Note a formula at the offsets ``start`` to ``end``."""
        formula(self.mask, start - self.mask.start, self._source[start:end])

    def cut(self, at: int, following: int) -> None:
        """End a block at an offset; the next begins at ``following``."""
        base = self.mask.start
        text = "".join(self.mask.chars[self.from_ - base : max(self.from_, at) - base])
        if any(map(str.isalnum, text)):
            self.blocks.append(Block(self.from_, text, self.heading))
        self.from_ = max(self.from_, following)

    def end_row(self, at: int) -> None:
        """End the row of a table: a citation in it counts for all its cells."""
        start, first = self.row
        for n in range(first, len(self.blocks)):
            self.blocks[n] = replace(self.blocks[n], row=(start, at))
        self.row = (at, len(self.blocks))


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)


class _Reader:
    """Walks the nodes of a document and collects its blocks."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self._quoted = 0

    def read(self, nodes: Any) -> None:
        """Read a whole document."""
        self._text(nodes, 0, len(self.source))

    def _text(self, nodes: Any, start: int, end: int, *, heading: bool = False) -> None:
        """Read a separate text at the offsets ``start`` to ``end``."""
        if self._quoted:
            return
        canvas = _Canvas(self.source, start, end, heading=heading)
        self._all(nodes, canvas)
        canvas.cut(end, end)
        self.blocks += canvas.blocks

    def _all(self, nodes: Any, canvas: _Canvas) -> None:
        previous: Any = None
        for node in nodes or ():
            if node is None:
                continue
            kind = type(node).__name__
            options = 0
            if kind == "LatexCharsNode":
                found = _OPTIONS.match(node.chars) if previous is not None else None
                options = found.end() if found is not None else 0
                # After a blank, brackets are text, unless a group follows them.
                if options < len(node.chars) and previous and previous.macro_post_space:
                    options = 0
                self._chars(node.pos + options, node.chars[options:], canvas)
                if options == len(node.chars):
                    continue
            elif kind == "LatexGroupNode":
                # Braces that only protect stand within words; after a macro they hold its argument.
                argument = previous is not None and node.nodelist
                canvas.write(node.pos, FILL)
                canvas.write(node.pos + node.len - 1, " " if argument else FILL)
                self._all(node.nodelist, canvas)
                if argument:
                    continue
            elif kind == "LatexSpecialsNode":
                self._special(node, canvas)
            elif kind == "LatexEnvironmentNode":
                self._environment(node, canvas)
            elif kind == "LatexMacroNode":
                self._macro(node, canvas)
            bare = kind == "LatexMacroNode" and not any(_arguments(node))
            takes = bare and len(node.macroname) > 1 and node.macroname not in LETTERS
            previous = node if takes else None

    def _chars(self, at: int, text: str, canvas: _Canvas) -> None:
        canvas.write(at, text.replace("`", "‘"))
        for found in _PARAGRAPH.finditer(text):
            canvas.cut(at + found.start(), at + found.end())

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
            for child in node.nodelist or ():
                if getattr(child, "macroname", "") in ("intertext", "shortintertext"):
                    self._macro(child, canvas)
        elif name in known.QUOTED or name in known.NO_PROSE:
            canvas.cut(node.pos, end)
        else:
            canvas.cut(node.pos, node.pos)
            outer = canvas.table, canvas.row
            canvas.table = name in known.TABLES
            canvas.row = (node.pos, len(canvas.blocks))
            children = list(node.nodelist or ())
            self._all(self._after_arguments(children, canvas), canvas)
            canvas.cut(end, end)
            if canvas.table:
                canvas.end_row(end)
            canvas.table, canvas.row = outer

    def _after_arguments(self, children: list[Any], canvas: _Canvas) -> list[Any]:
        """Read the arguments of an unknown environment as separate texts."""
        while children:
            first = children[0]
            kind = type(first).__name__
            options = _OPTIONS.match(first.chars) if kind == "LatexCharsNode" else None
            if options is not None:
                self._chars(first.pos + options.end(), first.chars[options.end() :], canvas)
                if first.chars[options.end() :]:
                    return children[1:]
            elif kind == "LatexGroupNode":
                self._text([first], first.pos, first.pos + first.len, heading=True)
            else:
                break
            children = children[1:]
        return children

    def _macro(self, node: Any, canvas: _Canvas) -> None:
        name, end = node.macroname.rstrip("*"), node.pos + node.len
        given = [argument for argument in _arguments(node) if argument is not None]
        last = given[-1] if given else None
        if name in known.HEADINGS or name in known.ASIDE:
            if name in known.HEADINGS:
                canvas.cut(node.pos, end)
            for part in given if name in ("subfloat", "subfigure") else given[-1:]:
                inside = (part.pos, part.pos + part.len)
                self._text([part], *inside, heading=name in known.HEADINGS)
        elif name in known.BREAKS or (name == "\\" and canvas.table):
            canvas.cut(node.pos, end)
            if name == "\\":
                canvas.end_row(end)
            elif name == "item":
                self._text(given, node.pos, end)
        elif name in known.TEXT:
            if last is not None and self._within_word(node.pos, last.pos):
                canvas.write(node.pos, FILL * (last.pos - node.pos))
            self._all([last], canvas)
        elif name in known.QUOTING and type(last).__name__ == "LatexGroupNode":
            self._quotation(node, last, canvas)
        elif name in known.BLOCK_QUOTES:
            canvas.write(node.pos, THING.ljust(node.len, FILL))
            stop = self.source[end - 2]
            canvas.write(end - 1, stop if stop in ".!?" else FILL)
        elif name in known.REFERENCES:
            canvas.write(node.pos, THING.ljust(node.len, FILL))
        elif name in ("-", "/"):
            canvas.write(node.pos, FILL * node.len)
        elif name in LETTERS or name in ACCENTS or name in _SYMBOLS:
            self._letter(node, canvas)

    def _within_word(self, start: int, brace: int) -> bool:
        around = self.source[max(0, start - 1) : start] + self.source[brace + 1 : brace + 2]
        # Where the brace has no end, the argument is the next letter, wherever it stands.
        return self.source[brace] == "{" and len(around) == 2 and around.isalpha()

    def _quotation(self, node: Any, last: Any, canvas: _Canvas) -> None:
        self._quoted += 1
        self._all([last], canvas)
        self._quoted -= 1
        canvas.write(node.pos, FILL * (last.pos - node.pos))
        canvas.write(last.pos, "‘" if self._quoted else "“")
        canvas.write(node.pos + node.len - 1, "’" if self._quoted else "”")

    def _letter(self, node: Any, canvas: _Canvas) -> None:
        """Write an accented letter or a symbol, as long as its macro."""
        text = _decoded(self.source[node.pos : node.pos + node.len])
        # The macro takes the blank after it along, unless it ends the word: "\\o l", "\\ss{}".
        room = node.len
        if len(text) <= room:
            canvas.write(node.pos, text.ljust(room, FILL))


def _arguments(node: Any) -> list[Any]:
    parsed = getattr(node, "nodeargd", None)
    return list(getattr(parsed, "argnlist", None) or ())


@lru_cache(maxsize=256)
def _is_math(name: str) -> bool:
    return bool(getattr(known.context().get_environment_spec(name), "is_math_mode", False))


@lru_cache(maxsize=4096)
def _decoded(snippet: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    return str(LatexNodes2Text().latex_to_text(snippet)).strip()
