"""Reading and writing how claims relate to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from causalkb.errors import UnknownError
from causalkb.records import ClaimRelation
from causalkb.store.connections import Connections
from causalkb.store.database import Database
from causalkb.store.rows import of_rows, select_in
from causalkb.vocabulary import Relation

if TYPE_CHECKING:
    from causalkb.store.claims import Claims


@of_rows
def relations_of(conn: Connections, ids: list[int]) -> defaultdict[int, list[ClaimRelation]]:
    """Return the relations that claims (row ids) state, by claim."""
    found: defaultdict[int, list[ClaimRelation]] = defaultdict(list)
    sql = (
        "SELECT r.claim_id, r.relation, w.key || '#' || c.number, r.because"
        " FROM claim_relations r"
        " JOIN claims c ON c.id = r.other_id JOIN works w ON w.id = c.work_id"
        " WHERE r.claim_id IN ({}) ORDER BY w.key, c.number, r.relation"
    )
    for claim_id, relation, other, because in select_in(conn, sql, ids):
        found[claim_id].append(ClaimRelation(Relation(relation), other, because))
    return found


class Relations:
    """The relations between the claims of one knowledge base."""

    def __init__(self, database: Database, claims: Claims) -> None:
        self._conn = database.conn
        self._claims = claims

    def all(self, kinds: Iterable[Relation]) -> list[tuple[str, ClaimRelation]]:
        """Return the relations of some kinds, each with the id of the claim that states it."""
        sql = (
            "SELECT a.key || '#' || c.number, r.relation, b.key || '#' || d.number, r.because"
            " FROM claim_relations r JOIN claims c ON c.id = r.claim_id"
            " JOIN works a ON a.id = c.work_id JOIN claims d ON d.id = r.other_id"
            " JOIN works b ON b.id = d.work_id WHERE r.relation IN ({})"
            " ORDER BY a.key, c.number, b.key, d.number, r.relation"
        )
        rows = select_in(self._conn, sql, [kind.value for kind in kinds])
        return [(row[0], ClaimRelation(Relation(row[1]), row[2], row[3])) for row in rows]

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def relate(
        self, row_id: int, relations: Iterable[tuple[Relation, int, str]], *, origin: str
    ) -> int:
        """Add relations to other claims (row ids, with the reason); return how many changed."""
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT INTO claim_relations (claim_id, other_id, relation, because, origin)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (claim_id, other_id, relation)"
            " DO UPDATE SET because = excluded.because WHERE because <> excluded.because",
            [(row_id, other, relation.value, why, origin) for relation, other, why in relations],
        )
        return self._conn.total_changes - before

    def unrelate(self, row_id: int, relations: Iterable[tuple[Relation, int, str]]) -> int:
        """Remove relations of a claim and return how many were there."""
        before = self._conn.total_changes
        self._conn.executemany(
            "DELETE FROM claim_relations WHERE claim_id = ? AND other_id = ? AND relation = ?",
            [(row_id, other, relation.value) for relation, other, _ in relations],
        )
        return self._conn.total_changes - before

    def drop_relations(self, row_id: int, *, origin: str) -> None:
        """Remove a claim's relations of one origin."""
        sql = "DELETE FROM claim_relations WHERE claim_id = ? AND origin = ?"
        self._conn.execute(sql, (row_id, origin))

    def state_relations(self, row_id: int, relations: Iterable[ClaimRelation]) -> None:
        """Make these the relations that a note states of a claim; they wait for the claims named.

        :meth:`resolve_relations` turns them into relations as soon as those claims are there.
        """
        self.drop_relations(row_id, origin="note")
        self._conn.execute("DELETE FROM pending_relations WHERE claim_id = ?", (row_id,))
        self._conn.executemany(
            "INSERT OR IGNORE INTO pending_relations (claim_id, other, relation, because)"
            " VALUES (?, ?, ?, ?)",
            [(row_id, other, relation.value, why) for relation, other, why in relations],
        )

    @of_rows
    def waiting_relations(self) -> list[tuple[int, str, ClaimRelation]]:
        """Relations that wait: row id and id of the claim, and what it states."""
        sql = (
            "SELECT p.claim_id, w.key || '#' || c.number, p.relation, p.other, p.because"
            " FROM pending_relations p JOIN claims c ON c.id = p.claim_id"
            " JOIN works w ON w.id = c.work_id ORDER BY w.key, c.number, p.other, p.relation"
        )
        return [
            (row[0], row[1], ClaimRelation(Relation(row[2]), row[3], row[4]))
            for row in self._conn.execute(sql)
        ]

    def resolve_relations(self) -> list[tuple[int, UnknownError]]:
        """Turn the relations that wait into relations where the claim they name is there.

        Returns:
            The row ids of claims whose relations still wait, each with what is missing.
        """
        missing: list[tuple[int, UnknownError]] = []
        for row_id, _, (relation, other, because) in self.waiting_relations():
            try:
                other_id = self._claims.id_of(other)
            except UnknownError as error:
                missing.append((row_id, error))
                continue
            if other_id != row_id:
                self.relate(row_id, [(relation, other_id, because)], origin="note")
            self._conn.execute(
                "DELETE FROM pending_relations WHERE (claim_id, other, relation) = (?, ?, ?)",
                (row_id, other, relation.value),
            )
        return missing
