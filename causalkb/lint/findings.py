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
    """A stretch of a file. Lines and columns count from 1, columns in characters; ``end_column``
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
        level: How bad it is here; a rule has a usual level, circumstances may lower it.
        subject: Id of the claim, slug of the hypothesis, or the sentence of a draft.
        message: What is wrong, in one line.
        fix: What to do about it, in one line.
        place: Where in a draft (or in the note that states the claim), where that is known.
        details: Further lines for a person: evidence for and against, wording that is licensed.
        claims: Ids of the claims that it speaks of.
        works: Keys of the works that it speaks of.
        suppressed: The reason why it is let pass; "" where it is not.
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


@dataclass(frozen=True, slots=True)
class Audit:
    """All findings with what was looked at: ``checked`` counts things by their plural noun.

    ``unassessed`` says of what could not be judged how many there are and why ("2 sentences:
    language").
    """

    findings: tuple[Finding, ...] = ()
    checked: tuple[tuple[str, int], ...] = ()
    unassessed: tuple[str, ...] = ()

    def open(self, level: Level = Level.NOTE) -> tuple[Finding, ...]:
        """The findings at ``level`` or worse that are not suppressed."""
        return tuple(f for f in self.findings if not f.suppressed and f.level.reaches(level))
