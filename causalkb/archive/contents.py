"""All that a knowledge base as text says, whether it comes from a store or from a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from causalkb.formats.bibtex.writer import format_work
from causalkb.formats.note.writer import claim_fields
from causalkb.records import (
    Annotation,
    Claim,
    Coding,
    Document,
    Hypothesis,
    Notice,
    Question,
    Suppression,
    Term,
    Work,
    WorkFile,
)
from causalkb.store.candidates import CandidateState

EDITED, VERSIONS, APART = "causalkb-edited", "causalkb-versions", "causalkb-not-duplicates"
"""BibTeX fields: the fields that were edited by hand, the keys of other versions, and those of
works that look the same and were found to be others."""


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """A work, the names of its fields that were edited by hand, and works that it is not."""

    work: Work
    edited: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def record(self) -> Work:
        """The work as its BibTeX entry says it, with causalkb's own fields."""
        own = {EDITED: self.edited, VERSIONS: self.work.versions, APART: self.apart}
        named = {name: ", ".join(values) for name, values in own.items() if values}
        return replace(self.work, fields={**self.work.fields, **named}, versions=())


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """The note of a work with all its claims.

    ``by_hand`` is what a person made of the claims, as ``Origins.by_hand`` names it; ``numbers``
    the highest number that the work has ever given; ``quotes`` the numbers of claims whose quote
    was found in a text that is not here.
    """

    text: str = ""
    front: str = ""
    claims: tuple[Claim, ...] = ()
    by_hand: tuple[str, ...] = ()
    numbers: int = 0
    quotes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.front or self.claims or self.numbers)


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question, and whether it is a user's own."""

    question: Question
    edited: bool


@dataclass(frozen=True, slots=True)
class HypothesisEntry:
    """A hypothesis, and whether it is a user's own."""

    hypothesis: Hypothesis
    edited: bool


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What was decided of a proposed link; ``passage`` is the hash of what was shown, as hex."""

    work: str
    question: str
    hypothesis: str
    passage: str
    accepted: bool
    at: str


@dataclass(frozen=True, slots=True)
class CandidateEntry:
    """A sentence that may become a claim, and what was decided on it."""

    work: str
    state: CandidateState


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a work: its name, not its place, which is another on each machine; no text."""

    work: str
    file: WorkFile


@dataclass(slots=True)
class Contents:
    """Records by name, each kind in the order in which it is written."""

    words: dict[str, Term] = field(default_factory=dict)
    questions: dict[str, QuestionEntry] = field(default_factory=dict)
    hypotheses: dict[str, HypothesisEntry] = field(default_factory=dict)
    works: dict[str, WorkEntry] = field(default_factory=dict)
    notes: dict[str, NoteEntry] = field(default_factory=dict)
    suppressions: dict[str, tuple[Suppression, bool]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    codings: dict[str, Coding] = field(default_factory=dict)
    decisions: dict[str, DecisionEntry] = field(default_factory=dict)
    candidates: dict[str, CandidateEntry] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    files: dict[str, FileEntry] = field(default_factory=dict)
    shipped: Sequence[tuple[str, str, str, str]] = ()
    """What the shipped corpus said of works: key, source, entry, hashes as JSON."""

    def digests(self) -> dict[str, str]:
        """Return a short hash of each record, by its kind and name."""
        found = {}
        for kind in ("words", "questions", "hypotheses", "suppressions", "documents", "codings",
                     "decisions", "candidates", "annotations", "notices", "files"):  # fmt: skip
            for name, record in getattr(self, kind).items():
                found[f"{kind} {name}"] = digest(repr(record))
        for key, entry in self.works.items():
            found[f"works {key}"] = digest(format_work(entry.record))
        for key, note in self.notes.items():
            if note.text or note.front:
                found[f"notes {key}"] = digest(f"{note.front}\n{note.text}")
            for claim in filter(lambda claim: claim.id, note.claims):
                found[f"claims {claim.id}"] = digest(_canonical(claim, note.by_hand))
        return found


def digest(text: str) -> str:
    """Return a short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def number_of(claim_id: str) -> str:
    """Return the n of ``workkey#n``."""
    return claim_id.rpartition("#")[2]


def marks_of(number: str, by_hand: Sequence[str]) -> list[str]:
    """Return the marks of one claim among those of its work."""
    return [mark for mark in by_hand if mark.partition(" ")[0] == number]


def _canonical(claim: Claim, by_hand: Sequence[str]) -> str:
    said: Mapping[str, object] = claim_fields(
        replace(claim, relations=tuple(sorted(claim.relations)), quote_checked=None), True
    )
    return json.dumps([said, sorted(marks_of(number_of(claim.id), by_hand))], sort_keys=True)
