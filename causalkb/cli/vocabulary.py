"""``vocabulary``: the words that claims, stances and hypotheses may use."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causalkb.cli.app import WEIGH, Group, Kb, app, opened, say
from causalkb.cli.completion import complete_vocabulary
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

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

Kind = Annotated[str, typer.Argument(help="population, paradigm or concern.")]
Name = Annotated[str, typer.Argument(help="Lower-case words joined by hyphens: plants/maize.")]


@vocabulary_app.command("list")
def vocabulary_list(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="Only these: population, paradigm, design, stance, ...",
            autocompletion=complete_vocabulary,
        ),
    ] = None,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the words of one kind, or of all, with their meaning and an example."""
    with opened(kb) as base:
        found = base.vocabulary.list(kind)
    write_records(found, format, _terms())


def _terms() -> Listing[Term]:
    from causalkb.report.rows.vocabulary import to_markdown

    def screen(found: Sequence[Term]) -> RenderableType:
        from causalkb.cli.render.vocabulary import Words

        return Words(found)

    return Listing(
        columns=("kind", "name", "meaning", "example", "observes"),
        row=_row,
        keys=lambda term: (term.name,),
        data=asdict,
        markdown=to_markdown,
        screen=screen,
    )


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
