"""``kb.documents``: evidence tables and syntheses."""

from __future__ import annotations

import builtins

from causalkb.collections.collection import Collection
from causalkb.errors import InputError
from causalkb.records import Document, DocumentKind


class Documents(Collection):
    """The documents of a knowledge base, by kind and name."""

    def list(self, kind: DocumentKind | str | None = None) -> builtins.list[Document]:
        """Return the documents of one kind ("table", "synthesis") or of all, by name."""
        return self._store.documents.all(None if kind is None else DocumentKind(kind))

    def get(self, kind: DocumentKind | str, name: str) -> Document:
        """Return one document.

        Raises:
            UnknownError: There is none of that kind and name; it carries the nearest names.
        """
        return self._store.documents.get(DocumentKind(kind), name)

    def put(self, kind: DocumentKind | str, name: str, text: str) -> bool:
        """Add a document or change its text; return whether anything changed. ``init`` keeps it so.

        Raises:
            InputError: It has no name or no text.
        """
        if not name.strip() or not text.strip():
            raise InputError("a document needs a name and a text")
        with self._store.database.atomic():
            changed = self._store.documents.put(Document(DocumentKind(kind), name.strip(), text))
            if changed:
                self._not_undoable("a document")
        return changed

    def remove(self, kind: DocumentKind | str, name: str) -> None:
        """Delete a document; a shipped one comes back with the next ``init``.

        Raises:
            UnknownError: There is none of that kind and name.
        """
        document = self.get(kind, name)
        with self._store.database.atomic():
            self._store.documents.remove(document.kind, document.name)
            self._not_undoable("a document")
