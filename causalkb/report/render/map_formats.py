"""A gap map as plain rows and Markdown, and the words that every rendering shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict

from causalkb.evidence.map import Cell, GapMap, Rows
from causalkb.text import clean_line

ABBREVIATIONS = {
    "machine-learning": "ML",
    "ai-safety": "Safe",
    "statistics": "Stat",
    "economics": "Econ",
    "epidemiology": "Epi",
    "physics": "Phys",
    "philosophy": "Phil",
    "psychology": "Psy",
    "neuroscience": "Neur",
    "animal-cognition": "Anim",
    "theorem": "Thm",
    "experiment": "Exp",
    "natural-experiment": "Nat",
    "observational": "Obs",
    "simulation": "Sim",
    "benchmark": "Ben",
    "review": "Rev",
    "position": "Pos",
    "association": "Asso",
    "intervention": "Int",
    "counterfactual": "Cf",
    "unstated": "—",
}
"""Short column headers, for terminals that are too narrow for the words."""

COLUMNS = (
    *("row", "column", "claims", "works", "supports", "contradicts", "qualifies"),
    *("neutral", "unclaimed"),
)


def title(gap_map: GapMap) -> str:
    """Return what the map shows.

    >>> from causalkb.evidence.map import Columns
    >>> title(GapMap(Rows.QUESTIONS, Columns.FIELDS, (), (), (), (), (), Cell()))
    'Evidence gap map: questions × fields'
    """
    of = f" of {clean_line(gap_map.question)}" if gap_map.question else ""
    rows = "question" if of and gap_map.kind is Rows.QUESTIONS else gap_map.kind.value
    return f"Evidence gap map: {rows}{of} × {gap_map.across.value}"


def summary(gap_map: GapMap) -> str:
    """Return the totals in one line."""
    total = gap_map.total
    cells = len(gap_map.rows) * len(gap_map.columns)
    text = (
        f"{total.claims} claim{'s' * (total.claims != 1)} of"
        f" {total.works} work{'s' * (total.works != 1)};"
        f" {len(gap_map.gaps)} of {cells} cells are empty"
    )
    return text + ("; filters apply" if gap_map.filtered else "")


def caveats(gap_map: GapMap) -> tuple[str, ...]:
    """Return what a reader must know so as not to read too much into the counts."""
    found = []
    if gap_map.leans:
        found.append(
            "Claims are counted, not weighed; 'causalkb evidence' weighs them"
            " and counts what is not independent once."
        )
    else:
        found.append(
            "For and against count stances on any hypothesis of the question. Its hypotheses"
            " compete, so a row has no lean of its own; see hypotheses × designs for that."
        )
    found.append("Totals count a claim once, also where it stands in several cells.")
    found.append("An empty cell means no claim recorded here, not that no study exists.")
    return tuple(found)


def rows(gap_map: GapMap) -> Iterator[tuple[object, ...]]:
    """Yield one plain row a cell, empty cells included, as in ``COLUMNS``; no totals."""
    for row, cells in zip(gap_map.rows, gap_map.cells, strict=True):
        for column, cell in zip(gap_map.columns, cells, strict=True):
            yield (row.slug, column, *asdict(cell).values())


def to_markdown(gap_map: GapMap) -> str:
    """Return the map as a Markdown table with its caveats."""
    header = ["", *gap_map.columns, "all"]
    lines = [
        f"**{_escape(title(gap_map))}**",
        "",
        f"| {' | '.join(map(_escape, header))} |",
        f"|---|{'---:|' * (len(header) - 1)}",
    ]
    for row, cells, total in zip(
        (*(row.slug for row in gap_map.rows), "all"),
        (*gap_map.cells, gap_map.column_totals),
        (*gap_map.row_totals, gap_map.total),
        strict=True,
    ):
        shown = [_escape(row), *(in_words(cell) for cell in (*cells, total))]
        lines.append(f"| {' | '.join(shown)} |")
    lines += ["", f"{summary(gap_map)}. A cell: claims (+ for, − against, ~ qualifying)."]
    return "\n".join([*lines, "", *(f"- {caveat}" for caveat in caveats(gap_map)), ""])


def in_words(cell: Cell) -> str:
    """Return a cell's counts on one line.

    >>> in_words(Cell(claims=3, supports=2, contradicts=1)), in_words(Cell(unclaimed=2))
    ('3 (+2 −1)', '0 [2 unread]')
    """
    if cell.empty:
        return f"0 [{cell.unclaimed} unread]" if cell.unclaimed else "0"
    return f"{cell.claims} ({' '.join(signed(cell))})"


def signed(cell: Cell) -> list[str]:
    """Return the counts of the stances that occur, each with its mark."""
    pairs = (("+", cell.supports), ("−", cell.contradicts), ("~", cell.qualifies))
    return [f"{mark}{count}" for mark, count in pairs if count]


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|~$&#])", r"\\\1", clean_line(text))
