"""Which records a person made or changed, beside what the records say.

Notes and the shipped files replace what they stated before and leave alone what was made by hand;
an export of the whole knowledge base carries the difference.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from causalkb.store.database import Database
from causalkb.store.provenance import MERGED
from causalkb.store.rows import select_in

SHIPPED = "corpus:"
"""How the sources of what ships with causalkb begin."""


class Origins:
    """The origins of the records of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def edited_questions(self) -> set[str]:
        """The slugs of questions that a user made or changed."""
        return self._slugs("questions")

    def edited_hypotheses(self) -> set[str]:
        """The slugs of hypotheses that a user made or changed."""
        return self._slugs("hypotheses")

    def _slugs(self, table: str) -> set[str]:
        return {r[0] for r in self._conn.execute(f"SELECT slug FROM {table} WHERE edited = 1")}

    def by_hand(self, work_ids: Iterable[int]) -> dict[int, list[str]]:
        """Return what was made by hand of the claims of works, by the works' row ids.

        ``"3"`` is claim number 3, ``"3 SLUG"`` its stance on a hypothesis and ``"3 RELATION
        CLAIM"`` its relation to another claim.
        """
        wanted = list(work_ids)
        found: defaultdict[int, list[str]] = defaultdict(list)
        for sql in (
            "SELECT work_id, number, '', '' FROM claims WHERE work_id IN ({}) AND origin = 'hand'"
            " ORDER BY number",
            "SELECT c.work_id, c.number, ' ' || h.slug, '' FROM stances s"
            " JOIN claims c ON c.id = s.claim_id JOIN hypotheses h ON h.id = s.hypothesis_id"
            " WHERE c.work_id IN ({}) AND s.origin = 'hand' ORDER BY c.number, h.slug",
            "SELECT c.work_id, c.number, ' ' || r.relation, ' ' || w.key || '#' || d.number"
            " FROM claim_relations r JOIN claims c ON c.id = r.claim_id"
            " JOIN claims d ON d.id = r.other_id JOIN works w ON w.id = d.work_id"
            " WHERE c.work_id IN ({}) AND r.origin = 'hand'"
            " ORDER BY c.number, w.key, d.number, r.relation",
        ):
            for work_id, *parts in select_in(self._conn, sql, wanted):
                found[work_id].append("".join(map(str, parts)))
        return dict(found)

    def numbers_used(self, work_ids: Iterable[int]) -> dict[int, int]:
        """Return the highest claim number that each work (row id) has ever given."""
        sql = "SELECT id, claims_made FROM works WHERE id IN ({})"
        return dict(select_in(self._conn, sql, work_ids))

    def shipped_sources(self) -> list[tuple[str, str, str, str]]:
        """Return what the shipped corpus said of works: work key, source, entry, hashes as JSON.

        With it come the keys that works had before they were merged.
        """
        sql = (
            "SELECT w.key, s.source, s.entry, s.said FROM work_sources s"
            " JOIN works w ON w.id = s.work_id"
            " WHERE substr(s.source, 1, ?) = ? OR s.source = ? ORDER BY w.key, s.source, s.entry"
        )
        return self._conn.execute(sql, (len(SHIPPED), SHIPPED, MERGED)).fetchall()

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def set_question_edited(self, slug: str, edited: bool) -> None:
        """Say whether a question is a user's own."""
        sql = "UPDATE questions SET edited = ? WHERE slug = ?"
        self._conn.execute(sql, (int(edited), slug))

    def set_hypothesis_edited(self, slug: str, edited: bool) -> None:
        """Say whether a hypothesis is a user's own."""
        sql = "UPDATE hypotheses SET edited = ? WHERE slug = ?"
        self._conn.execute(sql, (int(edited), slug))

    def set_by_hand(self, work_id: int, marks: Iterable[str]) -> None:
        """Make what :meth:`by_hand` returns of a work be this."""
        names = json.dumps(list(marks))
        made = "CASE WHEN {} IN (SELECT value FROM json_each(?)) THEN 'hand' ELSE 'note' END"
        own = "(SELECT id FROM claims WHERE work_id = ?)"
        number = "(SELECT number FROM claims c WHERE c.id = claim_id)"
        slug = "(SELECT slug FROM hypotheses h WHERE h.id = hypothesis_id)"
        other = (
            "(SELECT w.key || '#' || d.number FROM claims d JOIN works w ON w.id = d.work_id"
            " WHERE d.id = other_id)"
        )
        for table, name, where in (
            ("claims", "CAST(number AS TEXT)", "work_id = ?"),
            ("stances", f"{number} || ' ' || {slug}", f"claim_id IN {own}"),
            (
                "claim_relations",
                f"{number} || ' ' || relation || ' ' || {other}",
                f"claim_id IN {own}",
            ),
        ):
            sql = f"UPDATE {table} SET origin = {made.format(name)} WHERE {where}"
            self._conn.execute(sql, (names, work_id))

    def set_numbers_used(self, work_id: int, highest: int) -> None:
        """Make sure that a work gives no number up to this to another claim."""
        sql = "UPDATE works SET claims_made = max(claims_made, ?) WHERE id = ?"
        self._conn.execute(sql, (highest, work_id))

    def set_edited_fields(self, work_id: int, fields: Iterable[str], stamp: str) -> None:
        """Make the fields of a work that were edited by hand be these."""
        self._conn.execute("DELETE FROM work_edits WHERE work_id = ?", (work_id,))
        self._conn.executemany(
            "INSERT INTO work_edits (work_id, field, edited_at) VALUES (?, ?, ?)",
            [(work_id, name, stamp) for name in fields],
        )
