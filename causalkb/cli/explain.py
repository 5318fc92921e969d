"""``explain``: the competing explanations of an association."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from causalkb.cli import output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.data_options import column_names, with_data_options
from causalkb.errors import InputError


class ExplainFormat(StrEnum):
    """How an explanation leaves."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command(rich_help_panel=WEIGH)
@with_data_options
def explain(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="SENTENCE|X Y", help="A sentence that relates two things; or the two things."
        ),
    ],
    kb: Kb = None,
    format: Annotated[
        ExplainFormat, typer.Option("--format", "-f", help="How to write the result.")
    ] = ExplainFormat.TABLE,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="Claims shown in each list.")
    ] = 5,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DATA.csv",
            help="Data of X and Y, to be shown beside the claims; see compete.",
            show_default=False,
        ),
    ] = None,
    variables: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="The columns of X and Y in the data; default: those called so.",
            show_default=False,
        ),
    ] = None,
    at_least: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Similarity from which a label means X or Y without its words; default: 0.85.",
            show_default=False,
        ),
    ] = None,
    *,
    weigh: dict[str, Any],
) -> None:
    """Lay out the rival explanations of "X is associated with Y".

    X causes Y, Y causes X, a common cause, selection, or chance: what each predicts, and the
    claims that bear on each. Where the claims make paths or forks between X and Y, shows them
    with what to adjust for. Into a pipe go tab-separated rows, the first cell saying what each
    is; all claims are in them and in JSON. With --data, structures of X and Y are weighed by how
    well they predict the data, beside the claims. How it works: docs/competing-explanations.md.
    """
    # The words of a sentence that was not quoted are more than two.
    text, other = texts if len(texts) == 2 else (" ".join(texts), None)
    names = column_names(variables)
    given = [name for name, value in {"variables": names, **weigh}.items() if value]
    if data is None and given:
        raise InputError(f"--{given[0]} says how to weigh data; name them with --data DATA.csv")
    with opened(kb) as base:
        found = base.explain(text, other, limit=limit, at_least=at_least)
        weighed = None
        if data is not None:
            weighed = base.compete(data, about=found, variables=names, **weigh)
    if format is ExplainFormat.JSON:
        from causalkb.report.serialize.explanation import to_dict

        output.write_json(to_dict(found, weighed))
    elif format is ExplainFormat.MARKDOWN:
        from causalkb.report.rows.rivals import to_markdown

        output.write(to_markdown(found, limit, weighed))
    elif output.to_terminal():
        from causalkb.cli.render.explain import ExplanationView

        output.show(ExplanationView(found, limit, weighed))
    else:
        from causalkb.report.render.explanation_formats import rows

        for row in rows(found, weighed):
            output.write_row(row)
    if not found.bearings:
        say("no recorded effect bears on it: nothing here tells the explanations apart")
