"""Reading and writing evidence tables and syntheses."""

from __future__ import annotations

import json
from collections.abc import Iterable

from causalkb.errors import UnknownError
from causalkb.records import Document, DocumentKind
from causalkb.store.database import Database
from causalkb.store.rows import now

_PUT = (
    "INSERT INTO documents (kind, name, text, origin, changed_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (kind, name) DO UPDATE SET text = excluded.text, origin = excluded.origin,"
    " changed_at = excluded.changed_at WHERE documents.text <> excluded.text"
)


class Documents:
    """The documents of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def all(self, kind: DocumentKind | None = None) -> list[Document]:
        """Return the documents of one kind or of all, by kind and name."""
        where, values = ("", ()) if kind is None else (" WHERE kind = ?", (kind.value,))
        sql = f"SELECT kind, name, text, origin FROM documents{where} ORDER BY kind, name"
        return [
            Document(DocumentKind(row[0]), row[1], row[2], row[3] == "shipped")
            for row in self._conn.execute(sql, values)
        ]

    def get(self, kind: DocumentKind, name: str) -> Document:
        """Return one document.

        Raises:
            UnknownError: There is none of that kind and name; it carries the nearest names.
        """
        found = {document.name: document for document in self.all(kind)}
        if name not in found:
            raise UnknownError(kind.value, name, found, f"there are {', '.join(found) or 'none'}")
        return found[name]

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def put(self, document: Document) -> bool:
        """Add a document or change its text; return whether anything changed.

        One that is not ``shipped`` is the user's own from now on, which ``init`` leaves alone.
        """
        before = self._conn.total_changes
        origin = "shipped" if document.shipped else "hand"
        row = (document.kind.value, document.name, document.text, origin, now())
        self._conn.execute(_PUT, row)
        return self._conn.total_changes > before

    def ship(self, documents: Iterable[Document]) -> int:
        """Make the shipped documents be these, and return how many rows changed.

        What a user changed stays as it is.
        """
        before = self._conn.total_changes
        shipped = list(documents)
        names = json.dumps([f"{d.kind.value} {d.name}" for d in shipped])
        self._conn.execute(
            "DELETE FROM documents WHERE origin = 'shipped'"
            " AND kind || ' ' || name NOT IN (SELECT value FROM json_each(?))",
            (names,),
        )
        self._conn.executemany(
            _PUT + " AND documents.origin = 'shipped'",
            [(d.kind.value, d.name, d.text, "shipped", now()) for d in shipped],
        )
        return self._conn.total_changes - before

    def remove(self, kind: DocumentKind, name: str) -> None:
        """Delete a document."""
        sql = "DELETE FROM documents WHERE kind = ? AND name = ?"
        self._conn.execute(sql, (kind.value, name))
