"""``open``: a work's file in the program that the system has for it."""

from __future__ import annotations

from typing import Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import FIND, Kb, app, opened, say


@app.command("open", rich_help_panel=FIND)
def open_(
    key: options.Key,
    kb: Kb = None,
    page: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Open a PDF at this page.")
    ] = None,
    print_: Annotated[
        bool, typer.Option("--print", help="Write the path instead of opening the file.")
    ] = False,
) -> None:
    """Open the file of a work; without a screen, write its path."""
    with opened(kb) as base:
        file = base.works.open(key, page=page, start=not print_)
    if not file.opened:
        output.write(f"{file.path}\n")
    elif page is not None and file.page is None:
        say(f"opened at its first page: this viewer cannot be told to show page {page}")
