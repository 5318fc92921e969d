"""Evidence tables as rows, Markdown, JSON and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from causalkb.records import Cell, EvidenceTable
from causalkb.report.render.escape import xml_text
from causalkb.report.render.matrix_formats import linked
from causalkb.report.rows.hits import escape


def rows(table: EvidenceTable) -> Iterator[tuple[object, ...]]:
    """Yield a row for each row of the table: its title, then the text of each cell."""
    for row in table.rows:
        yield (row.title, *(plain(row.cells.get(c.slug, Cell())) for c in table.columns))


def columns(table: EvidenceTable) -> tuple[str, ...]:
    """Return the titles of the columns of :func:`rows`."""
    return ("", *(column.title for column in table.columns))


def plain(cell: Cell) -> str:
    """Return a cell as text, its claims in brackets.

    >>> plain(Cell("So it is.", ("a2020#1",)))
    'So it is. [a2020#1]'
    """
    return f"{cell.text} [{'; '.join(cell.claims)}]" if cell.claims else cell.text


def to_json(table: EvidenceTable) -> dict[str, Any]:
    """Return a table as plain data."""
    return {
        "name": table.name,
        "title": table.title,
        "note": table.note,
        "columns": [
            {"slug": c.slug, "title": c.title, "meaning": c.meaning} for c in table.columns
        ],
        "rows": [
            {
                "slug": row.slug,
                "title": row.title,
                "cells": {
                    slug: {"text": cell.text, "claims": list(cell.claims)}
                    for slug, cell in row.cells.items()
                },
            }
            for row in table.rows
        ],
    }


def to_markdown(table: EvidenceTable) -> str:
    """Return a table as Markdown, claims as citations that the linter and pandoc resolve."""
    lines = [f"# {escape(table.title)}", ""]
    if table.note:
        lines += [escape(table.note), ""]
    lines.append(f"| |{''.join(f' {_cell_text(c.title)} |' for c in table.columns)}")
    lines.append("|---|" + "---|" * len(table.columns))
    for row in table.rows:
        cells = [_markdown(row.cells.get(column.slug, Cell())) for column in table.columns]
        lines.append(f"| **{_cell_text(row.title)}** | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell_text(text: str) -> str:
    return escape(text).replace("\n", " ")


def _markdown(cell: Cell) -> str:
    if cell.empty:
        return f"*{_cell_text(cell.text)}*"
    cited = "; ".join(f"@{claim}" for claim in cell.claims)
    return f"{_cell_text(cell.text)} [{cited}]" if cited else _cell_text(cell.text)


def to_html(table: EvidenceTable) -> str:
    """Return a table as an HTML page that needs nothing else."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{xml_text(table.title)}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 90rem; padding: 1rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .9rem; }}
th, td {{ border: 1px solid #bbb; padding: .4rem .6rem; text-align: left; vertical-align: top; }}
td {{ min-width: 12rem; }}
.nothing {{ color: #666; font-style: italic; }}
code {{ font-size: .78rem; color: #555; overflow-wrap: anywhere; }}
</style></head><body>
<h1>{xml_text(table.title)}</h1>
<p>{xml_text(table.note)}</p>
<div class="scroll" role="region" aria-label="{xml_text(table.title)}" tabindex="0">
{to_table(table)}</div>
</body></html>
"""


def to_table(table: EvidenceTable, links: Callable[[str], str] | None = None) -> str:
    """Return the table itself in HTML; ``links`` gives the address of a claim by its id."""
    head = "".join(f'<th scope="col">{xml_text(column.title)}</th>' for column in table.columns)
    body = "\n".join(
        f'<tr><th scope="row">{xml_text(row.title)}</th>'
        + "".join(
            _html(row.cells.get(column.slug, Cell()), column.title, links)
            for column in table.columns
        )
        + "</tr>"
        for row in table.rows
    )
    return f"""<table class="cards">
<thead><tr><td></td>{head}</tr></thead>
<tbody>
{body}
</tbody></table>"""


def _html(cell: Cell, column: str, links: Callable[[str], str] | None) -> str:
    name = f'data-name="{xml_text(column)}:"'  # where a table is too wide, each row becomes a card
    if cell.empty:
        return f'<td class="nothing" {name}>{xml_text(cell.text)}</td>'
    claims = " ".join(linked(claim, links) for claim in cell.claims)
    return f"<td {name}>{xml_text(cell.text)} {claims}</td>"
