"""The evidence gap map: where there are claims on a question or hypothesis, and where none.

Evidence gap maps lay evidence out in a grid so that its empty cells are seen (Snilstveit et al.
2016, "Evidence & Gap Maps", Journal of Clinical Epidemiology 79). Cells count claims; they do not
weigh them, which is the balance's task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from causalkb.errors import InputError, StoreError, nearest
from causalkb.records import Filters, Question
from causalkb.store.gap_counts import Numbers, Place
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


_EMPTY = Cell()


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
    if kind is Rows.QUESTIONS:
        named = tuple(Row(q.slug, q.title, q.slug) for q in questions)
    else:
        named = tuple(Row(h.slug, h.statement, h.question) for h in hypotheses)
    cells = _Cells(across)
    if hypotheses:
        of = [h.slug for h in hypotheses]
        cells.put(store.gap_counts.claims(kind.value, across.value, of, wanted))
    # What is not claimed has no stance, design or rung.
    if (kind, across) == (Rows.QUESTIONS, Columns.FIELDS) and questions and not wanted.has_claims:
        cells.put_unclaimed(store.gap_counts.unclaimed([q.slug for q in questions], wanted))
    columns_shown = cells.columns()
    return GapMap(
        kind=kind,
        across=across,
        rows=named,
        columns=columns_shown,
        cells=tuple(tuple(cells.at(row.slug, c) for c in columns_shown) for row in named),
        row_totals=tuple(cells.at(row.slug, None) for row in named),
        column_totals=tuple(cells.at(None, c) for c in columns_shown),
        total=cells.at(None, None),
        question=question,
        filtered=bool(wanted),
    )


def _member(words: type[_Word], name: str, given: str) -> _Word:
    try:
        return words(given)
    except ValueError:
        known = [word.value for word in words]
        near = nearest(given, known)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise InputError(f"{name}: no {given!r}, only {', '.join(known)}{hint}") from None


class _Cells:
    """The cells and totals of a map, by row and column; ``None`` stands for all of them."""

    def __init__(self, across: Columns) -> None:
        self._words = _WORDS[across]
        self._cells: dict[tuple[str | None, str | None], Cell] = {}

    def put(self, found: Mapping[Place, Numbers]) -> None:
        for (row, word), (claims, works, stances) in found.items():
            counts = {stance.value: stances[stance] for stance in Stance}
            self._cells[row, self._column(word)] = Cell(claims, works, **counts)

    def put_unclaimed(self, found: Mapping[Place, int]) -> None:
        for (row, word), count in found.items():
            place = row, self._column(word)
            self._cells[place] = replace(self._cells.get(place, _EMPTY), unclaimed=count)

    def at(self, row: str | None, column: str | None) -> Cell:
        return self._cells.get((row, column), _EMPTY)

    def columns(self) -> tuple[str, ...]:
        stated = (None, UNSTATED) not in self._cells
        return self._words if stated else (*self._words, UNSTATED)

    def _column(self, word: str | None) -> str | None:
        if word and word not in self._words:
            raise StoreError(
                f"the knowledge base is damaged: {word[:40]!r} is not a word for a column of the"
                " map; 'causalkb doctor' says where, 'causalkb restore FILE' brings back a backup"
            )
        return UNSTATED if word == "" else word
