"""Second readings as CSV: reader and writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causalkb.errors import InputError
from causalkb.formats.tabular import format_rows, read_rows
from causalkb.records import Coding

COLUMNS = (
    *("coder", "claim", "hypothesis", "stance", "directness", "design", "population"),
    *("coded_at", "settled"),
)


def read(text: str, source: str) -> Iterator[Coding]:
    """Yield the codings of a file.

    Raises:
        InputError: It has other columns, or a row lacks coder, claim, hypothesis or stance.
    """
    for line, row in read_rows(text, COLUMNS, source):
        if not all(row[:4]):
            raise InputError(f"{source}:{line}: coder, claim, hypothesis and stance are needed")
        coder, claim, hypothesis, stance, directness, design, population, at, settled = row
        yield Coding(
            *(coder, claim, hypothesis, stance, directness, design, population, at),
            settled=settled == "yes",
        )


def write(codings: Iterable[Coding]) -> str:
    """Return codings as CSV; :func:`read` gives the same back."""
    return format_rows(
        COLUMNS,
        (
            (
                *(one.coder, one.claim, one.hypothesis, one.stance, one.directness, one.design),
                *(one.population, one.at, "yes" if one.settled else "no"),
            )
            for one in codings
        ),
    )
