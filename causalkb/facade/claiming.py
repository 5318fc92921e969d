"""Claims by hand, notes, questions of one's own, and undoing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.facade.opened import Opened
from causalkb.records import AddResult, Claim, Filters, Hypothesis, Question
from causalkb.vocabulary import Relation, Stance

if TYPE_CHECKING:
    from causalkb.store.undo import Undoable


class Claiming(Opened):
    """The verbs that change claims, notes, questions and hypotheses."""

    def add_claim(self, key: str, claim: Claim, *, unchecked: bool = False) -> str:
        """Add a claim to a work and return its id (``workkey#n``).

        Raises:
            UnknownError: No such work, hypothesis or related claim.
            InputError: No text, or a quote that the work's stored text does not have.
        """
        from causalkb.ingest.manual import add_claim

        return add_claim(self.store, self._cut, key, claim, unchecked=unchecked)

    def claim(self, claim_id: str) -> Claim:
        """Return one claim.

        Raises:
            UnknownError: There is no such claim; it carries the nearest ids.
        """
        row_id = self.store.claims.id_of(claim_id)
        return self.store.claims.many([row_id])[row_id]

    def find_claims(
        self, filters: Filters | None = None, *, limit: int | None = None
    ) -> list[Claim]:
        """Return the claims that pass, by work and number."""
        ids = self.store.selection.claims(filters or Filters(), limit=limit)
        found = self.store.claims.many(ids)
        return [found[row_id] for row_id in ids]

    def edit_claim(self, claim_id: str, new: Claim, *, unchecked: bool = False) -> list[str]:
        """Make a claim say what ``new`` says, but for its links; return what changed.

        Raises:
            UnknownError: There is no such claim.
            InputError: No text, or a quote that the work's stored text does not have.
        """
        from causalkb.ingest.manual import edit_claim

        return edit_claim(self.store, self._cut, claim_id, new, unchecked=unchecked)

    def link_claim(
        self,
        claim_id: str,
        stances: Mapping[str, Stance],
        relations: Iterable[tuple[Relation, str]] = (),
        *,
        remove: bool = False,
    ) -> int:
        """Link a claim to hypotheses and other claims, or unlink it; return how many changed.

        Raises:
            UnknownError: No such claim, hypothesis or related claim.
        """
        from causalkb.ingest.manual import link_claim

        return link_claim(self.store, claim_id, stances, relations, remove=remove)

    def remove_claim(self, claim_id: str) -> None:
        """Remove a claim with its links.

        Raises:
            UnknownError: There is no such claim.
        """
        from causalkb.ingest.manual import remove_claim

        remove_claim(self.store, self._cut, claim_id)

    def put_question(self, question: Question) -> bool:
        """Add or change a question and say whether anything changed; ``init`` keeps it so.

        Raises:
            InputError: Its slug is none, or it says nothing.
        """
        from causalkb.ingest.questions import put_question

        return put_question(self.store, question)

    def put_hypothesis(self, hypothesis: Hypothesis) -> bool:
        """Add or change a hypothesis and say whether anything changed; ``init`` keeps it so.

        Raises:
            UnknownError: There is no such question.
            InputError: Its slug is none, or it says nothing.
        """
        from causalkb.ingest.questions import put_hypothesis

        return put_hypothesis(self.store, hypothesis)

    def note_text(self, key: str) -> str:
        """Return a work's note as a file would hold it, front matter and all.

        Raises:
            UnknownError: There is no such work.
        """
        from causalkb.formats.note.writer import format_note

        work_id = self.store.works.id_of(key)
        claims = self.store.claims.of_works([work_id])[work_id]
        return format_note(self.store.works.get(key), claims, self.store.works.note(key))

    def save_note(self, key: str, text: str) -> AddResult:
        """Read a work's note from text; the result says what is wrong with it.

        Raises:
            InputError: The note is about another work.
        """
        from causalkb.ingest.manual import read_note

        return read_note(self.store, self._cut, key, text)

    def export_notes(self, folder: str | Path) -> int:
        """Write the notes of all works that have a note or claims; return how many.

        Files that already say the same are left untouched.

        Raises:
            InputError: A file cannot be written.
        """
        from causalkb.formats.note.writer import write_notes

        return write_notes(self.store, Path(folder).expanduser())

    def undoable(self) -> list[Undoable]:
        """Return the commands that can be undone, newest first."""
        return self.store.undo.all()

    def undo(self, command: int | None = None) -> Undoable:
        """Bring back the works of a destructive command (default: the last) as they were.

        Raises:
            UnknownError: There is no such command, or nothing to undo.
        """
        from causalkb.ingest.importer import rebuild_passages

        with self.store.database.atomic():
            undone, work_ids = self.store.undo.restore(command)
            for work_id in work_ids:
                rebuild_passages(self.store, self._cut, work_id)
        return undone
