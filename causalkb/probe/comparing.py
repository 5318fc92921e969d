"""Two runs on the same items: paired differences."""

from __future__ import annotations

from causalkb.errors import InputError
from causalkb.probe.items import Item
from causalkb.probe.records import FamilyComparison, FamilyScore, ProbeComparison, ProbeRun
from causalkb.probe.scoring import Scored, paired, score


def compare(first: ProbeRun, second: ProbeRun) -> ProbeComparison:
    """Compare two runs, item by item that both have answered.

    Raises:
        InputError: They are of different versions of the battery, or share no item.
    """
    if first.battery != second.battery:
        raise InputError(
            f"{first.folder} is of battery {first.battery}, {second.folder} of battery "
            f"{second.battery}: their items cannot be compared; run one of them again"
        )
    ours, theirs = _answered(first), _answered(second)
    both = [key for key in ours if key in theirs and ours[key].item == theirs[key].item]
    if not both:
        raise InputError(
            f"{first.folder} and {second.folder} share no item; compare runs of one seed"
        )
    families = dict.fromkeys(ours[key].item.family for key in both)
    return ProbeComparison(
        first,
        second,
        tuple(
            _family(
                name, first, second, ours, theirs, [k for k in both if ours[k].item.family == name]
            )
            for name in families
        ),
    )


def _answered(run: ProbeRun) -> dict[str, Scored]:
    return {
        answer.item: Scored(item, answer)
        for item, answer in zip(run.items, run.answers, strict=False)
    }


def _family(
    name: str,
    first: ProbeRun,
    second: ProbeRun,
    ours: dict[str, Scored],
    theirs: dict[str, Scored],
    keys: list[str],
) -> FamilyComparison:
    difference = paired({key: ours[key].credit - theirs[key].credit for key in keys})
    assert difference is not None
    items = [ours[key].item for key in keys]
    scores = [_score(items, run) for run in (first, second)]
    return FamilyComparison(
        name,
        len(keys),
        (scores[0].accuracy, scores[1].accuracy),
        difference,
        (scores[0].measurable, scores[1].measurable),
    )


def _score(items: list[Item], run: ProbeRun) -> FamilyScore:
    return score(items, run.answers, draws=1)[0]
