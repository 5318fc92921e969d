"""A matrix of claims and hypotheses on a terminal."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.evidence.matrix import Matrix
from causalkb.report.render import matrix_formats as formats
from causalkb.vocabulary import Stance

_STYLE = {
    Stance.SUPPORTS: "green",
    Stance.CONTRADICTS: "red",
    Stance.QUALIFIES: "yellow",
    Stance.NEUTRAL: "dim",
}


class MatrixTable:
    """Claims as rows, hypotheses as columns, most telling first; then the ranks."""

    def __init__(self, matrix: Matrix, most: int) -> None:
        self.matrix, self.most = matrix, most

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        matrix = self.matrix
        yield Text(matrix.title, style="bold")
        yield Text(formats.summary(matrix))
        yield Text()
        names = [f"H{n}" for n in range(1, len(matrix.hypotheses) + 1)]
        for name, slug in zip(names, matrix.hypotheses, strict=True):
            yield Text.assemble((f"{name}  ", "bold cyan"), slug)
        shown = formats.shown(matrix, self.most)
        table = Table(box=None, padding=(0, 1), show_edge=False)
        table.add_column("claim", overflow="fold", ratio=1)
        for name in names:
            table.add_column(name, justify="center", no_wrap=True, min_width=2)
        for claim in shown:
            telling = claim.id in matrix.telling
            label = Text(claim.id, style="bold" if telling else "")
            cells = []
            for slug in matrix.hypotheses:
                stance = matrix.cells.get((claim.id, slug))
                style = _STYLE[stance] if stance is not None else ""
                cells.append(Text(formats.MARKS[stance], style=style))
            table.add_row(label, *cells)
        yield table
        left = len(matrix.claims) - len(shown)
        if left:
            yield Text(f"and {left} more (--claims 0 shows all)", style="dim")
        yield Text(f"{formats.LEGEND}; bold: tells rivals apart", style="dim")
        yield Text()
        yield Text("least against first", style="bold")
        for line in formats.ranks_in_words(matrix):
            yield Text(f"  {line}")
        if matrix.pairs:
            yield Text()
            yield Text("rivals", style="bold")
            for line in formats.pairs_in_words(matrix):
                yield Text(f"  {line}")
        if matrix.empty:
            yield Text()
            yield Text(
                f"{len(matrix.empty)} cells are empty whose claim is entered for a rival:"
                " 'causalkb review' asks for them.",
                style="dim",
            )
