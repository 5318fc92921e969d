"""The battery from Python: none of this needs a knowledge base."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.language_models.model import LanguageModel
from causalkb.language_models.opening import Settings, open_model
from causalkb.probe.battery import make_items
from causalkb.probe.comparing import compare
from causalkb.probe.folder import has_run, read_run
from causalkb.probe.items import Item
from causalkb.probe.places import run_folder, run_name, runs_directory
from causalkb.probe.records import ProbeComparison, ProbeResult, ProbeRun
from causalkb.probe.running import Confirm, Plan, Progress, result_of
from causalkb.probe.running import run as run_plan

if TYPE_CHECKING:
    from causalkb.probe.exporting import Harness

__all__ = [
    "compare_probes",
    "export_probe_items",
    "list_probes",
    "probe_items",
    "probe_report",
    "read_probe",
    "run_probe",
]


def probe_items(
    seed: int = 1, families: Collection[str] | None = None, groups: int | None = None
) -> list[Item]:
    """Return the items of the battery; see :func:`causalkb.probe.battery.make_items`.

    Raises:
        UnknownError: There is no such family.
        InputError: ``groups`` is not a number from 1 to 300.
    """
    return make_items(seed, families, groups)


def run_probe(
    model: str | LanguageModel,
    folder: str | Path | None = None,
    *,
    seed: int = 1,
    families: Collection[str] | None = None,
    groups: int | None = None,
    instruction: str = "",
    settings: Settings | None = None,
    progress: Progress | None = None,
    confirm: Confirm | None = None,
) -> ProbeResult:
    """Ask a model the battery, and return its scores with those of the references.

    Args:
        model: A name such as "reference:pundit" or "local:smollm2", or the model itself.
        folder: Where the run is kept; what is there of it is not asked again. Default: a folder
            for this model and these items in the user's data folder.
        seed: Of the items.
        families: Names of families; default: all.
        groups: Groups of each family; default: as many as make about 96 items.
        instruction: A text before every item, or the name of one ("comparison").
        settings: How models are run and endpoints are asked.
        progress: Called with what is done, how many items are answered, and of how many.
        confirm: Called with an estimate before an endpoint is asked more than 1,000 times; the run
            does not go on where it returns ``False``.

    Raises:
        InputError: The name is not that of a model, or the folder holds another run.
        UnknownError: There is no such family or reference.
        ModelError: The model cannot be loaded or asked; the answers until then are kept.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     result = run_probe("reference:oracle", folder, families=["direction"], groups=3)
    >>> [(one.family, one.n, one.accuracy, one.groups_right) for one in result.families]
    [('direction', 12, 1.0, 3)]
    """
    plan = Plan(seed, families, groups, instruction)
    opened = open_model(model, settings) if isinstance(model, str) else model
    try:
        name = opened.identity.name
        place = runs_directory() / run_name(name, plan) if folder is None else Path(folder)
        return result_of(run_plan(opened, place, plan, progress=progress, confirm=confirm))
    finally:
        if isinstance(model, str):
            opened.close()


def read_probe(run: str | Path) -> ProbeResult:
    """Return the scores of a run that is kept, finished or not.

    Args:
        run: Its folder, or its name in the user's data folder.

    Raises:
        InputError: There is none, it is damaged, its items were changed, it is of another version
            of the battery, or no item has been answered.
    """
    return result_of(read_run(run_folder(run)))


def list_probes() -> list[ProbeRun]:
    """Return the runs in the user's data folder, by name; those that are damaged are left out."""
    found = []
    folder = runs_directory()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if has_run(path):
            try:
                found.append(read_run(path))
            except InputError:
                continue
    return found


def compare_probes(first: str | Path, second: str | Path) -> ProbeComparison:
    """Compare two runs, item by item that both have answered.

    Args:
        first, second: Their folders, or their names in the user's data folder.

    Raises:
        InputError: One cannot be read, they are of different versions of the battery, or they
            share no item.
    """
    return compare(read_run(run_folder(first)), read_run(run_folder(second)))


def probe_report(runs: Sequence[str | Path], file: str | Path | None = None) -> dict[str, str]:
    """Return a report of runs as the text of its files by name; nothing is written.

    Args:
        runs: Their folders, or their names in the user's data folder.
        file: Where it is to go: ".html" makes one page, everything else Markdown with pictures
            beside it. ``None``: Markdown without pictures, under the name "-".

    Raises:
        InputError: As for :func:`read_probe`.
    """
    from causalkb.probe.reporting import report_files

    return report_files([read_probe(run) for run in runs], None if file is None else Path(file))


def export_probe_items(items: Sequence[Item], to: Harness | str) -> dict[str, str]:
    """Return items as another harness reads them, as the text of its files by name.

    Args:
        items: What :func:`probe_items` returns.
        to: "lm-eval" or "inspect".

    Raises:
        InputError: There is no such harness.
    """
    from causalkb.probe.exporting import Harness, export_files

    try:
        harness = Harness(to)
    except ValueError:
        raise InputError(f"{to!r} is not a harness; there are {', '.join(Harness)}") from None
    return export_files(items, harness)
