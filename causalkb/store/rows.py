"""Small helpers for reading rows in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from causalkb.store.connections import Connections

CHUNK = 500
"""Ids in one ``IN (...)`` list; SQLite's oldest limit on parameters is 999."""


def now() -> str:
    """The present moment as it is stored: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def marks(values: Sequence[object]) -> str:
    """Return ``?, ?, ?`` for as many values."""
    return ", ".join("?" * len(values))


def select_in(
    conn: Connections,
    sql: str,
    values: Iterable[object],
    *,
    before: tuple[object, ...] = (),
) -> Iterator[tuple[Any, ...]]:
    """Run ``sql``, whose ``{}`` stands for a list of values, over any number of values.

    ``before`` are the parameters that stand before the list.
    """
    pool = list(values)
    for start in range(0, len(pool), CHUNK):
        chunk = pool[start : start + CHUNK]
        yield from conn.execute(sql.format(marks(chunk)), (*before, *chunk))
