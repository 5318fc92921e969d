"""``export``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import KEEP, Kb, app, opened, say
from causalkb.cli.listing import warn_of_same_keys
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.records import Filters


class ExportFormat(StrEnum):
    """Exchange formats."""

    BIBTEX = "bibtex"
    CSL = "csl"
    JSONL = "jsonl"
    CSV = "csv"
    JSONLD = "jsonld"


_BY_SUFFIX = {
    ".bib": ExportFormat.BIBTEX,
    ".json": ExportFormat.CSL,
    ".jsonl": ExportFormat.JSONL,
    ".csv": ExportFormat.CSV,
    ".jsonld": ExportFormat.JSONLD,
}


@app.command(rich_help_panel=KEEP)
@options.filtered()
def export(
    kb: Kb = None,
    out: Annotated[
        Path, typer.Option("--output", "-o", help="File to write; '-' is stdout.")
    ] = Path("-"),
    format: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", help="Default: by the file's suffix, else BibTeX."),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option("--notes", help="Write all notes with their claims into this folder instead."),
    ] = None,
    whole: Annotated[
        Path | None,
        typer.Option(
            "--all",
            metavar="DIR",
            help="Write the whole knowledge base into this folder as text files, for git.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
    keys: options.KeysOption = options.WhoseKeys.KB,
    *,
    wanted: Filters,
) -> None:
    """Export works as BibTeX, CSL-JSON, JSON lines, CSV or JSON-LD; BibTeX loses nothing.

    With --all everything is written, claims, questions and decisions included; 'causalkb init
    --from DIR' and 'causalkb add DIR' read it back.
    """
    if whole is not None:
        if wanted or notes is not None or format is not None or str(out) != "-":
            raise InputError("--all writes everything; it takes no filters, format or other output")
        _export_all(kb, whole, force=force)
        return
    if notes is not None:
        if wanted:
            raise InputError("--notes writes all notes; it takes no filters")
        with opened(kb) as base:
            count = base.works.export_notes(notes)
        say(f"{output.counted(count, 'note')} in {notes}")
        return
    chosen = format or _format_of(out)
    with opened(kb) as base:
        mine = keys is options.WhoseKeys.MINE
        text, count = base.export(chosen.value, wanted, own_keys=mine)
        bibtex = chosen is ExportFormat.BIBTEX
        clashing = base.works.same_in_bibtex(wanted, own_keys=mine) if bibtex else []
    if str(out) == "-":
        output.write(text)
    else:
        output.save(out, text.encode("utf-8"), force=force)
        say(f"wrote {count} works to {out}")
    warn_of_same_keys(clashing)


def _export_all(kb: Path | None, folder: Path, *, force: bool) -> None:
    with opened(kb) as base:
        done = base.export_all(folder, force=force)
    for name in done.left:
        say(f"left alone, for it was changed since the last export: {folder / name}")
    say(
        f"{folder}: {output.counted(done.works, 'work')}; {output.counted(done.written, 'file')}"
        f" written, {done.unchanged} unchanged, {done.deleted} deleted"
    )


def _format_of(out: Path) -> ExportFormat:
    if str(out) == "-":
        return ExportFormat.BIBTEX
    try:
        return _BY_SUFFIX[out.suffix.lower()]
    except KeyError:
        raise InputError(
            f"{out}: the suffix names no format; use {', '.join(_BY_SUFFIX)} or --format"
        ) from None
