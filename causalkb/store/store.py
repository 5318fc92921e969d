"""The store as one object: a database and what reads and writes each kind of record."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.store.claims import Claims
from causalkb.store.database import Database
from causalkb.store.passages import Passages
from causalkb.store.questions import Questions
from causalkb.store.selection import Selection
from causalkb.store.works import Works

if TYPE_CHECKING:
    from causalkb.store.annotations import Annotations
    from causalkb.store.candidates import CandidateStates
    from causalkb.store.codings import Codings
    from causalkb.store.counts import Counts
    from causalkb.store.decisions import Decisions
    from causalkb.store.documents import Documents
    from causalkb.store.duplicates import Duplicates
    from causalkb.store.files import Files
    from causalkb.store.gap_counts import GapCounts
    from causalkb.store.notices import Notices
    from causalkb.store.origins import Origins
    from causalkb.store.patience import Say
    from causalkb.store.problems import Problems
    from causalkb.store.provenance import Provenance
    from causalkb.store.relations import Relations
    from causalkb.store.suppressions import Suppressions
    from causalkb.store.undo import Undo
    from causalkb.store.vocabularies import Vocabularies


class Store:
    """An open knowledge base.

    What few commands need is imported when it is asked for.

    Attributes:
        database: Transactions, metadata, backup.
        works, claims, questions, passages: The records.
        selection: Works, passages and claims by filters.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.works = Works(database)
        self.claims = Claims(database)
        self.questions = Questions(database)
        self.passages = Passages(database)
        self.selection = Selection(database)

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

    @cached_property
    def provenance(self) -> Provenance:
        """Where records came from."""
        from causalkb.store.provenance import Provenance

        return Provenance(self.database)

    @cached_property
    def codings(self) -> Codings:
        """What second readers entered."""
        from causalkb.store.codings import Codings

        return Codings(self.database)

    @cached_property
    def relations(self) -> Relations:
        """What claims say of one another."""
        from causalkb.store.relations import Relations

        return Relations(self.database, self.claims)

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The words that claims and hypotheses may use."""
        from causalkb.store.vocabularies import Vocabularies

        return Vocabularies(self.database)

    @cached_property
    def problems(self) -> Problems:
        """What past imports could not read."""
        from causalkb.store.problems import Problems

        return Problems(self.database)

    @cached_property
    def counts(self) -> Counts:
        """How many there are of each."""
        from causalkb.store.counts import Counts

        return Counts(self.database)

    @cached_property
    def gap_counts(self) -> GapCounts:
        """How many claims and works meet in each cell of a gap map."""
        from causalkb.store.gap_counts import GapCounts

        return GapCounts(self.database, self.selection)

    @cached_property
    def decisions(self) -> Decisions:
        """Links as they stand, and what was decided of proposed ones."""
        from causalkb.store.decisions import Decisions

        return Decisions(self.database)

    @cached_property
    def candidates(self) -> CandidateStates:
        """Sentences that may become claims, and what was decided of them."""
        from causalkb.store.candidates import CandidateStates

        return CandidateStates(self.database)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Findings of the audit that someone lets pass."""
        from causalkb.store.suppressions import Suppressions

        return Suppressions(self.database)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Works that may be one, and one taking in another."""
        from causalkb.store.duplicates import Duplicates

        return Duplicates(self.database)

    @cached_property
    def documents(self) -> Documents:
        """Evidence tables and syntheses."""
        from causalkb.store.documents import Documents

        return Documents(self.database)

    @cached_property
    def files(self) -> Files:
        """The files of works and their texts."""
        from causalkb.store.files import Files

        return Files(self.database)

    @cached_property
    def annotations(self) -> Annotations:
        """What was marked in works elsewhere."""
        from causalkb.store.annotations import Annotations

        return Annotations(self.database)

    @cached_property
    def notices(self) -> Notices:
        """What became of works."""
        from causalkb.store.notices import Notices

        return Notices(self.database)

    @cached_property
    def origins(self) -> Origins:
        """Which records a person made or changed."""
        from causalkb.store.origins import Origins

        return Origins(self.database)

    @cached_property
    def undo(self) -> Undo:
        """Works as they were before destructive commands."""
        from causalkb.store.undo import Undo

        return Undo(self.database)
