"""Where runs are kept unless a folder is named."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from causalkb.errors import UnknownError
from causalkb.probe.battery import QUICK
from causalkb.probe.folder import has_run
from causalkb.probe.items import BATTERY
from causalkb.probe.running import INSTRUCTIONS, Plan


def runs_directory() -> Path:
    """Return the folder of runs, "probe" in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("causalkb") / "probe"


def run_name(model: str, plan: Plan) -> str:
    """Return the name of a run: one for each model and plan, so that the same call goes on with it.

    >>> run_name("reference:oracle", Plan(seed=2))
    'reference-oracle-b1-s2'
    """
    # What people call a file or an address may be long, and differ in its last part alone.
    stem = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.").lower()
    if len(stem) > 60:
        stem = f"{stem[:51]}-{sha256(model.encode()).hexdigest()[:8]}"
    parts = [stem, f"b{BATTERY}", f"s{plan.seed}"]
    if plan.groups == QUICK:
        parts.append("quick")
    elif plan.groups is not None:
        parts.append(f"g{plan.groups}")
    if plan.families is not None:
        parts.append("-".join(plan.families))
    if plan.instruction:
        known = plan.instruction in INSTRUCTIONS
        digest = sha256(plan.instruction.encode()).hexdigest()[:8]
        parts.append(plan.instruction if known else f"i{digest}")
    return "-".join(parts)


def run_folder(run: str | Path) -> Path:
    """Return the folder of a run that is named by its folder, or by its name among the user's.

    Raises:
        UnknownError: There is none of that name; it carries the nearest.
    """
    path = Path(run).expanduser()
    if has_run(path) or isinstance(run, Path) or path.name != str(run):
        return path
    kept = runs_directory() / path
    if kept.is_dir():
        return kept
    if path.is_dir():
        return path
    known = [one.name for one in runs_directory().iterdir()] if runs_directory().is_dir() else []
    raise UnknownError("run", str(run), known, "'causalkb probe list' shows those there are")
