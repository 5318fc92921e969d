"""``show``, ``list``, ``stats``, ``doctor``, ``backup`` and ``restore``: what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import (
    DONE,
    FIND,
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
from causalkb.cli.output import Format, FormatOption
from causalkb.text import clean_line

if TYPE_CHECKING:
    from causalkb.records import Claim, Filters, Work


@app.command(rich_help_panel=FIND)
def show(keys: options.Keys, kb: Kb = None, format: FormatOption = Format.TABLE) -> None:
    """Show works: record, abstract, note and claims."""
    from causalkb.report.rows import works as report

    with opened(kb) as base:
        wanted = list(dict.fromkeys(keys))
        full = [(base.works.get(key), base.claims.of(key), base.works.note(key)) for key in wanted]
    if format is Format.JSON:
        from causalkb.formats.jsonl import full_work

        found = [full_work(*item) for item in full]
        output.write_json(found[0] if len(found) == 1 else found)
    elif format is Format.TABLE and output.to_terminal():
        from causalkb.cli.render.works import FullWork

        for item in full:
            output.console().print(FullWork(*item))
    elif format is Format.TABLE:
        output.write("\n".join(report.to_text(*item) for item in full))
    elif format is Format.MARKDOWN:
        output.write("\n".join(report.to_markdown(*item) for item in full))
    else:
        _write_works(full, format)


@app.command("list", rich_help_panel=FIND)
@options.filtered()
def list_(
    kb: Kb = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="Most works.", show_default="all")
    ] = None,
    format: FormatOption = Format.TABLE,
    *,
    wanted: Filters,
) -> None:
    """List works, newest first."""
    with opened(kb) as base:
        works = base.works.list(wanted, limit=limit)
        total = base.works.count(wanted)
        if format in (Format.JSON, Format.JSONL):
            from causalkb.formats.jsonl import work_to_dict

            items = [work_to_dict(work) for work in works]
            if format is Format.JSON:
                output.write_json(items)
            else:
                output.write_jsonl(items)
        elif format is Format.TABLE and output.to_terminal():
            from causalkb.cli.render.works import table

            output.console().print(table(works))
        elif format is Format.TABLE:
            from causalkb.report.rows.works import row

            for work in works:
                output.write_row(row(work))
        elif format is Format.MARKDOWN:
            from causalkb.report.rows.works import reference

            for work in works:
                output.write(f"- {reference(work)}\n")
        else:
            _write_works([(work, (), None) for work in works], format)
    if len(works) < total:
        say(f"{len(works)} of {total} works; --limit shows more")
    elif not total:
        say("no works" + (" pass these filters" if wanted else "; 'causalkb add FILE' adds some"))


def _write_works(full: Sequence[tuple[Work, Sequence[Claim], str | None]], format: Format) -> None:
    from causalkb.formats import jsonl, tabular
    from causalkb.formats.bibtex import writer as bibtex

    works = [item[0] for item in full]
    if format is Format.KEYS:
        output.write("".join(f"{work.key}\n" for work in works))
    elif format is Format.BIBTEX:
        output.write(bibtex.format_works(works))
    elif format is Format.CSV:
        output.write(tabular.format_works(works))
    else:
        output.write(jsonl.format_works(full))


@app.command(rich_help_panel=FIND)
def stats(kb: Kb = None, format: FormatOption = Format.TABLE) -> None:
    """Show what the knowledge base holds."""
    with opened(kb) as base:
        found = base.stats()
    if format is Format.JSON:
        output.write_json(asdict(found))
    elif format is not Format.TABLE:
        raise output.unsupported(format, "stats", (Format.TABLE, Format.JSON))
    elif output.to_terminal():
        from causalkb.cli.render.stats import Stats

        output.console().print(Stats(found))
    else:
        from causalkb.report.rows.stats import rows

        for row in rows(found):
            output.write_row(row)


@app.command(rich_help_panel=KEEP)
def doctor(
    kb: Kb = None,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired.")] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Check store, passages, vectors, indexes, model, past imports; each finding has its fix."""
    with opened(kb) as base:
        findings = base.doctor(fix=fix)
    if format is Format.JSON:
        output.write_json([asdict(finding) for finding in findings])
    elif format is not Format.TABLE:
        raise output.unsupported(format, "doctor", (Format.TABLE, Format.JSON))
    else:
        for finding in findings:
            state = "repaired" if finding.fixed else finding.fix
            # A finding may quote an untrusted file name or key.
            output.write(f"{clean_line(finding.what)}\n    {clean_line(state)}\n")
    if not findings:
        say("all is well")
    open_ones = [f for f in findings if not f.fixed]
    raise typer.Exit(SOME_FAILED if open_ones else DONE)


@app.command(rich_help_panel=KEEP)
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    kb: Kb = None,
) -> None:
    """Write a consistent copy of all works, notes, claims and vectors to one file."""
    with opened(kb) as base:
        path = base.backup(file)
    say(f"wrote {path} ({path.stat().st_size / 2**20:.1f} MiB)")


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
