"""Small helpers for reading rows in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from causalkb.errors import StoreError
from causalkb.store.connections import Connections

_P = ParamSpec("_P")
_T = TypeVar("_T")
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


def of_rows(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Let a function that makes records of rows say that the store is damaged where it cannot.

    What rows may hold is checked when they are written; a flipped bit is not.
    """

    @wraps(read)
    def reading(*args: _P.args, **options: _P.kwargs) -> _T:
        try:
            return read(*args, **options)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"the knowledge base is damaged: {error}; 'causalkb doctor' says where, 'causalkb"
                " restore FILE' brings back a backup"
            ) from error

    return reading
