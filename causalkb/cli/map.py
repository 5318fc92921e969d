"""``map`` and ``graph``: where there is evidence and where none, and what is said to cause what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from causalkb.cli import options, output
from causalkb.cli.app import WEIGH, Kb, app, opened, say
from causalkb.errors import InputError
from causalkb.text import clean_line

if TYPE_CHECKING:
    from causalkb.evidence.graph import ClaimGraph
    from causalkb.evidence.map import GapMap
    from causalkb.records import Filters


class MapFormat(StrEnum):
    """How a gap map leaves."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    SVG = "svg"
    PNG = "png"
    HTML = "html"


class GraphFormat(StrEnum):
    """How a graph of claims leaves."""

    TABLE = "table"
    JSON = "json"
    DOT = "dot"
    MERMAID = "mermaid"
    GRAPHML = "graphml"


class RowsOption(StrEnum):
    """Rows of the map, as in ``causalkb.evidence.map``, which is not imported for ``--help``."""

    QUESTIONS = "questions"
    HYPOTHESES = "hypotheses"


class ColumnsOption(StrEnum):
    """Columns of the map."""

    FIELDS = "fields"
    DESIGNS = "designs"
    RUNGS = "rungs"


_Format = TypeVar("_Format", MapFormat, GraphFormat)
_MAP_SUFFIXES = {
    ".svg": MapFormat.SVG,
    ".png": MapFormat.PNG,
    ".html": MapFormat.HTML,
    ".json": MapFormat.JSON,
    ".csv": MapFormat.CSV,
    ".md": MapFormat.MARKDOWN,
    ".tsv": MapFormat.TABLE,
}
_GRAPH_SUFFIXES = {
    ".dot": GraphFormat.DOT,
    ".gv": GraphFormat.DOT,
    ".mmd": GraphFormat.MERMAID,
    ".graphml": GraphFormat.GRAPHML,
    ".json": GraphFormat.JSON,
    ".tsv": GraphFormat.TABLE,
}
_FORMAT = typer.Option("--format", "-f", help="Default: by the file's suffix, else table.")
Out = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; default: stdout.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]


@app.command("map", rich_help_panel=WEIGH)
@options.filtered(without=("question", "has_claims"))
def map_(
    question: Annotated[
        str | None,
        typer.Argument(
            help="Only this question; its hypotheses become the rows.",
            autocompletion=options.complete_question,
        ),
    ] = None,
    kb: Kb = None,
    rows: Annotated[
        RowsOption | None,
        typer.Option("--rows", help="Default: questions; hypotheses where QUESTION is given."),
    ] = None,
    columns: Annotated[
        ColumnsOption | None,
        typer.Option("--columns", help="Default: fields for questions, designs for hypotheses."),
    ] = None,
    format: Annotated[MapFormat | None, _FORMAT] = None,
    out: Out = None,
    force: Force = False,
    *,
    wanted: Filters,
) -> None:
    """Show where there are claims and where there are none: an evidence gap map.

    Into a pipe goes one line a cell: row, column, then the numbers of claims, works, supporting,
    contradicting and qualifying stances, and works without a claim.
    """
    chosen = _format(format, out, _MAP_SUFFIXES, MapFormat.TABLE)
    if chosen is MapFormat.PNG and out is None:
        raise InputError("a PNG needs a file: name one with --output map.png")
    with opened(kb) as base:
        found = base.map(question, rows=rows, columns=columns, filters=wanted)
    if not found.rows:
        say("no questions; 'causalkb init' loads the shipped ones")
    if chosen is MapFormat.TABLE and out is None and output.to_terminal():
        from causalkb.cli.render.map import MapView

        output.show(MapView(found))
        return
    _deliver(_map_content(found, chosen), out, force)


def _map_content(found: GapMap, format: MapFormat) -> bytes:
    from causalkb.formats.tabular import format_rows
    from causalkb.report.render import map_formats, map_picture
    from causalkb.report.serialize import gap_map as serialize

    if format is MapFormat.PNG:
        return map_picture.png(found)
    if format is MapFormat.SVG:
        text = map_picture.svg(found)
    elif format is MapFormat.HTML:
        text = map_picture.html(found)
    elif format is MapFormat.JSON:
        text = _as_json(serialize.to_dict(found))
    elif format is MapFormat.MARKDOWN:
        text = map_formats.to_markdown(found)
    elif format is MapFormat.CSV:
        rows = ([str(value) for value in row] for row in map_formats.rows(found))
        text = format_rows(map_formats.COLUMNS, rows)
    else:
        text = "".join(map(_as_row, map_formats.rows(found)))
    return text.encode("utf-8")


@app.command(rich_help_panel=WEIGH)
@options.filtered(without=("has_claims",))
def graph(
    kb: Kb = None,
    format: Annotated[GraphFormat | None, _FORMAT] = None,
    out: Out = None,
    force: Force = False,
    *,
    wanted: Filters,
) -> None:
    """Show which causes and effects the claims assert, merged over works, conflicts first.

    Into a pipe goes one line an edge: cause, effect, "conflict" or nothing, the numbers of works
    for + - 0 ?, works, claims.
    """
    chosen = _format(format, out, _GRAPH_SUFFIXES, GraphFormat.TABLE)
    with opened(kb) as base:
        found = base.graph(wanted)
    if not found.edges:
        say("no claim" + (" that passes" if wanted else "") + " names a cause and an effect")
    if chosen is GraphFormat.TABLE and out is None and output.to_terminal():
        from causalkb.cli.render.map import GraphView

        output.show(GraphView(found))
        return
    _deliver(_graph_content(found, chosen), out, force)


def _graph_content(found: ClaimGraph, format: GraphFormat) -> bytes:
    from causalkb.report.render import graph_formats
    from causalkb.report.serialize import graph as serialize

    if format is GraphFormat.DOT:
        text = graph_formats.to_dot(found)
    elif format is GraphFormat.MERMAID:
        text = graph_formats.to_mermaid(found)
    elif format is GraphFormat.GRAPHML:
        text = graph_formats.to_graphml(found)
    elif format is GraphFormat.JSON:
        text = _as_json(serialize.to_dict(found))
    else:
        text = "".join(map(_as_row, graph_formats.rows(found)))
    return text.encode("utf-8")


def _format(
    given: _Format | None, out: Path | None, suffixes: dict[str, _Format], default: _Format
) -> _Format:
    if given is not None or out is None:
        return given or default
    try:
        return suffixes[out.suffix.lower()]
    except KeyError:
        raise InputError(
            f"{out}: the suffix names no format; use {', '.join(suffixes)} or --format"
        ) from None


def _deliver(content: bytes, out: Path | None, force: bool) -> None:
    if out is None:
        output.write(content.decode("utf-8"))
        return
    output.save(out, content, force=force)
    say(f"wrote {out}")


def _as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_row(row: Sequence[object]) -> str:
    return "\t".join(clean_line(str(value)) for value in row) + "\n"
