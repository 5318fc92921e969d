"""Graded sentences on a terminal: their level, the cues in colour, and which cue decided."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.text import Text

from causalkb.text import clean_line
from causalkb.vocabulary import Wording
from causalkb.wording import Grade

_LEVEL = {
    Wording.NONE: "dim",
    Wording.CORRELATIONAL: "cyan",
    Wording.CONDITIONAL: "yellow",
    Wording.CAUSAL: "red",
}
_SILENCER = "green"
_CUE = {**{level.value: style for level, style in _LEVEL.items()}, "hedge": "yellow"}
_WIDTH = max(len(level.value) for level in Wording) + 2


class Grades:
    """One sentence under the other."""

    def __init__(self, grades: Sequence[Grade]) -> None:
        self.grades = grades

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for one in self.grades:
            if one.wording is None:
                shown = clean_line(one.text[:200]) + ("…" if len(one.text) > 200 else "")
                yield Text.assemble(("—".ljust(_WIDTH), "dim"), (shown, "dim"))
                yield Padding(Text(one.reason, style="dim italic"), (0, 0, 1, _WIDTH))
                continue
            style = _LEVEL[one.wording]
            yield Text(one.wording.value, style=f"bold {style}")
            yield Padding(coloured(one), (0, 0, 0, 2))
            yield Padding(because(one), (0, 0, 1, 2))


def coloured(one: Grade) -> Text:
    """Return the sentence with its cues in colour, the deciding one underlined and bold."""
    text = Text()
    pieces: list[tuple[int, int, str]] = []
    for cue in sorted(one.cues, key=lambda cue: cue.decided):
        style = _CUE.get(cue.kind, _SILENCER)
        if "not asserted" in cue.why:
            style = f"dim {style}"
        pieces.append((cue.start, cue.end, f"bold underline {style}" if cue.decided else style))
    # Spans of characters are only right in the text as it is; controls are blanked one for one.
    text.append("".join(c if c.isprintable() else " " for c in one.text))
    for start, end, style in pieces:
        text.stylize(style, start, end)
    return text


def because(one: Grade) -> Text:
    """Return a line that names what decided."""
    if not one.deciding:
        return Text("nothing here speaks of a relation", style="dim")
    return Text("; ".join(f"“{clean_line(c.text)}”: {c.why}" for c in one.deciding), style="dim")
