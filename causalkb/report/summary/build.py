"""A report from what a knowledge base holds: questions weighed, or a search, with all it cites."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from causalkb.errors import InputError
from causalkb.evidence.balance import balance_of
from causalkb.evidence.map import gap_map
from causalkb.evidence.records import Balance, is_unchecked
from causalkb.records import Claim, DocumentKind, Filters, Hit, SearchResult, Work
from causalkb.report.serialize.balance import to_json
from causalkb.report.serialize.gap_map import to_dict
from causalkb.report.summary.records import (
    Block,
    Cite,
    FoundView,
    Made,
    QuestionView,
    Report,
    SearchView,
)
from causalkb.report.summary.texts import blocks_of, keys_in
from causalkb.report.summary.views import (
    Overstates,
    claim_view,
    keys_cited,
    overstates,
    question_view,
)
from causalkb.report.summary.words import filters_in_words, rule_in_words
from causalkb.store.store import Store
from causalkb.text import clean_line
from causalkb.vocabulary import Stance

Progress = Callable[[str, int, int], None]
_BEARING = ("question", "hypothesis", "supports", "contradicts", "qualifies", "neutral")
WIDE = "overview"
"""Name of the synthesis of all questions."""
OVERVIEW = "Causality and AI safety: the state of the evidence"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to cover.

    Attributes:
        questions: Slugs; empty means all questions.
        filters: Weigh and list only what passes.
        day: The date that the report bears; default: ``SOURCE_DATE_EPOCH``, else today.
        claims: Claims shown in full on each side at most; 0 shows all.
        style: Citation style, only named here.
        pictures: Name of the picture's file by the slug of its question, where it has one.
    """

    questions: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    day: str = ""
    claims: int = 5
    style: str = "apa"
    pictures: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with its balance, as templates see it, and as plain data."""

    balance: Balance
    view: QuestionView
    data: dict[str, Any]


def day_of(text: str | None) -> str:
    """Return the date a report bears, as 2026-11-25.

    Raises:
        InputError: It is not a date, or ``SOURCE_DATE_EPOCH`` is not a number of seconds.
    """
    if text:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise InputError(f"{text!r} is not a date; write it as 2026-11-25") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        seconds = time.time() if not epoch else float(epoch)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise InputError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}") from None


def report_on_questions(
    store: Store,
    wanted: Wanted,
    *,
    judge: Overstates = overstates,
    progress: Progress | None = None,
) -> Report:
    """Return the report on some questions, or on all.

    Raises:
        UnknownError: There is no such question, or a filter names something that does not exist.
        InputError: There are no questions.
    """
    slugs = list(dict.fromkeys(wanted.questions)) or [q.slug for q in store.questions.all()]
    if not slugs:
        raise InputError("no questions to report on; 'causalkb init' loads the shipped ones")
    return report_on(store, wanted, list(weigh(store, slugs, wanted, judge, progress)))


def weigh(
    store: Store,
    slugs: Sequence[str],
    wanted: Wanted,
    judge: Overstates = overstates,
    progress: Progress | None = None,
) -> Iterator[Weighed]:
    """Weigh some questions, one after the other.

    Raises:
        UnknownError: There is no such question, or a filter names something that does not exist.
    """
    texts = _texts(store, wanted, slugs)
    for n, slug in enumerate(slugs):
        if progress is not None:
            progress("Weighing questions", n, len(slugs))
        balance = balance_of(store, slug, wanted.filters)
        found_map = gap_map(store, question=slug, filters=wanted.filters)
        view = question_view(
            balance,
            found_map,
            most=wanted.claims,
            restricted=bool(wanted.filters),
            judge=judge,
            picture=wanted.pictures(slug) if wanted.pictures else "",
            text=texts.get(slug, ()),
        )
        data = _question_data(to_json(balance), view) | {"map": to_dict(found_map)}
        yield Weighed(balance, view, data)
    if progress is not None:
        progress("Weighing questions", len(slugs), len(slugs))


def report_on(store: Store, wanted: Wanted, weighed: Sequence[Weighed]) -> Report:
    """Return the report on questions that are weighed already."""
    views = [one.view for one in weighed]
    claims = {
        w.claim.id: w.claim for one in weighed for h in one.balance.hypotheses for w in h.claims
    }
    text = _texts(store, wanted, () if wanted.questions else (WIDE,)).get(WIDE, ())
    cited = [*keys_in(text), *keys_cited(views)]
    return Report(
        title=views[0].title if len(views) == 1 else OVERVIEW,
        questions=tuple(views),
        search=None,
        changes=None,
        made=_made(store, wanted, claims.values(), set(cited)),
        data={"questions": [one.data for one in weighed], "search": None},
        cited=_works(store, cited),
        filters=wanted.filters,
        text=text,
    )


def _texts(store: Store, wanted: Wanted, names: Sequence[str]) -> dict[str, tuple[Block, ...]]:
    """The syntheses of some names; none with filters, since they speak of all that is recorded."""
    documents = [] if wanted.filters else store.documents.all(DocumentKind.SYNTHESIS)
    found = {one.name: one.text for one in documents if one.name in names}
    keys = set(store.works.keys()) if found else set()
    return {name: blocks_of(text, keys, title=name) for name, text in found.items()}


def report_on_search(
    store: Store, result: SearchResult, wanted: Wanted, *, judge: Overstates = overstates
) -> Report:
    """Return the report on what a search found."""
    keys = list(dict.fromkeys(hit.work.key for hit in result.hits))
    best = {hit.work.key: hit for hit in reversed(result.hits)}
    rows = store.selection.claims(replace(wanted.filters, keys=tuple(keys))) if keys else []
    claims = list(store.claims.many(rows).values())
    by_work: dict[str, list[Claim]] = {key: [] for key in keys}
    for claim in claims:
        by_work[claim.work].append(claim)
    found = tuple(_found(best[key], by_work[key], judge) for key in keys)
    query = clean_line(result.query)
    search = SearchView(query, found, result.notes, _bearing(store, claims))
    return Report(
        title=f"Works on “{query}”" if query else "Works found",
        questions=(),
        search=search,
        changes=None,
        made=_made(store, wanted, claims, set(keys)),
        data={"questions": [], "search": _search_data(search, claims)},
        cited=_works(store, keys),
        filters=wanted.filters,
    )


def _found(hit: Hit, claims: Sequence[Claim], judge: Overstates) -> FoundView:
    # Where a claim itself matched best, it is not said twice.
    said = hit.passage.text in {claim.text for claim in claims}
    return FoundView(
        cite=Cite(hit.work.key),
        title=clean_line(hit.work.heading or hit.work.key),
        passage="" if said else clean_line(hit.passage.text),
        locator="" if said else clean_line(hit.passage.locator or ""),
        claims=tuple(claim_view(claim, judge) for claim in claims),
    )


def _bearing(
    store: Store, claims: Sequence[Claim]
) -> tuple[tuple[str, str, int, int, int, int], ...]:
    found: list[tuple[str, str, int, int, int, int]] = []
    title = {question.slug: question.title for question in store.questions.all()}
    for hypothesis in store.questions.hypotheses():
        said = [c.stances[hypothesis.slug].value for c in claims if hypothesis.slug in c.stances]
        if said and hypothesis.question in title:
            question = clean_line(title[hypothesis.question])
            pro, con, qualifies, neutral = (said.count(stance.value) for stance in Stance)
            statement = clean_line(hypothesis.statement)
            found.append((question, statement, pro, con, qualifies, neutral))
    return tuple(found)


def _made(store: Store, wanted: Wanted, claims: Iterable[Claim], cited: set[str]) -> Made:
    listed = list(claims)
    return Made(
        version=version("causalkb"),
        date=wanted.day or day_of(None),
        filters=filters_in_words(wanted.filters),
        style=wanted.style,
        works=store.works.count(),
        used=len(cited),
        claims=len(listed),
        quoted=sum(bool(claim.quote) for claim in listed),
        unchecked=sum(is_unchecked(claim) for claim in listed),
        rule=rule_in_words(),
        shown=wanted.claims,
    )


def _works(store: Store, keys: Iterable[str]) -> tuple[Work, ...]:
    order = list(dict.fromkeys(keys))
    if not order:
        return ()
    rows = store.selection.works(Filters(keys=tuple(order)))
    by_key = {work.key: work for work in store.works.many(rows).values()}
    return tuple(by_key[key] for key in order)


def _question_data(data: dict[str, Any], view: QuestionView) -> dict[str, Any]:
    data["question"] |= {"why": view.why or None, "origin": view.origin or None}
    data["question"] |= {"claims": view.claims, "works": view.works}
    data["overstated"] = [claim.id for claim in view.overstated]
    return data


def _search_data(search: SearchView, claims: Sequence[Claim]) -> dict[str, Any]:
    from causalkb.formats.jsonl import claim_to_dict

    return {
        "query": search.query,
        "notes": list(search.notes),
        "works": [
            {"key": w.cite.key, "passage": w.passage, "locator": w.locator or None}
            for w in search.works
        ],
        "claims": [claim_to_dict(claim) for claim in claims],
        "bearing": [dict(zip(_BEARING, row, strict=True)) for row in search.bearing],
    }
