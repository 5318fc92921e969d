"""Sheets that a person fills in: CSV whose rows have a column ``decision``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from causalkb.formats.tabular import as_written
from causalkb.records import Problem

DECISIONS = ("accept", "never", "skip")
MAX_BYTES = 50_000_000
_LINE_END = re.compile(r"[\r\n]")
_HINT = "'causalkb review --sheet FILE' writes one"
_MOST_OF_A_CELL = 128 * 1024
"""Characters; a quote without an end would take in the rest of the sheet."""


def header(text: str) -> list[str]:
    """Return the names of the columns of a sheet."""
    try:
        return list(rows_of(text).fieldnames or ())
    except csv.Error:
        return []


def rows_of(text: str) -> csv.DictReader[str]:
    """Return a reader of the rows of a sheet, whatever ends its lines and separates its cells.

    Spreadsheets of some languages put ";" or a tab between cells; old ones end lines with a
    carriage return.
    """
    # For the whole process, which may have read a table with longer cells before.
    csv.field_size_limit(_MOST_OF_A_CELL)
    between = max(",;\t", key=_LINE_END.split(text, 1)[0].count)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=between)


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
        missing = [c for c in needed if c not in (reader.fieldnames or ())]
        if missing:
            reason = f"the sheet has no column {', '.join(missing)}"
            yield Problem(source, reason, 1, hint=_HINT)
            return
        for row in reader:
            cells = {name: as_written((row.get(name) or "").strip()) for name in columns}
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
