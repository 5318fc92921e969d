"""``audit`` and ``suppression``: what is worded beyond its evidence, and what is suppressed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, Group, Kb, app, opened, say
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.lint.findings import Audit, Finding


class AuditFormat(StrEnum):
    """How findings leave."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"


class SyntaxOption(StrEnum):
    """How a draft is written, as in ``causalkb.lint.draft``."""

    MARKDOWN = "markdown"
    LATEX = "latex"
    TEXT = "text"


class LevelOption(StrEnum):
    """How bad a finding is, as in ``causalkb.lint.knowledge_base``, not imported for ``--help``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


suppression_app = typer.Typer(cls=Group, no_args_is_help=True)
app.add_typer(
    suppression_app,
    name="suppression",
    rich_help_panel=WEIGH,
    help="Suppress a finding of the audit with a reason, list or remove suppressions.",
)
# The name before, for one release.
app.add_typer(
    suppression_app, name="exception", hidden=True, help="The former name of 'suppression'."
)

Rule = Annotated[str, typer.Argument(help="Rule that finds it, such as fragile.")]
Subject = Annotated[str, typer.Argument(help="Claim id, or slug of a hypothesis.")]


@app.command(rich_help_panel=WEIGH)
def audit(
    drafts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DRAFT]...",
            help="Markdown, LaTeX or text to check; - reads Markdown; default: the knowledge base.",
            show_default=False,
        ),
    ] = None,
    kb: Kb = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            help="Only what bears on this question.",
            autocompletion=options.complete_question,
        ),
    ] = None,
    syntax: Annotated[
        SyntaxOption | None,
        typer.Option("--as", help="Markup of the drafts; default: by suffix."),
    ] = None,
    level: Annotated[
        LevelOption | None,
        typer.Option(
            "--level", help="Show findings from this level; default: warning, note for drafts."
        ),
    ] = None,
    suppressed: Annotated[
        bool, typer.Option("--suppressed", help="Also show suppressed findings, with the reasons.")
    ] = False,
    excused: Annotated[
        bool, typer.Option("--excused", hidden=True, help="The former name of --suppressed.")
    ] = False,
    fail_on: Annotated[
        LevelOption, typer.Option("--fail-on", help="End with exit code 1 from this level.")
    ] = LevelOption.WARNING,
    skip_unassessed: Annotated[
        bool,
        typer.Option(
            "--skip-unassessed",
            help="A draft that cannot be judged (empty, not English, ...) is told and no failure.",
        ),
    ] = False,
    format: Annotated[
        AuditFormat, typer.Option("--format", "-f", help="How to write the findings.")
    ] = AuditFormat.TABLE,
) -> None:
    """Find causal wording that its evidence cannot carry: in the knowledge base or in a draft.

    In the knowledge base: claims worded beyond their design, abstract or quote, claims without a
    place, verdicts that rest on one work, group or population. In a draft: causal
    sentences against the works that they cite, or against the nearest evidence. The draft is never
    changed. JSON and SARIF hold everything, whatever --level says.
    """
    if drafts and question:
        raise InputError("--question is for the knowledge base, not for drafts")
    with opened(kb) as base:
        if drafts:
            found, refused = _drafts(base, drafts, syntax)
        else:
            found, refused = base.audit(question), 0
        files = base.files_of({f.subject for f in found.findings if f.place is None})
    noted = drafts or fail_on is LevelOption.NOTE
    lowest = level or (LevelOption.NOTE if noted else LevelOption.WARNING)
    _write(found, format, lowest, suppressed or excused, files)
    if skip_unassessed and drafts:
        refused = 0
    elif not dict(found.checked).get("sentences" if drafts else "claims"):
        if not drafts:
            say("there are no claims to audit; 'causalkb add' reads notes with claims")
        raise typer.Exit(NOTHING_DONE)
    if refused or _fails(found, fail_on):
        raise typer.Exit(SOME_FAILED)


def _drafts(
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


def _write(
    found: Audit, format: AuditFormat, lowest: LevelOption, suppressed: bool, files: dict[str, str]
) -> None:
    from causalkb.lint.findings import Level
    from causalkb.report.rows import findings as report
    from causalkb.report.serialize import audit as serialize

    if format is AuditFormat.JSON:
        output.write_json(serialize.to_json(found))
        return
    if format is AuditFormat.SARIF:
        from causalkb import __version__
        from causalkb.report.sarif import to_sarif

        output.write_json(to_sarif(found, __version__, files))
        return
    shown = [f for f in found.findings if f.level.reaches(Level(lowest)) and not f.suppressed]
    shown += [f for f in found.findings if f.suppressed] if suppressed else []
    if output.to_terminal():
        from causalkb.cli.render.audit import Findings

        output.console().print(Findings(shown), end="")
    else:
        for finding in shown:
            output.write("\n".join(report.to_lines(finding)) + "\n")
    if any(number for _, number in found.checked):
        hidden = _hidden(found.findings, lowest, suppressed)
        say(report.summary(found) + (f" ({hidden})" if hidden else ""))
    for one in found.unassessed:
        say(f"not assessed: {one}")


def _hidden(findings: Sequence[Finding], lowest: LevelOption, suppressed: bool) -> str:
    from causalkb.lint.findings import Level

    more = []
    if any(not f.suppressed and not f.level.reaches(Level(lowest)) for f in findings):
        more.append("--level note shows all")
    if not suppressed and any(f.suppressed for f in findings):
        more.append("--suppressed shows what is suppressed")
    return ", ".join(more)


def _fails(found: Audit, fail_on: LevelOption) -> bool:
    from causalkb.lint.findings import Level

    return bool(found.open(Level(fail_on)))


@suppression_app.command("add")
def suppression_add(
    rule: Rule,
    subject: Subject,
    reason: Annotated[str, typer.Argument(help="Why it is suppressed, for those who come after.")],
    work: Annotated[
        list[str] | None,
        typer.Option(
            "--work",
            help="Only while the finding speaks of no other works; may be repeated.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    kb: Kb = None,
) -> None:
    """Suppress a finding on a claim or a hypothesis, with a reason."""
    with opened(kb) as base:
        before = base.suppressions.add(rule, subject, reason, work or ())
    say(f"{rule} is suppressed for {subject}; 'causalkb audit --suppressed' shows it")
    if before is not None:
        say(f"the reason before was: {before}")


@suppression_app.command("list")
def suppression_list(kb: Kb = None, format: output.FormatOption = output.Format.TABLE) -> None:
    """List the suppressed findings, with the reasons."""
    with opened(kb) as base:
        found = base.suppressions.list()
    header = ("rule", "subject", "works", "reason")
    rows = [(e.rule, e.subject, ", ".join(e.works), e.reason) for e in found]
    if format is output.Format.JSON:
        output.write_json(
            [
                {
                    "rule": e.rule,
                    "subject": e.subject,
                    "works": list(e.works),
                    "reason": e.reason,
                    "shipped": e.shipped,
                }
                for e in found
            ]
        )
    elif format is output.Format.CSV:
        output.write_csv(header, rows)
    elif format is not output.Format.TABLE:
        kinds = (output.Format.TABLE, output.Format.JSON, output.Format.CSV)
        raise output.unsupported(format, "suppression list", kinds)
    elif output.to_terminal():
        from causalkb.cli.render.audit import suppressions_table

        output.console().print(suppressions_table(found))
    else:
        for row in rows:
            output.write_row(row)
    if not found:
        say("no suppressions; 'causalkb suppression add RULE SUBJECT REASON' makes one")


@suppression_app.command("remove")
def suppression_remove(rule: Rule, subject: Subject, kb: Kb = None) -> None:
    """Remove a suppression; the audit reports the finding again."""
    with opened(kb) as base:
        base.suppressions.remove(rule, subject)
    say(f"{rule} reports {subject} again")
