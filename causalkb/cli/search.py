"""``search`` and ``reindex``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import DONE, FIND, KEEP, Kb, app, opened, say
from causalkb.cli.completion import complete_filter
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import WorkFormat, WorkFormatOption
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.records import Filters, Hit, SearchResult


@app.command(rich_help_panel=FIND)
@options.filtered()
def search(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, "exact phrases", -excluded, filters such as author:pearl year:2009-.',
            autocompletion=complete_filter,
        ),
    ],
    kb: Kb = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Most results.")] = 10,
    kind: Annotated[SearchKind, typer.Option(help="What a result is.")] = SearchKind.WORKS,
    mode: Annotated[SearchMode, typer.Option(help="Which ranking to use.")] = SearchMode.HYBRID,
    format: WorkFormatOption = WorkFormat.TABLE,
    explain: Annotated[bool, typer.Option(help="Show where each result came from.")] = False,
    whose: options.KeysOption = options.WhoseKeys.KB,
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
        if whose is options.WhoseKeys.MINE:
            result = _under_own_keys(base, result)
    for note in result.notes:
        say(note)
    if not result.hits and format in (WorkFormat.TABLE, WorkFormat.MARKDOWN):
        say(
            "the knowledge base is empty; 'causalkb init' loads the corpus,"
            " 'causalkb add FILE.bib' adds your own"
            if empty
            else "nothing found; try fewer filters or other words"
        )
        raise typer.Exit(DONE)
    if result.hits and not result.questions and not any(hit.close for hit in result.hits):
        say("nothing in the knowledge base is close to this query; the nearest there is:")
    write_records(result.hits, format, _hits(result, kind, explain))


def _under_own_keys(base: KnowledgeBase, result: SearchResult) -> SearchResult:
    mine = base.works.cited_as(*dict.fromkeys(hit.work.key for hit in result.hits))
    hits = [replace(hit, work=replace(hit.work, key=mine[hit.work.key])) for hit in result.hits]
    return replace(result, hits=tuple(hits))


def _hits(result: SearchResult, kind: SearchKind, explain: bool) -> Listing[Hit]:
    from causalkb.report.rows import hits as rows
    from causalkb.report.serialize import search as serialize

    def screen(_: object) -> RenderableType:
        from causalkb.cli.render.hits import Results

        return Results(result, explain=explain)

    def bibtex(hits: Sequence[Hit]) -> str:
        from causalkb.formats.bibtex.writer import format_works

        return format_works({hit.work.key: hit.work for hit in hits}.values())

    def keys(hit: Hit) -> tuple[str, ...]:
        if kind is SearchKind.CLAIMS:
            return tuple(claim.id for claim in hit.claims)
        return (hit.work.key,)

    return Listing(
        columns=rows.COLUMNS,
        row=rows.row,
        keys=keys,
        data=serialize.hit_to_dict,
        document=lambda: serialize.result_to_dict(result),
        markdown=lambda _: rows.to_markdown(result),
        bibtex=bibtex,
        screen=screen,
    )


@app.command(rich_help_panel=KEEP)
def reindex(
    kb: Kb = None,
    model: Annotated[
        str | None,
        typer.Option(help="Embed everything with this sentence-transformers model or path."),
    ] = None,
    index: Annotated[
        str | None,
        typer.Option(
            metavar="INDEX",
            help="Use another index from now on: 'local', 'milvus:FILE.db' (Milvus Lite) or"
            " 'milvus:http://HOST:19530', see docs/milvus.md.",
        ),
    ] = None,
) -> None:
    """Build the indexes anew from the store; with --model or --index, change what is used."""
    with opened(kb) as base, output.progress_bar() as progress:
        count = base.reindex(model=model, index=index, progress=progress)
        name, where = base.model, "" if index is None else f" in {index}"
    say(f"indexed {count} passages{where} with {name}")
