"""A gap map as a picture fit for a paper: SVG, PNG or a page of HTML.

It is readable in greyscale: a number and the length of a bar say how much there is, solid and
hatched parts of the bar say for and against, and a dashed frame marks an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from causalkb.evidence.map import Cell, GapMap, Row
from causalkb.report.render.drawing import (
    Box,
    Drawing,
    Line,
    text_width,
    to_html,
    to_png,
    to_svg,
    wrap,
)
from causalkb.report.render.map_formats import caveats, in_words, signed, summary, title

FOR, AGAINST, QUALIFYING = "#1f4e79", "#b3470f", "#ffffff"
FAINT, FRAME = "#5a5a5a", "#8a8a8a"

_LABEL, _CELL, _TOTAL = 268.0, 82.0, 66.0
_HEAD, _ROW, _BAND, _MARGIN, _PAD = 44.0, 58.0, 24.0, 16.0, 6.0
_BAR = _CELL - 2 * _PAD


def svg(gap_map: GapMap) -> str:
    """Return the map as SVG; the same map gives the same bytes."""
    return to_svg(draw(gap_map))


def png(gap_map: GapMap) -> bytes:
    """Return the map as PNG.

    Raises:
        InputError: matplotlib is not installed.
    """
    return to_png(draw(gap_map))


def html(gap_map: GapMap) -> str:
    """Return the map as a page of its own; the notes stand in the caption, not in the picture."""
    layout = _Layout(gap_map, notes=False)
    caption = [f"{title(gap_map)}. {summary(gap_map)}.", *layout.notes()]
    return to_html(layout.drawing(), caption)


def draw(gap_map: GapMap) -> Drawing:
    """Lay the map out."""
    return _Layout(gap_map).drawing()


class _Layout:
    def __init__(self, gap_map: GapMap, *, notes: bool = True) -> None:
        self.map, self.with_notes = gap_map, notes
        drawn = [cell for cells in gap_map.cells for cell in cells]
        drawn += gap_map.row_totals if gap_map.leans else ()
        self.most = max([1, *(cell.stances for cell in drawn)])
        self.left = _MARGIN + _LABEL
        self.right = self.left + _CELL * len(gap_map.columns)
        total = _CELL if gap_map.leans else _TOTAL
        # The words below the grid need some room, however few the columns.
        self.width = max(self.right + total + _MARGIN, 620)
        self.bands = gap_map.leans and gap_map.question is None

    def drawing(self) -> Drawing:
        shapes: list[Box | Line] = [*self._title(), *self._columns(64)]
        y = 64 + _HEAD
        question = ""
        for n, row in enumerate(self.map.rows):
            if self.bands and row.question != question:
                question = row.question
                shapes += self._band(question, y)
                y += _BAND
            shapes += self._row(n, row, y)
            y += _ROW
        shapes += self._totals(y)
        y += _ROW - 14
        below = list(self._below(y))
        shapes += below
        bottom = max(s.y for s in below)
        about = f"{summary(self.map)}. " + " ".join(caveats(self.map))
        return Drawing(self.width, bottom + _MARGIN, title(self.map), about, tuple(shapes))

    def _title(self) -> Iterator[Line]:
        room = self.width - 2 * _MARGIN
        for line in wrap(title(self.map), room, 16, 1, bold=True):
            yield Line(_MARGIN, 28, line, 16, bold=True)
        yield Line(_MARGIN, 47, f"{summary(self.map)}.", 11, fill=FAINT)

    def _columns(self, y: float) -> Iterator[Line]:
        words = [word for name in self.map.columns for word in name.split("-")]
        widest = max((text_width(f"{word}-", 1, bold=True) for word in words), default=1)
        size = min(10.5, _CELL / widest)
        for n, name in enumerate((*self.map.columns, "all")):
            middle = self.left + _CELL * n + _CELL / 2
            if n == len(self.map.columns) and not self.map.leans:
                middle = self.right + _TOTAL / 2
            lines = wrap(name, _CELL, size, 3, bold=True)
            for k, line in enumerate(lines):
                base = y + _HEAD - 9 - 13 * (len(lines) - 1 - k)
                yield Line(middle, base, line, size, bold=True, anchor="middle")

    def _band(self, question: str, y: float) -> Iterator[Box | Line]:
        yield Box(_MARGIN, y, self.width - 2 * _MARGIN, _BAND, "#e8e8e8", "#e8e8e8")
        for line in wrap(question, _LABEL, 11, 1, bold=True):
            yield Line(_MARGIN + 4, y + 16, line, 11, bold=True)

    def _row(self, n: int, row: Row, y: float) -> Iterator[Box | Line]:
        # A slug is what one types, so it is made smaller rather than shortened, within reason.
        wide = text_width(row.slug, 1, bold=True)
        size = max(7.0, min(11.0, (_LABEL - 13) / wide)) if wide else 11.0
        for slug in wrap(row.slug, _LABEL - 12, size, 1, bold=True):
            yield Line(_MARGIN, y + 15, slug, size, bold=True)
        for k, line in enumerate(wrap(row.text, _LABEL - 12, 9, 3)):
            yield Line(_MARGIN, y + 28 + 11.5 * k, line, 9, fill=FAINT)
        for k, cell in enumerate(self.map.cells[n]):
            about = f"{row.slug} × {self.map.columns[k]}: {in_words(cell)}"
            yield from self._cell(cell, self.left + _CELL * k, y, about)
        total = self.map.row_totals[n]
        if self.map.leans:
            yield from self._cell(total, self.right, y, f"{row.slug}: {in_words(total)}")
        else:
            yield from _plain(total, self.right + _TOTAL / 2, y)

    def _cell(self, cell: Cell, x: float, y: float, about: str) -> Iterator[Box | Line]:
        x, y = x + 2, y + 2
        width, height, middle = _CELL - 4, _ROW - 4, x + _CELL / 2 - 2
        if cell.empty:
            yield Box(x, y, width, height, stroke=FRAME, dashed=True, about=about)
            yield Line(middle, y + 24, "no claim", 9.5, anchor="middle", fill=FAINT)
            if cell.unclaimed:
                works = f"{cell.unclaimed} work{'s' * (cell.unclaimed != 1)}"
                yield Line(middle, y + 38, f"[{works}]", 9.5, anchor="middle", fill=FAINT)
            return
        yield Box(x, y, width, height, "#f4f4f4", FRAME, about=about)
        yield Line(middle, y + 18, str(cell.claims), 14, bold=True, anchor="middle")
        # Square root, so that one stance is still seen beside a hundred.
        length = (_BAR - 6) * min(1.0, sqrt(cell.stances / self.most))
        start = middle - length / 2
        for count, fill, hatched in (
            (cell.supports, FOR, False),
            (cell.qualifies, QUALIFYING, False),
            (cell.contradicts, AGAINST, True),
        ):
            if count:
                part = length * count / cell.stances
                yield Box(start, y + 24, part, 11, fill, "#222222", hatched)
                start += part
        counts = " ".join(signed(cell))
        size = min(9.5, 9.5 * (width - 4) / max(1.0, text_width(counts, 9.5)))
        yield Line(middle, y + 47, counts, size, anchor="middle")

    def _totals(self, y: float) -> Iterator[Line]:
        yield Line(_MARGIN, y + 17, "all", 11, bold=True)
        for n, total in enumerate(self.map.column_totals):
            yield from _plain(total, self.left + _CELL * n + _CELL / 2, y - 2)
        width = _CELL if self.map.leans else _TOTAL
        yield from _plain(self.map.total, self.right + width / 2, y - 2)

    def notes(self) -> list[str]:
        """What to know so as to read the picture right."""
        notes = [
            "Number: claims. Length of a bar: square root of the number of stances,"
            f" the longest is {self.most}.",
            *caveats(self.map),
        ]
        if any(cell.unclaimed and cell.empty for cells in self.map.cells for cell in cells):
            notes.append("[works]: linked to the question, but no claim of theirs is recorded.")
        return notes

    def _below(self, y: float) -> Iterator[Box | Line]:
        x, y = _MARGIN, y + 14
        legend = (
            (Box(0, 0, 26, 11, FOR), "supports (+)"),
            (Box(0, 0, 26, 11, QUALIFYING), "qualifies (~)"),
            (Box(0, 0, 26, 11, AGAINST, hatched=True), "contradicts (−)"),
            (Box(0, 0, 26, 11, stroke=FRAME, dashed=True), "no claim recorded"),
        )
        for box, words in legend:
            yield Box(x, y, 26, 11, box.fill, box.stroke, box.hatched, box.dashed)
            yield Line(x + 32, y + 10, words, 10)
            x += 32 + text_width(words, 10) + 16
        y += 29
        for note in self.notes() if self.with_notes else ():
            for line in wrap(note, self.width - 2 * _MARGIN, 10, 4):
                yield Line(_MARGIN, y, line, 10, fill=FAINT)
                y += 14


def _plain(cell: Cell, middle: float, y: float) -> Iterator[Line]:
    yield Line(middle, y + 20, str(cell.claims), 13, bold=True, anchor="middle")
    works = f"{cell.works} work{'s' * (cell.works != 1)}"
    yield Line(middle, y + 35, works, 9, anchor="middle", fill=FAINT)
