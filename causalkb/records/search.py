"""What a search asks for and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from causalkb.records.claims import Claim
from causalkb.records.questions import Hypothesis, Question
from causalkb.records.works import Passage, Work
from causalkb.vocabulary import Design, Field, Rung, SearchMode, Stance


@dataclass(frozen=True, slots=True)
class Filters:
    """Which works (and claims) a listing or a search is restricted to.

    Values within one attribute are alternatives; attributes are combined with "and".
    ``stances`` holds ``(hypothesis, stance)`` pairs; a hypothesis may be named by a former slug. A
    population of the first level (``animals``) stands for all those below it. ``without`` holds
    keys of works that are left out. Every word of a venue begins a word of the work's. Year bounds
    are inclusive.
    """

    fields: tuple[Field, ...] = ()
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stances: tuple[tuple[str, Stance], ...] = ()
    designs: tuple[Design, ...] = ()
    rungs: tuple[Rung, ...] = ()
    populations: tuple[str, ...] = ()
    paradigms: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
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
class HypothesisMatch:
    """A hypothesis with the cosine of its statement to a sentence."""

    hypothesis: Hypothesis
    similarity: float


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
