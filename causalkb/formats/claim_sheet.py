"""Sheets of candidate claims: CSV with one row a candidate, for those who work in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from causalkb.formats.tabular import as_written, format_rows
from causalkb.records import Candidate, Problem, Work

ASKED = ("decision", "sentence", "hypothesis", "side", "directness", "because")
"""Columns for the person."""
GUESSED = ("design", "population", "paradigm", "rung")
"""Columns that are filled in, and may be changed."""
NAMES = ("work", "locator", "quote")
"""Columns that say which candidate a row is."""
COLUMNS = (*ASKED, *GUESSED, *NAMES, "n", "score", "nearest", "title", "context", "says")
DECISIONS = ("accept", "never", "skip")
MAX_BYTES = 50_000_000
_HINT = "'causalkb review --sheet FILE' writes one"


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
    """Yield the rows with a decision, and a problem for each that cannot be read.

    Other columns are passed over, and their order does not matter. Spreadsheets of some languages
    put ";" or a tabulator between cells.
    """
    reader = csv.DictReader(io.StringIO(text), delimiter=_between(text))
    missing = [c for c in ("decision", "sentence", *NAMES) if c not in (reader.fieldnames or ())]
    if missing:
        reason = f"the sheet has no column {', '.join(missing)}"
        yield Problem(source, reason, 1, hint=_HINT)
        return
    try:
        for row in reader:
            cells = {name: as_written((row.get(name) or "").strip()) for name in _READ}
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
            yield SheetRow(reader.line_num, **{**cells, "decision": decision})
    except csv.Error as error:
        yield Problem(source, f"not valid CSV: {error}", reader.line_num)


def _between(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)
