"""Counting what the store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from causalkb.records import Stats
from causalkb.store.database import FILE_NAME, Database


class Counts:
    """Counts over one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conn = database.conn

    def stats(
        self,
        questions: Mapping[str, int],
        works: Sequence[int] | None = None,
        claims: Sequence[int] | None = None,
    ) -> Stats:
        """Return how much there is of everything.

        Args:
            questions: The number of works on each question, by slug.
            works: Row ids of the only works to count, with what belongs to them; default: all.
            claims: Row ids of the only claims to count; default: all.
        """
        return Stats(
            path=str(self._database.directory),
            works=self.rows("works", "id", works),
            notes=self.rows("notes", "work_id", works),
            claims=self.rows("claims", "id", claims),
            passages=self.rows("passages", "work_id", works),
            people=self.people(works),
            import_problems=self.rows("problems") if works is None else self._problems(works),
            size=self.size(),
            model=self._database.meta("model"),
            fields=self._by("works", "field", works),
            types=self._by("works", "type", works),
            decades=self._works_by_decade(works),
            questions=questions,
            designs=self._by("claims", "design", claims),
            vector_map=self._database.meta("vector_map"),
            index=self._database.meta("index") or "local",
        )

    def rows(self, table: str, column: str = "", ids: Sequence[int] | None = None) -> int:
        """How many rows one of our tables has; with ids, those where a column has one of them."""
        where, values = _among(column, ids)
        return self._one(f"SELECT count(*) FROM {table} WHERE {where}", values)

    def people(self, works: Sequence[int] | None = None) -> int:
        """How many authors and editors there are; "and others" is nobody."""
        sql = "SELECT count(*) FROM people p WHERE NOT (literal AND family = 'others')"
        if works is None:
            return self._one(sql, [])
        where, values = _among("work_id", works)
        sql += f" AND p.id IN (SELECT person_id FROM work_people WHERE {where})"
        return self._one(sql, values)

    def size(self) -> int:
        """Bytes of the store on disk."""
        folder = self._database.directory
        return sum(file.stat().st_size for file in folder.glob(f"{FILE_NAME}*"))

    def _one(self, sql: str, values: Sequence[object]) -> int:
        return int(self._conn.execute(sql, values).fetchone()[0])

    def _problems(self, works: Sequence[int]) -> int:
        where, values = _among("id", works)
        keys = f"SELECT key FROM works WHERE {where}"
        return self._one(f"SELECT count(*) FROM problems WHERE key IN ({keys})", values)

    def _by(self, table: str, column: str, ids: Sequence[int] | None) -> dict[str, int]:
        """Works by field or type, or claims by design, most first; "(none)" without one."""
        where, values = _among("id", ids)
        sql = (
            f"SELECT coalesce({column}, '(none)'), count(*) FROM {table} WHERE {where}"
            f" GROUP BY {column} ORDER BY 2 DESC, 1"
        )
        return dict(self._conn.execute(sql, values))

    def _works_by_decade(self, works: Sequence[int] | None) -> dict[str, int]:
        """Works by decade, newest first."""
        where, values = _among("id", works)
        sql = (
            "SELECT (year / 10) * 10 || 's', count(*) FROM works WHERE year IS NOT NULL"
            f" AND {where} GROUP BY year / 10 ORDER BY year / 10 DESC"
        )
        return dict(self._conn.execute(sql, values))


def _among(column: str, ids: Sequence[int] | None) -> tuple[str, list[object]]:
    """Return a condition that a column has one of some ids, with its values."""
    if ids is None:
        return "1", []
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(ids)]
