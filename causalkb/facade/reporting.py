"""Summary reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.facade.opened import Opened, Progress
from causalkb.records import Filters
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.report.summary.output import Output


class Reporting(Opened):
    """The verb that makes documents for readers."""

    def report(
        self,
        questions: Sequence[str] = (),
        output: Output | None = None,
        *,
        filters: Filters | None = None,
        search: str | None = None,
        limit: int = 30,
        claims: int = 5,
        day: str | None = None,
        compare: str | Path | None = None,
        grade_wording: bool = False,
        progress: Progress | None = None,
    ) -> dict[str, bytes]:
        """Return a report as files: their content by name, the document itself first.

        The name of the document is "" where ``output`` names no file. Nothing is written.

        Args:
            questions: Slugs; none means all questions, with an overview.
            output: How to write it; default: Markdown, with references in APA style.
            filters: Only claims and works that pass.
            search: Report on the works that this query finds instead.
            limit: So many works at most, in the report of a search.
            claims: Claims shown in full on each side at most; 0 shows all.
            day: Date that the report bears; default: ``SOURCE_DATE_EPOCH``, else today.
            compare: An earlier report in JSON; say what has changed since.
            grade_wording: Also grade the wording of claims for which none is recorded, and mark
                those that say more than their design carries; the grading errs (see
                ``docs/causal-wording.md``).
            progress: Called as the work goes on.

        Raises:
            UnknownError: There is no such question, or a filter names what does not exist.
            InputError: What is asked for cannot be made; the message says why.
        """
        from causalkb.report.serialize.summary import read
        from causalkb.report.summary.build import (
            Wanted,
            day_of,
            report_on_questions,
            report_on_search,
        )
        from causalkb.report.summary.compare import compare as compared
        from causalkb.report.summary.output import Output, documents
        from causalkb.report.summary.views import overstates, overstates_when_graded

        chosen = (output or Output()).checked()
        earlier = None if compare is None else read(Path(compare).expanduser())
        wanted = Wanted(
            questions=tuple(questions),
            filters=filters or Filters(),
            day=day_of(day),
            claims=claims,
            style=Path(chosen.style).name,
            pictures=chosen.picture,
        )
        judge = overstates_when_graded if grade_wording else overstates
        if search is None:
            report = report_on_questions(self.store, wanted, judge=judge, progress=progress)
        elif questions:
            raise InputError(
                "a report is on questions or on a search; --question restricts a search"
            )
        else:
            from causalkb.search.searcher import Searcher

            self._cut_postponed()
            searcher = Searcher(self.store, self.indexes, lambda: self.encoder)
            result = searcher.search(
                [search],
                filters=wanted.filters,
                kind=SearchKind.WORKS,
                mode=SearchMode.HYBRID,
                limit=limit,
            )[0]
            report = report_on_search(self.store, result, wanted, judge=judge)
        if earlier is not None:
            report = compared(report, earlier)
        if progress is not None:
            progress("Formatting references", 0, 0)
        return documents(report, chosen)

    def report_names(
        self, questions: Sequence[str], output: Output, *, search: bool = False
    ) -> tuple[str, ...]:
        """Return the names of the files that :meth:`report` would make, before it is made."""
        slugs = tuple(questions) or tuple(self.store.questions.slugs())
        return output.checked().names(() if search else slugs)
