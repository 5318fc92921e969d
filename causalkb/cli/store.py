"""``doctor``, ``backup`` and ``restore``: looking after what is there."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import output
from causalkb.cli.app import (
    DONE,
    KEEP,
    SOME_FAILED,
    Kb,
    app,
    chosen,
    confirmed,
    fail,
    opened,
    say,
)
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.text import clean_line

if TYPE_CHECKING:
    from causalkb import DoctorFinding


@app.command(rich_help_panel=KEEP)
def doctor(
    kb: Kb = None,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired.")] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Look at everything, however many works there are."),
    ] = False,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Also ask Crossref, OpenAlex and arXiv what became of the works; sends their ids.",
        ),
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Check store, passages, vectors, indexes, model, past imports; each finding has its fix.

    --format keys gives the works that lack something: causalkb doctor -f keys | causalkb show -
    Of more than 3,000 works, not everything is looked at without --full or --fix: it says what not.
    """
    with opened(kb) as base, output.progress_bar() as progress:
        findings = base.doctor(fix=fix, full=full, online=online, progress=progress)
        unseen = () if full or fix else base.doctor_leaves_out()
    write_records(findings, format, _findings())
    for line in unseen:
        say(f"not looked at: {line}")
    if unseen:
        say("'causalkb doctor --full' looks at everything, which takes longer")
    if not findings:
        say("nothing is wrong in what was looked at" if unseen else "all is well")
    open_ones = [f for f in findings if not f.fixed]
    raise typer.Exit(SOME_FAILED if open_ones else DONE)


def _findings() -> Listing[DoctorFinding]:
    def text(one: DoctorFinding) -> str:
        # A finding may quote an untrusted file name or key.
        return f"{clean_line(one.what)}\n    {'repaired' if one.fixed else clean_line(one.fix)}\n"

    return Listing(
        columns=("check", "finding", "fix", "fixed"),
        row=lambda one: (one.check, clean_line(one.what), clean_line(one.fix), one.fixed),
        keys=lambda one: one.keys,
        data=asdict,
        text=text,
    )


@app.command(rich_help_panel=KEEP)
def backup(
    file: Annotated[
        Path,
        typer.Argument(help="The file to write, which must not exist yet; '-' is stdout."),
    ],
    kb: Kb = None,
) -> None:
    """Write a consistent copy of all works, notes, claims and vectors to one file.

    The raw files of stored runs ('probe store') are in it too. It ends in a checksum, which
    'causalkb restore' compares.
    """
    with opened(kb) as base:
        if str(file) == "-":
            if sys.stdout.isatty():
                fail("a backup is no text: name a file, or send it on, as in 'backup - > FILE'")
            name, size = "standard output", base.backup_to(sys.stdout.buffer)
        else:
            path = base.backup(file)
            name, size = str(path), path.stat().st_size
    say(f"wrote {name} ({size / 2**20:.1f} MiB)")


@app.command(rich_help_panel=KEEP)
def restore(
    file: Annotated[Path, typer.Argument(help="A file that 'causalkb backup' wrote.")],
    kb: Kb = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Bring back a backup; what is there now is kept beside it."""
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.paths import default_directory

    directory = chosen(kb) or default_directory()
    if (directory / "causalkb.db").exists() and not confirmed(
        f"Replace the knowledge base in {directory} by {file}?", yes
    ):
        fail("nothing was changed")
    kept = KnowledgeBase.restore(file, directory)
    say(f"restored {file}" + (f"; what was there before is in {kept}" if kept else ""))
