"""``questions`` and ``hypotheses``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.output import Format, FormatOption


@app.command(rich_help_panel=WEIGH)
def questions(kb: Kb = None, format: FormatOption = Format.TABLE) -> None:
    """List the causal questions with the number of works on each."""
    with opened(kb) as base:
        found = base.questions()
        counts = base.store.questions.work_counts()
    if format is Format.JSON:
        output.write_json([{**asdict(q), "works": counts[q.slug]} for q in found])
    elif format is not Format.TABLE:
        raise output.unsupported(format, "questions", (Format.TABLE, Format.JSON))
    elif output.to_terminal():
        from causalkb.cli.render.questions import questions_table

        output.console().print(questions_table(found, counts))
    else:
        for question in found:
            output.write_row((question.slug, counts[question.slug], question.title))
    if not found:
        say("no questions; 'causalkb init' loads the shipped ones")


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
        found = base.hypotheses(question)
    if format is Format.JSON:
        output.write_json([asdict(hypothesis) for hypothesis in found])
    elif format is not Format.TABLE:
        raise output.unsupported(format, "hypotheses", (Format.TABLE, Format.JSON))
    elif output.to_terminal():
        from causalkb.cli.render.questions import hypotheses_table

        output.console().print(hypotheses_table(found))
    else:
        for hypothesis in found:
            output.write_row((hypothesis.slug, hypothesis.question, hypothesis.statement))
