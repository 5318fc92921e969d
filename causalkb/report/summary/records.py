"""What a report consists of: the records that templates see, each attribute with its meaning.

``docs/report-templates.md`` is generated from these annotations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from causalkb.records import Filters, Work


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation; printed, it becomes "(Pearl, 2009, p. 3)", "[1, p. 3]" or "[@key, p. 3]"."""

    key: Annotated[str, "Citation key of the work."]
    locator: Annotated[str, "Where in the work, or empty."] = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A sentence with citations in it; printed, each part is escaped or cited."""

    parts: Annotated[tuple[str | Cite, ...], "Text and citations in turn."]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that is set alike, or works that it cites in one place."""

    text: Annotated[str, "The words; empty where it cites."]
    style: Annotated[str, "`strong`, `em`, `code` or empty."]
    cites: Annotated[tuple[Cite, ...], "The works cited; empty where it has words."]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a synthesis."""

    kind: Annotated[str, "`heading`, `paragraph`, `item` or `number` (of a numbered list)."]
    level: Annotated[int, "Of a heading, from 1; of an item, how deep it stands; else 0."]
    runs: Annotated[tuple[Run, ...], "Its text; each run printed is escaped or cited."]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim under one stance of one hypothesis."""

    id: Annotated[str, "`workkey#n`."]
    text: Annotated[str, "What the work asserts."]
    cite: Annotated[Cite, "The work and the place in it."]
    design: Annotated[str, "How the evidence was obtained, or `no design stated`."]
    rung: Annotated[str, "Rung of Pearl's ladder, or empty."]
    subject: Annotated[str, "Of whom or what, or empty."]
    quote: Annotated[str, "Words of the work, or empty."]
    unchecked: Annotated[bool, "Whether the quote was not found in the work's text."]
    overstated: Annotated[bool, "Whether its wording is more causal than its design can carry."]
    elsewhere: Annotated[str, "Label of an earlier hypothesis that shows it in full, or empty."]
    because: Annotated[str, "Why it takes its stance, or empty."]
    indirect: Annotated[bool, "Whether a step of inference lies between it and the hypothesis."]
    fell: Annotated[str, "The claims that made it fall, or empty."]
    note: Annotated[str, "Why it is not counted, or counts otherwise than recorded; or empty."]


@dataclass(frozen=True, slots=True)
class DesignGroup:
    """The claims of one side that have the same design."""

    design: Annotated[str, "The design."]
    shown: Annotated[tuple[ClaimView, ...], "Claims to be shown in full."]
    more: Annotated[tuple[ClaimView, ...], "Claims to be listed only."]
    others: Annotated[tuple[Cite, ...], "The works that make those, each once, without places."]


@dataclass(frozen=True, slots=True)
class SideView:
    """The claims that take one stance on a hypothesis."""

    stance: Annotated[str, "`supports`, `contradicts`, `qualifies` or `neutral`."]
    title: Annotated[str, "`For`, `Against`, `Qualifying` or `Could not tell`."]
    claims: Annotated[int, "How many."]
    works: Annotated[int, "By how many works."]
    groups: Annotated[tuple[DesignGroup, ...], "The claims by design, closest claim first."]
    more: Annotated[int, "How many are listed only."]


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """A hypothesis and what bears on it."""

    label: Annotated[str, "`H1`, `H2`, ...: its number within the question."]
    slug: Annotated[str, "Its slug."]
    name: Annotated[str, "Its slug as words."]
    statement: Annotated[str, "What it says."]
    form: Annotated[str, "What kind of statement it is, or empty."]
    wrong_if: Annotated[str, "An observation that would refute it, or empty."]
    verdict: Annotated[str, "`supported`, `leaning-for`, `mixed`, `depends`, ..."]
    certainty: Annotated[str, "`high`, `moderate`, `low` or `very low`; empty where none."]
    reasons: Annotated[tuple[str, ...], "The steps that led to the certainty."]
    fragile: Annotated[bool, "Whether one work less would change the verdict."]
    favour: Annotated[int, "Independent groups for it."]
    against: Annotated[int, "Independent groups against it."]
    interval: Annotated[str, "95 % interval of the share for it, or empty."]
    robust: Annotated[str, "In how many ways of counting the verdict holds, or empty."]
    strata: Annotated[tuple[tuple[str, str, int, int], ...], "Population, paradigm, for, against."]
    limits: Annotated[tuple[str, ...], "On what it depends and what limits it, a line each."]
    supports: Annotated[int, "Claims for it."]
    contradicts: Annotated[int, "Claims against it."]
    qualifies: Annotated[int, "Claims that qualify it."]
    neutral: Annotated[int, "Claims that could not tell."]
    summary: Annotated[tuple[Inline, ...], "The balance in sentences."]
    overturn: Annotated[Inline, "What would change the verdict."]
    sides: Annotated[tuple[SideView, ...], "For, against, qualifying, neutral; no empty ones."]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two claims that contradict each other."""

    why: Annotated[str, "Why they are paired."]
    label: Annotated[str, "Label of the hypothesis on which they disagree, or empty."]
    first: Annotated[ClaimView, "The claim for it, if they disagree on one."]
    second: Annotated[ClaimView, "The claim against it."]


@dataclass(frozen=True, slots=True)
class MapView:
    """The evidence gap map of a question, hypotheses × designs, as picture and as table."""

    title: Annotated[str, "What it shows."]
    summary: Annotated[str, "Totals in a line."]
    notes: Annotated[tuple[str, ...], "What to know so as to read it right."]
    columns: Annotated[tuple[str, ...], "Column headers."]
    rows: Annotated[tuple[tuple[str, tuple[str, ...]], ...], "Label and cells of each row."]
    svg: Annotated[str, "The picture, as an SVG document."]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question and the state of its evidence."""

    slug: Annotated[str, "Its slug."]
    title: Annotated[str, "The question."]
    statement: Annotated[str, "What it asks, at length."]
    why: Annotated[str, "Why it matters for AI safety, or empty."]
    origin: Annotated[str, "Where it comes from, or empty."]
    claims: Annotated[int, "Claims that bear on it."]
    works: Annotated[int, "Works that make them."]
    state: Annotated[tuple[Inline, ...], "The state of the evidence, in sentences."]
    hypotheses: Annotated[tuple[HypothesisView, ...], "Its hypotheses."]
    contradictions: Annotated[tuple[PairView, ...], "Claims that contradict each other."]
    gaps: Annotated[tuple[Inline, ...], "What is missing."]
    map: Annotated[MapView, "The evidence gap map."]
    picture: Annotated[str, "Name of the picture's file beside a Markdown report, or empty."]
    overstated: Annotated[tuple[ClaimView, ...], "Claims worded more causally than their design."]
    verdicts: Annotated[tuple[tuple[str, str], ...], "Verdicts that occur and the labels."]
    text: Annotated[tuple[Block, ...], "The synthesis of the question, or empty."]


@dataclass(frozen=True, slots=True)
class FoundView:
    """A work that a search found."""

    cite: Annotated[Cite, "The work."]
    title: Annotated[str, "Its title."]
    passage: Annotated[str, "The passage that matched best; empty where it is one of the claims."]
    locator: Annotated[str, "Where in the work that is, or empty."]
    claims: Annotated[tuple[ClaimView, ...], "Its claims (those that pass the filters)."]


@dataclass(frozen=True, slots=True)
class SearchView:
    """What a search found."""

    query: Annotated[str, "The query."]
    works: Annotated[tuple[FoundView, ...], "The works, best first."]
    notes: Annotated[tuple[str, ...], "What was done to the query."]
    bearing: Annotated[
        tuple[tuple[str, str, int, int, int, int], ...],
        "Question, hypothesis, how many claims support, contradict, qualify it, cannot tell.",
    ]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from an earlier report."""

    since: Annotated[str, "Date of the earlier report."]
    lines: Annotated[tuple[Inline, ...], "The differences, verdicts first; empty: none."]
    warning: Annotated[str, "Why the two may not be comparable, or empty."]


@dataclass(frozen=True, slots=True)
class Made:
    """How the report was made."""

    version: Annotated[str, "Version of causalkb."]
    date: Annotated[str, "Date, as 2026-11-25."]
    filters: Annotated[tuple[str, ...], "The filters in words; empty: none."]
    style: Annotated[str, "Name of the citation style."]
    works: Annotated[int, "Works in the knowledge base."]
    used: Annotated[int, "Works that this report cites."]
    claims: Annotated[int, "Claims that this report weighs or lists."]
    quoted: Annotated[int, "Those with a quote."]
    unchecked: Annotated[int, "Those whose quote was not found in the work's text."]
    rule: Annotated[str, "The rule that makes the verdicts, in sentences."]
    shown: Annotated[int, "Claims shown in full on each side at most; 0: all."]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. ``balances`` and ``cited`` serve the JSON and the references."""

    title: Annotated[str, "Title of the report."]
    questions: Annotated[tuple[QuestionView, ...], "The questions that it covers."]
    search: Annotated[SearchView | None, "What a search found, in the report of a search."]
    changes: Annotated[Changes | None, "What is different from an earlier report, if asked for."]
    made: Annotated[Made, "How the report was made."]
    data: Annotated[dict[str, Any], "The balances as plain data, as in the JSON report."]
    cited: Annotated[tuple[Work, ...], "The works cited, in order of their first citation."]
    filters: Annotated[Filters, "The filters."]
    text: Annotated[tuple[Block, ...], "The synthesis of all questions, or empty."] = ()
