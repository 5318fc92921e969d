"""Evidence tables on a terminal: a block for each row, because cells are sentences."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from causalkb.records import Cell, EvidenceTable


class Table:
    """The rows of a table, one below the other."""

    def __init__(self, table: EvidenceTable) -> None:
        self.table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.table.title, style="bold")
        if self.table.note:
            yield Text(self.table.note, style="dim")
        for row in self.table.rows:
            yield Rule(Text(row.title), align="left")
            grid = Grid.grid(padding=(0, 2))
            widest = max(14, options.max_width // 4)
            grid.add_column(style="cyan", overflow="fold", max_width=widest)
            grid.add_column(overflow="fold")
            for column in self.table.columns:
                cell = row.cells.get(column.slug, Cell())
                text = Text(cell.text, style="dim" if cell.empty else "")
                if cell.claims:
                    text.append(f"\n{'; '.join(cell.claims)}", style="dim")
                grid.add_row(Text(column.title), text)
            yield grid
