"""Bringing back works as they were before a destructive command.

Before a command removes, edits or re-imports a work, the rows of the work and all that hangs on
it are kept as JSON, in the same transaction as the change. Passages are not kept: they follow from
the rest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from causalkb.errors import InputError, StoreError, UnknownError
from causalkb.store.database import Database
from causalkb.store.names import put_words
from causalkb.store.rows import now
from causalkb.text import clean

KEPT = 200
"""Commands that can be undone; older ones are forgotten."""

# In an order in which they can be inserted again. ``?`` is the work's row id.
_TABLES = {
    "works": "id = ?",
    "work_fields": "work_id = ?",
    "work_sources": "work_id = ?",
    "work_edits": "work_id = ?",
    "work_versions": "? IN (work_id, other_id)",
    "work_tags": "work_id = ?",
    "notes": "work_id = ?",
    "annotations": "work_id = ?",
    "notices": "work_id = ?",
    "files": "work_id = ?",
    "work_questions": "work_id = ?",
    "claims": "work_id = ?",
    "stances": "claim_id IN (SELECT id FROM claims WHERE work_id = ?)",
    "effects": "claim_id IN (SELECT id FROM claims WHERE work_id = ?)",
    "claim_tags": "claim_id IN (SELECT id FROM claims WHERE work_id = ?)",
    "pending_relations": "claim_id IN (SELECT id FROM claims WHERE work_id = ?)",
    "codings": "claim_id IN (SELECT id FROM claims WHERE work_id = ?)",
    "decisions": "work_id = ?",
    "candidates": "work_id = ?",
    "not_duplicates": "? IN (work_id, other_id)",
}
_SUPPRESSIONS = (
    # Of claims of the work, or only while a finding names the work.
    "SELECT * FROM suppressions WHERE subject IN (SELECT w.key || '#' || c.number"
    " FROM claims c JOIN works w ON w.id = c.work_id WHERE w.id = ?1)"
    " OR EXISTS (SELECT 1 FROM json_each(suppressions.works) JOIN works w ON w.key = value"
    " WHERE w.id = ?1)"
)
_LAST = "not_undoable"
"""Name of the metadata value that says what the last command did, where it cannot be undone."""
_BETWEEN = ("work_versions", "not_duplicates")
"""Tables that refer to two works."""
_RELATIONS = (
    "claim_id IN (SELECT id FROM claims WHERE work_id = ?1)"
    " OR other_id IN (SELECT id FROM claims WHERE work_id = ?1)"
)
_PEOPLE = (
    "SELECT w.role, w.position, p.family, p.given, p.particle, p.suffix, p.literal, p.folded"
    " FROM work_people w JOIN people p ON p.id = w.person_id WHERE w.work_id = ?"
)


@dataclass(frozen=True, slots=True)
class Undoable:
    """A command that can be undone: its number, name, time and the works it changed."""

    command: int
    name: str
    at: str
    works: tuple[str, ...]


class Undo:
    """What can be brought back in one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn
        self._database = database

    def begin(self) -> int:
        """Return a number for a new command."""
        row = self._conn.execute("SELECT coalesce(max(command), 0) + 1 FROM undo").fetchone()
        return int(row[0])

    def pass_over(self, what: str) -> None:
        """Remember that the last command cannot be undone, so that none before it is by mistake.

        Args:
            what: What it was and did, for the message.
        """
        self._database.set_meta(_LAST, what)

    def keep(self, command: int, name: str, work_id: int, *, renumbers: bool = False) -> None:
        """Keep a work as it is now; part of the transaction that is about to change it.

        Args:
            command: The number of the command.
            name: What ``undo --list`` calls it.
            work_id: The work (row id).
            renumbers: The command gives claims of the work other ids.
        """
        self._database.set_meta(_LAST, "")
        before: dict[str, Any] = {
            table: self._rows(f"SELECT * FROM {table} WHERE {where}", work_id)
            for table, where in _TABLES.items()
        }
        before["claim_relations"] = self._rows(
            f"SELECT * FROM claim_relations WHERE {_RELATIONS}", work_id
        )
        before["people"] = self._rows(_PEOPLE, work_id)
        if renumbers:
            before["suppressions"] = self._rows(_SUPPRESSIONS, work_id)
        key = before["works"][0]["key"]
        self._conn.execute(
            "INSERT INTO undo (command, name, work_key, before, at) VALUES (?, ?, ?, ?, ?)",
            (command, name, key, json.dumps(before, ensure_ascii=False), now()),
        )
        self._conn.execute("DELETE FROM undo WHERE command <= ?", (command - KEPT,))

    def _rows(self, sql: str, work_id: int) -> list[dict[str, Any]]:
        cursor = self._conn.execute(sql, (work_id,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in map(_as_json, cursor)]

    def all(self) -> list[Undoable]:
        """Return the commands that can be undone, newest first."""
        found: dict[int, Undoable] = {}
        sql = "SELECT command, name, at, work_key FROM undo ORDER BY command DESC, id"
        for command, name, at, key in self._conn.execute(sql):
            known = found.get(command)
            works = (*known.works, key) if known else (key,)
            found[command] = Undoable(command, name, at, works)
        return list(found.values())

    def restore(self, command: int | None = None) -> tuple[Undoable, list[int]]:
        """Bring back the works of a command (default: the last) as they were before it.

        Returns:
            The command, and the row ids of the works, whose passages have to be cut anew.

        Raises:
            UnknownError: There is no such command, or nothing to undo.
            InputError: The last command cannot be undone, and none was named.
        """
        known = {item.command: item for item in self.all()}
        if command is None:
            command = max(known, default=0)
            if known and (last := self._database.meta(_LAST)):
                raise InputError(
                    f"{last}; 'causalkb undo {command}' undoes the command before it,"
                    f" {known[command].name} of {known[command].at}"
                )
        if command not in known:
            raise UnknownError(
                "command to undo", str(command), map(str, known), "'causalkb undo --list' shows all"
            )
        sql = "SELECT before FROM undo WHERE command = ? ORDER BY id DESC"
        rows = self._conn.execute(sql, (command,)).fetchall()
        try:
            work_ids = self._put_all_back([json.loads(row[0]) for row in rows])
        except (ValueError, TypeError, LookupError, AttributeError, sqlite3.Error) as error:
            if isinstance(error, sqlite3.OperationalError) and hasattr(error, "sqlite_errorcode"):
                raise
            raise StoreError(
                f"what was kept for command {command} is damaged ({error}); nothing was changed"
            ) from error
        self._conn.execute("DELETE FROM undo WHERE command = ?", (command,))
        self._database.set_meta(_LAST, "")
        return known[command], work_ids

    def _put_all_back(self, states: list[dict[str, Any]]) -> list[int]:
        for state in states:
            self._put_back(state)
        # Relations and versions last: they refer to other works of the same command.
        for state in states:
            for table in _BETWEEN:
                self._insert(table, state.get(table, ()), known_only=True)
            self._insert("claim_relations", state["claim_relations"], known_only=True)
        return [state["works"][0]["id"] for state in states]

    def _put_back(self, state: dict[str, Any]) -> None:
        row = state["works"][0]
        self._conn.execute("DELETE FROM works WHERE id = ?", (row["id"],))
        # A later work may have taken the key; it is the one that gets another.
        self._conn.execute("UPDATE works SET key = key || '-' || id WHERE key = ?", (row["key"],))
        for table in _TABLES:
            if table not in _BETWEEN:
                self._insert(table, state.get(table, ()), known_only=table != "works")
        if "suppressions" in state:
            # Claims of another work came under new ids, and what was suppressed of them.
            self._conn.execute(
                "DELETE FROM suppressions WHERE substr(subject, 1, length(?1) + 1) = ?1 || '#'"
                " AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.work_id = ?2"
                " AND ?1 || '#' || c.number = subject)",
                (row["key"], row["id"]),
            )
            for one in state["suppressions"]:
                self._conn.execute(
                    "DELETE FROM suppressions WHERE (rule, subject) = (?, ?)",
                    (one["rule"], one["subject"]),
                )
            self._insert("suppressions", state["suppressions"])
        for person in state["people"]:
            name = ("family", "given", "particle", "suffix", "literal")
            self._insert("people", [{n: person[n] for n in (*name, "folded")}], known_only=True)
            found = self._conn.execute(
                "SELECT id, folded FROM people"
                " WHERE (family, given, particle, suffix, literal) = (?, ?, ?, ?, ?)",
                [person[n] for n in name],
            ).fetchall()
            put_words(self._conn, found)
            self._conn.executemany(
                "INSERT INTO work_people (work_id, role, position, person_id) VALUES (?, ?, ?, ?)",
                [(row["id"], person["role"], person["position"], one) for one, _ in found],
            )

    def _insert(
        self, table: str, rows: Iterable[dict[str, Any]], *, known_only: bool = False
    ) -> None:
        """Insert rows; with ``known_only``, leave out those that refer to something gone since."""
        for row in rows:
            # The names come from what was stored, a backup of a stranger for one.
            if unknown := row.keys() - self._columns(table):
                raise KeyError(f"{table} has no column {min(unknown)[:40]!r}")
            columns = ", ".join(row)
            places = ", ".join("?" * len(row))
            guard = self._guard(table, row) if known_only else "1"
            self._conn.execute(
                f"INSERT OR IGNORE INTO {table} ({columns}) SELECT {places} WHERE {guard}",
                tuple(map(_from_json, row.values())),
            )

    def _columns(self, table: str) -> set[str]:
        return {row[1] for row in self._conn.execute(f"PRAGMA table_info({table})")}

    def _guard(self, table: str, row: dict[str, Any]) -> str:
        """A condition that everything a row refers to exists."""
        conditions = ["1"]
        for key in self._conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            value = row.get(key[3])
            if value is not None:
                conditions.append(f"EXISTS (SELECT 1 FROM {key[2]} WHERE {key[4]} = {int(value)})")
        return " AND ".join(conditions)


def _as_json(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple({"hex": v.hex()} if isinstance(v, bytes) else v for v in row)


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    return clean(value) if isinstance(value, str) else value
