"""What a knowledge base holds, on a terminal."""

from __future__ import annotations

from typing import Any

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text


class Stats:
    """Counts, the plain ones first, then those by word side by side."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found = found

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        plain = {n: v for n, v in self.found.items() if not isinstance(v, dict)}
        yield _grid(None, plain)
        yield Text()
        tables = [_grid(n, v) for n, v in self.found.items() if isinstance(v, dict) and v]
        yield Columns(tables, padding=(1, 4))


def _grid(title: str | None, rows: dict[str, Any]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.title = None if title is None else Text(title, style="bold")
    grid.title_justify = "left"
    grid.add_column(style="dim")
    grid.add_column(justify="right" if title else "left", overflow="fold")
    for name, value in rows.items():
        grid.add_row(Text(str(name)), Text(str(value)))
    return grid
