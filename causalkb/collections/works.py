"""``kb.works``: the works, their records and notes."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.collections.collection import Collection, unchanged
from causalkb.paths import expanded
from causalkb.records import Filters, Work
from causalkb.store.stated import with_waiting

if TYPE_CHECKING:
    from causalkb.ingest.duplicates import Duplicate, Merging
    from causalkb.ingest.opening import OpenedFile
    from causalkb.records import AddResult, Annotation, WorkFile


class Works(Collection):
    """The works of a knowledge base, by citation key."""

    def get(self, key: str) -> Work:
        """Return one work.

        Raises:
            UnknownError: There is no such key; the error carries the nearest ones.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     entry = b"@book{pearl2009causality, title={Causality}, author={Pearl, Judea}}"
        ...     result = kb.add_content(entry, "paper.bib")
        ...     kb.works.get("pearl2009causality").title
        'Causality'
        """
        return self._store.works.get(key)

    def list(
        self, filters: Filters | None = None, *, limit: int | None = None, offset: int = 0
    ) -> builtins.list[Work]:
        """Return the works that pass the filters, newest first."""
        ids = self._store.selection.works(filters or Filters(), limit=limit, offset=offset)
        return list(self._store.works.many(ids).values())

    def count(self, filters: Filters | None = None) -> int:
        """Return how many works pass the filters."""
        return self._store.selection.count(filters) if filters else self._store.works.count()

    def keys(self) -> builtins.list[str]:
        """Return every citation key, sorted."""
        return self._store.works.keys()

    def same_in_bibtex(
        self, filters: Filters | None = None, *, own_keys: bool = False
    ) -> builtins.list[tuple[str, ...]]:
        """Return the groups of keys that differ only in case, which BibTeX takes for one key each.

        Of such a group BibTeX keeps the first entry of a file and prints it for every key; biber
        and pandoc tell the keys apart. Of all works, or of those that pass the filters; with
        ``own_keys`` of the keys by which the user's own sources cite them.
        """
        from causalkb.formats.bibtex.clashes import same_in_bibtex

        keys = [work.key for work in self.list(filters)] if filters else self.keys()
        return same_in_bibtex(self.cited_as(*keys).values() if own_keys else keys)

    def edit(self, key: str, text: str, *, base: str | None = None) -> builtins.list[str]:
        """Make a work say what an edited BibTeX entry says, and return what changed.

        Args:
            key: Citation key of the work.
            text: The edited entry.
            base: The entry that was edited, as :meth:`bibtex` gave it; where the work says
                something else by now, nothing is stored.

        Raises:
            UnknownError: There is no such key.
            InputError: The text is not exactly one readable entry, or its new key is taken.
            ConflictError: The work was changed since ``base`` was read.
        """
        from causalkb.ingest.edit import apply_edit, parse_edit

        work = parse_edit(text)
        with self._store.database.atomic():
            unchanged(key, base, lambda: self.bibtex(key))
            return apply_edit(self._store, self._session.chunk, key, work)

    def remove(self, *keys: str) -> None:
        """Delete works with their passages, claims and links: all of them or none.

        Raises:
            UnknownError: There is no such key.
        """
        work_ids = [self._store.works.id_of(key) for key in keys]
        with self._store.database.atomic():
            command = self._store.undo.begin()
            for work_id in work_ids:
                self._store.undo.keep(command, "remove", work_id)
            for work_id in work_ids:
                self._store.works.remove(work_id)
            self._store.database.bump_generation()

    def duplicates(self) -> builtins.list[Duplicate]:
        """Return the pairs of works that may be one, the most likely first."""
        from causalkb.ingest.duplicates import find_duplicates

        return find_duplicates(self._store)

    def not_duplicates(self, key: str, other: str) -> bool:
        """Remember that two works are two, so that they are not listed; return if that is new.

        Raises:
            UnknownError: There is no such key.
            InputError: Both keys mean one work.
        """
        from causalkb.ingest.duplicates import set_apart

        with self._store.database.atomic():
            new = set_apart(self._store, key, other)
            if new:
                self._not_undoable("duplicates --not")
        return new

    def merge(self, key: str, other: str) -> Merging:
        """Make one work of two, which ``undo`` undoes.

        ``key`` stays. It takes from ``other`` what it lacks or what was edited there, and its
        tags, questions, note, claims (under new ids) and versions; the old key goes on working.

        Raises:
            UnknownError: There is no such key.
            InputError: Both keys mean one work.
        """
        from causalkb.ingest.duplicates import merge_works

        return merge_works(self._store, self._session.chunk, key, other)

    def bibtex(self, key: str) -> str:
        """Return a work as one BibTeX entry, the text that :meth:`edit` takes back.

        Raises:
            UnknownError: There is no such key.
        """
        from causalkb.formats.bibtex.writer import format_work

        return format_work(self.get(key))

    def note(self, key: str) -> str | None:
        """Return the text of a work's note without its front matter, ``None`` if it has none.

        Raises:
            UnknownError: There is no such key.
        """
        return self._store.works.note(self._store.works.known_as(key))

    def cited_as(self, *keys: str) -> dict[str, str]:
        """Return the keys by which the user's own sources (Zotero, a .bib) cite works, by key here.

        A work that they cite by no key, or by one that another work has, keeps its own.
        """
        ids = {self._store.works.id_of(key): key for key in keys}
        found = self._store.provenance.citation_keys(ids)
        taken = set(self._store.works.keys())
        return {
            key: mine if (mine := found.get(work_id, key)) not in taken - {key} else key
            for work_id, key in ids.items()
        }

    def annotations(self, key: str) -> builtins.list[Annotation]:
        """Return what was marked in a work in another program (Zotero), in the order of the text.

        Raises:
            UnknownError: There is no such key.
        """
        work_id = self._store.works.id_of(self._store.works.known_as(key))
        return self._store.annotations.of_works([work_id]).get(work_id, [])

    def files(self, key: str) -> builtins.list[WorkFile]:
        """Return the files of a work, those first that are where they were last seen.

        Raises:
            UnknownError: There is no such key.
        """
        from causalkb.ingest.opening import files_of

        return files_of(self._store, key)

    def open(self, key: str, page: int | None = None, *, start: bool = True) -> OpenedFile:
        """Open the file of a work in the program that the system has for it.

        Args:
            key: Citation key of the work.
            page: Where to open a PDF, counted from 1; not every viewer can be told.
            start: Start a program, if there is a screen; otherwise only find the file.

        Raises:
            UnknownError: There is no such key.
            InputError: It has no file, or none is in its place any more; or no such page.
        """
        from causalkb.ingest.opening import open_file

        return open_file(self._store, key, page, start=start)

    def note_file(self, key: str) -> str:
        """Return a work's note as a file holds it: front matter with the claims, then the text.

        Raises:
            UnknownError: There is no such key.
        """
        from causalkb.formats.note.writer import format_note

        work_id = self._store.works.id_of(key)
        claims = with_waiting(self._store, self._store.claims.of_works([work_id])[work_id])
        works = self._store.works
        return format_note(works.get(key), claims, works.note(key), works.note_front(key))

    def save_note(self, key: str, text: str, *, base: str | None = None) -> AddResult:
        """Read a work's note, front matter and all, from text; the result lists its problems.

        Args:
            key: Citation key of the work.
            text: The note.
            base: The note that was edited, as :meth:`note_file` gave it; where the note or the
                claims of the work are others by now, nothing is stored.

        Raises:
            InputError: The note is about another work.
            ConflictError: Note or claims were changed since ``base`` was read.
        """
        from causalkb.ingest.manual import read_note

        with self._store.database.atomic():
            unchanged(f"the note of {key}", base, lambda: self.note_file(key))
            return read_note(self._store, self._session.chunk, key, text)

    def export_notes(self, folder: str | Path) -> int:
        """Write the notes of all works that have a note or claims; return how many.

        Files that already say the same are left untouched.

        Raises:
            InputError: A file cannot be written.
        """
        from causalkb.formats.note.writer import write_notes

        return write_notes(self._store, expanded(folder))
