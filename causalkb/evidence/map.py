"""The evidence gap map: where there are claims on a question or hypothesis, and where none.

Evidence gap maps lay evidence out in a grid so that its empty cells are seen (Snilstveit et al.
2016, "Evidence & Gap Maps", Journal of Clinical Epidemiology 79). Cells count claims; they do not
weigh them, which is the balance's task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import TypeVar

from causalkb.errors import InputError, nearest
from causalkb.evidence.loading import claims_on
from causalkb.records import Claim, Filters, Hypothesis, Question, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Field, Rung, Stance


class Rows(StrEnum):
    """What a row of the map is."""

    QUESTIONS = "questions"
    HYPOTHESES = "hypotheses"


class Columns(StrEnum):
    """What a column of the map is."""

    FIELDS = "fields"
    DESIGNS = "designs"
    RUNGS = "rungs"


class Lean(StrEnum):
    """Which way the claims on one hypothesis lean, by their number alone."""

    FOR = "for"
    AGAINST = "against"
    EVEN = "even"
    NONE = "none"


UNSTATED = "unstated"
"""The last column, present where some claim or work states no value."""

_WORDS = {
    Columns.FIELDS: tuple(word.value for word in Field),
    Columns.DESIGNS: tuple(word.value for word in Design),
    Columns.RUNGS: tuple(word.value for word in Rung),
}
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Cell:
    """What meets in one cell.

    ``claims`` are those that take a stance on the row, ``works`` the works that make them. The
    stances are counted, not the claims: in a row of a question, a claim that supports one of its
    hypotheses and contradicts another counts on both sides. ``unclaimed`` are works linked to the
    question without any claim, so nobody has written down what they say (questions × fields only).
    """

    claims: int = 0
    works: int = 0
    supports: int = 0
    contradicts: int = 0
    qualifies: int = 0
    neutral: int = 0
    unclaimed: int = 0

    @property
    def stances(self) -> int:
        """All stances."""
        return self.supports + self.contradicts + self.qualifies + self.neutral

    @property
    def empty(self) -> bool:
        """Whether there is no claim: a gap."""
        return not self.claims

    @property
    def lean(self) -> Lean:
        """Which way the claims lean; it has a meaning only in the row of one hypothesis."""
        if self.supports == self.contradicts:
            return Lean.EVEN if self.supports else Lean.NONE
        return Lean.FOR if self.supports > self.contradicts else Lean.AGAINST


@dataclass(frozen=True, slots=True)
class Row:
    """A question or hypothesis. ``question`` is the slug of the question it belongs to."""

    slug: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class GapMap:
    """A grid of cells: ``cells[r][c]`` for ``rows[r]`` and ``columns[c]``.

    Totals count a claim or work once, so that a column's total is less than the sum of its cells
    where a claim stands in several rows.
    """

    kind: Rows
    across: Columns
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell
    question: str | None = None
    filtered: bool = False

    @property
    def leans(self) -> bool:
        """Whether :attr:`Cell.lean` has a meaning: every row is one hypothesis."""
        return self.kind is Rows.HYPOTHESES

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The (row, column) pairs without a claim, in reading order."""
        return tuple(
            (row.slug, column)
            for row, cells in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, cells, strict=True)
            if cell.empty
        )


def gap_map(
    store: Store,
    *,
    rows: Rows | str | None = None,
    columns: Columns | str | None = None,
    question: str | None = None,
    among: Sequence[str] = (),
    filters: Filters | None = None,
) -> GapMap:
    """Return the evidence gap map.

    Args:
        store: The knowledge base.
        rows: "questions" or "hypotheses"; default: hypotheses where one question is given.
        columns: "fields", "designs" or "rungs"; default: fields for questions, else designs.
        question: Only this question, or its hypotheses.
        among: Only these questions, or their hypotheses; empty: all.
        filters: Only the claims that pass, of works that pass.

    Raises:
        InputError: No such rows or columns.
        UnknownError: No such question, or a filter names something that does not exist.
    """
    default = Rows.QUESTIONS if question is None else Rows.HYPOTHESES
    kind = default if rows is None else _member(Rows, "rows", rows)
    usual = Columns.FIELDS if kind is Rows.QUESTIONS else Columns.DESIGNS
    across = usual if columns is None else _member(Columns, "columns", columns)
    wanted = filters or Filters()
    if question is not None:
        questions: Sequence[Question] = [store.questions.get(question)]
    elif among:
        questions = [store.questions.get(slug) for slug in among]
    else:
        questions = store.questions.all()
    slugs = {q.slug for q in questions}
    hypotheses = [h for h in store.questions.hypotheses(question) if h.question in slugs]
    counter = _Counter(kind, across, questions, hypotheses)
    claims = list(claims_on(store, hypotheses, wanted))
    asked = {claim.work for claim in claims} if across is Columns.FIELDS else ()
    field_of = store.works.fields(asked)
    for claim in claims:
        counter.add(claim, field_of.get(claim.work))
    if (kind, across) == (Rows.QUESTIONS, Columns.FIELDS) and questions:
        counter.add_unclaimed(_unclaimed(store, wanted, slugs))
    return counter.map(question, bool(wanted))


def _member(words: type[_Word], name: str, given: str) -> _Word:
    try:
        return words(given)
    except ValueError:
        known = [word.value for word in words]
        near = nearest(given, known)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise InputError(f"{name}: no {given!r}, only {', '.join(known)}{hint}") from None


def _unclaimed(store: Store, filters: Filters, questions: Iterable[str]) -> list[Work]:
    """The works that pass and are linked to one of the questions, but have no claim."""
    if filters.has_claims:
        return []
    ids = store.selection.works(replace(filters, questions=tuple(questions), has_claims=False))
    if filters.questions:
        passing = set(store.selection.works(replace(filters, has_claims=False)))
        ids = [i for i in ids if i in passing]
    return list(store.works.many(ids).values())


class _Tally:
    """What is gathered for one cell or total."""

    def __init__(self) -> None:
        self.claims: set[str] = set()
        self.works: set[str] = set()
        self.stances: set[tuple[str, str, Stance]] = set()
        self.unclaimed: set[str] = set()

    def cell(self) -> Cell:
        """The counts."""
        of = [stance for _, _, stance in self.stances]
        return Cell(
            claims=len(self.claims),
            works=len(self.works),
            supports=of.count(Stance.SUPPORTS),
            contradicts=of.count(Stance.CONTRADICTS),
            qualifies=of.count(Stance.QUALIFIES),
            neutral=of.count(Stance.NEUTRAL),
            unclaimed=len(self.unclaimed),
        )


class _Counter:
    """Puts each claim into its cells and totals."""

    def __init__(
        self,
        kind: Rows,
        across: Columns,
        questions: Sequence[Question],
        hypotheses: Sequence[Hypothesis],
    ) -> None:
        self.kind, self.across = kind, across
        if kind is Rows.QUESTIONS:
            self.rows = tuple(Row(q.slug, q.title, q.slug) for q in questions)
            self.row_of = {h.slug: h.question for h in hypotheses}
        else:
            self.rows = tuple(Row(h.slug, h.statement, h.question) for h in hypotheses)
            self.row_of = {h.slug: h.slug for h in hypotheses}
        self.columns = (*_WORDS[across], UNSTATED)
        names = [row.slug for row in self.rows]
        self.cells: Mapping[tuple[str, str], _Tally] = {
            place: _Tally() for place in product(names, self.columns)
        }
        self.of_row = {name: _Tally() for name in names}
        self.of_column = {name: _Tally() for name in self.columns}
        self.all = _Tally()

    def _places(self, row: str, column: str) -> tuple[_Tally, ...]:
        return self.cells[row, column], self.of_row[row], self.of_column[column], self.all

    def add(self, claim: Claim, field: Field | None) -> None:
        value = {
            Columns.FIELDS: field,
            Columns.DESIGNS: claim.design,
            Columns.RUNGS: claim.rung,
        }[self.across]
        column = UNSTATED if value is None else value.value
        for hypothesis, stance in claim.stances.items():
            row = self.row_of.get(hypothesis)
            if row is None:
                continue  # of another question, or retired
            for tally in self._places(row, column):
                tally.claims.add(claim.id)
                tally.works.add(claim.work)
                tally.stances.add((claim.id, hypothesis, stance))

    def add_unclaimed(self, works: Iterable[Work]) -> None:
        for work in works:
            column = UNSTATED if work.field is None else work.field.value
            for question in work.questions:
                if question in self.of_row:
                    for tally in self._places(question, column):
                        tally.unclaimed.add(work.key)

    def map(self, question: str | None, filtered: bool) -> GapMap:
        unstated = self.of_column[UNSTATED]
        shown = self.columns
        if not unstated.claims and not unstated.unclaimed:
            shown = shown[:-1]
        return GapMap(
            kind=self.kind,
            across=self.across,
            rows=self.rows,
            columns=shown,
            cells=tuple(
                tuple(self.cells[row.slug, column].cell() for column in shown) for row in self.rows
            ),
            row_totals=tuple(self.of_row[row.slug].cell() for row in self.rows),
            column_totals=tuple(self.of_column[column].cell() for column in shown),
            total=self.all.cell(),
            question=question,
            filtered=filtered,
        )
