"""``kb.tables``: evidence tables that a person defines."""

from __future__ import annotations

import builtins
from pathlib import Path

from causalkb.collections.collection import Collection
from causalkb.errors import UnknownError
from causalkb.files import read_utf8
from causalkb.records import Document, DocumentKind, EvidenceTable, Filters, TableProblem


class Tables(Collection):
    """The evidence tables of a knowledge base, by name."""

    def names(self) -> builtins.list[str]:
        """Return the names of the tables, sorted."""
        return [document.name for document in self._store.documents.all(DocumentKind.TABLE)]

    def list(self) -> builtins.list[EvidenceTable]:
        """Return the tables, by name."""
        return [self.get(name) for name in self.names()]

    def get(self, name: str) -> EvidenceTable:
        """Return one table.

        Raises:
            UnknownError: There is no such table; the error carries the nearest names.
        """
        from causalkb.formats.evidence_tables import read

        document = self._store.documents.get(DocumentKind.TABLE, name)
        return read(document.text, f"table {name}", name)

    def add(self, path: Path, name: str | None = None) -> EvidenceTable:
        """Store the table of a YAML file, in the place of one of the same name.

        Args:
            path: The file.
            name: The name of the table; default: that of the file without its suffix.

        Raises:
            InputError: The file cannot be read, or is not of the expected form.
        """
        from causalkb.formats.evidence_tables import read
        from causalkb.formats.yaml_text import MAX_BYTES

        text = read_utf8(path, MAX_BYTES)
        table = read(text, str(path), name or path.stem)
        with self._store.database.atomic():
            if self._store.documents.put(Document(DocumentKind.TABLE, table.name, text)):
                self._not_undoable("table add")
        return table

    def remove(self, name: str) -> None:
        """Delete a table.

        Raises:
            UnknownError: There is no such table.
        """
        self._store.documents.get(DocumentKind.TABLE, name)
        with self._store.database.atomic():
            self._store.documents.remove(DocumentKind.TABLE, name)
            self._not_undoable("table remove")

    def check(self, table: EvidenceTable) -> builtins.list[TableProblem]:
        """Return what is wrong with a table: claims that do not exist, cells that say too much."""
        from causalkb.evidence.table_checks import problems_of

        rows = []
        for claim in table.claims:
            try:
                rows.append(self._store.claims.id_of(claim))
            except UnknownError:
                continue
        claims = {claim.id: claim for claim in self._store.claims.many(rows).values()}
        keys = tuple(sorted({claim.work for claim in claims.values()}))
        ids = self._store.selection.works(Filters(keys=keys)) if keys else []
        works = {work.key: work for work in self._store.works.many(ids).values()}
        return problems_of(table, claims, works)
