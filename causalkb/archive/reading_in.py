"""What reading a folder into a knowledge base works with, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from causalkb.archive.contents import Contents
from causalkb.archive.from_files import Parsed
from causalkb.archive.merging import Fate, fate
from causalkb.archive.state import State
from causalkb.errors import InputError, UnknownError
from causalkb.records import Problem
from causalkb.store.store import Store
from causalkb.vocabulary import Severity


@dataclass(slots=True)
class ReadingIn:
    """A folder, the knowledge base that it is read into, and how far that has got.

    Attributes:
        root: The folder.
        store: The knowledge base.
        parsed: What the folder says.
        before: What was last written to the folder or read from it.
        mine: What the knowledge base says.
        here, there: Hashes of the records of the knowledge base and of the folder, by name.
        keys: Keys of works as they are here, by those of the folder, where they differ.
        ids: Ids of claims as they are here, by those of the folder, where they differ.
        refused: Records of the folder, by kind and name, that could not be stored.
        problems: What the user is to know.
    """

    root: Path
    store: Store
    parsed: Parsed
    before: State
    mine: Contents
    here: Mapping[str, str]
    there: Mapping[str, str]
    keys: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fate(self, name: str) -> Fate:
        """Return what becomes of a record, by its kind and name in the folder."""
        return fate(self.before.records.get(name), self.there.get(name), self.here.get(name))

    def key(self, key: str) -> str:
        """Return the key that a work of the folder has here."""
        return self.keys.get(key, key)

    def claim_id(self, claim_id: str) -> str:
        """Return the id that a claim of the folder has here."""
        if claim_id in self.ids:
            return self.ids[claim_id]
        key, hash_, number = claim_id.rpartition("#")
        return f"{self.key(key)}#{number}" if hash_ else claim_id

    def tell(
        self,
        file: str,
        reason: str,
        hint: str = "",
        *,
        key: str | None = None,
        failed: bool = False,
    ) -> None:
        """Note a problem for the user."""
        severity = Severity.FAILED if failed else Severity.WARNING
        place = str(self.root / file) if file else str(self.root)
        self.problems.append(Problem(place, reason, None, key, hint, severity))

    def put(self, file: str, name: str, put: Callable[[], object]) -> None:
        """Store a record (kind and name); one that cannot be stored is told and costs no other."""
        try:
            with self.store.database.atomic():
                put()
        except (InputError, UnknownError) as error:
            self.tell(file, f"{name.partition(' ')[2]}: {error}", failed=True)
            self.refuse(name, file)

    def refuse(self, name: str, file: str) -> None:
        """Remember that a record could not be stored: its file is not to be overwritten."""
        self.refused.add(name)
        self.parsed.files.pop(file, None)

    def gone(self, kind: str) -> list[str]:
        """Return names of records of a kind that the folder had, and that did not change here."""
        if kind in self.parsed.failed:
            return []
        names = [name for name in self.here if name.startswith(f"{kind} ")]
        return [n.partition(" ")[2] for n in names if self.fate(n) is Fate.GONE]
