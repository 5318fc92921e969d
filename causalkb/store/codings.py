"""What second readers entered without seeing the first coding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from causalkb.records import Coding
from causalkb.records.codings import NO_BEARING
from causalkb.store.database import Database
from causalkb.store.rows import marks, now

_CODING = (
    "SELECT k.coder, w.key || '#' || c.number, h.slug, k.stance, k.directness, k.design,"
    " k.population, k.coded_at, k.settled FROM codings k JOIN claims c ON c.id = k.claim_id"
    " JOIN works w ON w.id = c.work_id JOIN hypotheses h ON h.id = k.hypothesis_id"
)
_ORDER = " ORDER BY k.coder, w.key, c.number, h.position, h.id"


class Codings:
    """The second codings of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def all(self, coder: str | None = None) -> list[Coding]:
        """Return the codings of one coder, or of all, by claim and hypothesis."""
        where, values = ("", ()) if coder is None else (" WHERE k.coder = ?", (coder,))
        sql = f"{_CODING}{where}{_ORDER}"
        return [_coding(row) for row in self._conn.execute(sql, values)]

    def read_twice(self, hypotheses: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Return for each hypothesis how many stances two readers share, of those either saw.

        Settled differences count as shared: they were decided. A hypothesis of which nobody read
        a stance twice is left out.
        """
        sql = (
            "SELECT h.slug, sum(k.stance = coalesce(s.stance, ?) OR k.settled), count(*)"
            " FROM codings k JOIN hypotheses h ON h.id = k.hypothesis_id"
            " LEFT JOIN stances s ON s.claim_id = k.claim_id AND s.hypothesis_id = h.id"
            f" WHERE h.slug IN ({marks(hypotheses)}) AND (s.stance IS NOT NULL OR k.stance <> ?)"
            " GROUP BY h.id"
        )
        rows = self._conn.execute(sql, (NO_BEARING, *hypotheses, NO_BEARING))
        return {slug: (same, of) for slug, same, of in rows}

    def coders(self) -> list[str]:
        """Return the coders that there are, sorted."""
        sql = "SELECT DISTINCT coder FROM codings ORDER BY coder"
        return [row[0] for row in self._conn.execute(sql)]

    # Writing; inside the caller's ``Database.atomic()``

    def put(self, codings: Iterable[Coding]) -> int:
        """Store codings in the place of those of the same coder, claim and hypothesis.

        Returns:
            How many were stored.
        """
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT OR REPLACE INTO codings (coder, claim_id, hypothesis_id, stance, directness,"
            " design, population, coded_at, settled)"
            " SELECT ?, c.id, h.id, ?, ?, ?, ?, ?, ? FROM claims c"
            " JOIN works w ON w.id = c.work_id, hypotheses h"
            " WHERE w.key = ? AND c.number = ? AND h.slug = ?",
            [
                (
                    *(one.coder, one.stance, one.directness, one.design, one.population),
                    *(one.at or now(), int(one.settled), *_parts(one.claim), one.hypothesis),
                )
                for one in codings
            ],
        )
        return self._conn.total_changes - before

    def remove(self, coder: str) -> int:
        """Delete all codings of a coder and return how many there were."""
        return self._conn.execute("DELETE FROM codings WHERE coder = ?", (coder,)).rowcount

    def drop(self, coding: Coding) -> None:
        """Delete what one coder entered for one claim and hypothesis."""
        self._conn.execute(
            "DELETE FROM codings WHERE coder = ? AND claim_id = (SELECT c.id FROM claims c"
            " JOIN works w ON w.id = c.work_id WHERE w.key = ? AND c.number = ?)"
            " AND hypothesis_id = (SELECT id FROM hypotheses WHERE slug = ?)",
            (coding.coder, *_parts(coding.claim), coding.hypothesis),
        )

    def settle(self, claim: str, hypothesis: str) -> None:
        """Record that the disagreement on a stance was decided."""
        self._conn.execute(
            "UPDATE codings SET settled = 1 WHERE claim_id = (SELECT c.id FROM claims c"
            " JOIN works w ON w.id = c.work_id WHERE w.key = ? AND c.number = ?)"
            " AND hypothesis_id = (SELECT id FROM hypotheses WHERE slug = ?)",
            (*_parts(claim), hypothesis),
        )


def _coding(r: tuple[Any, ...]) -> Coding:
    return Coding(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], bool(r[8]))


def _parts(claim_id: str) -> tuple[str, str]:
    """Split ``workkey#n``; looked up as two columns, the index on keys serves."""
    key, _, number = claim_id.rpartition("#")
    return key, number
