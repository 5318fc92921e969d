"""The gap map, in the fullest form that fits the terminal, and the graph; colour only adds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.evidence.graph import ABOUT, ClaimGraph, Edge
from causalkb.evidence.map import Cell, GapMap, Lean
from causalkb.report.render.map_formats import ABBREVIATIONS, caveats, summary, title

EMPTY = "○"
FOR, AGAINST, QUALIFYING, GAP = "green", "red", "dim", "yellow"
_GAP = 1
"""Blank columns between two columns."""


@dataclass(frozen=True)
class _Shape:
    """One way to write the map; the first that fits the terminal is taken."""

    lines: int
    qualifies: bool
    whole_names: bool
    ratio: bool = False


_SHAPES = (
    _Shape(1, qualifies=True, whole_names=True),
    _Shape(2, qualifies=True, whole_names=True),
    _Shape(1, qualifies=True, whole_names=False),
    _Shape(1, qualifies=False, whole_names=False),
    _Shape(2, qualifies=False, whole_names=False),
    _Shape(2, qualifies=False, whole_names=False, ratio=True),
)

Part = tuple[str, str]
"""A piece of text and its style."""


class MapView:
    """A gap map with its legend and what not to read into it."""

    def __init__(self, gap_map: GapMap) -> None:
        self.map = gap_map

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(title(self.map), style="bold")
        yield Text()
        grid = _fitting(self.map, options.max_width)
        yield from grid.tables()
        yield Text()
        yield from grid.legend()
        yield Text(summary(self.map) + ".")
        for caveat in caveats(self.map):
            yield Text(caveat, style="dim")


def _fitting(gap_map: GapMap, width: int) -> _Grid:
    grids = (_Grid(gap_map, shape, width) for shape in _SHAPES)
    narrowest = None
    for grid in grids:
        if grid.width <= width:
            return grid
        narrowest = narrowest if grid.shape.ratio else grid
    assert narrowest is not None
    return narrowest


class _Grid:
    """The map in one shape: its columns as texts, and how wide that is."""

    def __init__(self, gap_map: GapMap, shape: _Shape, width: int) -> None:
        self.map, self.shape, self.available = gap_map, shape, width
        # A label may take two lines where the cells do.
        most = max(12, width // (4 if shape.lines == 2 else 3))
        self.labels = [_wrapped(row.slug, most) for row in gap_map.rows]
        self.label_width = max([3, *(len(line) for label in self.labels for line in label)])
        by_column = zip(*gap_map.cells, strict=True) if gap_map.cells else [()] * len(self.names)
        self.columns = [
            _texts(cells, shape, total)
            for cells, total in zip(by_column, gap_map.column_totals, strict=True)
        ]
        totals = gap_map.row_totals
        # Over competing hypotheses, for and against do not add up to anything.
        self.totals = (
            _texts(totals, shape, gap_map.total)
            if gap_map.leans
            else [_count(total) for total in (*totals, gap_map.total)]
        )
        self.headers = [_header(name, shape) for name in self.names]

    @property
    def names(self) -> tuple[str, ...]:
        return self.map.columns

    @property
    def widths(self) -> list[int]:
        return [
            max(_width(header), *map(_width, texts), 0)
            for header, texts in zip(self.headers, self.columns, strict=True)
        ]

    @property
    def _frame(self) -> int:
        """The width of all but the columns: labels, totals and lean."""
        lean = _GAP + len("against") if self.map.leans else 0
        return self.label_width + _GAP + max(3, *map(_width, self.totals)) + lean

    @property
    def width(self) -> int:
        return self._frame + sum(width + _GAP for width in self.widths)

    def tables(self) -> Iterator[RenderableType]:
        """The map, in several blocks of columns where no shape fits."""
        for n, block in enumerate(self._blocks()):
            if n:
                yield Text()
            yield self._table(block)

    def _blocks(self) -> Iterator[list[int]]:
        block: list[int] = []
        used = self._frame
        for index, width in enumerate(self.widths):
            if block and used + width + _GAP > self.available:
                yield block
                block, used = [], self._frame
            block.append(index)
            used += width + _GAP
        yield block

    def _table(self, block: Sequence[int]) -> Table:
        made = Table(
            box=None,
            padding=(0, _GAP, 0, 0),
            pad_edge=False,
            header_style="bold",
        )
        made.add_column("", no_wrap=True, vertical="top")
        # Cells on one line are padded part by part; Rich would strip that when aligning right.
        justify: JustifyMethod = "left" if self.shape.lines == 1 else "right"
        for index in block:
            made.add_column(self.headers[index], justify=justify, no_wrap=True)
        made.add_column("all", justify="right", no_wrap=True)
        if self.map.leans:
            made.add_column("lean", no_wrap=True)
        question = self.map.question
        for n, row in enumerate(self.map.rows):
            if self.map.leans and row.question != question:
                question = row.question
                made.add_row(Text(question, style="bold"))
            cells: list[RenderableType] = [self.columns[index][n] for index in block]
            label = Text("\n".join(self.labels[n]), style="cyan")
            made.add_row(label, *cells, self.totals[n], *self._lean(self.map.row_totals[n]))
        cells = [self.columns[index][-1] for index in block]
        made.add_row(Text("all", style="bold"), *cells, self.totals[-1])
        return made

    def _lean(self, cell: Cell) -> Sequence[Text]:
        if not self.map.leans:
            return []
        style = {Lean.FOR: FOR, Lean.AGAINST: AGAINST}.get(cell.lean, "")
        return [Text("" if cell.lean is Lean.NONE else cell.lean, style=style)]

    def legend(self) -> Iterator[Text]:
        """What the marks and the short names mean."""
        marks = "claims, then " + (
            "stances for/against" if self.shape.ratio else "stances + for, − against"
        )
        if self.shape.qualifies:
            marks += ", ~ qualifying"
        elif any(_only_qualified(cell) for cells in self.map.cells for cell in cells):
            marks += ", ~ qualifying where there is nothing else"
        text = Text(f"A cell: {marks}; ") + Text(EMPTY, style=GAP) + Text(" no claim")
        if any(cell.unclaimed and cell.empty for cells in self.map.cells for cell in cells):
            text.append("; [n] works on the question of which no claim is recorded")
        yield text + Text(".")
        if not self.shape.whole_names:
            short = ((ABBREVIATIONS.get(name, name), name) for name in self.names)
            yield Text(", ".join(f"{short}={name}" for short, name in short))


def _header(name: str, shape: _Shape) -> Text:
    if shape.whole_names:
        return Text(name.replace("-", "-\n"))
    return Text(ABBREVIATIONS.get(name, name))


def _wrapped(label: str, width: int) -> list[str]:
    return textwrap.wrap(label, width) or [""]


def _width(text: Text) -> int:
    return max(line.cell_len for line in text.split("\n", allow_blank=True))


def _count(cell: Cell) -> Text:
    return Text(str(cell.claims), style="bold")


def _only_qualified(cell: Cell) -> bool:
    return bool(cell.qualifies and not cell.supports and not cell.contradicts)


def _texts(cells: Sequence[Cell], shape: _Shape, total: Cell) -> list[Text]:
    """The cells of one column, their parts below each other, and the count of their total."""
    parts = [_parts(cell, shape) for cell in cells]
    if shape.lines == 2:
        return [
            Text.assemble(_first(cell), *([("\n", "")] if p else []), *_joined(p, shape))
            for cell, p in zip(cells, parts, strict=True)
        ] + [_count(total)]
    counts = [*(_first(cell) for cell in cells), (str(total.claims), "bold")]
    wide = max((len(text) for text, _ in counts), default=0)
    slots = max((len(p) for p in parts), default=0)
    widths = [max(len(p[n][0]) for p in parts if len(p) > n) for n in range(slots)]
    made = []
    for (count, style), own in zip(counts, [*parts, []], strict=True):
        text = Text.assemble((count.rjust(wide), style))
        for n, width in enumerate(widths):
            piece, mark = own[n] if n < len(own) else ("", "")
            text.append(" " if n == 0 or shape.qualifies else "")
            text.append(piece.rjust(width) if n == 0 else piece.ljust(width), mark)
        made.append(text)
    return made


def _first(cell: Cell) -> Part:
    return (EMPTY, f"bold {GAP}") if cell.empty else (str(cell.claims), "bold")


def _parts(cell: Cell, shape: _Shape) -> list[Part]:
    if cell.empty:
        return [(f"[{cell.unclaimed}]", GAP)] if cell.unclaimed else []
    qualifying = (f"~{cell.qualifies}", QUALIFYING)
    if not shape.qualifies and _only_qualified(cell):
        return [qualifying]
    if shape.ratio:
        return [(str(cell.supports), FOR), ("/", ""), (str(cell.contradicts), AGAINST)]
    parts = [
        (f"+{cell.supports}" if cell.supports else "", FOR),
        (f"−{cell.contradicts}" if cell.contradicts else "", AGAINST),
    ]
    if shape.qualifies:
        parts.append(qualifying if cell.qualifies else ("", ""))
    return parts


def _joined(parts: Sequence[Part], shape: _Shape) -> Iterator[Part]:
    shown = [part for part in parts if part[0]]
    for n, part in enumerate(shown):
        if n and shape.qualifies:
            yield (" ", "")
        yield part


class GraphView:
    """The edges of a graph of claims, conflicts first."""

    def __init__(self, graph: ClaimGraph) -> None:
        self.graph = graph

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        graph = self.graph
        made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
        made.add_column("cause → effect", ratio=1, overflow="fold")
        made.add_column("works by sign", max_width=14)
        made.add_column("claims", max_width=28, overflow="fold", style="green")
        for edge in graph.edges:
            pair = Text.assemble(edge.cause.label, (" → ", "bold"), edge.effect.label)
            made.add_row(pair, _signs(edge), Text(_claims_of(edge)))
        yield made
        yield Text()
        conflicts = len(graph.conflicts)
        yield Text(
            f"{len(graph.edges)} cause → effect pairs between {len(graph.nodes)} variables;"
            f" works disagree on the sign of {conflicts}."
        )
        yield Text(ABOUT, style="dim")


def _signs(edge: Edge) -> Text:
    text = Text(edge.summary)
    return Text("conflict\n", style="bold red") + text if edge.conflict else text


def _claims_of(edge: Edge, most: int = 3) -> str:
    more = len(edge.claims) - most
    shown = " ".join(edge.claims[:most])
    return f"{shown} and {more} more" if more > 0 else shown
