"""Reading and writing claims with their stances, effects, tags and relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from causalkb.errors import UnknownError
from causalkb.records import Claim, Effect
from causalkb.store.database import Database
from causalkb.store.rows import select_in
from causalkb.vocabulary import Design, Relation, Rung, Sign, Stance, Wording

_CLAIM = (
    "SELECT c.id, w.key, c.number, c.text, c.design, c.rung, c.wording, c.subject, c.locator,"
    " c.quote, c.quote_checked FROM claims c JOIN works w ON w.id = c.work_id"
)


class Claims:
    """The claims of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def count(self) -> int:
        """How many claims there are."""
        return int(self._conn.execute("SELECT count(*) FROM claims").fetchone()[0])

    def ids(self) -> list[str]:
        """All claim ids (``workkey#n``)."""
        sql = (
            "SELECT w.key || '#' || c.number FROM claims c JOIN works w ON w.id = c.work_id"
            " ORDER BY w.key, c.number"
        )
        return [row[0] for row in self._conn.execute(sql)]

    def id_of(self, claim_id: str) -> int:
        """Return the row id of a claim ``workkey#n``.

        Raises:
            UnknownError: There is no such claim; it carries the nearest ids.
        """
        key, _, number = claim_id.rpartition("#")
        if number.isascii() and number.isdigit() and len(number) < 10:
            sql = (
                "SELECT c.id FROM claims c JOIN works w ON w.id = c.work_id"
                " WHERE w.key = ? AND c.number = ?"
            )
            row = self._conn.execute(sql, (key, int(number))).fetchone()
            if row is not None:
                return int(row[0])
        raise UnknownError("claim", claim_id, self.ids(), "'causalkb claims' shows all claims")

    def of_works(self, work_ids: Iterable[int]) -> dict[int, list[Claim]]:
        """Return the claims of works by the works' row ids, in order of number."""
        wanted = list(work_ids)
        sql = f"{_CLAIM} WHERE c.work_id IN ({{}}) ORDER BY c.work_id, c.number"
        rows = list(select_in(self._conn, sql, wanted))
        found: dict[int, list[Claim]] = {work_id: [] for work_id in wanted}
        owner = dict(
            select_in(self._conn, "SELECT id, work_id FROM claims WHERE work_id IN ({})", wanted)
        )
        for row_id, claim in self._records(rows).items():
            found[owner[row_id]].append(claim)
        return found

    def many(self, row_ids: Iterable[int]) -> dict[int, Claim]:
        """Return claims by row id."""
        return self._records(
            list(select_in(self._conn, f"{_CLAIM} WHERE c.id IN ({{}}) ORDER BY c.id", row_ids))
        )

    def _records(self, rows: list[tuple[Any, ...]]) -> dict[int, Claim]:
        ids = [row[0] for row in rows]
        stances = self._stances(ids)
        effects = self._effects(ids)
        tags = self._tags(ids)
        relations = self._relations(ids)
        return {
            row[0]: Claim(
                id=f"{row[1]}#{row[2]}",
                work=row[1],
                text=row[3],
                design=None if row[4] is None else Design(row[4]),
                rung=None if row[5] is None else Rung(row[5]),
                wording=None if row[6] is None else Wording(row[6]),
                subject=row[7],
                locator=row[8],
                quote=row[9],
                quote_checked=None if row[10] is None else bool(row[10]),
                stances=stances[row[0]],
                effects=tuple(effects[row[0]]),
                tags=tuple(tags[row[0]]),
                relations=tuple(relations[row[0]]),
            )
            for row in rows
        }

    def _stances(self, ids: list[int]) -> defaultdict[int, dict[str, Stance]]:
        found: defaultdict[int, dict[str, Stance]] = defaultdict(dict)
        sql = (
            "SELECT s.claim_id, h.slug, s.stance FROM stances s"
            " JOIN hypotheses h ON h.id = s.hypothesis_id"
            " WHERE s.claim_id IN ({}) ORDER BY h.question_id, h.position"
        )
        for claim_id, slug, stance in select_in(self._conn, sql, ids):
            found[claim_id][slug] = Stance(stance)
        return found

    def _effects(self, ids: list[int]) -> defaultdict[int, list[Effect]]:
        found: defaultdict[int, list[Effect]] = defaultdict(list)
        sql = (
            "SELECT claim_id, cause, effect, sign FROM effects WHERE claim_id IN ({})"
            " ORDER BY claim_id, position"
        )
        for claim_id, cause, effect, sign in select_in(self._conn, sql, ids):
            found[claim_id].append(Effect(cause, effect, Sign(sign)))
        return found

    def _tags(self, ids: list[int]) -> defaultdict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        sql = "SELECT claim_id, tag FROM claim_tags WHERE claim_id IN ({}) ORDER BY tag"
        for claim_id, tag in select_in(self._conn, sql, ids):
            found[claim_id].append(tag)
        return found

    def _relations(self, ids: list[int]) -> defaultdict[int, list[tuple[Relation, str]]]:
        found: defaultdict[int, list[tuple[Relation, str]]] = defaultdict(list)
        sql = (
            "SELECT r.claim_id, r.relation, w.key || '#' || c.number FROM claim_relations r"
            " JOIN claims c ON c.id = r.other_id JOIN works w ON w.id = c.work_id"
            " WHERE r.claim_id IN ({}) ORDER BY w.key, c.number, r.relation"
        )
        for claim_id, relation, other in select_in(self._conn, sql, ids):
            found[claim_id].append((Relation(relation), other))
        return found

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def insert(self, work_id: int, claim: Claim, *, origin: str) -> int:
        """Store a new claim of a work and return its row id.

        Its number is the one that ``claim.id`` asks for if that is free, else the next that the
        work has never used, so that an id never changes meaning.
        """
        number = self._number(work_id, claim.id)
        row_id = self._conn.execute(
            "INSERT INTO claims (work_id, number, text, design, rung, wording, subject, locator,"
            " quote, quote_checked, origin) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (work_id, number, *_columns(claim), origin),
        ).lastrowid
        assert row_id is not None
        self._write_parts(row_id, claim, origin)
        return row_id

    def _number(self, work_id: int, wanted: str) -> int:
        digits = wanted.rpartition("#")[2]
        if digits.isascii() and digits.isdigit() and int(digits[:9]) > 0 and len(digits) < 10:
            sql = "SELECT 1 FROM claims WHERE work_id = ? AND number = ?"
            if self._conn.execute(sql, (work_id, int(digits))).fetchone() is None:
                self._conn.execute(
                    "UPDATE works SET claims_made = max(claims_made, ?) WHERE id = ?",
                    (int(digits), work_id),
                )
                return int(digits)
        self._conn.execute(
            "UPDATE works SET claims_made = claims_made + 1 WHERE id = ?", (work_id,)
        )
        sql = "SELECT claims_made FROM works WHERE id = ?"
        return int(self._conn.execute(sql, (work_id,)).fetchone()[0])

    def update(self, row_id: int, claim: Claim, *, origin: str) -> None:
        """Replace what a claim says; stances, effects and tags of another origin are kept."""
        self._conn.execute(
            "UPDATE claims SET text=?, design=?, rung=?, wording=?, subject=?, locator=?, quote=?,"
            " quote_checked=? WHERE id=?",
            (*_columns(claim), row_id),
        )
        self._conn.execute(
            "DELETE FROM stances WHERE claim_id = ? AND origin = ?", (row_id, origin)
        )
        self._conn.execute("DELETE FROM effects WHERE claim_id = ?", (row_id,))
        self._conn.execute("DELETE FROM claim_tags WHERE claim_id = ?", (row_id,))
        self._write_parts(row_id, claim, origin)

    def _write_parts(self, row_id: int, claim: Claim, origin: str) -> None:
        self._conn.executemany(
            "INSERT OR IGNORE INTO stances (claim_id, hypothesis_id, stance, origin)"
            " SELECT ?, id, ?, ? FROM hypotheses WHERE slug = ?",
            [(row_id, stance.value, origin, slug) for slug, stance in claim.stances.items()],
        )
        self._conn.executemany(
            "INSERT INTO effects (claim_id, position, cause, effect, sign) VALUES (?, ?, ?, ?, ?)",
            [(row_id, n, e.cause, e.effect, e.sign.value) for n, e in enumerate(claim.effects)],
        )
        self._conn.executemany(
            "INSERT OR IGNORE INTO claim_tags (claim_id, tag) VALUES (?, ?)",
            [(row_id, tag) for tag in claim.tags],
        )

    def rewrite(self, row_id: int, claim: Claim) -> None:
        """Replace what a claim says, and leave its stances and relations."""
        origins = dict(
            self._conn.execute(
                "SELECT h.slug, s.origin FROM stances s JOIN hypotheses h ON h.id = s.hypothesis_id"
                " WHERE s.claim_id = ?",
                (row_id,),
            )
        )
        for origin in ("note", "hand"):
            own = {s: v for s, v in claim.stances.items() if origins.get(s) == origin}
            self.update(row_id, replace(claim, stances=own), origin=origin)

    def adopt(self, row_id: int) -> None:
        """From now on a claim made by hand belongs to the note that states it."""
        self._conn.execute("UPDATE claims SET origin = 'note' WHERE id = ?", (row_id,))

    def link(self, row_id: int, stances: Mapping[str, Stance], *, origin: str) -> int:
        """Add or change stances of a claim and return how many that changed."""
        old = self._stances([row_id])[row_id]
        new = {slug: stance for slug, stance in stances.items() if old.get(slug) is not stance}
        self._conn.executemany(
            "INSERT OR REPLACE INTO stances (claim_id, hypothesis_id, stance, origin)"
            " SELECT ?, id, ?, ? FROM hypotheses WHERE slug = ?",
            [(row_id, stance.value, origin, slug) for slug, stance in new.items()],
        )
        return len(new)

    def relate(self, row_id: int, relations: Iterable[tuple[Relation, int]], *, origin: str) -> int:
        """Add relations to other claims (row ids) and return how many were new."""
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT OR IGNORE INTO claim_relations (claim_id, other_id, relation, origin)"
            " VALUES (?, ?, ?, ?)",
            [(row_id, other, relation.value, origin) for relation, other in relations],
        )
        return self._conn.total_changes - before

    def unlink(
        self, row_id: int, slugs: Iterable[str], relations: Iterable[tuple[Relation, int]]
    ) -> int:
        """Remove stances and relations of a claim and return how many were there."""
        before = self._conn.total_changes
        self._conn.executemany(
            "DELETE FROM stances WHERE claim_id = ? AND hypothesis_id ="
            " (SELECT id FROM hypotheses WHERE slug = ?)",
            [(row_id, slug) for slug in slugs],
        )
        self._conn.executemany(
            "DELETE FROM claim_relations WHERE claim_id = ? AND other_id = ? AND relation = ?",
            [(row_id, other, relation.value) for relation, other in relations],
        )
        return self._conn.total_changes - before

    def drop_relations(self, row_id: int, *, origin: str) -> None:
        """Remove a claim's relations of one origin."""
        sql = "DELETE FROM claim_relations WHERE claim_id = ? AND origin = ?"
        self._conn.execute(sql, (row_id, origin))

    def state_relations(self, row_id: int, relations: Iterable[tuple[Relation, str]]) -> None:
        """Make these the relations that a note states of a claim; they wait for the claims named.

        :meth:`resolve_relations` turns them into relations as soon as those claims are there.
        """
        self.drop_relations(row_id, origin="note")
        self._conn.execute("DELETE FROM pending_relations WHERE claim_id = ?", (row_id,))
        self._conn.executemany(
            "INSERT OR IGNORE INTO pending_relations (claim_id, other, relation) VALUES (?, ?, ?)",
            [(row_id, other, relation.value) for relation, other in relations],
        )

    def waiting_relations(self) -> list[tuple[int, str, str, str]]:
        """Relations that wait: row id and id of the claim, the relation and the claim it names."""
        sql = (
            "SELECT p.claim_id, w.key || '#' || c.number, p.relation, p.other"
            " FROM pending_relations p JOIN claims c ON c.id = p.claim_id"
            " JOIN works w ON w.id = c.work_id ORDER BY w.key, c.number, p.other, p.relation"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._conn.execute(sql)]

    def resolve_relations(self) -> list[tuple[int, UnknownError]]:
        """Turn the relations that wait into relations where the claim they name is there.

        Returns:
            The row ids of claims whose relations still wait, each with what is missing.
        """
        missing: list[tuple[int, UnknownError]] = []
        for row_id, _, relation, other in self.waiting_relations():
            try:
                other_id = self.id_of(other)
            except UnknownError as error:
                missing.append((row_id, error))
                continue
            if other_id != row_id:
                self.relate(row_id, [(Relation(relation), other_id)], origin="note")
            self._conn.execute(
                "DELETE FROM pending_relations WHERE (claim_id, other, relation) = (?, ?, ?)",
                (row_id, other, relation),
            )
        return missing

    def of_origin(self, work_id: int, origin: str) -> dict[int, Claim]:
        """Return a work's claims of one origin ("note" or "hand") by row id, in order of number."""
        rows = self._conn.execute(
            f"{_CLAIM} WHERE c.work_id = ? AND c.origin = ? ORDER BY c.number", (work_id, origin)
        ).fetchall()
        return self._records(rows)

    def remove(self, row_id: int) -> None:
        """Delete a claim with all its links."""
        self._conn.execute("DELETE FROM claims WHERE id = ?", (row_id,))


def _columns(claim: Claim) -> tuple[object, ...]:
    return (
        claim.text,
        None if claim.design is None else claim.design.value,
        None if claim.rung is None else claim.rung.value,
        None if claim.wording is None else claim.wording.value,
        claim.subject,
        claim.locator,
        claim.quote,
        None if claim.quote_checked is None else int(claim.quote_checked),
    )
