"""A table of data: read from a file or given as columns, checked, and coded as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from causalkb.errors import InputError, UnknownError

MOST_VARIABLES = 12
MOST_LEVELS = 20
"""Most values of a discrete variable; more look like a measurement, a name or a text."""
MISSING = frozenset(
    {"", "na", "n/a", "nan", "-nan", "null", "<na>", "#n/a", "#na", ".", "?"}
    | {"#div/0!", "#name?", "#num!", "#ref!", "#value!"}
)
"""How programs write that a value is missing, or could not be worked out."""
MOST_OF_A_NAME = 200

Columns = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Table:
    """Coded data of n rows and k variables.

    ``codes``: (n, k) indices into ``levels``; ``was_set``: (n, k), true where an intervention set
    the variable in that row. Of continuous variables there are ``values`` instead of codes: (n, k).
    """

    variables: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    codes: np.ndarray[Any, np.dtype[np.int64]]
    was_set: np.ndarray[Any, np.dtype[np.bool_]]
    notes: tuple[str, ...] = ()
    values: Any = None

    @property
    def continuous(self) -> bool:
        """Whether the variables are continuous."""
        return self.values is not None

    @property
    def intervened(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which rows had a variable set: (n,)."""
        found: np.ndarray[Any, np.dtype[np.bool_]] = np.any(self.was_set, axis=1)
        return found


def coded(
    columns: Columns,
    variables: Sequence[str] | None = None,
    intervened: str | None = None,
    discretise: int | None = None,
    do: Sequence[str] = (),
) -> Table:
    """Return the chosen columns as a coded table.

    Args:
        columns: Values by the name of the column, all of one length.
        variables: Two to twelve columns; default: all but ``intervened``.
        intervened: The column that names the variable set in each row (several between ";"),
            and is empty where nothing was set.
        discretise: Cut columns of numbers with more than this many values into this many groups
            of about equal size.
        do: Variables that were set in all rows; instead of ``intervened``.

    Raises:
        InputError: The data cannot be used; the message says where and what to do.
        UnknownError: There is no such column.
    """
    if intervened is not None and do:
        raise InputError(
            "--intervened says row by row what was set, --do for all; give one of them"
        )
    chosen = _chosen(columns, variables, intervened)
    count = _row_count(columns)
    if discretise is not None and not 2 <= discretise <= MOST_LEVELS:
        raise InputError(f"discretise must be from 2 to {MOST_LEVELS} groups, not {discretise}")
    texts = {name: [_cell(value) for value in columns[name]] for name in chosen}
    for name, values in texts.items():
        _check_missing(name, values, chosen)
    was_set = np.zeros((count, len(chosen)), dtype=np.bool_)
    if intervened is not None:
        for row, value in enumerate(columns[intervened]):
            for at in _named(_cell(value), row, chosen, intervened):
                was_set[row, at] = True
    notes = []
    if intervened is not None and not was_set.any():
        notes.append(f"column {intervened!r} is empty in all rows, so nothing counts as set")
    for name in do:
        if name not in chosen:
            raise UnknownError("variable", name, chosen, f"there are {', '.join(chosen)}"[:300])
        was_set[:, chosen.index(name)] = True
    if discretise is None and any(map(_is_measured, texts.values())):
        _check_constant(texts)
    if discretise is None and all(map(_is_measured, texts.values())):
        measured = np.array([[float(value) for value in one] for one in texts.values()]).T
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.isfinite(measured.std(axis=0)).all():
                raise InputError("numbers this large cannot be reckoned with; use larger units")
        empty = np.zeros(measured.shape, dtype=np.int64)
        return Table(chosen, (), empty, was_set, tuple(notes), measured)
    return _discrete(texts, was_set, discretise, notes)


def _is_measured(values: Sequence[str]) -> bool:
    """Whether a column has numbers, and more of them than a discrete variable may have."""
    return len(set(values)) > MOST_LEVELS and None not in map(_number, values)


def _check_constant(texts: Mapping[str, Sequence[str]]) -> None:
    """Refuse a constant beside measurements: it would look like a discrete variable."""
    for name, values in texts.items():
        if len(set(values)) == 1:
            raise InputError(
                f"column {name!r} has the same value in all rows, and nothing can be said of its"
                " edges; name the other columns with --variables"
            )


def _discrete(
    texts: dict[str, list[str]], was_set: Any, groups: int | None, notes: list[str]
) -> Table:
    codes, levels = np.zeros(was_set.shape, dtype=np.int64), []
    for at, (name, values) in enumerate(texts.items()):
        grouped = _grouped(name, values, groups, notes)
        levels.append(_levels(grouped))
        place = {level: code for code, level in enumerate(levels[-1])}
        codes[:, at] = [place[value] for value in grouped]
    return Table(tuple(texts), tuple(levels), codes, was_set, tuple(notes))


def _chosen(
    columns: Columns, variables: Sequence[str] | None, intervened: str | None
) -> tuple[str, ...]:
    for name in (*(variables or ()), *([] if intervened is None else [intervened])):
        if name not in columns:
            raise UnknownError("column", name, columns, f"there are {', '.join(columns)}"[:300])
    chosen = tuple(variables or (name for name in columns if name != intervened))
    if len(set(chosen)) < len(chosen):
        raise InputError("a variable is named twice; name each once")
    if intervened in chosen:
        raise InputError(f"{intervened!r} says what was set, and cannot be a variable as well")
    if len(chosen) < 2:
        only = f"only {chosen[0]!r} is there" if chosen else "there is none"
        raise InputError(f"at least two variables are needed, each a column, and {only}")
    if len(chosen) > MOST_VARIABLES:
        raise InputError(
            f"{len(chosen)} variables are too many; name the two to {MOST_VARIABLES} that matter"
            " most with --variables A,B,C (up to five have every structure weighed by itself)"
        )
    for name in chosen:
        _check_name(name)
    return chosen


def _check_name(name: str) -> None:
    """Refuse a name with which an edge, or a list of edges, could not be read."""
    if "->" in name or "," in name:
        raise InputError(
            f"column {name[:MOST_OF_A_NAME]!r}: edges are written as 'A -> B, B -> C', so that a"
            " variable's name may contain neither '->' nor a comma; rename the column"
        )
    if len(name) > MOST_OF_A_NAME:
        raise InputError(
            f"column {name[:40]!r}...: a variable's name may have {MOST_OF_A_NAME} characters,"
            f" and this one has {len(name)}; rename the column"
        )


def _row_count(columns: Columns) -> int:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) != 1:
        raise InputError("the columns have different numbers of rows; make them alike")
    (count,) = lengths
    if count < 2:
        raise InputError(
            f"{count or 'no'} row{'s' * (count != 1)} of data; at least two are needed"
        )
    return count


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()


def _check_missing(name: str, values: Sequence[str], chosen: Sequence[str]) -> None:
    missing = [at for at, value in enumerate(values, 1) if value.casefold() in MISSING]
    if not missing:
        return
    what = (
        f"column {name!r}: {len(missing)} of {len(values)} values are missing, the first in"
        f" row {missing[0]} of the data"
    )
    named = {one for value in set(values) for one in value.split(";")} - MISSING
    if named and named <= set(chosen) - {name}:
        raise InputError(
            f"{what}, and the others are names of columns; if they say what was set in a row,"
            f" give --intervened {name!r}"
        )
    raise InputError(
        f"{what}; delete such rows, or name the value, as in 'unknown', if that it is missing may"
        " matter"
    )


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _grouped(name: str, values: list[str], groups: int | None, notes: list[str]) -> list[str]:
    """Return the values, those of a measurement in groups if that is wanted."""
    numbers = [number for number in map(_number, values) if number is not None]
    limit = MOST_LEVELS if groups is None else groups
    if len(set(values)) <= limit:
        return values
    if len(numbers) < len(values):
        if len(set(values)) <= MOST_LEVELS:
            return values
        if len(numbers) > len(values) / 2:
            row, odd = next((at, v) for at, v in enumerate(values, 1) if _number(v) is None)
            raise InputError(
                f"column {name!r}: {odd[:40]!r} in row {row} of the data is not a finite number,"
                f" as {len(numbers)} of {len(values)} values are; correct or delete such rows"
            )
        raise InputError(
            f"column {name!r} has {len(set(values))} different texts, and a variable may have"
            f" {MOST_LEVELS} values; leave it out with --variables, or put the values in groups"
        )
    if groups is None:
        raise InputError(
            f"column {name!r} has {len(set(values))} different numbers, and others are"
            " discrete: mixed variables are not weighed as they are; --discretise 3 puts numbers"
            " into three groups"
        )
    return _cut(name, numbers, groups, notes)


def _cut(name: str, numbers: Sequence[float], groups: int, notes: list[str]) -> list[str]:
    cuts = np.unique(np.quantile(numbers, [at / groups for at in range(1, groups)]))
    at_most = ", ".join(f"{cut:g}" for cut in cuts)
    notes.append(f"{name} was put into groups of about equal size, cut at {at_most}")
    group = np.searchsorted(cuts, numbers, side="left")
    return [f"group {at + 1}" for at in group]


def _levels(values: Iterable[str]) -> tuple[str, ...]:
    """Return the different values: numbers in their order, then texts."""
    return tuple(
        sorted(set(values), key=lambda value: (_number(value) is None, _number(value) or 0, value))
    )


def _named(mark: str, row: int, chosen: Sequence[str], column: str) -> list[int]:
    """Return the places of the variables that a cell of the intervention column names."""
    names = [mark] if mark in chosen else [part.strip() for part in mark.split(";")]
    for name in names:
        if name and name not in chosen:
            raise UnknownError(
                "variable",
                name,
                chosen,
                f"row {row + 1}, column {column!r}: it must name one of {', '.join(chosen)},"
                " or be empty where nothing was set",
            )
    return [chosen.index(name) for name in names if name]
