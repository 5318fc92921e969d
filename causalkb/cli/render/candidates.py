"""Candidate claims on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.records import Candidate


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
