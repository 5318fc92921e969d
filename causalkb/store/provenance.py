"""Where a work's record comes from: what each source said, and what was edited by hand."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from causalkb.store.database import Database
from causalkb.store.rows import now, of_rows, select_in

MERGED = "merged"
"""Stands for a source: its entries are the keys that works had before they were merged."""


NAMES = "causalkb-names"
"""Under this name stand, beside the hashes, the normalised title and first author of an entry."""
_BETWEEN = "\x1f"


def names(title_key: str, author_key: str) -> str:
    """Return a normalised title and first author as they are kept beside the hashes."""
    return f"{title_key}{_BETWEEN}{author_key}"


class Provenance:
    """The provenance of works; writing belongs inside the caller's ``Database.atomic()``."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    @of_rows
    def said(self, source: str, entry: str) -> tuple[int, dict[str, str]] | None:
        """Return the work that an entry of a source became, and hashes of what it said."""
        row = self._conn.execute(
            "SELECT work_id, said FROM work_sources WHERE source = ? AND entry = ?",
            (source, entry),
        ).fetchone()
        return None if row is None else (int(row[0]), json.loads(row[1]))

    def titled(self, title_key: str) -> set[int]:
        """Return the works (row ids) that a source knows by a normalised title."""
        named = f"json_extract(said, '$.\"{NAMES}\"')"
        sql = f"SELECT work_id FROM work_sources WHERE {named} >= ? AND {named} < ?"
        begins = names(title_key, "")
        after = f"{title_key}{chr(ord(_BETWEEN) + 1)}"
        return {row[0] for row in self._conn.execute(sql, (begins, after))} if title_key else set()

    @of_rows
    def known_as(self, work_ids: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
        """Return by what normalised titles and first authors the sources of works know them."""
        found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        sql = "SELECT work_id, said FROM work_sources WHERE work_id IN ({})"
        for work_id, said in select_in(self._conn, sql, work_ids):
            if kept := json.loads(said).get(NAMES):
                title_key, _, author_key = kept.partition(_BETWEEN)
                found[work_id].add((title_key, author_key))
        return found

    def record_source(
        self,
        work_id: int,
        source: str,
        entry: str,
        said: Mapping[str, str],
        citation_key: str = "",
    ) -> None:
        """Remember what an entry of a source said, and the key by which the source cites it."""
        self._conn.execute(
            "INSERT INTO work_sources (source, entry, work_id, said, imported_at, citation_key)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, entry) DO UPDATE SET"
            " work_id = excluded.work_id, said = excluded.said,"
            " imported_at = excluded.imported_at, citation_key = excluded.citation_key",
            (source, entry, work_id, json.dumps(said, separators=(",", ":")), now(), citation_key),
        )

    def forget(self, source: str, entry: str) -> None:
        """Forget what an entry of a source said, so that it is read anew the next time."""
        self._conn.execute(
            "DELETE FROM work_sources WHERE source = ? AND entry = ?", (source, entry)
        )

    def forget_source(self, source: str) -> None:
        """Forget what all entries of a source said."""
        self._conn.execute("DELETE FROM work_sources WHERE source = ?", (source,))

    def sources(self, work_id: int) -> list[str]:
        """Where a work came from, oldest first."""
        sql = (
            "SELECT source FROM work_sources WHERE work_id = ? AND source <> ? GROUP BY source"
            " ORDER BY min(imported_at), source"
        )
        return [row[0] for row in self._conn.execute(sql, (work_id, MERGED))]

    def entries(self, source: str) -> dict[str, str]:
        """Return the entries of a source that are known, with the keys of their works."""
        sql = (
            "SELECT s.entry, w.key FROM work_sources s JOIN works w ON w.id = s.work_id"
            " WHERE s.source = ? ORDER BY s.entry"
        )
        return dict(self._conn.execute(sql, (source,)).fetchall())

    def fingerprint(self, source: str) -> str:
        """Return a hash of what the entries of a source said and which works they became."""
        sql = "SELECT entry, work_id, said FROM work_sources WHERE source = ? ORDER BY entry"
        digest = hashlib.sha256()
        for row in self._conn.execute(sql, (source,)):
            digest.update("\x1f".join(map(str, row)).encode("utf-8", "replace") + b"\x1e")
        return digest.hexdigest()

    def citation_keys(self, work_ids: Iterable[int]) -> dict[int, str]:
        """Return the keys by which a user's own sources cite works (row ids), the latest first.

        What ships with causalkb is nobody's own. A key that two works have is given to neither.
        """
        sql = (
            "SELECT work_id, citation_key FROM work_sources WHERE work_id IN ({})"
            " AND citation_key <> '' AND substr(source, 1, 7) <> 'corpus:'"
            " ORDER BY imported_at, source, entry"
        )
        found: dict[int, str] = dict(select_in(self._conn, sql, work_ids))
        used = Counter(found.values())
        return {work_id: key for work_id, key in found.items() if used[key] == 1}

    def merged_into(self, key: str) -> str | None:
        """Return the key of the work into which the one that had ``key`` was merged, if any."""
        row = self._conn.execute(
            "SELECT w.key FROM work_sources s JOIN works w ON w.id = s.work_id"
            " WHERE s.source = ? AND s.entry = ?",
            (MERGED, key),
        ).fetchone()
        return None if row is None else str(row[0])

    def edited(self, work_id: int) -> set[str]:
        """The fields of a work that were edited by hand."""
        rows = self._conn.execute("SELECT field FROM work_edits WHERE work_id = ?", (work_id,))
        return {row[0] for row in rows}

    def mark_edited(self, work_id: int, fields: Iterable[str]) -> None:
        """Protect fields from later imports."""
        stamp = now()
        self._conn.executemany(
            "INSERT OR REPLACE INTO work_edits (work_id, field, edited_at) VALUES (?, ?, ?)",
            [(work_id, name, stamp) for name in fields],
        )
