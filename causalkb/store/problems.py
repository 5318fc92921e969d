"""Problems of past imports: kept until their source is read again without them."""

from __future__ import annotations

from collections.abc import Iterable

from causalkb.records import Problem
from causalkb.store.database import Database
from causalkb.store.rows import now
from causalkb.vocabulary import Severity


class Problems:
    """The remembered problems of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def replace(self, source: str, problems: Iterable[Problem]) -> None:
        """Make these the problems of one source, in place of those of its last import."""
        self._conn.execute("DELETE FROM problems WHERE source = ?", (source,))
        self._conn.executemany(
            "INSERT INTO problems (source, line, key, reason, hint, severity, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(source, p.line, p.key, p.reason, p.hint, p.severity.value, now()) for p in problems],
        )

    def all(self, severity: Severity | None = None) -> list[Problem]:
        """Return the problems remembered, by source and line."""
        if severity is None:
            return self._read("1")
        return self._read("severity = ?", severity.value)

    def of(self, source: str) -> list[Problem]:
        """Return what the last import of one source reported, by line."""
        return self._read("source = ?", source)

    def _read(self, where: str, *values: str) -> list[Problem]:
        rows = self._conn.execute(
            "SELECT source, reason, line, key, hint, severity FROM problems"
            f" WHERE {where} ORDER BY source, line, id",
            values,
        )
        return [Problem(row[0], row[1], row[2], row[3], row[4], Severity(row[5])) for row in rows]

    def forget(self, source: str | None = None) -> int:
        """Forget the problems of a source, or all, and return how many."""
        if source is None:
            return self._conn.execute("DELETE FROM problems").rowcount
        return self._conn.execute("DELETE FROM problems WHERE source = ?", (source,)).rowcount
