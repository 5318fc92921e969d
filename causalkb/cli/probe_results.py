"""``probe compare``, ``report``, ``export`` and ``store``: what is done with runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causalkb.cli import output
from causalkb.cli.app import Kb, opened, say
from causalkb.cli.probe import (
    Families,
    FormatOption,
    Groups,
    ProbeFormat,
    Quick,
    Run,
    Seed,
    family_names,
    probe_app,
    size,
)
from causalkb.errors import InputError
from causalkb.paths import expanded
from causalkb.probe.exporting import Harness

Force = Annotated[bool, typer.Option("--force", help="Replace existing files.")]


@probe_app.command("compare")
def probe_compare(first: Run, second: Run, format: FormatOption = ProbeFormat.TABLE) -> None:
    """Compare two runs item by item: two models, or one with and without an instruction.

    Differences are first minus second, with intervals over groups.
    """
    from causalkb.probe.api import compare_probes

    found = compare_probes(first, second)
    if format is ProbeFormat.JSON:
        from causalkb.probe.serialize import comparison_to_dict

        output.write_json(comparison_to_dict(found))
    elif format is ProbeFormat.MARKDOWN:
        from causalkb.probe.tables import comparison_table

        output.write(comparison_table(found).markdown() + "\n")
    elif output.to_terminal():
        from causalkb.cli.render.probe import ComparisonView

        output.show(ComparisonView(found))
    else:
        from causalkb.probe.tables import comparison_table

        for row in comparison_table(found).rows:
            output.write_row(row)


@probe_app.command("report")
def probe_report(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Folders or names of runs.")],
    out: Annotated[
        Path, typer.Option("--output", "-o", help="File to write, .md or .html; '-' is stdout.")
    ] = Path("-"),
    force: Force = False,
) -> None:
    """Write a report: tables, pictures, what may be concluded, and how to repeat the run."""
    from causalkb.probe.api import probe_report as report

    file = None if str(out) == "-" else expanded(out)
    made = report(runs, file)
    if file is None:
        output.write(made["-"])
        return
    _save(made, file.parent, force)
    say(f"wrote {file}")


@probe_app.command("export")
def probe_export(
    to: Annotated[Harness, typer.Option("--to", help="Where the items go.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("causalkb-probe"),
    seed: Seed = 1,
    families: Families = None,
    groups: Groups = None,
    quick: Quick = False,
    force: Force = False,
) -> None:
    """Write the items for lm-evaluation-harness or Inspect, with a task that asks them."""
    from causalkb.probe.api import export_probe_items, probe_items

    made = export_probe_items(probe_items(seed, family_names(families), size(groups, quick)), to)
    folder = expanded(out)
    _save(made, folder, force)
    say(f"wrote {', '.join(made)} to {folder}")


@probe_app.command("store")
def probe_store(run: Run, kb: Kb = None) -> None:
    """Store a run as a work with claims, none of which takes a stance; 'review' offers those.

    Runs of one model and version of the battery are one work, and all works of this kind have one
    author: however many are stored, they count as one independent group.
    """
    with opened(kb) as base:
        stored = base.probes.store(run)
    for claim in stored.claims:
        output.write_row((claim,))
    if not stored.claims:
        say(f"{stored.key}: stored before, nothing was changed")
        return
    say(f"{stored.key}: {output.counted(len(stored.claims), 'claim')} without a stance")
    say(f"may bear on: {', '.join(stored.may_bear_on)}; 'causalkb review {stored.key}' asks")


def _save(files: dict[str, str], folder: Path, force: bool) -> None:
    """Write files into a folder; where one exists already, none.

    Raises:
        InputError: One exists, or cannot be written.
    """
    if not force and (present := [name for name in files if (folder / name).exists()]):
        raise InputError(f"{folder / present[0]} exists already; --force replaces it")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write {folder}: {error.strerror or error}") from error
    for name, text in files.items():
        output.save(folder / name, text.encode(), force=True)
