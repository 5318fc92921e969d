"""The words that claims, stances and hypotheses may use, with what they mean.

The shipped words stand in ``corpus/vocabulary.yaml`` and are put into every new store. A user may
add words to the kinds in :data:`OPEN`; the others decide how evidence is counted, so that a new
word would have no meaning to the code.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from causalkb.errors import UnknownError
from causalkb.paths import resource
from causalkb.records import Term

if TYPE_CHECKING:
    from causalkb.store.connections import Connections
    from causalkb.store.database import Database

OPEN = ("population", "paradigm", "concern")
"""Kinds that a user may extend."""

_COLUMNS = "kind, name, meaning, example, observes, origin"


class Vocabularies:
    """The vocabularies of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, kind: str | None = None) -> list[Term]:
        """Return the words of one kind, or of all, in the order in which they were entered."""
        where, values = ("", ()) if kind is None else (" WHERE kind = ?", (kind,))
        sql = f"SELECT {_COLUMNS} FROM vocabulary{where} ORDER BY kind, position, name"
        return [
            Term(row[0], row[1], row[2], row[3], row[4], row[5] == "shipped")
            for row in self._database.conn.execute(sql, values)
        ]

    def names(self, kind: str) -> list[str]:
        """Return the words of one kind."""
        sql = "SELECT name FROM vocabulary WHERE kind = ? ORDER BY position, name"
        return [row[0] for row in self._database.conn.execute(sql, (kind,))]

    def kinds(self) -> list[str]:
        """Return the kinds that there are, sorted."""
        sql = "SELECT DISTINCT kind FROM vocabulary ORDER BY kind"
        return [row[0] for row in self._database.conn.execute(sql)]

    def observing_output(self) -> frozenset[str]:
        """Return the paradigms whose evidence shows a system's output alone."""
        sql = "SELECT name FROM vocabulary WHERE kind = 'paradigm' AND observes = 'output'"
        return frozenset(row[0] for row in self._database.conn.execute(sql))

    def check(self, kind: str, names: Iterable[str]) -> None:
        """Make sure that these are words of a kind.

        Raises:
            UnknownError: One is not; it carries the nearest.
        """
        known: list[str] | None = None
        for name in names:
            known = self.names(kind) if known is None else known
            if name not in known:
                hint = f"'causalkb vocabulary {kind}' shows all"
                raise UnknownError(kind, name, known, hint)

    # Writing; inside the caller's ``Database.atomic()``

    def put(self, term: Term) -> bool:
        """Add a word of the user's own, or change what it says; return whether that changed it."""
        before = self._database.conn.total_changes
        _put(self._database.conn, [term], "hand")
        return self._database.conn.total_changes > before

    def remove(self, kind: str, name: str) -> None:
        """Delete a word."""
        self._database.conn.execute(
            "DELETE FROM vocabulary WHERE kind = ? AND name = ?", (kind, name)
        )

    def uses(self, kind: str, name: str) -> int:
        """Return how many claims use a word of an open kind."""
        if kind == "concern":
            sql = "SELECT count(*) FROM claims, json_each(claims.concerns) c WHERE c.value = ?"
        else:
            sql = f"SELECT count(*) FROM claims WHERE {kind} = ?"
        return int(self._database.conn.execute(sql, (name,)).fetchone()[0])


def seed(conn: sqlite3.Connection | Connections) -> None:
    """Put the shipped words into a store; words that a user added or changed stay as they are."""
    _put(conn, shipped(), "shipped")


@cache
def shipped() -> tuple[Term, ...]:
    """Return the words that ship with causalkb."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (resource("corpus") / "vocabulary.yaml").read_text(encoding="utf-8")
    return tuple(
        Term(kind, name, said["meaning"], said.get("example", ""), said.get("observes", ""), True)
        for kind, words in yaml.load(text, Loader=loader).items()
        for name, said in words.items()
    )


def _put(conn: sqlite3.Connection | Connections, terms: Iterable[Term], origin: str) -> None:
    guard = " WHERE vocabulary.origin = 'shipped'" if origin == "shipped" else " WHERE true"
    conn.executemany(
        "INSERT INTO vocabulary (kind, name, meaning, example, observes, position, origin)"
        " VALUES (?1, ?2, ?3, ?4, ?5,"
        " (SELECT coalesce(max(position), 0) + 1 FROM vocabulary WHERE kind = ?1), ?6)"
        " ON CONFLICT (kind, name) DO UPDATE SET meaning = excluded.meaning,"
        " example = excluded.example, observes = excluded.observes, origin = excluded.origin"
        f"{guard} AND (vocabulary.meaning, vocabulary.example, vocabulary.observes,"
        " vocabulary.origin) IS NOT (excluded.meaning, excluded.example, excluded.observes,"
        " excluded.origin)",
        [(t.kind, t.name, t.meaning, t.example, t.observes, origin) for t in terms],
    )
