"""``audit``: what the knowledge base says beyond its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, Kb, app, opened, say
from causalkb.cli.findings import (
    Excused,
    FailOn,
    FindingFormat,
    FindingFormatOption,
    LevelOption,
    Suppressed,
    fails,
    write_findings,
)
from causalkb.cli.lint import SyntaxOption, lint
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.records import Filters


@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("question", "has_claims"))
def audit(
    drafts: Annotated[
        list[str] | None,
        typer.Argument(hidden=True, help="Drafts: the former way to say 'causalkb lint DRAFT'."),
    ] = None,
    kb: Kb = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            metavar="QUESTION",
            help="Only what bears on this question.",
            autocompletion=options.complete_question,
        ),
    ] = None,
    level: Annotated[
        LevelOption | None,
        typer.Option("--level", help="Show findings from this level; default: warning."),
    ] = None,
    suppressed: Suppressed = False,
    excused: Excused = False,
    fail_on: FailOn = LevelOption.WARNING,
    syntax: Annotated[
        SyntaxOption | None,
        typer.Option("--as", hidden=True, help="For drafts, as in 'causalkb lint'."),
    ] = None,
    skip_unassessed: Annotated[
        bool,
        typer.Option("--skip-unassessed", hidden=True, help="For drafts, as in 'causalkb lint'."),
    ] = False,
    format: FindingFormatOption = FindingFormat.TABLE,
    *,
    wanted: Filters,
) -> None:
    """Find what the knowledge base says beyond its evidence.

    Claims worded beyond their design, abstract or quote, claims without a place, verdicts that
    rest on one work, group or population. JSON and SARIF hold all findings,
    whatever --level says. 'causalkb lint' checks a draft.
    """
    if drafts:
        if question or wanted:
            raise InputError("filters are for the knowledge base, not for drafts")
        say("'causalkb audit DRAFT' is now 'causalkb lint DRAFT'; the next version takes only that")
        lint(drafts, kb, syntax, level, suppressed, excused, fail_on, skip_unassessed, format)
        return
    with opened(kb) as base:
        found = base.audit(question, filters=wanted)
        files = base.files_of({one.subject for one in found.findings if one.place is None})
    lowest = level or (LevelOption.NOTE if fail_on is LevelOption.NOTE else LevelOption.WARNING)
    write_findings(found, format, lowest, suppressed or excused, files)
    if not dict(found.checked).get("claims"):
        say("there are no claims to audit; 'causalkb add' reads notes with claims")
        raise typer.Exit(NOTHING_DONE)
    if fails(found, fail_on):
        raise typer.Exit(SOME_FAILED)
