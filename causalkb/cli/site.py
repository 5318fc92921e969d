"""``site``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import KEEP, Kb, app, opened, say
from causalkb.errors import CausalKBError, InputError

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.site.options import SiteBuilt, SiteOptions


@app.command(rich_help_panel=KEEP)
def site(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Folder to write; with --serve optional.")
    ] = None,
    kb: Kb = None,
    title: Annotated[str, typer.Option(help="Title of the site.")] = "",
    questions: Annotated[
        list[str] | None,
        typer.Option(
            "--questions",
            metavar="QUESTION",
            help="Only this question and its works; may be repeated.",
            autocompletion=options.complete_question,
        ),
    ] = None,
    base_url: Annotated[
        str,
        typer.Option(metavar="https://...", help="Where it is published; adds a sitemap."),
    ] = "",
    date: Annotated[
        str, typer.Option(metavar="2026-11-25", help="Date that the edition bears; default: none.")
    ] = "",
    compare: Annotated[
        Path | None,
        typer.Option(
            metavar="OLD", help="Earlier site, or report in JSON: say what changed; needs --date."
        ),
    ] = None,
    theme: Annotated[
        Path | None, typer.Option(metavar="FILE.css", help="Style sheet of your own, loaded last.")
    ] = None,
    abstracts: Annotated[bool, typer.Option("--abstracts", help="Show abstracts.")] = False,
    local_paths: Annotated[
        bool, typer.Option("--local-paths", help="Show fields with paths on your disk.")
    ] = False,
    private_notes: Annotated[
        bool, typer.Option("--private-notes", help="Show notes marked 'private: true'.")
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show it to this machine; rebuild on changes.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port, with --serve; 0 is any that is free.")
    ] = 8000,
    force: Annotated[
        bool, typer.Option("--force", help="Write into a folder with other files; they stay.")
    ] = False,
) -> None:
    """Write the evidence as a static web site: plain files, to be opened or published.

    Examples: site public · site public --date 2026-11-25 --compare public ·
    site --serve --questions interventions
    """
    from causalkb.site.options import SiteOptions

    chosen = SiteOptions(
        title=title,
        base_url=base_url,
        day=date,
        questions=tuple(questions or ()),
        theme=theme,
        compare=compare,
        abstracts=abstracts,
        local_paths=local_paths,
        private_notes=private_notes,
    )
    if serve:
        _serve(kb, folder, chosen, port, force=force)
        return
    if folder is None:
        raise InputError("name the folder to write: causalkb site public")
    with opened(kb) as base, output.progress_bar() as progress:
        built = base.site(folder, chosen, force=force, progress=progress)
    say(_said(built))


def _serve(
    kb: Path | None, folder: Path | None, chosen: SiteOptions, port: int, *, force: bool
) -> None:
    with opened(kb) as base:
        if folder is not None:
            _serve_from(base, folder, chosen, port, force=force)
            return
        with tempfile.TemporaryDirectory() as made:
            _serve_from(base, Path(made) / "site", chosen, port, force=force)


def _serve_from(
    base: KnowledgeBase, folder: Path, chosen: SiteOptions, port: int, *, force: bool
) -> None:
    def ready(address: str, built: SiteBuilt) -> None:
        say(_said(built))
        say(f"{address} (Ctrl-C ends it)")

    def rebuilt(outcome: SiteBuilt | CausalKBError) -> None:
        failed = isinstance(outcome, CausalKBError)
        say(f"not rebuilt: {outcome}" if failed else "rebuilt, as the knowledge base changed")

    try:
        base.serve_site(folder, chosen, port=port, force=force, ready=ready, rebuilt=rebuilt)
    except KeyboardInterrupt:
        say("ended")


def _said(built: SiteBuilt) -> str:
    size = f"{built.size / 1_000_000:.1f} MB"
    return (
        f"{built.folder}: {output.counted(built.pages, 'page')}, {size}; edition"
        f" {built.edition[:12]}; open {built.folder / 'index.html'}"
    )
