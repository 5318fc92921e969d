"""Sentences of works that may become claims."""

from __future__ import annotations

from dataclasses import dataclass

from causalkb.records.claims import Effect
from causalkb.records.imports import Problem
from causalkb.vocabulary import Design, Rung, Stance, Wording

COLUMNS = (
    "work",
    "rank",
    "score",
    "kind",
    "locator",
    "design",
    "population",
    "hypothesis",
    "quote",
)
PER_TEXT = 60
"""Sentences of an abstract or a full text that may be candidates, the best."""


@dataclass(frozen=True, slots=True)
class NearHypothesis:
    """A hypothesis on which a candidate may bear, with a score in [0, 1]."""

    slug: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be a claim of its work, with fields to start from.

    It never carries a stance: which side a claim takes, a person decides who has read it. Where
    a person marked the sentence in a colour that stands for a side, that is kept for the moment
    at which the person chooses the hypothesis.

    Attributes:
        work: Citation key.
        quote: The sentence, word for word.
        locator: Where it stands: "abstract", "p. 4".
        kind: ``result``, ``method``, ``objective``, ``background``, ``others`` (what others
            found) or ``other``.
        score: How likely it states what the work found, in [0, 1].
        rank: Its place among the candidates of its work, from 1.
        design, population, paradigm, rung: Guessed from words; ``None`` where they tell nothing.
        wording: How causal the sentence is.
        n: The sample size that the sentence, else the abstract, states.
        effects: Cause and effect, where the sentence says them outright.
        hypotheses: The nearest, best first.
        side: What the colour stands for in which a person marked it; of no hypothesis yet.
        cues: What led to all that, in words.
        context: The text around the sentence.
        by: The program or model that proposed it; "" for the sentence choice of causalkb.
        skipped: Whether a person put it off.
    """

    work: str
    quote: str
    locator: str = ""
    kind: str = "result"
    score: float = 0.0
    rank: int = 0
    design: Design | None = None
    population: str | None = None
    paradigm: str | None = None
    rung: Rung | None = None
    wording: Wording | None = None
    n: int | None = None
    effects: tuple[Effect, ...] = ()
    hypotheses: tuple[NearHypothesis, ...] = ()
    cues: tuple[str, ...] = ()
    context: str = ""
    by: str = ""
    skipped: bool = False
    side: Stance | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of some works, and the works that have none.

    ``without_text`` are keys of works that have no sentence of prose in abstract, full text or
    annotations; in the works of ``without_claim`` no sentence looks like a claim. Of the works of
    ``shortened``, sentences at or above the line were left out, as an abstract or a full text gives
    its :data:`PER_TEXT` best at most.
    """

    found: tuple[Candidate, ...]
    without_text: tuple[str, ...] = ()
    without_claim: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalsRead:
    """What became of the proposals of a file: ``added`` wait now, ``known`` were there before.

    ``problems`` tell of those that were dropped, each with its line.
    """

    added: int
    known: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionProgress:
    """How far the works of a question were read for claims.

    Of ``works`` linked to it, ``with_claims`` have claims; of the others, candidates of
    ``looked_at`` were decided on, and ``waiting`` were not opened yet.
    """

    question: str
    works: int
    with_claims: int
    looked_at: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SheetDecided:
    """What became of the rows of a filled sheet: ``made`` are the ids of the claims.

    ``known`` were decided so before; ``problems`` tell of rows that decided nothing, with lines.
    """

    made: tuple[str, ...]
    never: int
    skipped: int
    known: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of letting a model draft claims.

    Of ``asked`` works, ``added`` drafts wait now and ``known`` quotes were there before;
    ``not_there`` drafts were dropped because their quote is not in the text, ``unreadable`` because
    they are no draft. Works ``before`` were drafted by the model earlier, those ``without_text``
    have none. ``stopped`` says why the run ended early, "" where it did not.
    """

    asked: int = 0
    added: int = 0
    known: int = 0
    not_there: int = 0
    unreadable: int = 0
    before: int = 0
    without_text: int = 0
    stopped: str = ""
