"""Evidence tables as YAML: ``title``, ``columns``, and ``rows`` with one cell for each column.

A cell is a mapping with a ``text`` of one sentence and ``claims`` (ids), or the text "nothing
found".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from causalkb.errors import InputError, nearest
from causalkb.formats.yaml_text import load
from causalkb.records import Cell, EvidenceTable, TableColumn, TableRow
from causalkb.records.tables import NOTHING_FOUND

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read(text: str, source: str, name: str) -> EvidenceTable:
    """Return the table of a file.

    Args:
        text: The YAML.
        source: Its name, for messages.
        name: The name of the table.

    Raises:
        InputError: It is not of the expected form; the message says where.
    """
    if not _SLUG.fullmatch(name):
        raise InputError(
            f"{name!r} is not a usable name of a table: lower-case words joined by hyphens"
        )
    said = _mapping(load(text, source), source, ("title", "note", "columns", "rows"))
    columns = tuple(_column(item, source) for item in _list(said, "columns", source))
    if not columns:
        raise InputError(f"{source}: a table needs 'columns'")
    slugs = [column.slug for column in columns]
    rows = tuple(_row(item, slugs, source) for item in _list(said, "rows", source))
    for kind, names in (("column", slugs), ("row", [row.slug for row in rows])):
        twice = next((n for n in names if names.count(n) > 1), None)
        if twice is not None:
            raise InputError(f"{source}: the {kind} {twice} is there twice")
    return EvidenceTable(
        name, _text(said, "title", source) or name, columns, rows, _text(said, "note", source)
    )


def _column(item: Any, source: str) -> TableColumn:
    said = _mapping(item, source, ("slug", "title", "meaning"))
    slug = _need(said, "slug", f"{source}: a column")
    return TableColumn(slug, _text(said, "title", source) or slug, _text(said, "meaning", source))


def _row(item: Any, columns: list[str], source: str) -> TableRow:
    said = _mapping(item, source, ("slug", "title", "cells"))
    slug = _need(said, "slug", f"{source}: a row")
    where = f"{source}: row {slug}"
    cells = _mapping(said.get("cells") or {}, where, columns)
    return TableRow(
        slug,
        _text(said, "title", where) or slug,
        {column: _cell(value, f"{where}, {column}") for column, value in cells.items()},
    )


def _cell(item: Any, where: str) -> Cell:
    if isinstance(item, str):
        item = {"text": item}
    said = _mapping(item, where, ("text", "claims"))
    claims = _list(said, "claims", where)
    if not all(isinstance(claim, str) for claim in claims):
        raise InputError(f"{where}: 'claims' must be a list of claim ids")
    text = _text(said, "text", where) or NOTHING_FOUND
    return Cell(NOTHING_FOUND if text.casefold() == NOTHING_FOUND else text, tuple(claims))


def _mapping(item: Any, where: str, allowed: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise InputError(f"{where}: 'name: value' pairs are expected here")
    for name in item:
        if name not in allowed:
            close = nearest(str(name), list(allowed))
            hint = f"; did you mean {close[0]}?" if close else ""
            raise InputError(f"{where}: {name!r} is not known here{hint}")
    return item


def _list(said: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = said.get(name) or []
    if not isinstance(value, list):
        raise InputError(f"{where}: {name!r} must be a list")
    return value


def _text(said: Mapping[str, Any], name: str, where: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{where}: {name!r} must be a text")
    return " ".join(value.split())


def _need(said: Mapping[str, Any], name: str, where: str) -> str:
    value = _text(said, name, where)
    if not _SLUG.fullmatch(value):
        raise InputError(f"{where} needs a {name!r} of lower-case words joined by hyphens")
    return value
