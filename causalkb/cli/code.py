"""``code``: second readings of stances, designs and populations, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import NOTHING_DONE, SOME_FAILED, WEIGH, Group, Kb, app, fail, opened, say
from causalkb.cli.ingest import report_account
from causalkb.cli.listing import Listing, write_records
from causalkb.cli.output import Format, FormatOption
from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.records import Agreement, Disagreement, Filters

code_app = typer.Typer(cls=Group, no_args_is_help=True)
app.add_typer(
    code_app, name="code", rich_help_panel=WEIGH, help="Second readers: sheets and agreement."
)


@code_app.command("export")
@options.filtered(without=("stance", "has_claims"))
def code_export(
    kb: Kb = None,
    sample: Annotated[
        str, typer.Option("--sample", metavar="PERCENT", help="Share of the claims: 10%.")
    ] = "100%",
    seed: Annotated[int, typer.Option("--seed", help="Of the random choice.")] = 1,
    unread: Annotated[
        bool, typer.Option("--unread", help="Only claims without a second reading.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="File; default: standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    *,
    wanted: Filters,
) -> None:
    """Write a blind coding sheet: one row for each claim and hypothesis, without the first coding.

    Fill the columns stance (a stance, or none for "no bearing"), directness, design, population.
    """
    with opened(kb) as base:
        text, claims = base.codings.sheet(
            sample=_share(sample), seed=seed, filters=wanted, unread=unread
        )
    if out is None:
        output.write(text)
    else:
        output.save(out, text.encode(), force=force)
    say(f"{output.counted(claims, 'claim')} on the sheet, {text.count(chr(10)) - 1} lines")


def _share(text: str) -> float:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        raise InputError(f"{text!r} is not a share; write 10% or 0.1") from None
    return number / 100 if text.endswith("%") else number


@code_app.command("import")
def code_import(
    sheet: Annotated[Path, typer.Argument(help="A filled sheet.")],
    coder: Annotated[str, typer.Option("--coder", metavar="INITIALS", help="Who coded it.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of this coder's earlier coding.")
    ] = False,
    kb: Kb = None,
) -> None:
    """Keep a second coding beside the first; rows with unknown words are named and left out."""
    with opened(kb) as base:
        result = base.codings.add(sheet, coder, replace=replace)
    report_account(result, str(sheet))
    if result.failed:
        raise typer.Exit(SOME_FAILED if result.added else NOTHING_DONE)
    if not result.added:
        fail("no row has an answer in the column stance")


@code_app.command("remove")
def code_remove(coder: Annotated[str, typer.Argument(help="Initials.")], kb: Kb = None) -> None:
    """Delete the codings of a coder."""
    with opened(kb) as base:
        count = base.codings.remove(coder)
    say(f"removed {output.counted(count, 'coding')} of {coder}")


@code_app.command("agreement")
def code_agreement(
    coder: Annotated[
        str | None, typer.Argument(help="Initials; default: each coder in turn.")
    ] = None,
    kb: Kb = None,
    format: FormatOption = Format.TABLE,
    differences: Annotated[
        bool, typer.Option("--differences", help="Also list every difference.")
    ] = False,
) -> None:
    """Report Cohen's kappa and Krippendorff's alpha with 95 % intervals, by variable.

    --format keys gives the claims whose codings differ and are not settled.
    """
    with opened(kb) as base:
        coders = [coder] if coder else base.codings.coders()
        found = [(name, *base.codings.agreement(name)) for name in coders]
    if not found:
        fail("there are no second codings; 'causalkb code import SHEET --coder INITIALS' adds one")
    measures = [(name, one) for name, measured, _ in found for one in measured]
    write_records(measures, format, _agreements(found))
    if format is not Format.TABLE:
        return
    for name, _, different in found:
        if differences:
            for other in different:
                output.write_row(_difference(other))
        open_ones = sum(not d.settled for d in different)
        say(f"{name}: {output.counted(open_ones, 'difference')} open; 'causalkb review"
            " --disagreements' settles them")  # fmt: skip


def _agreements(
    found: Sequence[tuple[str, Sequence[Agreement], Sequence[Disagreement]]],
) -> Listing[tuple[str, Agreement]]:
    def document() -> object:
        return [
            {
                "coder": name,
                "agreement": [asdict(one) for one in measured],
                "disagreements": [asdict(one) for one in different],
            }
            for name, measured, different in found
        ]

    open_ones = {
        name: [one.claim for one in different if not one.settled] for name, _, different in found
    }
    return Listing(
        columns=("coder", "variable", "agreed", "kappa", "alpha"),
        row=lambda item: _row(*item),
        keys=lambda item: open_ones[item[0]],
        data=lambda item: {"coder": item[0], **asdict(item[1])},
        document=document,
    )


def _row(coder: str, one: Agreement) -> tuple[object, ...]:
    return (
        coder,
        one.variable,
        f"{one.agreed} of {one.items} agree",
        f"kappa {_measure(one.kappa, one.kappa_interval)}",
        f"alpha {_measure(one.alpha, one.alpha_interval)}",
    )


def _measure(value: float | None, interval: tuple[float, float] | None) -> str:
    if value is None:
        return "not defined"
    if interval is None:
        return f"{value:.2f}"
    return f"{value:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _difference(one: Disagreement) -> tuple[object, ...]:
    state = "settled" if one.settled else "open"
    return one.claim, one.hypothesis, one.variable, one.first, one.second, state
