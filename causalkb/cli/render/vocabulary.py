"""Words of the vocabularies on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.records import Term


class Words:
    """Words with their meaning, one block a kind."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for kind, terms in groupby(self.terms, key=lambda term: term.kind):
            words = list(terms)
            yield Rule(Text(f"{kind} ({len(words)})"), align="left")
            grid = Table.grid(padding=(0, 2))
            grid.add_column(
                style="green", overflow="fold", max_width=max(20, options.max_width // 3)
            )
            grid.add_column(overflow="fold")
            for term in words:
                said = Text(term.meaning)
                if term.example:
                    said.append(f" For example: {term.example}.", style="dim")
                grid.add_row(Text(term.name), said)
            yield grid
