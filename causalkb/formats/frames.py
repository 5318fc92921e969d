"""The records as data frames of pandas (extra ``causalkb[frames]``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causalkb.errors import InputError
from causalkb.records import Claim, Filters, Hypothesis, Work
from causalkb.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

_WHOLE = {
    **dict.fromkeys(("year", "n"), "Int64"),
    **dict.fromkeys(("quote_checked", "retired", "retracted"), "boolean"),
}
"""Columns that are not text: whole numbers and truth values that may be missing."""
_NUMBERS = ("estimate", "estimate_low", "estimate_high", "threshold")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "works": (
        *("key", "type", "title", "authors", "year", "venue", "field", "doi", "arxiv", "url"),
        *("abstract", "questions", "tags", "versions", "retracted", "notices"),
    ),
    "claims": (
        *("id", "work", "text", "design", "rung", "wording", "subject", "population", "paradigm"),
        *("extent", "version", "n", "estimate", "estimate_low", "estimate_high", "estimate_unit"),
        *("concerns", "premises", "locator", "quote", "quote_checked", "tags", "by"),
    ),
    "stances": (
        *("claim", "hypothesis", "question", "stance", "directness", "because", "by"),
        *("otherwise", "timing"),
    ),
    "hypotheses": (
        *("slug", "question", "statement", "form", "about", "wrong_if", "rivals", "comparator"),
        *("threshold", "threshold_unit", "retired"),
    ),
    "relations": ("claim", "relation", "other", "because"),
}
"""The columns of each frame, in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """A knowledge base as data frames; what has several values is a list in a cell.

    Attributes:
        works: A row a work, by ``key``.
        claims: A row a claim, by ``id``; ``work`` is the key of its work.
        stances: A row for each side that a claim takes on a hypothesis.
        hypotheses: A row a hypothesis, by ``slug``; all of them, whatever the filters.
        relations: A row for each relation of a claim to another one, ``other``.
    """

    works: pd.DataFrame
    claims: pd.DataFrame
    stances: pd.DataFrame
    hypotheses: pd.DataFrame
    relations: pd.DataFrame


def frames(store: Store, filters: Filters) -> Frames:
    """Return the works that pass and their claims as data frames.

    Claims that pass are those of works that pass; of these, filters on claims leave their own.

    Raises:
        InputError: pandas is not installed.
        UnknownError: A filter names what does not exist.
    """
    works = store.works.many(store.selection.works(filters))
    ids = store.selection.claims(filters)
    held = store.claims.many(ids)
    claims = [held[i] for i in ids]
    hypotheses = store.questions.hypotheses(retired=True)
    question_of = {one.slug: one.question for one in hypotheses}
    return Frames(
        works=_frame("works", map(_work, works.values())),
        claims=_frame("claims", map(_claim, claims)),
        stances=_frame("stances", (row for one in claims for row in _stances(one, question_of))),
        hypotheses=_frame("hypotheses", map(_hypothesis, hypotheses)),
        relations=_frame(
            "relations",
            (
                (one.id, kind.value, other, why)
                for one in claims
                for kind, other, why in one.relations
            ),
        ),
    )


def _frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError:
        raise InputError(
            "data frames need pandas: pip install 'causalkb[frames]'; 'causalkb export' writes"
            " CSV and JSON lines without it"
        ) from None
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS[name]), dtype="object")
    # Fixed types, whatever the rows hold: an empty frame has the columns of a full one.
    types = {c: _WHOLE[c] for c in frame.columns if c in _WHOLE}
    types |= dict.fromkeys((c for c in frame.columns if c in _NUMBERS), "Float64")
    return frame.astype(types)


def _work(one: Work) -> tuple[Any, ...]:
    return (
        *(one.key, one.type, one.title, [person.name for person in one.authors], one.year),
        *(one.venue, _word(one.field), one.doi, one.arxiv, one.url, one.abstract),
        *(list(one.questions), list(one.tags), list(one.versions), one.is_retracted),
        [f"{notice.kind.value}: {notice.told}" for notice in one.notices],
    )


def _claim(one: Claim) -> tuple[Any, ...]:
    number = one.estimate
    estimate = (number.value, number.low, number.high, number.unit) if number else (None,) * 4
    return (
        *(one.id, one.work, one.text, _word(one.design), _word(one.rung), _word(one.wording)),
        *(one.subject, one.population, one.paradigm, _word(one.extent), one.version, one.n),
        *estimate,
        *(list(one.concerns), list(one.premises), one.locator, one.quote, one.quote_checked),
        *(list(one.tags), one.by),
    )


def _stances(one: Claim, question_of: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for slug, stance in one.stances.items():
        said = one.warrant(slug)
        question = question_of.get(slug)
        how = (said.directness.value, said.because, said.by, said.otherwise, _word(said.timing))
        yield one.id, slug, question, stance.value, *how


def _hypothesis(one: Hypothesis) -> tuple[Any, ...]:
    named = one.threshold
    return (
        *(one.slug, one.question, one.statement, _word(one.form), one.about.value, one.wrong_if),
        *(list(one.rivals), one.comparator),
        *((named.value, named.unit) if named else (None, None)),
        one.retired,
    )


def _word(word: Any) -> str | None:
    return None if word is None else str(word.value)
