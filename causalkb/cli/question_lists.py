"""``questions``, ``hypotheses``, and showing one of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.listing import Listing, write_facts, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.cli.questions import hypothesis_app, question_app

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from causalkb.records import Filters, Hypothesis, Question

QuestionSlugs = Annotated[
    list[str],
    typer.Argument(
        help="Slugs of questions; - reads them from stdin.",
        autocompletion=options.complete_question,
    ),
]
HypothesisSlugs = Annotated[
    list[str],
    typer.Argument(
        help="Slugs of hypotheses; - reads them from stdin.",
        autocompletion=options.complete_hypothesis,
    ),
]


@question_app.command("list")
@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("question",))
def questions(kb: Kb = None, format: FormatOption = Format.TABLE, *, wanted: Filters) -> None:
    """List the causal questions with the number of works on each."""
    with opened(kb) as base:
        found = base.questions.list()
        counts = base.questions.work_counts(wanted)
    write_records(found, format, _questions(counts))
    if not found:
        say("no questions; 'causalkb init' loads the shipped ones")


def _questions(counts: Mapping[str, int]) -> Listing[Question]:
    from causalkb.report.rows import questions as rows

    def screen(found: Sequence[Question]) -> RenderableType:
        from causalkb.cli.render.questions import questions_table

        return questions_table(found, counts)

    return Listing(
        columns=rows.QUESTION_COLUMNS,
        row=lambda question: rows.question_row(question, counts),
        keys=lambda question: (question.slug,),
        data=lambda question: {**asdict(question), "works": counts[question.slug]},
        screen=screen,
    )


@hypothesis_app.command("list")
@app.command(rich_help_panel=WEIGH)
def hypotheses(
    question: Annotated[
        str | None,
        typer.Argument(help="Slug of a question.", autocompletion=options.complete_question),
    ] = None,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the competing hypotheses of a question, or all."""
    with opened(kb) as base:
        found = base.hypotheses.list(question)
    write_records(found, format, _hypotheses())


def _hypotheses() -> Listing[Hypothesis]:
    from causalkb.report.rows import questions as rows

    def screen(found: Sequence[Hypothesis]) -> RenderableType:
        from causalkb.cli.render.questions import hypotheses_table

        return hypotheses_table(found)

    return Listing(
        columns=rows.HYPOTHESIS_COLUMNS,
        row=rows.hypothesis_row,
        keys=lambda hypothesis: (hypothesis.slug,),
        data=asdict,
        screen=screen,
    )


@question_app.command("show")
def question_show(slugs: QuestionSlugs, kb: Kb = None, format: FormatOption = Format.TABLE) -> None:
    """Show a question: what it asks, why, its hypotheses and the number of works on it."""
    from causalkb.report.rows import questions as rows

    with opened(kb) as base:
        found = [base.questions.get(slug) for slug in options.ids(slugs)]
        counts = {**dict.fromkeys(base.questions.slugs(), 0), **base.questions.work_counts()}
        about = {
            one.slug: rows.about_question(one, counts[one.slug], base.hypotheses.list(one.slug))
            for one in found
        }
    write_facts(found, format, _questions(counts), lambda one: (one.title, about[one.slug]))


@hypothesis_app.command("show")
def hypothesis_show(
    slugs: HypothesisSlugs, kb: Kb = None, format: FormatOption = Format.TABLE
) -> None:
    """Show a hypothesis: all that is recorded of it, and the claims on each side."""
    from causalkb.report.rows import questions as rows

    with opened(kb) as base:
        found = [base.hypotheses.get(slug) for slug in options.ids(slugs)]
        about = {one.slug: rows.about_hypothesis(one, base.claims.on(one.slug)) for one in found}
    write_facts(found, format, _hypotheses(), lambda one: (one.slug, about[one.slug]))
