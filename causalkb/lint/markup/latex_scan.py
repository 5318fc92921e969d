"""Prepares LaTeX for the parser: handles, from left to right, everything that would mislead it.

Comments, verbatim text, addresses, definitions and what ``\\iffalse`` leaves out are overwritten,
citations are taken out and mathematics becomes a placeholder. Environments and dollars that do not
match are overwritten too, so that a mistake does not hide the text after it; the parser copes with
braces by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causalkb.lint.markup import latex_macros as known
from causalkb.lint.markup.inline import MARKER, Mask, formula, latex_citations, reason_of
from causalkb.lint.markup.prose import FILL, THING, Citation, Marker

MAX_DEPTH = 40
"""Levels of groups and environments; the parser recurses, several calls a level."""

_TOKEN = re.compile(
    r"\\(?P<name>[a-zA-Z@]+)\*?|\\(?P<sign>[^a-zA-Z@])|(?P<comment>%[^\n]*)"
    r"|(?P<blank>\n[ \t]*(?=\n))|[{}$\[]"
)
_GROUP = r"\{(?:[^{}\n\\]|\\.|\{[^{}\n]{0,300}+\}){0,2000}+\}"
_OPTION = re.compile(
    r"\[(?:[^\[\]{}\\]{1,100}+|\\[^\n]|\{(?:[^{}\\]{1,100}+|\\.|\{[^{}]{0,300}+\}){0,100}+\}"
    r"|\[[^\[\]]{0,300}+\]){0,200}+\]"
)
_VERB = re.compile(
    r"\\(?:verb|Verb|lstinline|mintinline|mint)\*?(?:\s?\[[^\[\]\n]{0,200}+\])?(?:\{[\w+-]{1,30}\})?"
    r"(?:(?P<mark>[^\w\s{*\[])[^\n]{0,500}?(?P=mark)|" + _GROUP + ")"
)
_ADDRESS = re.compile(
    r"\\(?P<name>" + "|".join(sorted(known.ADDRESSES | known.PATHS, key=len, reverse=True)) + r")"
    r"(?![a-zA-Z@])\*?\s?(?:\[[^\[\]]{0,500}+\]\s?)?"
    r"(?P<address>" + _GROUP + r"|(?P<mark>[|!+#/])[^\n]{0,500}?(?P=mark))"
)
_PAIRS = re.compile(
    r"(?:" + _VERB.pattern.replace("mark", "sign") + r")|(?:" + _ADDRESS.pattern + r")"
    r"|\\(?P<macro>[a-zA-Z@]+)|\\.|%[^\n]*|[{}]"
)
_GAP = re.compile(r"(?:\s|%[^\n]{0,300}+\n){0,50}+")
_CONTROL = re.compile(r"\\(?:[a-zA-Z@]{1,100}\*?|[^\n])")
_PARAMETERS = re.compile(r"[^{}\\\n]{0,200}+")
_NAME = re.compile(r"(?P<gap>\s{0,5})\{\s{0,5}(?P<name>[^{}\\\n]{1,100}?)\s{0,5}\}")
_INDENT = re.compile(r"\n[ \t]*")
# Between dollars: prices, not a formula.
_PROSE = re.compile(r"(?:[a-zA-Z]{2,20}\s){4}")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(slots=True)
class Scan:
    """What the scan of a file found.

    Attributes:
        text: As long as the file; balanced, and without what should not be parsed.
        citations: The citations, in order of place.
        markers: The comments that suppress findings.
        unread: The offset after which nothing could be read; the file's length if all was read.
        deep: Whether groups or environments are nested too deeply.
    """

    text: str
    citations: list[Citation]
    markers: list[Marker]
    unread: int
    deep: bool


def scan(text: str) -> Scan:
    """Return a LaTeX text without what misleads its parser."""
    scanner = _Scanner(text)
    scanner.run()
    masked = scanner.mask
    found = Scan(masked.text, [], scanner.markers, scanner.unread, scanner.deep)
    for citation, start, end, first in latex_citations(found.text):
        found.citations += citation
        masked.blank(start, end, first)
    last = 0
    for start, end in sorted(scanner.formulas):
        if start >= last:
            formula(masked, start, text[start:end])
            last = end
    found.citations.sort(key=lambda one: one.start)
    found.text = masked.text
    return found


def _pairs(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return where each brace closes, and where what each ``\\iffalse`` leaves out ends."""
    closing: dict[int, int] = {}
    ends: dict[int, int] = {}
    braces: list[int] = []
    ifs: list[int] = []
    for found in _PAIRS.finditer(text):
        token, name = found.group(), found["macro"]
        if token == "{":
            braces.append(found.start())
        elif token == "}":
            if braces:
                closing[braces.pop()] = found.end()
        elif name in known.IFS:
            ifs.append(found.start())
        elif name == "else" and ifs:
            ends.setdefault(ifs[-1], found.end())
        elif name == "fi" and ifs:
            ends.setdefault(ifs.pop(), found.end())
    return closing, ends


class _Scanner:
    """Reads a file token by token and overwrites what is not to be parsed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mask = Mask(text)
        self.markers: list[Marker] = []
        self.formulas: list[tuple[int, int]] = []
        self.unread = len(text)
        self.deep = False
        self._closing, self._ends = _pairs(text)
        self._verbatim = set(known.VERBATIM)
        self._begun = False
        self._macro_end = -1
        # What is open: (what closes it, where it begins, where its opening ends).
        self._open: list[tuple[str, int, int]] = []
        # The mathematics of this paragraph: its delimiters, how many formulas were before it,
        # and whether a delimiter has no partner.
        self._dollars: list[tuple[int, int]] = []
        self._before = 0
        self._odd = False

    def run(self) -> None:
        """Read the whole file."""
        at = 0
        while (found := _TOKEN.search(self.text, at)) is not None and not self.deep:
            at = self._token(found)
        self._paragraph()
        while self._open:
            self._stray()

    def _token(self, found: re.Match[str]) -> int:
        """Take one token; return where to go on."""
        token, start, end = found.group(), found.start(), found.end()
        if found["name"]:
            self._macro_end = end
            return self._macro(found["name"], start, end)
        if found["comment"]:
            self._comment(token, start, end)
        elif found["blank"]:
            self._paragraph()
        elif token == "{":
            self._push("}", start, end)
        elif token == "}":
            self._close("}")
        elif token == "[":
            option = _OPTION.match(self.text, start)
            if option is None or _EMPTY_LINE.search(option.group()):
                self.mask.blank(start, end)
        elif token == "$":
            return self._dollar(start)
        elif token in ("\\(", "\\["):
            self._dollars.append((start, end))
            self._push({"(": "\\)", "[": "\\]"}[token[1]], start, end)
        elif token in ("\\)", "\\]"):
            self._dollars.append((start, end))
            self._formula(token, end)
        return end

    def _dollar(self, start: int) -> int:
        top = self._open[-1][0] if self._open else ""
        sign = "$$" if top != "$" and self.text.startswith("$$", start) else "$"
        end = start + len(sign)
        self._dollars.append((start, end))
        if top == sign:
            inside = self.text[self._open[-1][2] : start]
            self._odd = self._odd or ("\\" not in inside and bool(_PROSE.search(inside)))
            self._formula(sign, end)
        else:
            self._push(sign, start, end)
        return end

    def _formula(self, sign: str, end: int) -> None:
        start = next((one[1] for one in reversed(self._open) if one[0] == sign), None)
        if start is not None and self._close(sign):
            self.formulas.append((start, end))
        else:
            self._odd = True

    def _push(self, closing: str, start: int, end: int) -> None:
        self._open.append((closing, start, end))
        self.deep = self.deep or len(self._open) > MAX_DEPTH

    def _close(self, closing: str) -> bool:
        """Close the last open thing of a kind and all within it; return whether there was one."""
        if all(one[0] != closing for one in self._open):
            return False
        while self._open[-1][0] != closing:
            self._stray()
        self._open.pop()
        return True

    def _stray(self) -> None:
        """Overwrite an opening that has no end."""
        closing, start, end = self._open.pop()
        if closing in known.MATH_ENDS:
            self._odd = True
        elif closing != "}":
            self.mask.blank(start, end)

    def _paragraph(self) -> None:
        """End a paragraph and its formulas; one unpaired delimiter makes the others doubtful."""
        inside = [one for one in self._open if one[0] in known.MATH_ENDS]
        if inside:
            self._open = [one for one in self._open if one[0] not in known.MATH_ENDS]
        if inside or self._odd:
            for start, end in self._dollars:
                self.mask.blank(start, end)
            del self.formulas[self._before :]
        self._dollars.clear()
        self._before = len(self.formulas)
        self._odd = False

    def _comment(self, token: str, start: int, end: int) -> None:
        found = MARKER.match(token[1:].strip())
        if found is not None:
            self.markers.append(
                Marker(start, start + len(token.rstrip()), reason_of(found["reason"]))
            )
        # A comment takes the line break along, unless an empty line follows.
        indent = _INDENT.match(self.text, end)
        after = indent.end() if indent else end
        following = self.text[after : after + 1]
        if following in ("", "\n"):
            after, following = end, ""
        word = self.text[max(0, start - 1) : start].isalnum() and self._macro_end != start
        joined = word and following.isalnum() and token == "%" and after == end + 1
        fill = FILL if joined else " "
        for n in range(start, after):
            self.mask.chars[n] = fill

    def _macro(self, name: str, start: int, end: int) -> int:
        if name in ("begin", "end"):
            return self._environment(name, start, end)
        if name == "iffalse":
            end = self._ends.get(start, end)
            self.mask.blank(start, end)
        elif name in known.DEFINING:
            end = self._definition(name, end)
            self.mask.blank(start, end)
        elif name in known.PATHS or name in known.ADDRESSES:
            found = _ADDRESS.match(self.text, start)
            if found is not None and name in known.ADDRESSES:
                end = found.end()
                self.mask.blank(start, end, THING, FILL)
            elif found is not None:
                end = found.end()
                self.mask.blank(found.start("address") + 1, end - 1)
        elif name in known.VERB:
            verb = _VERB.match(self.text, start)
            if verb is not None:
                end = verb.end()
                self.mask.blank(start, end, THING, FILL)
        elif name in known.HEADINGS or name in ("par", "item"):
            self._paragraph()
        return end

    def _definition(self, name: str, end: int) -> int:
        """Return where a definition ends: after its last group."""
        at, text = end, self.text
        first = ""
        for n in range(known.DEFINING[name]):
            while True:
                gap = _GAP.match(text, at)
                here = gap.end() if gap else at
                option = _OPTION.match(text, here)
                if option is None:
                    break
                at = option.end()
            if n and name.endswith("def"):
                parameters = _PARAMETERS.match(text, here)
                here = parameters.end() if parameters else here
            control = _CONTROL.match(text, here)
            if control is not None:
                at = control.end()
            elif here in self._closing:
                at = self._closing[here]
                first = first or text[here + 1 : min(at - 1, here + 100)].strip()
            else:
                break
        if name in known.NEW_VERBATIM:
            self._verbatim.add(first)
        return at

    def _environment(self, what: str, start: int, end: int) -> int:
        found = _NAME.match(self.text, end)
        if found is None:
            self.mask.blank(start, end)
            return end
        name, end = found["name"], found.end()
        if name == "document":
            if what == "begin" and not self._begun:
                self._begin(end)
                return end
            self.mask.blank(start, end)
            if what == "end" and self._begun:
                self.mask.blank(start, len(self.text))
                return len(self.text)
            return end
        bare = name.rstrip("*")
        if what == "begin" and (bare in self._verbatim or known.VERBATIM_NAME.search(bare)):
            close = self.text.find(f"\\end{{{name}}}", end)
            if close < 0:
                self.unread = start
                close = len(self.text)
            close = min(len(self.text), close + len(name) + len("\\end{}"))
            self.mask.blank(start, close)
            return close
        # The parser knows no blank between "\begin" and its brace.
        self.mask.write(start, f"\\{what}{{{name}}}".ljust(end - start))
        if what == "begin":
            self._push(f"\\end{{{name}}}", start, end)
        elif not self._close(f"\\end{{{name}}}"):
            self.mask.blank(start, end)
        return end

    def _begin(self, end: int) -> None:
        """Forget the preamble."""
        self.mask.blank(0, end)
        self._begun = True
        self._open.clear()
        self._dollars.clear()
        self.formulas.clear()
        self.markers.clear()
        self._before, self._odd = 0, False
