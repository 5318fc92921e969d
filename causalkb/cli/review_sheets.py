"""``review --sheet`` and ``--sheet-import``: candidates decided in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from causalkb.cli import output
from causalkb.cli.app import SOME_FAILED, opened, say
from causalkb.cli.proposed import say_shortened

if TYPE_CHECKING:
    from causalkb.records import Filters

_NOTHING_DONE = 2


def write_sheet(
    kb: Path | None,
    key: str | None,
    wanted: Filters,
    at_least: float | None,
    path: Path,
    *,
    force: bool,
) -> None:
    """Write the candidates of a work, or of those that pass the filters."""
    with opened(kb) as base, output.progress_bar() as progress:
        read = base.proposals.claims(key, wanted, at_least=at_least, progress=progress)
        text = base.proposals.sheet(read.found)
    output.save(path, text.encode(), force=force)
    say(
        f"{output.counted(len(read.found), 'candidate')} on the sheet; fill decision and sentence,"
        f" then 'causalkb review --sheet-import {path}'"
    )
    say_shortened(read)


def decide_sheet(kb: Path | None, path: Path) -> None:
    """Decide what a filled sheet says, and tell of each row that cannot be."""
    with opened(kb) as base:
        if base.proposals.is_link_sheet(path):
            from causalkb.cli.review_batches import decide_links

            decide_links(base, path)
            return
        done = base.proposals.decide_sheet(path)
        if done.made:
            base.sync()
    for problem in done.problems:
        say(f"left out: {problem}")
    aside = done.never + done.skipped
    say(
        f"accepted {output.counted(len(done.made), 'claim')}, set aside {aside},"
        f" {done.known} decided before, {len(done.problems)} left out"
    )
    if done.made or aside:
        say("'causalkb undo' takes that back")
    if done.problems:
        raise typer.Exit(SOME_FAILED if done.made or aside or done.known else _NOTHING_DONE)
