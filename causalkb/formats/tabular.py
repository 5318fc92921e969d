"""Works → CSV, one work a row.

A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

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


def _inert(cell: str) -> str:
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
