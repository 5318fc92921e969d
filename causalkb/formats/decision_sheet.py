"""Sheets that a person fills in: CSV whose rows have a column ``decision``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from causalkb.errors import InputError
from causalkb.files import as_utf8, read_file
from causalkb.formats.tabular import as_written
from causalkb.records import Problem

DECISIONS = ("accept", "never", "skip")
MAX_BYTES = 50_000_000
_SEPARATOR = re.compile(r"sep=([,;\t])[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
_HINT = "'causalkb review --sheet FILE' writes one"
_MOST_OF_A_CELL = 128 * 1024
"""Characters; a quote without an end would take in the rest of the sheet."""


def read_sheet(path: Path) -> str:
    """Return the text of a sheet as a spreadsheet saves it: UTF-8, or UTF-16 with its mark.

    Raises:
        InputError: It cannot be read, is a workbook, or has another encoding.
    """
    content = read_file(path, MAX_BYTES)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{path}: is a workbook; save the sheet as CSV (UTF-8)")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return as_utf8(content, path)


def as_word(cell: str) -> str:
    """Return a cell that holds a word of a vocabulary or a slug as these are written.

    Spreadsheets begin cells with a capital.

    >>> as_word(" Natural experiment")
    'natural-experiment'
    """
    return "-".join(cell.lower().split())


def header(text: str) -> list[str]:
    """Return the names of the columns of a sheet."""
    try:
        return list(columns_of(rows_of(text)))
    except csv.Error:
        return []


def rows_of(text: str) -> csv.DictReader[str]:
    """Return a reader of the rows of a sheet, whatever ends its lines and separates its cells.

    Spreadsheets of some languages put ";" or a tab between cells; old ones end lines with a
    carriage return. A first line "sep=;" says so to Excel.
    """
    # For the whole process, which may have read a table with longer cells before.
    csv.field_size_limit(_MOST_OF_A_CELL)
    said = _SEPARATOR.match(text)
    start = said.end() if said else 0
    first = _LINE_END.split(text[start : start + _MOST_OF_A_CELL], 1)[0]
    between = said[1] if said else max(",;\t", key=first.count)
    lines = io.StringIO(text, newline="")
    lines.seek(start)
    return csv.DictReader(lines, delimiter=between)


def columns_of(reader: csv.DictReader[str]) -> dict[str, str]:
    """Return the names of columns, without blanks and capitals, with the names in the sheet."""
    names = list(reader.fieldnames or ())
    return {name.strip().lower(): name for name in reversed(names)}


def decided_rows(
    text: str, source: str, columns: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Yield line and cells of the rows with a decision, and a problem for each bad row.

    Other columns are passed over, and their order does not matter.

    Args:
        text: The sheet.
        source: Where it is from.
        columns: What is read; "" where a column is not there.
        needed: The columns without which nothing is read.
    """
    reader = rows_of(text)
    try:
        named = columns_of(reader)
        missing = [c for c in needed if c not in named]
        if missing:
            reason = f"the sheet has no column {', '.join(missing)}"
            yield Problem(source, reason, 1, hint=_HINT)
            return
        for row in reader:
            cells = {
                name: as_written((row.get(named.get(name, "")) or "").strip()) for name in columns
            }
            decision = cells["decision"].casefold()
            if not decision:
                continue
            if None in row or decision not in DECISIONS:
                wrong = (
                    "more cells than columns"
                    if None in row
                    else f"{cells['decision']!r} is not a decision; write {', '.join(DECISIONS)}"
                )
                yield Problem(source, wrong, reader.line_num, cells["work"] or None)
                continue
            yield reader.line_num, {**cells, "decision": decision}
    except csv.Error as error:
        yield Problem(source, f"not valid CSV: {error}", reader.line_num)
