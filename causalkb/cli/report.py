"""``report``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.paths import expanded
from causalkb.report.summary.output import Citations, ReportFormat, ReportOutput

if TYPE_CHECKING:
    from causalkb.records import Filters


@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("has_claims",))
def report(
    questions: Annotated[
        list[str] | None,
        typer.Argument(
            help="Slugs of questions; default: all, with an overview.",
            autocompletion=options.complete_question,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--output", "-o", help="File to write; '-' is stdout.")
    ] = Path("-"),
    kb: Kb = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option("--format", "-f", help="Default: by the file's suffix, else Markdown."),
    ] = None,
    style: Annotated[
        str, typer.Option(help="apa, chicago-author-date, ieee, or a path of a .csl file.")
    ] = "apa",
    citations: Annotated[
        Citations, typer.Option(help="In Markdown: formatted, or @key for pandoc.")
    ] = Citations.FORMATTED,
    bib: Annotated[
        bool, typer.Option("--bib", help="Write the works cited beside it as BibTeX.")
    ] = False,
    picture: Annotated[
        bool,
        typer.Option(
            "--picture/--table", help="In a Markdown file: maps as SVG files beside it, or tables."
        ),
    ] = True,
    claims: Annotated[
        int,
        typer.Option("--claims", "-n", min=0, help="Claims in full on each side; 0 shows all."),
    ] = 5,
    template: Annotated[
        Path | None, typer.Option(help="Folder with templates of your own (Jinja2).")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="Earlier report in JSON: say what has changed since.")
    ] = None,
    search: Annotated[
        str | None, typer.Option(help="Report on what this query finds instead.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most works, with --search.")] = 30,
    date: Annotated[
        str | None,
        typer.Option(metavar="2026-11-25", help="Date it bears; default: today."),
    ] = None,
    grade_wording: Annotated[
        bool,
        typer.Option("--grade-wording", help="Grade wording; mark what outruns its design."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
    since: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Only works of this year and later.")
    ] = None,
    *,
    wanted: Filters,
) -> None:
    """Write a report that others can read, check and cite.

    Examples: report interventions -o interventions.md · report -o all.html ·
    report --search rats --tag causal-bayes-nets -o rats.md · report -o new.md --compare old.json
    """
    if since is not None:
        wanted = replace(wanted, year_from=max(since, wanted.year_from or since))
    file = None if str(out) == "-" else expanded(out)
    chosen = ReportOutput(file, format, style, citations, bib, picture, template)
    slugs = questions or []
    with opened(kb) as base:
        if not force:
            chosen.refuse(base.report_names(slugs, chosen, search=search is not None))
        with output.progress_bar() as progress:
            made = base.report(
                slugs,
                chosen,
                filters=wanted,
                search=search,
                limit=limit,
                claims=claims,
                day=date,
                compare=compare,
                grade_wording=grade_wording,
                progress=progress,
            )
    if file is None:
        output.write(made.text)
        return
    for one in made.files:
        output.save(file.with_name(one.name), one.content, force=force)
        say(f"wrote {file.with_name(one.name)}")
