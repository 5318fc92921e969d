"""``evidence`` and ``matrix``: what the claims say of hypotheses, and of rivals."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, fail, opened, say
from causalkb.cli.output import Format, FormatOption

if TYPE_CHECKING:
    from causalkb.evidence.matrix import Matrix
    from causalkb.evidence.records import Balance
    from causalkb.records import Filters


class MatrixFormat(StrEnum):
    """How a matrix leaves."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SVG = "svg"


ON_TERMINAL = 3
"""Claims shown on each side where nothing else is asked for."""

What = Annotated[
    str,
    typer.Argument(
        help="Slug of a question or hypothesis, or a sentence.",
        autocompletion=options.complete_question_or_hypothesis,
    ),
]


@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("question", "stance", "has_claims"))
def evidence(
    what: What,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
    hypothesis: Annotated[
        str | None,
        typer.Option(help="Only this one.", autocompletion=options.complete_hypothesis),
    ] = None,
    claims: Annotated[
        int | None,
        typer.Option("--claims", "-n", min=0, help="Claims shown on each side; 0 shows all."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the rule and the arithmetic of each verdict.")
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", help="Leave this work out: what if?", autocompletion=options.complete_key
        ),
    ] = None,
    since: Annotated[
        int | None, typer.Option("--since", metavar="YEAR", help="Only works since this year.")
    ] = None,
    *,
    wanted: Filters,
) -> None:
    """Weigh the claims for and against hypotheses.

    Shows the verdict by the form of each hypothesis, how certain it is and why, on what it
    depends, what would overturn it, and what is missing. The rule is in docs/evidence-model.md.
    """
    filters = replace(wanted, without=tuple(without or ()))
    if since is not None:
        filters = replace(filters, year_from=max(since, filters.year_from or since))
    with opened(kb) as base:
        balance = base.evidence(what, filters=filters, hypothesis=hypothesis)
        one = base.hypotheses.get(hypothesis).slug if hypothesis else ""
        sentence = not balance.of(one or what) and what != balance.question.slug
        near = base.hypotheses.nearest(what) if sentence else []
    if near:
        names = [f"{m.hypothesis.slug} ({m.similarity:.2f})" for m in near]
        say(f"nearest hypothesis, with its similarity: {names[0]}; then {', '.join(names[1:])}")
    if one and balance.of(one) is None:
        fail(f"{hypothesis} belongs to another question than {what}")
    most = ON_TERMINAL if claims is None else claims
    # A pipe gets claims only where they were asked for, so that a row stays a hypothesis.
    listed = claims is not None or len(balance.hypotheses) == 1
    if explain and format is Format.TABLE:
        _explain(balance)
    else:
        _write(balance, format, most, listed=listed, asked=claims is not None)


def _explain(balance: Balance) -> None:
    from causalkb.report.render import balance_arithmetic as arithmetic

    told = [arithmetic.explain(one) for one in balance.hypotheses]
    if output.to_terminal():
        from causalkb.cli.render.evidence import indented

        output.show(indented(arithmetic.RULE, *told))
    else:
        output.write("\n\n".join([arithmetic.RULE, *told]) + "\n")


def _write(balance: Balance, format: Format, most: int, *, listed: bool, asked: bool) -> None:
    """Write a balance; as CSV and keys it is of claims only where their number was ``asked``."""
    from causalkb.report.rows import evidence as rows

    if format in (Format.JSON, Format.JSONL):
        from causalkb.report.serialize.balance import to_json

        data = to_json(balance, most)
        if format is Format.JSON:
            output.write_json(data)
        else:
            output.write_jsonl(data["hypotheses"])
    elif format is Format.MARKDOWN:
        output.write(rows.to_markdown(balance, most))
    elif format is Format.CSV:
        if asked:
            claims = (row for one in balance.hypotheses for row in rows.claim_rows(one, most))
            output.write_csv(rows.CLAIM_COLUMNS, claims)
        else:
            output.write_csv(rows.COLUMNS, rows.rows(balance))
    elif format is Format.KEYS:
        keys = rows.works(balance, most if asked else 0)
        output.write("".join(f"{key}\n" for key in keys))
    elif output.to_terminal():
        from causalkb.cli.render.evidence import Evidence

        output.show(Evidence(balance, most))
    else:
        for one in balance.hypotheses:
            output.write_row(rows.row(one))
            if listed:
                for row in rows.claim_rows(one, most):
                    output.write_row(row)


@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("question", "stance", "has_claims"))
def matrix(
    question: Annotated[
        str,
        typer.Argument(help="Slug of a question.", autocompletion=options.complete_question),
    ],
    kb: Kb = None,
    format: Annotated[
        MatrixFormat, typer.Option("--format", "-f", help="How to write the matrix.")
    ] = MatrixFormat.TABLE,
    claims: Annotated[
        int | None, typer.Option("--claims", "-n", min=0, help="Most claims; 0 shows all.")
    ] = None,
    *,
    wanted: Filters,
) -> None:
    """Set claims against the hypotheses of a question: which of them tell rivals apart?

    Claims that tell most come first; rivals are ranked by what speaks against them.
    """
    with opened(kb) as base:
        found = base.matrix(question, filters=wanted)
    most = (20 if format is MatrixFormat.TABLE else 0) if claims is None else claims
    _write_matrix(found, format, most)
    if not found.claims:
        say("no claim bears on this question")


def _write_matrix(found: Matrix, format: MatrixFormat, most: int) -> None:
    from causalkb.report.render import matrix_formats as formats

    if format is MatrixFormat.JSON:
        output.write_json(formats.to_json(found, most))
    elif format is MatrixFormat.CSV:
        output.write_csv(formats.columns(found), formats.rows(found, most))
    elif format is MatrixFormat.MARKDOWN:
        output.write(formats.to_markdown(found, most))
    elif format is MatrixFormat.HTML:
        output.write(formats.to_html(found, most))
    elif format is MatrixFormat.SVG:
        output.write(formats.to_svg(found, most))
    elif output.to_terminal():
        from causalkb.cli.render.matrix import MatrixTable

        output.show(MatrixTable(found, most))
    else:
        for row in formats.rows(found, most):
            output.write_row(row)
