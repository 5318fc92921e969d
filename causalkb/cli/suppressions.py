"""``suppression``: findings of the audit that someone looked at and lets pass."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Group, Kb, app, opened, say
from causalkb.cli.completion import complete_rule, complete_subject
from causalkb.cli.listing import Listing, write_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb import Suppression

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

Rule = Annotated[
    str, typer.Argument(help="Rule that finds it, such as fragile.", autocompletion=complete_rule)
]
Subject = Annotated[
    str, typer.Argument(help="Claim id, or slug of a hypothesis.", autocompletion=complete_subject)
]


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
    write_records(found, format, _suppressions())
    if not found:
        say("no suppressions; 'causalkb suppression add RULE SUBJECT REASON' makes one")


def _suppressions() -> Listing[Suppression]:
    def screen(found: Sequence[Suppression]) -> RenderableType:
        from causalkb.cli.render.audit import suppressions_table

        return suppressions_table(found)

    return Listing(
        columns=("rule", "subject", "works", "reason"),
        row=lambda one: (one.rule, one.subject, ", ".join(one.works), one.reason),
        keys=lambda one: (one.subject,),
        data=asdict,
        screen=screen,
    )


@suppression_app.command("remove")
def suppression_remove(rule: Rule, subject: Subject, kb: Kb = None) -> None:
    """Remove a suppression; the audit reports the finding again."""
    with opened(kb) as base:
        base.suppressions.remove(rule, subject)
    say(f"{rule} reports {subject} again")
