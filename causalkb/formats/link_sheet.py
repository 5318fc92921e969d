"""Sheets of links to questions that works may have: CSV with one row a work and question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from causalkb.formats.decision_sheet import decided_rows
from causalkb.formats.tabular import format_rows
from causalkb.records import Problem

COLUMNS = ("decision", "work", "question", "score", "title", "asks", "reason", "passage")
_READ = ("decision", "work", "question", "passage")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a person decided in a row; ``line`` counts from 1."""

    line: int
    decision: str
    work: str
    question: str
    passage: str


def write(rows: Iterable[tuple[str, ...]]) -> str:
    """Return a sheet of rows without their decision, which is left empty."""
    return format_rows(COLUMNS, (("", *cells) for cells in rows))


def read(text: str, source: str) -> Iterator[LinkRow | Problem]:
    """Yield the rows with a decision, and a problem for each that cannot be read."""
    for item in decided_rows(text, source, _READ, _READ[:3]):
        yield item if isinstance(item, Problem) else LinkRow(item[0], **item[1])
