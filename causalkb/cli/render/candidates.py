"""Candidate claims on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.records import Candidate, Claim
from causalkb.vocabulary import Stance


class CandidateList:
    """Candidates by work."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        self.found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for n, (key, group) in enumerate(groupby(self.found, key=lambda one: one.work)):
            if n:
                yield Text()
            yield Text(key, style="green")
            grid = Table.grid(padding=(0, 2))
            grid.add_column(width=4, justify="right")
            grid.add_column(ratio=1)
            for one in group:
                text = Text(one.quote)
                text.append(f"\n{place(one)}", style="dim")
                text.append(f"\n{', '.join(h.slug for h in one.hypotheses[:3])}", style="cyan")
                grid.add_row(f"{one.score:.2f}", text)
            yield grid


def place(one: Candidate) -> str:
    """Return where a candidate stands and what is guessed of it, in one line."""
    guessed = (one.design, one.population, one.paradigm, one.rung, one.wording)
    parts = [one.locator, one.kind, *(str(word) for word in guessed if word)]
    parts += [f"n = {one.n:,}"] if one.n else []
    return " · ".join(part for part in parts if part)


class Card:
    """One candidate in its context, with the nearest hypotheses, a line each."""

    def __init__(self, one: Candidate, left: int, title: str, statements: Sequence[str]) -> None:
        """Show a candidate of ``left``; ``statements`` are those of its nearest hypotheses."""
        self.one, self.left, self.title, self.statements = one, left, title, statements

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        one = self.one
        yield Text()
        left = f"{self.left} left" + (" · skipped before" if one.skipped else "")
        yield Rule(Text(left, style="dim"), align="right", style="dim")
        yield Text(one.work, style="green") + Text(f"  {self.title}")
        text = Text(one.context or one.quote)
        start = text.plain.find(one.quote)
        if start >= 0:
            text.stylize("bold underline", start, start + len(one.quote))
        yield Padding(text, (0, 2))
        yield Text(f"{place(one)} · score {one.score:.2f}", style="dim")
        yield Text("; ".join(one.cues), style="dim")
        named = zip(one.hypotheses, self.statements, strict=True)
        for number, (near, statement) in enumerate(named, 1):
            line = Text(f"{number} ", style="bold") + Text(near.slug, style="cyan")
            line.append(f": {statement}")
            line.truncate(options.max_width, overflow="ellipsis")
            yield line


class Sides:
    """A hypothesis with its statement and some claims that are there on both sides."""

    def __init__(self, slug: str, statement: str, sides: Mapping[str, Sequence[str]]) -> None:
        """Show a hypothesis; ``sides`` has claims by side."""
        self.slug, self.statement, self.sides = slug, statement, sides

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.slug, style="cyan") + Text(f": {self.statement}")
        for side, claims in self.sides.items():
            for claim in claims:
                line = Text(f"  {side} {claim}", style="dim")
                line.truncate(options.max_width, overflow="ellipsis")
                yield line


def draft(claim: Claim, slug: str, marked: Stance | None = None) -> Text:
    """Return the claim as it would be stored; ``marked`` is the side that its colour says."""
    text = Text("claim ", style="dim") + Text(claim.text)
    for name, side in claim.stances.items():
        said = claim.warrant(name)
        text.append(f"\n  {side.value} {name}, {said.directness.value}", style="cyan")
        text.append(f", because {said.because}" if said.because else "", style="default")
    if slug in claim.stances or not slug:
        return text
    text.append(f"\n  no side on {slug} yet")
    return text.append(f"; 1-5 takes it as {marked.value}, as it was marked") if marked else text


KEYS = Text.from_markup(
    "[b]y[/b] accept  [b]1-5[/b] hypothesis  [b]s c l t[/b] side  [b]d[/b] directness  "
    "[b]w[/b] warrant\n[b]r[/b] reword  [b]e[/b] edit all  [b]o[/b] open  [b]k[/b] skip  "
    "[b]x[/b] never  [b]u[/b] undo  [b]q[/b] quit ›"
)
HELP = Text(
    "y      accept: the claim is stored as shown, with its quote\n"
    "1-5    choose the hypothesis; s supports, c contradicts, l qualifies, t neutral\n"
    "       a colour with a side (add --colour) is taken for the hypothesis that is chosen\n"
    "d      direct or indirect; w says why it takes the side\n"
    "r      say it in your words; e change all fields in $EDITOR; the quote stays\n"
    "o      open the page; k or space skip: it comes last; x never show it again\n"
    "u      undo the last decision; q quit, and the next review goes on here"
)
