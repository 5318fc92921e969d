"""``duplicates`` and ``merge``: works that may be one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import COLLECT, Kb, app, opened, say
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb.ingest.duplicates import Duplicate


@app.command(rich_help_panel=COLLECT)
def duplicates(
    kb: Kb = None,
    apart: Annotated[
        tuple[str, str] | None,
        typer.Option("--not", metavar="KEY KEY", help="These two are two works: remember it."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, metavar="N", help="Most pairs; 0 shows all.")
    ] = 0,
    format: FormatOption = Format.TABLE,
) -> None:
    """List pairs of works that may be one, with the reason and a score.

    'causalkb merge KEY OTHER' makes one of two; '--not' takes a pair off the list for good.
    """
    with opened(kb) as base:
        if apart is not None:
            new = base.works.not_duplicates(*apart)
            say(f"{apart[0]} and {apart[1]} are two works" + ("" if new else " (known already)"))
            return
        found = base.works.duplicates()
    write_records(found[: limit or None], format, _pairs())
    if not found:
        say("no pairs of works look like one")
    elif 0 < limit < len(found):
        say(f"{len(found) - limit} more; see --limit")


def _pairs() -> Listing[Duplicate]:
    from causalkb.report.rows import duplicates as rows

    def screen(found: Sequence[Duplicate]) -> RenderableType:
        from causalkb.cli.render.duplicates import Pairs

        return Pairs(found)

    return Listing(
        columns=rows.COLUMNS,
        row=rows.row,
        keys=lambda pair: (f"{pair.work} {pair.other}",),
        data=asdict,
        markdown=rows.to_markdown,
        screen=screen,
    )


@app.command(rich_help_panel=COLLECT)
def merge(
    key: options.Key,
    other: Annotated[
        str,
        typer.Argument(
            help="Key of the work that goes into it.", autocompletion=options.complete_key
        ),
    ],
    kb: Kb = None,
) -> None:
    """Make one work of two: KEY stays and takes what hangs on OTHER, whose key goes on working.

    Of fields in which they differ, those of KEY are kept. 'causalkb undo' undoes it.
    """
    with opened(kb) as base:
        done = base.works.merge(key, other)
        base.sync()
    if done.taken:
        say(f"{done.key} took {', '.join(done.taken)} from {other}")
    if done.differing:
        say(f"{other} had another {', '.join(done.differing)}, which was not kept")
    for old, new in done.claims.items():
        say(f"{old} is {new} now")
    say(f"merged {other} into {done.key}; 'causalkb undo' undoes it")
