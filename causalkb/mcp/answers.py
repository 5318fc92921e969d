"""What the tools answer: the SDK makes their output schemas of these.

``typing_extensions.TypedDict``, because the SDK reads no other one on Python 3.11.
"""

from __future__ import annotations

from typing_extensions import TypedDict


class Work(TypedDict):
    """A work in a line; ``warning`` says so where it was retracted or is doubted."""

    key: str
    warning: str | None
    title: str
    authors: str
    year: int | None
    link: str | None


class Named(TypedDict):
    """A question or hypothesis, with its similarity (cosine) to what was asked, if it has one."""

    slug: str
    text: str
    similarity: float | None


class Said(TypedDict):
    """A claim in a line."""

    id: str
    text: str
    design: str | None


class Hit(TypedDict):
    """A work that search found, with its best passage and where that stands."""

    work: Work
    score: float
    close: bool
    passage: str
    place: str
    claims: list[Said]


class Search(TypedDict):
    """Answer of ``search``."""

    nothing_close: bool
    hits: list[Hit]
    questions: list[Named]
    notes: list[str]
    cursor: str | None


class Stance(TypedDict):
    """The side that a claim takes on a hypothesis, and why."""

    hypothesis: str
    stance: str
    directness: str
    because: str


class Relation(TypedDict):
    """How a claim relates to another one."""

    relation: str
    claim: str
    because: str


class Claim(TypedDict):
    """A claim with its quote, its place and its links; ``quote_found``: in the work's text."""

    id: str
    text: str
    quote: str | None
    quote_found: bool | None
    place: str | None
    design: str | None
    rung: str | None
    wording: str | None
    population: str | None
    paradigm: str | None
    extent: str | None
    stances: list[Stance]
    relations: list[Relation]
    work: Work


class Claims(TypedDict):
    """Answer of ``claims``."""

    total: int
    claims: list[Claim]
    cursor: str | None


class Show(TypedDict):
    """Answer of ``show``: a work with its claims, or one claim."""

    work: Work
    venue: str | None
    field: str | None
    questions: list[str]
    tags: list[str]
    versions: list[str]
    abstract: str | None
    note: str | None
    left_out: list[str]
    total_claims: int
    claims: list[Claim]
    cursor: str | None


class Weighed(TypedDict):
    """A claim on a hypothesis; ``counted``: on which side, ``fallen``: what made it fall."""

    id: str
    stance: str
    counted: str | None
    fallen: list[str]
    because: str
    text: str
    quote: str | None
    place: str | None
    design: str | None
    work: Work


class Balance(TypedDict):
    """What the claims say of a hypothesis; ``overturned_by``: works that alone would change it."""

    slug: str
    statement: str
    wrong_if: str
    verdict: str
    certainty: str | None
    reasons: list[str]
    groups: str
    limits: list[str]
    overturned_by: list[str]
    rivals: list[str]
    claims: list[Weighed]
    claims_left_out: int


class Question(TypedDict):
    """A question with the slugs of its hypotheses."""

    slug: str
    text: str
    hypotheses: list[str]


class Evidence(TypedDict):
    """Answer of ``evidence``; ``questions``: all of them, where nothing was asked."""

    nothing_close: bool
    questions: list[Question]
    question: Named | None
    nearest: list[Named]
    hypotheses: list[Balance]
    gaps: list[str]
    cursor: str | None


class Rank(TypedDict):
    """How many independent groups are inconsistent with a hypothesis."""

    hypothesis: str
    statement: str
    inconsistent: int
    groups: int


class Row(TypedDict):
    """A claim of a matrix: its stance on each hypothesis."""

    id: str
    text: str
    tells_apart: bool
    stances: dict[str, str]


class Matrix(TypedDict):
    """Answer of ``matrix``."""

    question: Named
    summary: str
    ranks: list[Rank]
    total: int
    claims: list[Row]
    cursor: str | None


class Finding(TypedDict):
    """What the linter found in a sentence."""

    rule: str
    level: str
    line: int | None
    sentence: str
    message: str
    fix: str
    details: list[str]
    claims: list[str]
    works: list[str]


class Lint(TypedDict):
    """Answer of ``lint_text``."""

    sentences: int
    unassessed: list[str]
    total: int
    findings: list[Finding]
    cursor: str | None


class Sentence(TypedDict):
    """How causal a sentence is, with the words that decide it."""

    text: str
    wording: str | None
    cues: list[str]
    not_assessed: str | None


class Grades(TypedDict):
    """Answer of ``grade``."""

    wording: str | None
    total: int
    sentences: list[Sentence]
    cursor: str | None


class Rival(TypedDict):
    """A rival explanation: what it predicts, and the claims that bear on it."""

    name: str
    picture: str
    predicts: dict[str, str]
    total_claims: int
    claims: list[str]


class Explain(TypedDict):
    """Answer of ``explain``."""

    nothing_close: bool
    reading: str
    taken_for: dict[str, list[str]]
    rivals: list[Rival]
    tells_apart: list[str]
    paths: list[str]
    adjust: list[str]
    near: list[Said]
    notes: list[str]


class Proposed(TypedDict):
    """Whether a proposal is new; it waits until a person decides."""

    new: bool
    waits: bool
