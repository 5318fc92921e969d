"""Pairs of works that may be one, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.ingest.duplicates import Duplicate


class Pairs:
    """Both keys of each pair, its score and the reason."""

    def __init__(self, pairs: Sequence[Duplicate]) -> None:
        self.pairs = pairs

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        grid = Table.grid(padding=(0, 2))
        for column in (*(max(12, options.max_width // 4),) * 2, 5, None):
            grid.add_column(overflow="fold", max_width=column)
        for pair in self.pairs:
            grid.add_row(
                Text(pair.work, style="green"),
                Text(pair.other, style="green"),
                Text(f"{pair.score:.2f}"),
                Text(pair.reason),
            )
        yield grid
