"""``probe``: asks a language model causal questions whose answers are known exactly."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import output
from causalkb.cli.app import WEIGH, Group, app, confirmed, say
from causalkb.cli.listing import Listing, write_records
from causalkb.errors import InputError
from causalkb.language_models.opening import DEFAULT, FORMS, KEY_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from causalkb.probe.cost import ProbeCost
    from causalkb.probe.items import Item
    from causalkb.probe.records import ProbeResult, ProbeRun

probe_app = typer.Typer(cls=Group, no_args_is_help=True)
app.add_typer(
    probe_app,
    name="probe",
    rich_help_panel=WEIGH,
    help="Ask a language model causal questions whose answers are known exactly.",
)


class ProbeFormat(StrEnum):
    """How a result leaves."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class Method(StrEnum):
    """How answers are read."""

    AUTO = "auto"
    LETTERS = "letters"
    TEXT = "text"


FormatOption = Annotated[ProbeFormat, typer.Option("--format", "-f", help="How to write it.")]
Seed = Annotated[int, typer.Option(help="Seed of the items; each gives others.")]
Families = Annotated[
    list[str] | None,
    typer.Option(
        "--families",
        metavar="FAMILY,...",
        help="Only these; default: all eight (see docs/probe.md). May be repeated.",
        show_default=False,
    ),
]
Groups = Annotated[
    int | None,
    typer.Option(min=1, help="Groups of each family; default: about 96 items.", show_default=False),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Three groups of each family, to try things out.")
]
Run = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run, or its name.")]


@probe_app.command("run")
def probe_run(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=f"{FORMS}.")] = DEFAULT,
    seed: Seed = 1,
    families: Families = None,
    groups: Groups = None,
    quick: Quick = False,
    instruction: Annotated[
        str,
        typer.Option(help="A text before every item, or 'comparison', one that ships."),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the run; default: in your data folder.", show_default=False),
    ] = None,
    format: FormatOption = ProbeFormat.TABLE,
    method: Annotated[
        Method, typer.Option(help="Read answers from log-probabilities or generated text.")
    ] = Method.AUTO,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Of a local model; default: idle cores.", show_default=False),
    ] = None,
    context: Annotated[int, typer.Option(min=64, help="Tokens a local model reads.")] = 2048,
    tokens: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Most tokens of an answer in text; default: 16, or 4096 for models that think.",
            show_default=False,
        ),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(min=0.01, help="Most calls to an endpoint a minute.", show_default=False),
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds to wait for an endpoint.")] = 120.0,
    key_variable: Annotated[
        str, typer.Option(metavar="NAME", help="Environment variable that holds the key.")
    ] = KEY_VARIABLE,
    price: Annotated[
        str,
        typer.Option(metavar="IN,OUT", help="Of a million tokens read and written, to estimate."),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before more than 1,000 calls.")
    ] = False,
) -> None:
    """Ask a model the battery; a run that was interrupted goes on where it was.

    Shows accuracy by family beside chance and the references, how far answers depend on the order
    of the options and, where they do not, sensitivity and bias. How to read it: docs/probe.md.
    """
    from causalkb.language_models.opening import Settings
    from causalkb.probe.api import run_probe

    prices = _prices(price)

    def agreed(cost: ProbeCost) -> bool:
        told = f"about {cost.calls:,} calls, {cost.tokens_in:,} tokens read and at most "
        told += f"{cost.tokens_out:,} written"
        if prices:
            told += f", at most {cost.money(*prices):.2f} at the price given"
        return confirmed(f"This takes {told}. Go on?", yes)

    settings = Settings(seed, threads, context, key_variable, rate, timeout, method.value, tokens)
    with output.progress_bar() as progress:
        result = run_probe(
            model,
            out,
            seed=seed,
            families=family_names(families),
            groups=size(groups, quick),
            instruction=instruction,
            settings=settings,
            progress=progress,
            confirm=agreed,
        )
    _write(result, format)
    say(f"kept in {result.run.folder}")


def _prices(given: str) -> tuple[float, float] | None:
    if not given:
        return None
    try:
        read, written = (float(part) for part in given.split(","))
    except ValueError:
        raise InputError(f"{given!r} is not two prices; write --price 0.15,0.60") from None
    return read, written


@probe_app.command("show")
def probe_show(run: Run, format: FormatOption = ProbeFormat.TABLE) -> None:
    """Show the results of a run again, or those of an unfinished one so far."""
    from causalkb.probe.api import read_probe

    result = read_probe(run)
    _write(result, format)
    if not result.run.complete:
        done, of = len(result.run.answers), len(result.run.items)
        say(f"only {done} of {of} items are answered; 'causalkb probe run' goes on with it")


def _write(result: ProbeResult, format: ProbeFormat) -> None:
    if format is ProbeFormat.JSON:
        from causalkb.probe.serialize import result_to_dict

        output.write_json(result_to_dict(result))
    elif format is ProbeFormat.MARKDOWN:
        from causalkb.probe.tables import to_markdown

        output.write(to_markdown(result))
    elif output.to_terminal():
        from causalkb.cli.render.probe import ProbeView

        output.show(ProbeView(result))
    else:
        from causalkb.probe.tables import rows

        for row in rows(result):
            output.write_row(row)


@probe_app.command("list")
def probe_list(format: output.FormatOption = output.Format.TABLE) -> None:
    """List the runs in your data folder."""
    from causalkb.probe.api import list_probes
    from causalkb.probe.serialize import run_to_dict

    found = list_probes()
    listing: Listing[ProbeRun] = Listing(
        columns=("run", "model", "battery", "seed", "answered", "items", "started"),
        row=lambda one: (
            one.folder.name,
            one.model.name,
            one.battery,
            one.seed,
            len(one.answers),
            len(one.items),
            one.started,
        ),
        keys=lambda one: (one.folder.name,),
        data=run_to_dict,
    )
    write_records(found, format, listing)
    if not found:
        say("no runs; 'causalkb probe run reference:pundit' makes one")


@probe_app.command("items")
def probe_items(
    seed: Seed = 1,
    families: Families = None,
    groups: Groups = None,
    quick: Quick = False,
    format: output.FormatOption = output.Format.TABLE,
) -> None:
    """Show the items of the battery with their answers, and why these are right."""
    from causalkb.probe.api import probe_items as items

    found = items(seed, family_names(families), size(groups, quick))
    write_records(found, format, _items())


def _items() -> Listing[Item]:
    def screen(found: Sequence[Item]) -> RenderableType:
        from causalkb.cli.render.probe_items import ItemsView

        return ItemsView(found)

    def markdown(found: Sequence[Item]) -> str:
        from causalkb.probe.tables import items_to_markdown

        return items_to_markdown(found)

    return Listing(
        columns=("id", "cell", "words", "text", "question", "options", "answer", "grounds"),
        row=lambda one: (
            one.id,
            one.cell,
            one.words,
            one.text,
            one.question,
            " | ".join(one.options),
            one.options[one.answer],
            one.grounds,
        ),
        keys=lambda one: (one.id,),
        data=lambda one: one.to_dict(),
        screen=screen,
        markdown=markdown,
    )


def family_names(families: list[str] | None) -> tuple[str, ...] | None:
    """Return names of families that commas or blanks separate."""
    if not families:
        return None
    return tuple(name for given in families for name in given.replace(",", " ").split())


def size(groups: int | None, quick: bool) -> int | None:
    """Return the number of groups of each family; ``None`` for the default."""
    from causalkb.probe.battery import QUICK

    return QUICK if quick and groups is None else groups
