"""Where a table comes from: a file of one of three kinds, and which columns are meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from causalkb.errors import InputError
from causalkb.files import read_file, read_utf8
from causalkb.text import fold

MOST_BYTES = 256 * 2**20
_SEPARATORS = {".csv": ",;\t|", ".tsv": "\t", ".tab": "\t"}
"""What may separate cells, by suffix; the first that gives the header most cells is taken."""
_PARQUET = {".parquet", ".pq"}
MOST_CELLS = 20_000_000
_DECIMAL_COMMA = re.compile(r"[+-]?\d+(,\d+)?([eE][+-]?\d+)?")


def read_columns(path: Path) -> dict[str, list[str]]:
    """Return the columns of a CSV or TSV file with a header line, or of a Parquet file.

    Raises:
        InputError: It cannot be read, is another kind of file, or a row has too many or few cells;
            or pyarrow is not installed, which Parquet needs.
    """
    if path.suffix.lower() in _PARQUET:
        return _parquet(path)
    separators = _SEPARATORS.get(path.suffix.lower())
    if separators is None:
        raise InputError(f"{path}: is not a .csv, .tsv or .parquet file; save the table as CSV")
    text = read_utf8(path, MOST_BYTES)
    separator = max(separators, key=lambda one: _cells_of_header(text, one))
    found = _parsed(text, separator, str(path))
    # Spreadsheets write semicolons where the comma is the decimal sign.
    return {k: _with_points(v) for k, v in found.items()} if separator == ";" else found


def _rows(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _cells_of_header(text: str, separator: str) -> int:
    try:
        return len(next(_rows(text, separator), []))
    except csv.Error:
        return 0


def _with_points(values: list[str]) -> list[str]:
    """Return numbers with a decimal point, if all values are numbers and some have a comma."""
    kinds = set(values) - {""}
    if any("," in one for one in kinds) and all(map(_DECIMAL_COMMA.fullmatch, kinds)):
        return [one.replace(",", ".") for one in values]
    return values


def _parquet(path: Path) -> dict[str, list[str]]:
    """Return the columns of a Parquet file as text, as a CSV file would have them."""
    content = read_file(path, MOST_BYTES)
    try:
        pyarrow = import_module("pyarrow")
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            f"{path}: Parquet needs pyarrow: pip install 'causalkb[parquet]', or save the table"
            " as CSV"
        ) from None
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        header, rows = file.schema_arrow.names, file.metadata.num_rows
        # Compressed, a small file may hold any number of cells.
        _check_header(header, str(path))
        if rows * len(header) > MOST_CELLS:
            raise InputError(_too_many(path, len(header)))
        table = file.read()
        return {
            name: ["" if one is None else _plain(one) for one in table[at].to_pylist()]
            for at, name in enumerate(header)
        }
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        raise InputError(f"{path}: not valid Parquet: {reason}; save the table as CSV") from error


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _too_many(source: object, columns: int) -> str:
    most = MOST_CELLS // columns
    return f"{source}: more than {most:,} rows of {columns} columns are too many; take a sample"


def _parsed(text: str, separator: str, source: str) -> dict[str, list[str]]:
    reader = _rows(text, separator)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, source)
        columns: list[list[str]] = [[] for _ in header]
        held: dict[str, str] = {}  # equal cells are one text, so that long files fit into memory
        most = MOST_CELLS // len(header)
        for cells in reader:
            if cells and len(cells) != len(header):
                reason = f"{len(cells)} cells where the header has {len(header)}; correct the line"
                raise InputError(f"{source}:{reader.line_num}: {reason}")
            if len(columns[0]) >= most:
                raise InputError(_too_many(source, len(header)))
            for column, cell in zip(columns, cells, strict=False):  # a blank line has no cells
                column.append(held.setdefault(cell, cell.strip()))
    except csv.Error as error:
        raise InputError(f"{source}:{reader.line_num}: not valid CSV: {error}") from error
    return dict(zip(header, columns, strict=True))


def _check_header(header: Sequence[str], source: str) -> None:
    if not any(header):
        raise InputError(f"{source}:1: has no header; the first line must name the columns")
    for at, name in enumerate(header):
        if not name:
            raise InputError(f"{source}:1: column {at + 1} has no name; give it one")
        if name in header[:at]:
            raise InputError(f"{source}:1: two columns are named {name!r}; rename one")


def columns_named(
    columns: Sequence[str], x: str, y: str, leave_out: str | None = None
) -> tuple[str, str]:
    """Return the columns that are called like two things, but for case and separators.

    Raises:
        InputError: There are none; the message lists what there is.

    >>> columns_named(["day", "Ice_cream", "thirst"], "ice cream", "Thirst")
    ('Ice_cream', 'thirst')
    """
    found = []
    for text in (x, y):
        same = [name for name in columns if name != leave_out and _key(name) == _key(text)]
        if len(same) != 1:
            there = ", ".join(name for name in columns if name != leave_out)[:200]
            raise InputError(
                f"{'two columns are' if same else 'no column is'} called {text!r}; name the columns"
                f" of X and Y with --variables A,B; there are {there}"
            )
        found.append(same[0])
    return found[0], found[1]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
