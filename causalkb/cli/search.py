"""``search`` and ``reindex``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import DONE, FIND, KEEP, Kb, app, opened, say
from causalkb.cli.output import Format, FormatOption
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.records import Filters


@app.command(rich_help_panel=FIND)
@options.filtered()
def search(
    query: Annotated[
        list[str],
        typer.Argument(
            help='Words, "exact phrases", -excluded, filters such as author:pearl year:2009-.'
        ),
    ],
    kb: Kb = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Most results.")] = 10,
    kind: Annotated[SearchKind, typer.Option(help="What a result is.")] = SearchKind.WORKS,
    mode: Annotated[SearchMode, typer.Option(help="Which ranking to use.")] = SearchMode.HYBRID,
    format: FormatOption = Format.TABLE,
    explain: Annotated[bool, typer.Option(help="Show where each result came from.")] = False,
    *,
    wanted: Filters,
) -> None:
    """Search works, passages or claims by meaning and by words.

    Examples: search "interventions necessary?" · search "rats author:blaisdell -pigeons" ·
    search "seeing doing" --kind claims --design experiment --format json
    """
    with opened(kb) as base:
        result = base.search_full(
            " ".join(query), filters=wanted, kind=kind, mode=mode, limit=limit
        )
        empty = base.works.count() == 0
    for note in result.notes:
        say(note)
    if not result.hits and format in (Format.TABLE, Format.MARKDOWN):
        say(
            "the knowledge base is empty; 'causalkb init' loads the corpus,"
            " 'causalkb add FILE.bib' adds your own"
            if empty
            else "nothing found; try fewer filters or other words"
        )
        raise typer.Exit(DONE)
    if result.hits and not result.questions and not any(hit.close for hit in result.hits):
        say("nothing in the knowledge base is close to this query; the nearest there is:")
    _write(result, format, explain)


def _write(result: object, format: Format, explain: bool) -> None:
    from causalkb.records import SearchResult
    from causalkb.report.rows import hits as report
    from causalkb.report.serialize import search as serialize

    assert isinstance(result, SearchResult)
    if format is Format.JSON:
        output.write_json(serialize.result_to_dict(result))
    elif format is Format.JSONL:
        output.write_jsonl(serialize.hit_to_dict(hit) for hit in result.hits)
    elif format is Format.CSV:
        output.write_csv(report.COLUMNS, report.rows(result.hits))
    elif format is Format.MARKDOWN:
        output.write(report.to_markdown(result))
    elif format is Format.BIBTEX:
        from causalkb.formats.bibtex.writer import format_works

        works = {hit.work.key: hit.work for hit in result.hits}
        output.write(format_works(works.values()))
    elif format is Format.KEYS:
        for key in dict.fromkeys(hit.work.key for hit in result.hits):
            output.write(key + "\n")
    elif output.to_terminal():
        from causalkb.cli.render.hits import Results

        output.console().print(Results(result, explain=explain))
    else:
        for row in report.rows(result.hits):
            output.write_row(row)


@app.command(rich_help_panel=KEEP)
def reindex(
    kb: Kb = None,
    model: Annotated[
        str | None,
        typer.Option(help="Embed everything with this sentence-transformers model or path."),
    ] = None,
) -> None:
    """Build the indexes anew from the store; with --model, change the embedding model."""
    with opened(kb) as base, output.progress_bar() as progress:
        count = base.reindex(model=model, progress=progress)
        name = base.model
    say(f"indexed {count} passages with {name}")
