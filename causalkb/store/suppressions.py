"""Reading and writing what the audit lets pass."""

from __future__ import annotations

import json
from collections.abc import Iterable

from causalkb.errors import UnknownError
from causalkb.records import Suppression
from causalkb.store.database import Database
from causalkb.store.rows import now, of_rows

_PUT = (
    "INSERT INTO suppressions (rule, subject, works, reason, origin, made_at)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (rule, subject) DO UPDATE SET works = excluded.works,"
    " reason = excluded.reason, origin = excluded.origin, retired = 0, made_at = excluded.made_at"
)


class Suppressions:
    """The suppressions of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    @of_rows
    def all(self) -> list[Suppression]:
        """All that are in force, by rule and subject."""
        rows = self._conn.execute(
            "SELECT rule, subject, reason, works, origin FROM suppressions WHERE retired = 0"
            " ORDER BY rule, subject"
        )
        return [
            Suppression(rule, subject, reason, tuple(json.loads(works)), origin == "shipped")
            for rule, subject, reason, works, origin in rows
        ]

    @of_rows
    def with_retired(self) -> list[tuple[Suppression, bool]]:
        """All, with whether a user removed them (a shipped one), by rule and subject."""
        rows = self._conn.execute(
            "SELECT rule, subject, reason, works, origin, retired FROM suppressions"
            " ORDER BY rule, subject"
        )
        return [
            (
                Suppression(rule, subject, why, tuple(json.loads(works)), origin == "shipped"),
                bool(gone),
            )
            for rule, subject, why, works, origin, gone in rows
        ]

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def put(self, suppression: Suppression) -> None:
        """Add a suppression made by hand, or replace what there is for its rule and subject."""
        self._conn.execute(_PUT, _columns(suppression, "hand"))

    def put_back(self, suppression: Suppression, *, retired: bool) -> None:
        """Store a suppression as it was, made by hand or shipped, in force or removed."""
        origin = "shipped" if suppression.shipped else "hand"
        self._conn.execute(_PUT, _columns(suppression, origin))
        self._conn.execute(
            "UPDATE suppressions SET retired = ? WHERE rule = ? AND subject = ?",
            (int(retired), suppression.rule, suppression.subject),
        )

    def ship(self, suppressions: Iterable[Suppression]) -> int:
        """Make the shipped suppressions be these, and return how many rows changed.

        What a user made or removed by hand stays as it is.
        """
        before = self._conn.total_changes
        shipped = list(suppressions)
        names = json.dumps(
            [json.dumps([e.rule, e.subject], separators=(",", ":")) for e in shipped]
        )
        self._conn.execute(
            "DELETE FROM suppressions WHERE origin = 'shipped' AND retired = 0"
            " AND json_array(rule, subject) NOT IN (SELECT value FROM json_each(?))",
            (names,),
        )
        self._conn.executemany(
            _PUT + " WHERE suppressions.origin = 'shipped' AND suppressions.retired = 0"
            " AND (suppressions.works, suppressions.reason)"
            " IS NOT (excluded.works, excluded.reason)",
            [_columns(suppression, "shipped") for suppression in shipped],
        )
        return self._conn.total_changes - before

    def drop(self, rule: str, subject: str) -> None:
        """Delete a suppression, as if there had never been one."""
        sql = "DELETE FROM suppressions WHERE rule = ? AND subject = ?"
        self._conn.execute(sql, (rule, subject))

    def remove(self, rule: str, subject: str) -> None:
        """Remove a suppression; a shipped one does not come back with the next ``init``.

        Raises:
            UnknownError: There is none for that rule and subject; it carries the nearest.
        """
        changed = self._conn.execute(
            "UPDATE suppressions SET retired = 1 WHERE rule = ? AND subject = ? AND retired = 0"
            " AND origin = 'shipped'",
            (rule, subject),
        ).rowcount
        changed += self._conn.execute(
            "DELETE FROM suppressions WHERE rule = ? AND subject = ? AND origin = 'hand'",
            (rule, subject),
        ).rowcount
        if not changed:
            known = [f"{e.rule} {e.subject}" for e in self.all()]
            hint = "'causalkb suppression list' shows all suppressions"
            raise UnknownError("suppression", f"{rule} {subject}", known, hint)


def _columns(suppression: Suppression, origin: str) -> tuple[object, ...]:
    works = json.dumps(sorted(suppression.works), ensure_ascii=False)
    return suppression.rule, suppression.subject, works, suppression.reason, origin, now()
