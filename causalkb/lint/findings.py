"""What an audit finds: frozen records, for a knowledge base and for a draft alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is, in the words of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def reaches(self, other: Level) -> bool:
        """Whether this is at least as bad as ``other``.

        >>> Level.ERROR.reaches(Level.WARNING), Level.NOTE.reaches(Level.WARNING)
        (True, False)
        """
        order = list(Level)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for.

    ``id`` is a slug, ``why`` one sentence with its source; ``about`` says what its findings are
    about: "claim", "hypothesis", "sentence" or "suppression".
    """

    id: str
    level: Level
    title: str
    why: str
    about: str


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a file. Lines and columns count from 1, columns in characters; ``end_column``
    is the column after the last character, as in SARIF.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should be fixed or suppressed.

    Attributes:
        rule: Which rule found it.
        level: How bad it is here; it may be lower than the usual level of the rule.
        subject: Id of the claim, slug of the hypothesis, or the sentence of a draft.
        message: What is wrong, in one line.
        fix: What to do about it, in one line.
        place: Where in a draft (or in the note that states the claim), where that is known.
        details: Further lines to show: evidence for and against, wording that is licensed.
        claims: Ids of the claims that it is about.
        works: Keys of the works that it is about.
        suppressed: The reason why it is suppressed; "" if it is not.
    """

    rule: str
    level: Level
    subject: str
    message: str
    fix: str
    place: Place | None = None
    details: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    suppressed: str = ""


class Kind(StrEnum):
    """What could not be assessed."""

    FILE = "file"
    SENTENCE = "sentence"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Unassessed:
    """What could not be judged.

    Attributes:
        kind: A whole file or the rest of one, sentences, or the wording of claims.
        reason: Why: "language", "no text", ...
        count: How many.
        file: The draft; "" for claims.

    >>> str(Unassessed(Kind.SENTENCE, "language", 2, "draft.md"))
    'draft.md: 2 sentences: language'
    """

    kind: Kind
    reason: str
    count: int = 1
    file: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.kind is not Kind.FILE:
            number = f"{self.count} {self.kind.value}{'' if self.count == 1 else 's'}"
            parts.append(f"the wording of {number}" if self.kind is Kind.CLAIM else number)
        return ": ".join([*parts, self.reason])


@dataclass(frozen=True, slots=True)
class Audit:
    """All findings with what was looked at: ``checked`` counts things by their plural noun."""

    findings: tuple[Finding, ...] = ()
    checked: tuple[tuple[str, int], ...] = ()
    unassessed: tuple[Unassessed, ...] = ()

    def open(self, level: Level = Level.NOTE) -> tuple[Finding, ...]:
        """The findings at ``level`` or worse that are not suppressed."""
        return tuple(f for f in self.findings if not f.suppressed and f.level.reaches(level))
