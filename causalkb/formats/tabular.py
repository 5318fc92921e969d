"""Works → CSV, one work a row.

A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from causalkb.errors import InputError
from causalkb.records import Work

COLUMNS = (
    *("key", "type", "title", "authors", "year", "venue", "field", "doi", "arxiv", "url"),
    *("questions", "tags", "abstract"),
)


def format_works(works: Iterable[Work]) -> str:
    """Return works as CSV with a header; lists are joined with "; "."""
    return format_rows(COLUMNS, (row(work) for work in works))


def format_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows of text as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def read_rows(
    text: str, columns: Sequence[str], source: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line and the cells of each row of CSV with exactly these columns.

    What :func:`format_rows` wrote comes back as it was.

    Raises:
        InputError: There are other columns, or a row has more or fewer cells.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != tuple(columns):
            raise InputError(f"{source}:1: the columns must be {', '.join(columns)}")
        for cells in reader:
            if cells and len(cells) != len(columns):
                reason = f"{len(cells)} cells instead of {len(columns)}"
                raise InputError(f"{source}:{reader.line_num}: {reason}")
            if cells:
                yield reader.line_num, tuple(map(as_written, cells))
    except csv.Error as error:
        raise InputError(f"{source}:{reader.line_num}: not valid CSV: {error}") from error


def row(work: Work) -> list[str]:
    """Return a work as the cells of ``COLUMNS``."""
    return [
        work.key,
        work.type,
        work.title,
        "; ".join(p.name for p in work.authors),
        "" if work.year is None else str(work.year),
        work.venue or "",
        "" if work.field is None else work.field.value,
        work.doi or "",
        work.arxiv or "",
        work.url or "",
        "; ".join(work.questions),
        "; ".join(work.tags),
        work.abstract or "",
    ]


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _inert(cell: str) -> str:
    return "'" + cell if cell[:1] in _FORMULA else cell


def as_written(cell: str) -> str:
    """Return a cell of :func:`format_rows` as it was before it was made harmless."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
