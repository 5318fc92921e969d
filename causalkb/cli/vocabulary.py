"""``vocabulary``: the words that claims, stances and hypotheses may use."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causalkb.cli import output
from causalkb.cli.app import WEIGH, Group, Kb, app, opened, say
from causalkb.cli.output import Format, FormatOption

if TYPE_CHECKING:
    from causalkb.records import Term


class _ListByDefault(Group):
    """Takes ``vocabulary`` and ``vocabulary KIND`` for ``vocabulary list [KIND]``."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Put ``list`` before arguments that name no command of the group."""
        first = args[0] if args else ""
        known = first in self.list_commands(ctx) or first in ("-h", "--help")
        return super().parse_args(ctx, args if known else ["list", *args])


vocabulary_app = typer.Typer(cls=_ListByDefault)
app.add_typer(
    vocabulary_app,
    name="vocabulary",
    rich_help_panel=WEIGH,
    help="Show the words that claims and hypotheses may use, or add to them.",
)

_COLUMNS = ("kind", "name", "meaning", "example", "observes")
Kind = Annotated[str, typer.Argument(help="population, paradigm or concern.")]
Name = Annotated[str, typer.Argument(help="Lower-case words joined by hyphens: plants/maize.")]


@vocabulary_app.command("list")
def vocabulary_list(
    kind: Annotated[
        str | None, typer.Argument(help="Only these: population, paradigm, design, stance, ...")
    ] = None,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the words of one kind, or of all, with their meaning and an example."""
    with opened(kb) as base:
        found = base.vocabulary.list(kind)
    rows = [_row(term) for term in found]
    if format is Format.JSON:
        output.write_json([asdict(term) for term in found])
    elif format is Format.JSONL:
        output.write_jsonl(asdict(term) for term in found)
    elif format is Format.CSV:
        output.write_csv(_COLUMNS, rows)
    elif format is Format.KEYS:
        output.write("".join(f"{term.name}\n" for term in found))
    elif format is Format.MARKDOWN:
        from causalkb.report.rows.vocabulary import to_markdown

        output.write(to_markdown(found))
    elif format is Format.TABLE and output.to_terminal():
        from causalkb.cli.render.vocabulary import Words

        output.console().print(Words(found))
    elif format is Format.TABLE:
        for row in rows:
            output.write_row(row)
    else:
        raise output.unsupported(format, "vocabulary", [f for f in Format if f != "bibtex"])


def _row(term: Term) -> tuple[str, ...]:
    return term.kind, term.name, term.meaning, term.example, term.observes


@vocabulary_app.command("add")
def vocabulary_add(
    kind: Kind,
    name: Name,
    meaning: Annotated[str, typer.Option(help="One plain sentence.")],
    example: Annotated[
        str, typer.Option(help="A case, with the key of a work if there is one.")
    ] = "",
    observes: Annotated[str, typer.Option(help="Of a paradigm: output, internals or both.")] = "",
    kb: Kb = None,
) -> None:
    """Add a population, paradigm or concern, or change what one means."""
    from causalkb.records import Term

    with opened(kb) as base:
        changed = base.vocabulary.add(Term(kind, name, meaning, example, observes))
    say(f"added {name} to the words for {kind}" if changed else "nothing changed")


@vocabulary_app.command("remove")
def vocabulary_remove(kind: Kind, name: Name, kb: Kb = None) -> None:
    """Remove a word of your own that no claim uses."""
    with opened(kb) as base:
        base.vocabulary.remove(kind, name)
    say(f"removed {name} from the words for {kind}")
