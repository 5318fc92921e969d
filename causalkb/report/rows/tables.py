"""Plain rows as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causalkb.report.rows.hits import escape


def to_markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as a table; "" where there are none.

    >>> print(to_markdown(["tag", "works"], [["a|b", 2], ["c", None]]), end="")
    | tag | works |
    |---|---|
    | a\\|b | 2 |
    | c |  |
    """
    lines = [_line(row) for row in rows]
    if not lines:
        return ""
    return "".join([_line(header), "|" + "---|" * len(header) + "\n", *lines])


def _line(row: Sequence[object]) -> str:
    cells = ("" if cell is None else escape(" ".join(str(cell).split())) for cell in row)
    return f"| {' | '.join(cells)} |\n"
