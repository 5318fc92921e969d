"""Names and values of one record on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text


class Facts:
    """A title, and below it what is known, a line each; several records one under the other."""

    def __init__(self, records: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        self.records = list(records)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for n, (title, facts) in enumerate(self.records):
            if n:
                yield Text()
            yield Text(title, style="bold")
            grid = Table.grid(padding=(0, 2))
            grid.add_column(style="dim", no_wrap=True)
            grid.add_column(overflow="fold")
            for name, value in facts:
                grid.add_row(Text(name), Text(value))
            yield grid


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return rows as a table: the first cell is an id, numbers stand right, the last one wraps."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    for n, name in enumerate(columns):
        last = n == len(columns) - 1
        number = bool(cells) and all(row[n].isdigit() for row in cells)
        made.add_column(
            name,
            style="cyan" if n == 0 else None,
            justify="right" if number else "left",
            overflow="fold",
            ratio=1 if last and not number else None,
        )
    for row in cells:
        made.add_row(*map(Text, row))
    return made
