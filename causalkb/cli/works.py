"""``show``, ``list`` and ``stats``: what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import FIND, Kb, app, fail, opened, say
from causalkb.cli.claim_lists import write_claims
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption, WorkFormat, WorkFormatOption
from causalkb.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from causalkb import KnowledgeBase
    from causalkb.records import Annotation, Claim, Filters, QuestionProgress, Work

    Full = tuple[Work, Sequence[Claim], str | None, Sequence[Annotation]]
    """A work, its claims, its note and what was marked in it."""


@app.command(rich_help_panel=FIND)
def show(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Keys, DOIs or arXiv ids of works, or ids of claims (key#n);"
            " - reads them from stdin.",
            autocompletion=options.complete_id,
        ),
    ],
    kb: Kb = None,
    format: WorkFormatOption = WorkFormat.TABLE,
    whose: options.KeysOption = options.WhoseKeys.KB,
) -> None:
    """Show works (record, abstract, note and claims) or single claims.

    In BibTeX, a claim stands for its work.
    """
    with opened(kb) as base:
        wanted = options.ids(ids)
        claims = [base.claims.get(one) for one in wanted if base.claims.is_id(one)]
        keys = [one for one in wanted if not base.claims.is_id(one)]
        if format is WorkFormat.BIBTEX:
            keys, claims = [*keys, *(claim.work for claim in claims)], []
        works = [
            (
                _with_files(base, key, format),
                base.claims.of(key),
                base.works.note(key),
                base.works.annotations(key),
            )
            for key in dict.fromkeys(keys)
        ]
        if whose is options.WhoseKeys.MINE:
            mine = base.works.cited_as(*(work.key for work, *_ in works))
            works = [
                (replace(work, key=mine[work.key]), claims_of, note, marked)
                for work, claims_of, note, marked in works
            ]
    if works and claims and format is WorkFormat.CSV:
        fail("works and claims have different columns; show them one after the other")
    if works and claims and format is WorkFormat.JSON:
        listing = _full(works)
        output.write_json([*map(listing.data, works), *map(_claim_data, claims)])
        return
    if works:
        _write_full(works, format)
    if claims:
        if works and format in (WorkFormat.TABLE, WorkFormat.MARKDOWN):
            output.write("\n")
        write_claims(claims, format, whole=True)


def _with_files(base: KnowledgeBase, key: str, format: WorkFormat) -> Work:
    """Return a work with its files beside its fields, where all that is known is written."""
    work = base.works.get(key)
    files = base.works.files(key)
    if not files or format in (WorkFormat.BIBTEX, WorkFormat.CSV, WorkFormat.KEYS):
        return work
    from causalkb.report.rows.works import about_files

    return replace(work, fields={**work.fields, "files": about_files(files)})


def _write_full(works: Sequence[Full], format: WorkFormat) -> None:
    if format is WorkFormat.TABLE and not output.to_terminal():
        from causalkb.report.rows.works import to_text

        output.write("\n".join(to_text(*item) for item in works))
    else:
        write_records(works, format, _full(works))


def _full(works: Sequence[Full]) -> Listing[Full]:
    from causalkb.formats import tabular
    from causalkb.formats.jsonl import full_work
    from causalkb.report.rows import works as rows

    def data(item: Full) -> object:
        return full_work(*item)

    def screen(found: Sequence[Full]) -> RenderableType:
        from rich.console import Group

        from causalkb.cli.render.works import FullWork

        return Group(*(FullWork(*item) for item in found))

    return Listing(
        columns=tabular.COLUMNS,
        row=lambda item: tabular.row(item[0]),
        keys=lambda item: (item[0].key,),
        data=data,
        document=None if len(works) != 1 else lambda: data(works[0]),
        markdown=lambda found: "\n".join(rows.to_markdown(*item) for item in found),
        bibtex=lambda found: _bibtex([item[0] for item in found]),
        screen=screen,
    )


def _claim_data(claim: Claim) -> object:
    from causalkb.formats.jsonl import claim_to_dict

    return claim_to_dict(claim)


def _bibtex(works: Sequence[Work]) -> str:
    from causalkb.formats.bibtex.writer import format_works

    return format_works(works)


@app.command("list", rich_help_panel=FIND)
@options.filtered()
def list_(
    kb: Kb = None,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", min=0, metavar="N", help="Most works; 0 shows all."),
    ] = 0,
    format: WorkFormatOption = WorkFormat.TABLE,
    *,
    wanted: Filters,
) -> None:
    """List works, newest first."""
    with opened(kb) as base:
        works = base.works.list(wanted, limit=limit or None)
        total = base.works.count(wanted)
    write_records(works, format, _works())
    if len(works) < total:
        say(f"{len(works)} of {total} works; --limit shows more")
    elif not total:
        say("no works" + (" pass these filters" if wanted else "; 'causalkb add FILE' adds some"))


def _works() -> Listing[Work]:
    from causalkb.formats import tabular
    from causalkb.formats.jsonl import work_to_dict
    from causalkb.report.rows.works import reference, row

    def screen(found: Sequence[Work]) -> RenderableType:
        from causalkb.cli.render.works import table

        return table(found)

    return Listing(
        columns=tabular.COLUMNS,
        row=tabular.row,
        line=row,
        keys=lambda work: (work.key,),
        data=work_to_dict,
        markdown=lambda found: "".join(f"- {reference(work)}\n" for work in found),
        bibtex=_bibtex,
        screen=screen,
    )


@app.command(rich_help_panel=FIND)
@options.filtered()
def stats(
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
    progress: Annotated[
        bool,
        typer.Option("--progress", help="How far the works of each question were read instead."),
    ] = False,
    *,
    wanted: Filters,
) -> None:
    """Show what the knowledge base holds, or as much of it as passes the filters."""
    if progress:
        _write_progress(kb, format, wanted)
        return
    from causalkb.report.rows import stats as rows

    with opened(kb) as base:
        found = base.stats(wanted)

    def screen(_: object) -> RenderableType:
        from causalkb.cli.render.stats import Stats

        return Stats(found)

    listing: Listing[rows.Count] = Listing(
        columns=rows.COLUMNS,
        row=rows.row,
        keys=lambda count: (count.word or count.what,),
        data=asdict,
        document=lambda: asdict(found),
        screen=screen,
    )
    write_records(list(rows.counts(found)), format, listing)


def _write_progress(kb: Path | None, format: str, wanted: Filters) -> None:
    if wanted:
        raise InputError("--progress shows all questions; it takes no filters")
    with opened(kb) as base:
        found = base.proposals.progress()
    listing: Listing[QuestionProgress] = Listing(
        columns=("question", "works", "with claims", "looked at", "waiting"),
        row=astuple,
        keys=lambda one: (one.question,),
        data=asdict,
    )
    write_records(found, format, listing)
