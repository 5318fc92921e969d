"""How many claims and works meet in each cell of a gap map, counted by SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from causalkb.records import Filters
from causalkb.store.database import Database
from causalkb.store.rows import of_rows
from causalkb.store.selection import Selection
from causalkb.vocabulary import Stance

Place = tuple[str | None, str | None]
"""The slug of a row and the word of a column, "" where none is stated; ``None``: all of them."""
Numbers = tuple[int, int, Mapping[Stance, int]]
"""Claims, works, and stances of each kind."""

ROWS: Mapping[str, str] = MappingProxyType({"questions": "q.slug", "hypotheses": "h.slug"})
COLUMNS: Mapping[str, str] = MappingProxyType(
    {"fields": "w.field", "designs": "c.design", "rungs": "c.rung"}
)
_AMONG = "IN (SELECT value FROM json_each(?))"
_CLAIMS = (
    "SELECT {row} AS row, coalesce({column}, '') AS word, c.id AS claim, c.work_id AS work,"
    " s.stance AS stance FROM hypotheses h CROSS JOIN questions q ON q.id = h.question_id"
    " CROSS JOIN stances s ON s.hypothesis_id = h.id CROSS JOIN claims c ON c.id = s.claim_id"
    f" CROSS JOIN works w ON w.id = c.work_id WHERE h.slug {_AMONG} AND {{where}}"
)
_WORKS = (
    "SELECT q.slug AS row, coalesce(w.field, '') AS word, w.id AS work FROM questions q"
    " CROSS JOIN work_questions x ON x.question_id = q.id CROSS JOIN works w ON w.id = x.work_id"
    f" WHERE q.slug {_AMONG} AND {{where}}"
)
_STANCES = ", ".join(f"total(stance = '{stance.value}')" for stance in Stance)
_OF_CLAIMS = f"count(DISTINCT claim), count(DISTINCT work), count(*), {_STANCES}"


class GapCounts:
    """Counts what meets in cells, rows, columns and all together."""

    def __init__(self, database: Database, selection: Selection) -> None:
        self._conn = database.conn
        self._selection = selection

    def claims(
        self, rows: str, columns: str, hypotheses: Collection[str], filters: Filters
    ) -> dict[Place, Numbers]:
        """Count the claims that take a stance on hypotheses, and the works that make them.

        Args:
            rows: One of :data:`ROWS`.
            columns: One of :data:`COLUMNS`.
            hypotheses: Slugs of the only hypotheses whose stances count.
            filters: Only claims that pass, of works that pass.

        Raises:
            UnknownError: A filter names something that does not exist.
            StoreError: A stance is none of the vocabulary: the store is damaged.
        """
        where, values = self._selection.on_claims(filters)
        found = _CLAIMS.format(row=ROWS[rows], column=COLUMNS[columns], where=where)
        return {
            (row, word): _numbers(claims, works, *stances)
            for row, word, claims, works, *stances in self._conn.execute(
                _grouped(found, _OF_CLAIMS), (json.dumps([*hypotheses]), *values)
            )
        }

    def unclaimed(self, questions: Collection[str], filters: Filters) -> dict[Place, int]:
        """Count the works that pass, are linked to questions and have no claim; by field.

        Raises:
            UnknownError: A filter names something that does not exist.
        """
        where, values = self._selection.on_works(replace(filters, has_claims=False))
        sql = _grouped(_WORKS.format(where=where), "count(DISTINCT work)")
        rows = self._conn.execute(sql, (json.dumps([*questions]), *values))
        return {(row, word): count for row, word, count in rows}


def _grouped(found: str, numbers: str) -> str:
    """Return the SQL for cells, rows, columns and all of what is found, read once.

    A claim or work counts once in each total, so that totals are no sums of cells.
    """
    parts = ("row, word", "row, NULL", "NULL, word", "NULL, NULL")
    selects = [f"SELECT {part}, {numbers} FROM found GROUP BY {part}" for part in parts]
    return f"WITH found AS MATERIALIZED ({found}) " + " UNION ALL ".join(selects)


@of_rows
def _numbers(claims: int, works: int, stances: int, *each: float) -> Numbers:
    if sum(each) != stances:
        raise ValueError("a stance is not a word for it")
    return claims, works, {stance: int(n) for stance, n in zip(Stance, each, strict=True)}
