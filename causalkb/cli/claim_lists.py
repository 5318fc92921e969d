"""``claims`` and ``claim show``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.cli.claims import claim_app
from causalkb.cli.listing import Listing, write_facts, write_records
from causalkb.cli.output import Format, FormatOption

if TYPE_CHECKING:
    from rich.console import RenderableType

    from causalkb.records import Claim, Filters


@claim_app.command("list")
@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("has_claims",))
def claims(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            help="Only of these works; - reads keys from stdin.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    kb: Kb = None,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", min=0, metavar="N", help="Most claims; 0 shows all."),
    ] = 0,
    format: FormatOption = Format.TABLE,
    *,
    wanted: Filters,
) -> None:
    """List claims with their design, place and stances."""
    with opened(kb) as base:
        works = tuple(base.works.get(key).key for key in options.ids(keys or ()))
        found = base.claims.list(replace(wanted, keys=works), limit=limit or None)
    write_claims(found, format)
    if not found:
        say("no claims" + (" pass these filters" if wanted or keys else ""))


@claim_app.command("show")
def claim_show(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids of claims (key#n); - reads them from stdin.",
            autocompletion=options.complete_claim,
        ),
    ],
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show claims with all that is recorded of them."""
    with opened(kb) as base:
        found = [base.claims.get(claim) for claim in options.ids(ids)]
    write_claims(found, format, whole=True)


def write_claims(found: Sequence[Claim], format: str, *, whole: bool = False) -> None:
    """Write claims in a list; with ``whole``, one by one with all that is known of them."""
    from causalkb.formats.jsonl import claim_to_dict
    from causalkb.report.rows import claims as rows
    from causalkb.report.rows.facts import facts

    def screen(shown: Sequence[Claim]) -> RenderableType:
        from causalkb.cli.render.works import Claims

        return Claims(shown)

    listing = Listing(
        columns=rows.COLUMNS,
        row=rows.row,
        keys=lambda claim: (claim.id,),
        data=claim_to_dict,
        markdown=rows.to_markdown,
        screen=screen,
    )
    if whole:
        about = ("id", "work", "text")
        write_facts(
            found,
            format,
            listing,
            lambda one: (one.id, [("text", one.text), *facts(one, without=about)]),
        )
    else:
        write_records(found, format, listing)
