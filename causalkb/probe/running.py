"""Running the battery: from a model's name to its scores, with every answer kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from causalkb.errors import InputError
from causalkb.language_models.endpoint import Endpoint
from causalkb.language_models.model import LanguageModel, ModelIdentity
from causalkb.probe.asking import ask, reference_scores
from causalkb.probe.battery import make_items
from causalkb.probe.cost import MANY, ProbeCost, cost_of
from causalkb.probe.folder import appending, has_run, read_run, write_new
from causalkb.probe.items import BATTERY, Item, fingerprint
from causalkb.probe.records import ProbeResult, ProbeRun
from causalkb.probe.scoring import score

Progress = Callable[[str, int, int], None]
Confirm = Callable[[ProbeCost], bool]

INSTRUCTIONS = {
    "comparison": (
        "Before you answer, ask yourself what would have happened without the supposed cause, and "
        "whether anything else could explain what was seen."
    ),
}
"""Instructions with a name; any other text is taken as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked.

    Attributes:
        seed: Of the items.
        families: Names of families; ``None`` for all.
        groups: Groups of each family; ``None`` for the default size.
        instruction: A text before every item, or a name of :data:`INSTRUCTIONS`.
    """

    seed: int = 1
    families: Collection[str] | None = None
    groups: int | None = None
    instruction: str = ""

    def items(self) -> list[Item]:
        """Return the items.

        Raises:
            UnknownError: There is no such family.
            InputError: The number of groups is impossible.
        """
        return make_items(self.seed, self.families, self.groups)


def run(
    model: LanguageModel,
    folder: Path,
    plan: Plan | None = None,
    *,
    progress: Progress | None = None,
    confirm: Confirm | None = None,
) -> ProbeRun:
    """Ask a model the items of a plan; what the folder has of this run already is not asked again.

    Args:
        model: The model.
        folder: Where the run is kept.
        plan: What is asked; default: the battery of seed 1 at its default size.
        progress: Called with what is done, how many items are answered, and of how many.
        confirm: Called with an estimate before an endpoint is asked more than 1,000 times.

    Raises:
        InputError: The folder holds another run, cannot be written, or ``confirm`` said no.
        ModelError: The model cannot be asked; the answers until then are kept.
    """
    found = begin(model.identity, folder, plan or Plan())
    rest = found.items[len(found.answers) :]
    answers = list(found.answers)
    if not rest:
        return found
    if confirm is not None and isinstance(model, Endpoint):
        cost = cost_of(rest, found.instruction, model.identity.method, model.most_tokens)
        if cost.calls > MANY and not confirm(cost):
            raise InputError("nothing was asked")
    with appending(folder) as adding:
        for answer in ask(model, rest, found.instruction):
            adding.add(answer)
            answers.append(answer)
            if progress:
                progress("asking", len(answers), len(found.items))
    return replace(found, answers=tuple(answers))


def begin(model: ModelIdentity, folder: Path, plan: Plan) -> ProbeRun:
    """Return the run that a folder holds, or begin it there.

    Raises:
        InputError: It holds another one; the message says what differs.
    """
    from causalkb import __version__

    items = tuple(plan.items())
    wanted = ProbeRun(
        folder,
        model,
        BATTERY,
        fingerprint(items),
        plan.seed,
        INSTRUCTIONS.get(plan.instruction, plan.instruction),
        datetime.now(UTC).isoformat(timespec="seconds"),
        items,
        (),
        __version__,
    )
    if not has_run(folder):
        write_new(wanted)
        return wanted
    present = read_run(folder)
    if differs := _difference(present, wanted):
        raise InputError(f"{folder} holds another run ({differs}); name another folder with --out")
    return present


def _difference(present: ProbeRun, wanted: ProbeRun) -> str:
    pairs = {
        "battery": (present.battery, wanted.battery),
        "seed": (present.seed, wanted.seed),
        "items": (present.fingerprint[:12], wanted.fingerprint[:12]),
        "instruction": (present.instruction, wanted.instruction),
        "model": (present.model.name, wanted.model.name),
        "engine": (present.model.engine, wanted.model.engine),
        "revision": (present.model.revision, wanted.model.revision),
        "method": (present.model.method.value, wanted.model.method.value),
    }
    return "; ".join(f"{name} {a!r}, not {b!r}" for name, (a, b) in pairs.items() if a != b)


def result_of(run: ProbeRun) -> ProbeResult:
    """Return the scores of a run, those of the references beside them.

    Raises:
        InputError: Nothing has been answered yet.
    """
    if not run.answers:
        raise InputError(f"{run.folder}: no item has been answered yet")
    items = run.items[: len(run.answers)]
    return ProbeResult(run, score(items, run.answers), reference_scores(items, run.seed))
