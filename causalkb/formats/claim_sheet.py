"""Sheets of candidate claims: CSV with one row a candidate, for those who work in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from causalkb.formats.decision_sheet import decided_rows
from causalkb.formats.tabular import format_rows
from causalkb.records import Candidate, Problem, Work

ASKED = ("decision", "sentence", "hypothesis", "side", "directness", "because")
"""Columns for the person."""
GUESSED = ("design", "population", "paradigm", "rung")
"""Columns that are filled in, and may be changed."""
NAMES = ("work", "locator", "quote")
"""Columns that say which candidate a row is."""
COLUMNS = (*ASKED, *GUESSED, *NAMES, "n", "score", "nearest", "title", "context", "says")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What a person wrote in a row; "" where nothing. ``line`` counts from 1."""

    line: int
    decision: str
    sentence: str
    hypothesis: str
    side: str
    directness: str
    because: str
    design: str
    population: str
    paradigm: str
    rung: str
    work: str
    locator: str
    quote: str


_READ = tuple(field.name for field in fields(SheetRow) if field.name != "line")


def write(rows: Iterable[tuple[Candidate, Work]]) -> str:
    """Return a sheet: decision, sentence and side are empty, the rest is there to start from."""
    return format_rows(COLUMNS, (_cells(*one) for one in rows))


def _cells(one: Candidate, work: Work) -> tuple[str, ...]:
    near = [h.slug for h in one.hypotheses]
    return (
        *("", "", near[0] if near else "", "", "", ""),
        *(str(getattr(one, name) or "") for name in GUESSED),
        *(one.work, one.locator, one.quote),
        *(str(one.n or ""), f"{one.score:.2f}", "; ".join(near)),
        *(work.title, one.context, "; ".join(one.cues)),
    )


def read(text: str, source: str) -> Iterator[SheetRow | Problem]:
    """Yield the rows with a decision, and a problem for each that cannot be read."""
    needed = ("decision", "sentence", *NAMES)
    for item in decided_rows(text, source, _READ, needed):
        yield item if isinstance(item, Problem) else SheetRow(item[0], **item[1])
