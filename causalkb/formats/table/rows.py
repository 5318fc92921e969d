"""Text of a table → its header and its rows with their lines, whatever separates the cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from causalkb.formats.table.columns import assign, weight
from causalkb.identifiers import normalise_doi

SEPARATORS = ("\t", ",", ";", "|")
_HEADER_WITHIN = 10
"""Lines in which the header is looked for: spreadsheets and databases put a title above it."""
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:\.0)?")
MAX_CELL = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and its line; ``fault`` says why they are not to be used."""

    line: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its cells, its line and what separates cells."""

    cells: list[str]
    line: int
    separator: str


def find_header(text: str) -> Header | None:
    """Return the header of a table: the line near the top with the most columns that are known.

    >>> find_header("sep=;\\nTitle;Year;Cited by\\n").cells
    ['Title', 'Year', 'Cited by']
    """
    best: tuple[int, Header] | None = None
    for number, line in enumerate(text[: 256 * 1024].split("\n")[:_HEADER_WITHIN], 1):
        for separator in SEPARATORS:
            cells = [cell.strip().lstrip("\ufeff") for cell in split(line, separator)]
            found = weight(cells)
            if found and (best is None or found > best[0]):
                best = found, Header(cells, number, separator)
    return None if best is None else best[1]


def split(line: str, separator: str) -> list[str]:
    """Return the cells of one line."""
    csv.field_size_limit(MAX_CELL)
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def rows(text: str, header: Header) -> Iterator[Row]:
    """Yield the rows below a header; empty ones are left out.

    A cell in quotes may go on over lines; where a quote is never closed, the row that begins there
    is a fault and the lines after it are read as rows of their own.
    """
    csv.field_size_limit(MAX_CELL)
    lines = text.split("\n")
    at = header.line
    while at < len(lines):
        reader = csv.reader(_ended(lines, at), delimiter=header.separator)
        begin = at
        try:
            for cells in reader:
                end = at + reader.line_num
                if end - begin > 1 and any(
                    _is_row(line, header) for line in lines[begin + 1 : end]
                ):
                    break
                if end >= len(lines) and _open(lines, begin, header.separator):
                    break
                yield from _row(cells, begin + 1, header)
                begin = end
            else:
                return
            fault = "a quote that opens in this row is never closed"
        except csv.Error as error:
            fault = f"the row is not valid CSV: {error}"
        yield Row(begin + 1, [], fault)
        at = begin + 1


def _ended(lines: list[str], at: int) -> Iterator[str]:
    return (line + "\n" for line in lines[at:])


def _open(lines: list[str], begin: int, separator: str) -> bool:
    """Whether the row that begins at a line and goes on to the end of the file is never closed."""
    try:
        list(csv.reader(_ended(lines, begin), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _is_row(line: str, header: Header) -> bool:
    """Whether a line within a cell is rather a row of its own: its year or DOI is in its place."""
    if line.count('"') % 2 or len(header.cells) < 3:
        return False
    cells = split(line, header.separator)
    if len(cells) != len(header.cells):
        return False
    said = dict(zip(assign(header.cells), cells, strict=True))
    year = _YEAR.fullmatch(said.get("year", "").strip())
    return year is not None or normalise_doi(said.get("doi", "")) is not None


def _row(cells: list[str], line: int, header: Header) -> Iterator[Row]:
    if not any(cell.strip() for cell in cells):
        return
    extra = [cell for cell in cells[len(header.cells) :] if cell.strip()]
    if extra:
        fault = (
            f"the row has {len(cells)} cells and the header {len(header.cells)};"
            " a cell with the separator in it must stand in quotes"
        )
        yield Row(line, cells, fault)
        return
    padded = cells[: len(header.cells)] + [""] * (len(header.cells) - len(cells))
    yield Row(line, padded)
