"""Works that may be one: candidates, what was decided of them, and one work taking in another."""

from __future__ import annotations

import json
from itertools import combinations

from causalkb.store.database import Database
from causalkb.store.provenance import MERGED
from causalkb.store.rows import now

_LARGEST = 40
"""Works of one title or author that are compared each with each; there are more "Editorials"."""

_MOVED = ("work_sources", "decisions", "candidates", "annotations", "notices", "files")
"""Tables whose rows go over to the work that takes another in."""


class Duplicates:
    """Candidates for one work among the works of a knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def candidates(self) -> set[tuple[int, int]]:
        """Return pairs of works (smaller row id first) that share what one work alone should.

        That is the DOI, the arXiv id, the normalised title, or the first author with years that
        are at most one apart. Versions of a work, and pairs found to be two, are left out.
        """
        pairs: set[tuple[int, int]] = set()
        for column in ("doi", "arxiv", "title_key"):
            pairs |= self._groups(
                f"SELECT json_group_array(id), count(*) FROM works WHERE {column} <> ''"
                f" GROUP BY {column} HAVING count(*) BETWEEN 2 AND {_LARGEST}"
            )
        # Many "Editorials", but of each author and year only some.
        pairs |= self._groups(
            "SELECT json_group_array(id), count(*) FROM works WHERE title_key <> ''"
            f" GROUP BY title_key, author_key, year HAVING count(*) BETWEEN 2 AND {_LARGEST}"
        )
        for shift in (0, 1):
            pairs |= self._groups(
                "SELECT json_group_array(id), count(*) FROM works WHERE author_key <> ''"
                f" AND year IS NOT NULL GROUP BY author_key, (year + {shift}) / 2"
                f" HAVING count(*) BETWEEN 2 AND {_LARGEST}"
            )
        return pairs - self._pairs("work_versions") - self._pairs("not_duplicates")

    def apart(self) -> set[tuple[int, int]]:
        """Return the pairs of works (row ids) that a person found to be two."""
        return self._pairs("not_duplicates")

    def _groups(self, sql: str) -> set[tuple[int, int]]:
        return {
            pair
            for row in self._conn.execute(sql)
            for pair in combinations(sorted(json.loads(row[0])), 2)
        }

    def _pairs(self, table: str) -> set[tuple[int, int]]:
        return set(self._conn.execute(f"SELECT work_id, other_id FROM {table}"))

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def set_apart(self, one: int, other: int) -> bool:
        """Remember that two works are two, and say whether that is new."""
        done = self._conn.execute(
            "INSERT OR IGNORE INTO not_duplicates (work_id, other_id, decided_at) VALUES (?, ?, ?)",
            (min(one, other), max(one, other), now()),
        )
        return done.rowcount > 0

    def absorb(self, keep: int, goes: int) -> dict[str, str]:
        """Give a work all that hangs on another, remove that one, and return new ids of claims.

        The record, tags, questions and note are the caller's; claims with their stances, effects,
        relations and codings, sources, versions, files, decisions, candidates, annotations, notices
        and suppressions are moved here. The old key stays known as an alias.
        """
        keys = [self._key(work_id) for work_id in (keep, goes)]
        ids = self._move_claims(keep, goes, *keys)
        for table in _MOVED:
            sql = f"UPDATE OR IGNORE {table} SET work_id = ? WHERE work_id = ?"
            self._conn.execute(sql, (keep, goes))
        for table in ("work_versions", "not_duplicates"):
            self._move_pairs(table, keep, goes)
        self._conn.execute(
            "INSERT OR REPLACE INTO work_sources (source, entry, work_id, said, imported_at)"
            " VALUES (?, ?, ?, '{}', ?)",
            (MERGED, keys[1], keep, now()),
        )
        self._move_suppressions(ids, *keys)
        return ids

    def _key(self, work_id: int) -> str:
        return str(
            self._conn.execute("SELECT key FROM works WHERE id = ?", (work_id,)).fetchone()[0]
        )

    def _move_claims(self, keep: int, goes: int, key: str, old_key: str) -> dict[str, str]:
        last = self._conn.execute(
            "SELECT max(claims_made, coalesce((SELECT max(number) FROM claims WHERE work_id = ?1),"
            " 0)) FROM works WHERE id = ?1",
            (keep,),
        ).fetchone()[0]
        rows = self._conn.execute(
            "SELECT id, number FROM claims WHERE work_id = ? ORDER BY number", (goes,)
        ).fetchall()
        ids = {}
        for number, (row_id, old) in enumerate(rows, last + 1):
            self._conn.execute(
                "UPDATE claims SET work_id = ?, number = ? WHERE id = ?", (keep, number, row_id)
            )
            ids[f"{old_key}#{old}"] = f"{key}#{number}"
        self._conn.execute(
            "UPDATE works SET claims_made = ? WHERE id = ?", (last + len(rows), keep)
        )
        self._conn.executemany(
            "UPDATE OR IGNORE pending_relations SET other = ? WHERE other = ?",
            [(new, old) for old, new in ids.items()],
        )
        return ids

    def _move_pairs(self, table: str, keep: int, goes: int) -> None:
        others = [
            one if other == goes else other
            for one, other in self._conn.execute(
                f"SELECT work_id, other_id FROM {table} WHERE ? IN (work_id, other_id)", (goes,)
            )
        ]
        columns = [r[1] for r in self._conn.execute(f"PRAGMA table_info({table})")][2:]
        extra = "".join(f", {column}" for column in columns)
        for other in others:
            if other != keep:
                self._conn.execute(
                    f"INSERT OR IGNORE INTO {table} (work_id, other_id{extra})"
                    f" SELECT ?, ?{extra} FROM {table} WHERE (work_id, other_id) = (?, ?)",
                    (min(keep, other), max(keep, other), min(goes, other), max(goes, other)),
                )

    def _move_suppressions(self, ids: dict[str, str], key: str, old_key: str) -> None:
        self._conn.executemany(
            "UPDATE OR IGNORE suppressions SET subject = ? WHERE subject = ?",
            [(new, old) for old, new in ids.items()],
        )
        rows = self._conn.execute(
            "SELECT rule, subject, works FROM suppressions WHERE works <> '[]'"
        ).fetchall()
        for rule, subject, works in rows:
            named = json.loads(works)
            if old_key in named:
                new = list(dict.fromkeys(key if one == old_key else one for one in named))
                self._conn.execute(
                    "UPDATE suppressions SET works = ? WHERE rule = ? AND subject = ?",
                    (json.dumps(new), rule, subject),
                )
