"""Whether the cells of an evidence table say no more than their claims carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from causalkb.evidence.licence import licence_of, strongest
from causalkb.records import Cell, Claim, EvidenceTable, TableProblem, Work
from causalkb.wording import grade


def problems_of(
    table: EvidenceTable, claims: Mapping[str, Claim], works: Mapping[str, Work]
) -> list[TableProblem]:
    """Return what is wrong with a table: claims that do not exist, cells that say too much.

    Args:
        table: The table.
        claims: The claims of the knowledge base that it names, by id.
        works: Their works, by key.
    """
    found = []
    for row in table.rows:
        for column, cell in row.cells.items():
            found += [
                TableProblem(row.slug, column, text) for text in _problems(cell, claims, works)
            ]
    return found


def _problems(cell: Cell, claims: Mapping[str, Claim], works: Mapping[str, Work]) -> Iterator[str]:
    if cell.empty:
        return
    unknown = [claim for claim in cell.claims if claim not in claims]
    if unknown:
        yield f"no claim {', '.join(unknown)}"
    known = [claims[claim] for claim in cell.claims if claim in claims]
    if not cell.claims:
        yield "says something and names no claim; write 'nothing found' where there is none"
    if not known:
        return
    licences = [licence_of(claim, works.get(claim.work)) for claim in known]
    carried = strongest([licence for licence in licences if licence is not None])
    wording = grade(cell.text).wording
    if carried is not None and wording is not None and not carried.carries(wording):
        yield (
            f"is worded as {wording.value}, its claims carry {carried.wording.value}"
            f" ({carried.because})"
        )
