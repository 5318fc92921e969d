"""``watch``: what is new or changed in a folder is added while the command runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from causalkb.cli import options
from causalkb.cli.app import COLLECT, Kb, app, opened, say
from causalkb.cli.ingest import report_account
from causalkb.vocabulary import Keywords


@app.command(rich_help_panel=COLLECT)
def watch(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders to watch.")],
    kb: Kb = None,
    poll: Annotated[
        bool,
        typer.Option("--poll", help="Look every few seconds: for network disks and WSL."),
    ] = False,
    settle: Annotated[
        float,
        typer.Option(min=0.1, help="Seconds for which a file must rest before it is read."),
    ] = 2.0,
    rescan: Annotated[
        float, typer.Option(min=1, help="Seconds after which all is looked at without an event.")
    ] = 300.0,
    keywords: Annotated[
        Keywords, typer.Option(help="Make keywords tags, or keep them as a field only.")
    ] = Keywords.TAGS,
    ocr: options.OcrOption = True,
) -> None:
    """Add what is new or changed in folders, now and until Ctrl-C.

    Files are read when they rest, and only if their content changed. Nothing is removed: a file
    that is deleted leaves its works as they are. .causalkbignore leaves files out.
    """
    with opened(kb) as base:
        say(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it")
        try:
            for result in base.watch(
                *folders, poll=poll, settle=settle, rescan=rescan, keywords=keywords, ocr=ocr
            ):
                if result.entries or result.problems or result.remarks:
                    say(time.strftime("%H:%M:%S"))
                    report_account(result, str(folders[0]))
                if result.interrupted:
                    break
        except KeyboardInterrupt:
            pass
        say("stopped watching; what was read is kept")
