"""A gap map as plain data: the form of ``map --format json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from causalkb.evidence.map import Cell, GapMap
from causalkb.report.render.map_formats import caveats, title


def to_dict(gap_map: GapMap) -> dict[str, Any]:
    """Return the map for JSON; ``lean`` is only there where it has a meaning."""
    names = [row.slug for row in gap_map.rows]

    def one(cell: Cell) -> dict[str, Any]:
        found: dict[str, Any] = asdict(cell)
        return {**found, "lean": cell.lean.value} if gap_map.leans else found

    return {
        "title": title(gap_map),
        "rows": gap_map.kind.value,
        "columns": gap_map.across.value,
        "question": gap_map.question,
        "caveats": list(caveats(gap_map)),
        "row_labels": [asdict(row) for row in gap_map.rows],
        "column_labels": list(gap_map.columns),
        "cells": {
            name: dict(zip(gap_map.columns, map(one, cells), strict=True))
            for name, cells in zip(names, gap_map.cells, strict=True)
        },
        "row_totals": dict(zip(names, map(one, gap_map.row_totals), strict=True)),
        "column_totals": dict(zip(gap_map.columns, map(one, gap_map.column_totals), strict=True)),
        "total": one(gap_map.total),
        "gaps": [list(pair) for pair in gap_map.gaps],
    }
