"""What a reader found in a source, and the account of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from causalkb.records.annotations import Annotation, Notice
from causalkb.records.claims import Claim
from causalkb.records.files import FullText
from causalkb.records.works import Work
from causalkb.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class ParsedWork:
    """One entry as a reader found it, before its identity is known.

    ``work.key`` is the key as the source writes it, empty where the source has none.
    ``entry`` names the entry within its source, for a later re-import of a corrected file.
    With ``by_key`` (a note) the key alone says which work is meant. ``claims`` and ``note`` are
    ``None`` where the source has no place for them; ``lines`` gives the line of a word in the
    source ("questions.interventions"), for messages. ``front`` is what the front matter of a note
    says that means nothing to causalkb, as YAML; ``marks`` what an export of the whole knowledge
    base adds about its claims (``causalkb.archive.contents.NoteEntry``). ``text`` is the full text
    of a file of the work, in pages or parts. ``annotations`` are what was marked in the work,
    ``None`` where the source has no place for them; ``notices`` what became of it, by who says so.
    """

    work: Work
    source: str
    line: int | None = None
    entry: str = ""
    by_key: bool = False
    note: str | None = None
    claims: tuple[Claim, ...] | None = None
    lines: Mapping[str, int] = dataclass_field(default_factory=dict)
    front: str = ""
    marks: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    text: FullText | None = None
    annotations: tuple[Annotation, ...] | None = None
    notices: Mapping[str, tuple[Notice, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one entry of a source. ``line`` counts from 1."""

    source: str
    reason: str
    line: int | None = None
    key: str | None = None
    hint: str = ""
    severity: Severity = Severity.FAILED

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        subject = f"{self.key}: " if self.key else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {subject}{self.reason}{hint}"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader tells of a source that is not wrong: which columns it took for what."""

    source: str
    text: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.text}"


ParsedItem = ParsedWork | Problem | Remark
"""What a reader yields."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """The account of an import: every entry read is in exactly one of the first three or failed.

    ``added``, ``updated`` and ``unchanged`` hold keys, one for each entry (so a work met twice is
    listed twice); ``problems`` holds failures and warnings, ``remarks`` what else is worth telling.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    interrupted: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def failed(self) -> tuple[Problem, ...]:
        """The problems that cost an entry."""
        return tuple(p for p in self.problems if p.severity is Severity.FAILED)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that cost nothing but want a look."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def entries(self) -> int:
        """How many entries were read."""
        return len(self.added) + len(self.updated) + len(self.unchanged) + len(self.failed)
