"""The records that travel between the layers: frozen, and importing only the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from causalkb.vocabulary import (
    Design,
    Field,
    PassageKind,
    Relation,
    Rung,
    SearchMode,
    Severity,
    Sign,
    Stance,
    Wording,
)


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


@dataclass(frozen=True, slots=True)
class Effect:
    """A cause → effect pair that a claim asserts."""

    cause: str
    effect: str
    sign: Sign = Sign.UNKNOWN


@dataclass(frozen=True, slots=True)
class Claim:
    """What one work asserts, in our words. ``id`` is ``workkey#n``, empty before it is stored."""

    text: str
    id: str = ""
    work: str = ""
    design: Design | None = None
    rung: Rung | None = None
    wording: Wording | None = None
    subject: str | None = None
    locator: str | None = None
    quote: str | None = None
    quote_checked: bool | None = None
    stances: Mapping[str, Stance] = dataclass_field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    tags: tuple[str, ...] = ()
    relations: tuple[tuple[Relation, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a work's text before it is cut into passages."""

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


@dataclass(frozen=True, slots=True)
class Question:
    """A causal-question category."""

    slug: str
    title: str
    statement: str
    why: str = ""
    origin: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A testable answer to a question."""

    slug: str
    question: str
    statement: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A label, and on how many works it is."""

    name: str
    works: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a knowledge base holds.

    ``size`` is that of the store on disk, in bytes; ``import_problems`` counts what was wrong with
    past imports; ``model`` is "" before the first embedding. The mappings count by word, in the
    order in which they are shown: works by ``fields``, ``types``, ``decades`` and ``questions``,
    claims by ``designs``; what has no such word is counted as "(none)".
    """

    path: str
    works: int
    notes: int
    claims: int
    passages: int
    people: int
    import_problems: int
    size: int
    model: str
    fields: Mapping[str, int]
    types: Mapping[str, int]
    decades: Mapping[str, int]
    questions: Mapping[str, int]
    designs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding of the audit that someone looked at and lets pass.

    ``subject`` is a claim id or the slug of a hypothesis. With ``works``, it covers only findings
    that speak of no other works.
    """

    rule: str
    subject: str
    reason: str
    works: tuple[str, ...] = ()
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class ParsedWork:
    """One entry as a reader found it, before its identity is known.

    ``work.key`` is the key as the source writes it, empty where the source has none.
    ``entry`` names the entry within its source, for a later re-import of a corrected file.
    With ``by_key`` (a note) the key alone says which work is meant. ``claims`` and ``note`` are
    ``None`` where the source has no place for them; ``lines`` gives the line of a word in the
    source ("questions.interventions"), for messages.
    """

    work: Work
    source: str
    line: int | None = None
    entry: str = ""
    by_key: bool = False
    note: str | None = None
    claims: tuple[Claim, ...] | None = None
    lines: Mapping[str, int] = dataclass_field(default_factory=dict)


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
class AddResult:
    """The account of an import: every entry read is in exactly one of the first three or failed.

    ``added``, ``updated`` and ``unchanged`` hold keys, one for each entry (so a work met twice is
    listed twice); ``problems`` holds failures and warnings.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    interrupted: bool = False

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


@dataclass(frozen=True, slots=True)
class Filters:
    """Which works (and claims) a listing or a search is restricted to.

    Values within one attribute are alternatives; attributes are combined with "and".
    ``stances`` holds ``(hypothesis, stance)`` pairs. Year bounds are inclusive.
    """

    fields: tuple[Field, ...] = ()
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stances: tuple[tuple[str, Stance], ...] = ()
    designs: tuple[Design, ...] = ()
    rungs: tuple[Rung, ...] = ()
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    arxivs: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    has_claims: bool | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class QuestionMatch:
    """A question that resembles a query."""

    question: Question
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: a work and its best passage.

    ``score`` lies in [0, 1]: how close the best hit is to the query, on one scale for all queries,
    times the share of the best combined score that this hit has. ``close`` says whether the hit
    itself is close enough to bear on the query (``causalkb.search.closeness``).
    ``ranks`` holds the 1-based rank in each ranking that found it and ``scores`` the raw score
    there (cosine for ``semantic``, BM25 for ``keyword``). A work that the query names (by
    identifier, key, author and year, or acronym) also has a rank ``known``.
    ``matches`` are the (start, end) character spans of the passage that the query's words match.
    """

    rank: int
    score: float
    work: Work
    passage: Passage
    claims: tuple[Claim, ...] = ()
    ranks: Mapping[str, int] = dataclass_field(default_factory=dict)
    scores: Mapping[str, float] = dataclass_field(default_factory=dict)
    matches: tuple[tuple[int, int], ...] = ()
    close: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Everything a search found. ``notes`` say what the tool did to the query."""

    query: str
    mode: SearchMode
    hits: tuple[Hit, ...] = ()
    questions: tuple[QuestionMatch, ...] = ()
    notes: tuple[str, ...] = ()
