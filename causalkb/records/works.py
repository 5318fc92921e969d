"""What is known of works: people, bibliography, and the pieces of text that are searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from causalkb.records.annotations import Notice
from causalkb.vocabulary import Field, NoticeKind, PassageKind

_WARNINGS = {
    NoticeKind.RETRACTION: "RETRACTED",
    NoticeKind.WITHDRAWAL: "WITHDRAWN",
    NoticeKind.EXPRESSION_OF_CONCERN: "EXPRESSION OF CONCERN",
}


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor.

    A corporate author ("Barnes and Noble") has ``literal=True`` and its whole name in ``family``.
    ``Person.others()`` stands for BibTeX's final "and others".
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False

    @classmethod
    def others(cls) -> Person:
        """The person that stands for "and others"."""
        return cls("others", literal=True)

    @property
    def is_others(self) -> bool:
        """Whether this is "and others", no person at all."""
        return self.literal and self.family == "others"

    @property
    def name(self) -> str:
        """The name in BibTeX order.

        >>> Person("Neumann", "John", "von").name
        'von Neumann, John'
        >>> Person("King", "Martin Luther", suffix="Jr.").name
        'King, Jr., Martin Luther'
        """
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(part for part in (family, self.suffix, self.given) if part)


@dataclass(frozen=True, slots=True)
class Work:
    """A paper, book, chapter, report, post or note, identified by its citation key.

    ``fields`` holds every bibliographic field that has no attribute of its own (``journal``,
    ``booktitle``, ``volume``, ``keywords``, unknown ones, ...), by lower-case BibTeX name, decoded.
    A ``year`` or ``date`` that is not a plain number is kept there as well, as written.
    ``venue`` is derived from them by ingest.
    """

    key: str
    type: str = "misc"
    title: str = ""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    abstract: str | None = None
    field: Field | None = None
    fields: Mapping[str, str] = dataclass_field(default_factory=dict)
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    """Keys of other versions of this work (preprint and published)."""
    notices: tuple[Notice, ...] = ()
    """What became of it: retractions, corrections, newer versions; the gravest first."""

    @property
    def warning(self) -> str:
        """A word for a work that was retracted, withdrawn or is doubted, else "".

        >>> Work("k", notices=(Notice(NoticeKind.RETRACTION, "crossref"),)).warning
        'RETRACTED'
        """
        kinds = [_WARNINGS[n.kind] for n in self.notices if n.kind in _WARNINGS]
        return kinds[0] if kinds else ""

    @property
    def is_retracted(self) -> bool:
        """Whether the work was retracted or withdrawn."""
        return any(notice.is_grave for notice in self.notices)

    @property
    def heading(self) -> str:
        """The title, after the warning if there is one: "RETRACTED: Causal reasoning in rats"."""
        if not self.warning or self.title.casefold().startswith(self.warning.casefold()):
            return self.title
        return f"{self.warning}: {self.title}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a work's text before it is chunked into passages."""

    kind: PassageKind
    text: str
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a work's text that is embedded and searched."""

    kind: PassageKind
    text: str
    locator: str | None = None
    id: int = 0
    work: str = ""
    claim: str | None = None
