"""The store as one object: a database and what reads and writes each kind of record."""

from __future__ import annotations

from pathlib import Path

from causalkb.store.annotations import Annotations
from causalkb.store.candidates import CandidateStates
from causalkb.store.claims import Claims
from causalkb.store.codings import Codings
from causalkb.store.counts import Counts
from causalkb.store.database import Database
from causalkb.store.decisions import Decisions
from causalkb.store.documents import Documents
from causalkb.store.duplicates import Duplicates
from causalkb.store.files import Files
from causalkb.store.notices import Notices
from causalkb.store.origins import Origins
from causalkb.store.passages import Passages
from causalkb.store.patience import Say
from causalkb.store.problems import Problems
from causalkb.store.provenance import Provenance
from causalkb.store.questions import Questions
from causalkb.store.relations import Relations
from causalkb.store.selection import Selection
from causalkb.store.suppressions import Suppressions
from causalkb.store.undo import Undo
from causalkb.store.vocabularies import Vocabularies
from causalkb.store.works import Works


class Store:
    """An open knowledge base.

    Attributes:
        database: Transactions, metadata, backup.
        works, provenance, claims, relations, questions, passages, problems: The records.
        codings: What second readers entered.
        vocabularies: The words that claims and hypotheses may use.
        selection: Works, passages and claims by filters.
        counts: How many there are of each.
        decisions: Links as they stand, and what was decided of proposed ones.
        candidates: Sentences that may become claims, and what was decided of them.
        suppressions: Findings of the audit that someone lets pass.
        duplicates: Works that may be one, and one taking in another.
        documents, codings: Evidence tables and syntheses; what second readers entered.
        files: The files of works and their texts.
        annotations, notices: What was marked in works elsewhere; what became of works.
        origins: Which records a person made or changed.
        undo: Works as they were before destructive commands.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.works = Works(database)
        self.provenance = Provenance(database)
        self.claims = Claims(database)
        self.codings = Codings(database)
        self.relations = Relations(database, self.claims)
        self.vocabularies = Vocabularies(database)
        self.questions = Questions(database)
        self.passages = Passages(database)
        self.problems = Problems(database)
        self.selection = Selection(database)
        self.counts = Counts(database)
        self.decisions = Decisions(database)
        self.candidates = CandidateStates(database)
        self.suppressions = Suppressions(database)
        self.duplicates = Duplicates(database)
        self.documents = Documents(database)
        self.files = Files(database)
        self.annotations = Annotations(database)
        self.notices = Notices(database)
        self.origins = Origins(database)
        self.undo = Undo(database)

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, say: Say | None = None) -> Store:
        """Open the store in a directory; ``say`` takes a line when another process is waited for.

        Raises:
            StoreError: There is none (and not ``create``), or it is damaged, locked or too new.
        """
        return cls(Database.open(directory, create=create, say=say))

    def close(self) -> None:
        """Close the connection."""
        self.database.close()
