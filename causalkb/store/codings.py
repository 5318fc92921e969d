"""What second readers entered without seeing the first coding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from causalkb.records import Coding
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

    def on(self, hypotheses: Sequence[str]) -> list[Coding]:
        """Return the codings on some hypotheses, by claim and hypothesis."""
        sql = f"{_CODING} WHERE h.slug IN ({marks(hypotheses)}){_ORDER}"
        return [_coding(row) for row in self._conn.execute(sql, tuple(hypotheses))]

    def claims_on(self, hypotheses: Sequence[str]) -> list[int]:
        """Return the rows of the claims that were read again for some hypotheses."""
        sql = (
            "SELECT DISTINCT k.claim_id FROM codings k JOIN hypotheses h ON h.id = k.hypothesis_id"
            f" WHERE h.slug IN ({marks(hypotheses)}) ORDER BY k.claim_id"
        )
        return [row[0] for row in self._conn.execute(sql, tuple(hypotheses))]

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
