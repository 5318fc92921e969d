"""``compete``: which causal structure predicts the data."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from causalkb.cli import output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.data_options import column_names, with_data_options


class CompeteFormat(StrEnum):
    """How a competition leaves."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    SVG = "svg"


@app.command(rich_help_panel=WEIGH)
@with_data_options
def compete(
    data: Annotated[
        Path,
        typer.Argument(metavar="DATA.csv", help="A CSV, TSV or Parquet file with a header."),
    ],
    variables: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C",
            help="Two to twelve columns; default: all but --intervened.",
            show_default=False,
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="Keep the result in the knowledge base, as a work with claims of no stance.",
            show_default=False,
        ),
    ] = None,
    kb: Kb = None,
    format: Annotated[
        CompeteFormat, typer.Option("--format", "-f", help="How to write the result.")
    ] = CompeteFormat.TABLE,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="Classes shown; 0 shows all.")
    ] = 8,
    *,
    weigh: dict[str, Any],
) -> None:
    """Let causal structures compete: which one predicts the data, seen and after interventions?

    Weighs every structure without cycles of two to five variables, all discrete or all
    continuous; of two also a hidden common cause and selection; of six to twelve the edges. Says
    what the data cannot tell, how well the best structure fits, and which experiment would tell
    most. No winner is named with less than 0.9 of the weight. Uses a knowledge base only with
    --prior or --store. JSON, and tab-separated rows into a pipe, have all classes. How it works and
    what it assumes: docs/competing-explanations.md.
    """
    names = column_names(variables)
    if weigh["prior"] is None and store is None:
        from causalkb.compete.competing import compete_structures

        found = compete_structures(data, variables=names, **weigh)
    else:
        with opened(kb) as base:
            found = base.compete(data, variables=names, **weigh)
            if store is not None:
                added = base.competitions.store(found, store, data.name)
                say(f"{output.counted(len(added), 'claim')} added to {store}")
    if format is CompeteFormat.JSON:
        from causalkb.report.serialize.competition import to_dict

        output.write_json(to_dict(found))
    elif format is CompeteFormat.MARKDOWN:
        from causalkb.report.rows.competition import to_markdown

        output.write(to_markdown(found, limit))
    elif format is CompeteFormat.SVG:
        from causalkb.report.render.competition_picture import svg

        output.write(svg(found))
    elif output.to_terminal():
        from causalkb.cli.render.compete import CompetitionView

        output.show(CompetitionView(found, limit))
    else:
        from causalkb.report.rows.competition import rows

        for row in rows(found):
            output.write_row(row)
