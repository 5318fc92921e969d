"""``lint``: causal sentences of a draft against their evidence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, Kb, app, opened
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
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb import Audit, KnowledgeBase


class SyntaxOption(StrEnum):
    """How a draft is written, as in ``causalkb.lint.draft``."""

    MARKDOWN = "markdown"
    LATEX = "latex"
    TEXT = "text"


@app.command(rich_help_panel=WEIGH)
def lint(
    drafts: Annotated[
        list[str],
        typer.Argument(
            metavar="DRAFT...", help="Files in Markdown, LaTeX or text; - reads Markdown."
        ),
    ],
    kb: Kb = None,
    syntax: Annotated[
        SyntaxOption | None,
        typer.Option("--as", help="Markup of the drafts; default: by suffix."),
    ] = None,
    level: Annotated[
        LevelOption | None,
        typer.Option("--level", help="Show findings from this level; default: note."),
    ] = None,
    suppressed: Suppressed = False,
    excused: Excused = False,
    fail_on: FailOn = LevelOption.WARNING,
    skip_unassessed: Annotated[
        bool,
        typer.Option(
            "--skip-unassessed",
            help="A draft that cannot be judged (empty, not English, ...) is reported and is not a"
            " failure.",
        ),
    ] = False,
    format: FindingFormatOption = FindingFormat.TABLE,
) -> None:
    """Find causal sentences of a draft that say more than their evidence.

    Each sentence is compared with the works that it cites, or with the nearest evidence. The
    draft is never changed. JSON and SARIF hold all findings, whatever --level says.
    """
    with opened(kb) as base:
        found, refused = _check(base, drafts, syntax)
    write_findings(found, format, level or LevelOption.NOTE, suppressed or excused, {})
    if skip_unassessed:
        refused = 0
    elif not dict(found.checked).get("sentences"):
        raise typer.Exit(NOTHING_DONE)
    if refused or fails(found, fail_on):
        raise typer.Exit(SOME_FAILED)


def _check(
    base: KnowledgeBase, names: Sequence[str], syntax: SyntaxOption | None
) -> tuple[Audit, int]:
    """Check drafts; return what was found, and how many could not be read at all."""
    from causalkb.lint.findings import Audit, Kind, Unassessed
    from causalkb.report.rows.findings import joined

    made: list[Audit] = []
    refused = 0
    for name in dict.fromkeys(names):
        file = "stdin.md" if name == "-" else name
        try:
            audit = base.lint(_content(name), file, syntax)
            refused += not dict(audit.checked).get("sentences")
            made.append(audit)
        except InputError as error:
            refused += 1
            made.append(Audit(unassessed=(Unassessed(Kind.FILE, str(error)),)))
    return joined(made), refused


def _content(name: str) -> bytes:
    from causalkb.lint.markup.syntax import MAX_BYTES, read_draft

    # One byte more than any draft that is read; the rest need not be.
    return sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else read_draft(Path(name))
