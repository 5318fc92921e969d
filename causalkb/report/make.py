"""A report from an open knowledge base: what it covers, then the documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from causalkb.errors import InputError
from causalkb.paths import expanded
from causalkb.records import Filters
from causalkb.report.serialize.summary import read
from causalkb.report.summary.build import Wanted, day_of, report_on_questions, report_on_search
from causalkb.report.summary.compare import compare as compared
from causalkb.report.summary.output import ReportFiles, ReportOutput, documents
from causalkb.report.summary.views import overstates, overstates_when_graded
from causalkb.store.store import Store
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.search.searcher import Searcher

Progress = Callable[[str, int, int], None]


class Session(Protocol):
    """What a report needs of an open knowledge base."""

    @property
    def store(self) -> Store:
        """The open store."""

    def searcher(self) -> Searcher:
        """A searcher over up-to-date passages."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a report is to cover; see ``KnowledgeBase.report`` for each part."""

    questions: tuple[str, ...]
    filters: Filters
    search: str | None = None
    limit: int = 30
    claims: int = 5
    day: str | None = None
    grade_wording: bool = False


def make_report(
    session: Session,
    request: Request,
    output: ReportOutput | None,
    compare: str | Path | None,
    progress: Progress | None,
) -> ReportFiles:
    """Return a report as files that are not written yet.

    Raises:
        UnknownError: There is no such question, or a filter names what does not exist.
        InputError: What is asked for cannot be made; the message says why.
    """
    chosen = (output or ReportOutput()).checked()
    earlier = None if compare is None else read(expanded(compare))
    wanted = Wanted(
        questions=request.questions,
        filters=request.filters,
        day=day_of(request.day),
        claims=request.claims,
        style=Path(chosen.style).name,
        pictures=chosen.picture,
    )
    judge = overstates_when_graded if request.grade_wording else overstates
    if request.search is None:
        report = report_on_questions(session.store, wanted, judge=judge, progress=progress)
    elif request.questions:
        raise InputError("a report is on questions or on a search; --question restricts a search")
    else:
        (result,) = session.searcher().search(
            [request.search],
            filters=wanted.filters,
            kind=SearchKind.WORKS,
            mode=SearchMode.HYBRID,
            limit=request.limit,
        )
        report = report_on_search(session.store, result, wanted, judge=judge)
    if earlier is not None:
        report = compared(report, earlier)
    if progress is not None:
        progress("Formatting references", 0, 0)
    return documents(report, chosen)
