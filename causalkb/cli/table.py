"""``table``: evidence tables that a person defines in YAML."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causalkb.cli import output
from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, Group, Kb, app, opened, say

if TYPE_CHECKING:
    from causalkb.records import EvidenceTable, TableProblem


class _ShowByDefault(Group):
    """Takes ``table`` for ``table list`` and ``table NAME`` for ``table show NAME``."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Put the command before arguments that name no command of the group."""
        first = args[0] if args else ""
        if not first or (first.startswith("-") and first not in ("-h", "--help")):
            args = ["list", *args]
        elif first not in self.list_commands(ctx) and first not in ("-h", "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


table_app = typer.Typer(cls=_ShowByDefault)
app.add_typer(
    table_app, name="table", rich_help_panel=WEIGH, help="Show evidence tables, or add your own."
)


class TableFormat(StrEnum):
    """How an evidence table leaves."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


FormatOption = Annotated[TableFormat, typer.Option("--format", "-f", help="How to write it.")]
Name = Annotated[str, typer.Argument(help="Name of a table.")]


@table_app.command("list")
def table_list(kb: Kb = None) -> None:
    """List the tables with their size."""
    with opened(kb) as base:
        found = base.tables.list()
    for table in found:
        size = f"{len(table.rows)} × {len(table.columns)}"
        output.write_row((table.name, size, table.title))
    if not found:
        say("no tables; 'causalkb table add FILE.yaml' adds one")


@table_app.command("show")
def table_show(name: Name, kb: Kb = None, format: FormatOption = TableFormat.TABLE) -> None:
    """Show a table; what is wrong with its cells is said."""
    with opened(kb) as base:
        table = base.tables.get(name)
        problems = base.tables.check(table)
    _write(table, format)
    _tell(problems)


def _write(table: EvidenceTable, format: TableFormat) -> None:
    from causalkb.report.render import table_formats as formats

    if format is TableFormat.JSON:
        output.write_json(formats.to_json(table))
    elif format is TableFormat.MARKDOWN:
        output.write(formats.to_markdown(table))
    elif format is TableFormat.HTML:
        output.write(formats.to_html(table))
    elif format is TableFormat.CSV:
        output.write_csv(formats.columns(table), formats.rows(table))
    elif output.to_terminal():
        from causalkb.cli.render.tables import Table

        output.console().print(Table(table))
    else:
        for row in formats.rows(table):
            output.write_row(row)


def _tell(problems: list[TableProblem]) -> None:
    for problem in problems:
        say(f"{problem.row}, {problem.column}: {problem.text}")


@table_app.command("add")
def table_add(
    files: Annotated[list[Path], typer.Argument(help="YAML files; the name is the file's.")],
    kb: Kb = None,
) -> None:
    """Store tables, in the place of those of the same name; every cell is checked."""
    failed = False
    with opened(kb) as base:
        for file in files:
            table = base.tables.add(file)
            problems = base.tables.check(table)
            _tell(problems)
            failed = failed or bool(problems)
            say(f"stored {table.name}: {len(table.rows)} rows, {len(table.columns)} columns")
    if failed:
        raise typer.Exit(SOME_FAILED)


@table_app.command("check")
def table_check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of tables; default: all.")
    ] = None,
    kb: Kb = None,
) -> None:
    """Check that every claim exists and no cell says more than its claims carry."""
    with opened(kb) as base:
        tables = [base.tables.get(name) for name in names] if names else base.tables.list()
        problems = [problem for table in tables for problem in base.tables.check(table)]
    _tell(problems)
    say(f"{output.counted(len(tables), 'table')} checked, {len(problems)} problems")
    if problems:
        raise typer.Exit(SOME_FAILED)
    if not tables:
        raise typer.Exit(NOTHING_DONE)


@table_app.command("remove")
def table_remove(name: Name, kb: Kb = None) -> None:
    """Delete a table."""
    with opened(kb) as base:
        base.tables.remove(name)
    say(f"removed {name}")
