"""What became of works after they appeared: retractions, corrections, newer versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from causalkb.records import Notice
from causalkb.store.connections import Connections
from causalkb.store.database import Database
from causalkb.store.rows import now, select_in
from causalkb.vocabulary import NoticeKind

_ORDER = {kind: n for n, kind in enumerate(NoticeKind)}


def notices_of(conn: Connections, work_ids: Iterable[int]) -> dict[int, list[Notice]]:
    """Return the notices of works (row ids), the gravest first; works without any are left out."""
    sql = (
        "SELECT n.work_id, n.kind, n.source, n.notice, n.reason, n.day, w.key FROM notices n"
        " JOIN works w ON w.id = n.work_id WHERE n.work_id IN ({}) ORDER BY n.source, n.notice"
    )
    found: defaultdict[int, list[Notice]] = defaultdict(list)
    for work_id, kind, *rest in select_in(conn, sql, work_ids):
        found[work_id].append(Notice(NoticeKind(kind), *rest))
    for notices in found.values():
        notices.sort(key=lambda notice: _ORDER[notice.kind])
    return dict(found)


class Notices:
    """The notices in one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def all(self) -> dict[int, list[Notice]]:
        """Return the notices of all works that have any, by row id."""
        sql = "SELECT DISTINCT work_id FROM notices ORDER BY work_id"
        return notices_of(self._conn, [row[0] for row in self._conn.execute(sql)])

    # Writing; belongs inside the caller's ``Database.atomic()``

    def replace(self, work_id: int, source: str, notices: Sequence[Notice]) -> bool:
        """Make these the notices of a work that a source reports, and say whether any changed."""
        sql = "SELECT kind, notice, reason, day FROM notices WHERE work_id = ? AND source = ?"
        before = set(self._conn.execute(sql, (work_id, source)))
        said = {(n.kind.value, n.notice, n.reason, n.day) for n in notices}
        if said == before:
            return False
        sql = "DELETE FROM notices WHERE work_id = ? AND source = ?"
        self._conn.execute(sql, (work_id, source))
        stamp = now()
        self._conn.executemany(
            "INSERT OR REPLACE INTO notices (work_id, source, kind, notice, reason, day, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(work_id, source, *row, stamp) for row in sorted(said)],
        )
        return True

    def put(self, work_id: int, one: Notice) -> None:
        """Store a notice."""
        self._conn.execute(
            "INSERT OR REPLACE INTO notices (work_id, source, kind, notice, reason, day, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (work_id, one.source, one.kind.value, one.notice, one.reason, one.day, now()),
        )

    def drop(self, work_id: int, one: Notice) -> None:
        """Forget a notice."""
        sql = "DELETE FROM notices WHERE (work_id, source, kind, notice) = (?, ?, ?, ?)"
        self._conn.execute(sql, (work_id, one.source, one.kind.value, one.notice))
