"""Counting what the store holds."""

from __future__ import annotations

from collections.abc import Mapping

from causalkb.records import Stats
from causalkb.store.database import FILE_NAME, Database


class Counts:
    """Counts over one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conn = database.conn

    def stats(self, questions: Mapping[str, int]) -> Stats:
        """Return how much there is of everything.

        Args:
            questions: The number of works on each question, by slug.
        """
        return Stats(
            path=str(self._database.directory),
            works=self.rows("works"),
            notes=self.rows("notes"),
            claims=self.rows("claims"),
            passages=self.rows("passages"),
            people=self.people(),
            import_problems=self.rows("problems"),
            size=self.size(),
            model=self._database.meta("model"),
            fields=self.works_by("field"),
            types=self.works_by("type"),
            decades=self.works_by_decade(),
            questions=questions,
            designs=self.claims_by("design"),
        )

    def rows(self, table: str) -> int:
        """How many rows one of our tables has."""
        return int(self._conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def people(self) -> int:
        """How many authors and editors there are; "and others" is nobody."""
        sql = "SELECT count(*) FROM people WHERE NOT (literal AND family = 'others')"
        return int(self._conn.execute(sql).fetchone()[0])

    def works_by(self, column: str) -> dict[str, int]:
        """Works by field or type, most first; those without one are "(none)"."""
        sql = (
            f"SELECT coalesce({column}, '(none)'), count(*) FROM works GROUP BY {column}"
            " ORDER BY 2 DESC, 1"
        )
        return dict(self._conn.execute(sql))

    def works_by_decade(self) -> dict[str, int]:
        """Works by decade, newest first."""
        sql = (
            "SELECT (year / 10) * 10 || 's', count(*) FROM works WHERE year IS NOT NULL"
            " GROUP BY year / 10 ORDER BY year / 10 DESC"
        )
        return dict(self._conn.execute(sql))

    def claims_by(self, column: str) -> dict[str, int]:
        """Claims by design or rung, most first."""
        sql = (
            f"SELECT coalesce({column}, '(none)'), count(*) FROM claims GROUP BY {column}"
            " ORDER BY 2 DESC, 1"
        )
        return dict(self._conn.execute(sql))

    def size(self) -> int:
        """Bytes of the store on disk."""
        folder = self._database.directory
        return sum(file.stat().st_size for file in folder.glob(f"{FILE_NAME}*"))
