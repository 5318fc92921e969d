"""What a knowledge base holds, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb import records
from causalkb.report.rows.stats import by_word, totals


class Stats:
    """Counts, the plain ones first, then those by word side by side."""

    def __init__(self, found: records.Stats) -> None:
        self.found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield _grid(None, totals(self.found))
        yield Text()
        tables = [_grid(name, counts) for name, counts in by_word(self.found).items() if counts]
        yield Columns(tables, padding=(1, 4))


def _grid(title: str | None, rows: Mapping[str, object]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.title = None if title is None else Text(title, style="bold")
    grid.title_justify = "left"
    grid.add_column(style="dim")
    grid.add_column(justify="right" if title else "left", overflow="fold")
    for name, value in rows.items():
        grid.add_row(Text(str(name)), Text(str(value)))
    return grid
