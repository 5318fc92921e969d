"""What a result may be used for, and what never; on which hypotheses it may bear."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.probe.records import ProbeResult

MAY_BEAR = {
    "llms-recite-causality": "the difference between made-up and plausible words in twins",
    "llms-hold-causal-models": "the contrast of seeing and doing, and whole groups",
    "llms-inherit-illusions": "sensitivity and criterion of measurable families; without data of "
    "people it qualifies at most",
    "behaviour-underdetermines-models": "answers that change with the order of the options or with "
    "the scoring rule",
    "debiasing-works": "the same items with and without an instruction",
    "scale-brings-causality": "sizes of one family of models, several of them",
}
"""Hypotheses on which a run may bear, with what of it does. On no others."""

NEVER = (
    "anything about other models, or larger ones of the same kind",
    "the absence of a causal model from failure, or its presence from success",
    "that causes are seen where there are none, from items without a relation alone",
    "anything about people",
    "shortcuts-by-default, robust-agents-learn-causal-models, "
    "interpretability-recovers-causal-models or science-overclaims",
)
"""What may not be concluded from a run, whatever its numbers."""


def may_bear(result: ProbeResult) -> tuple[str, ...]:
    """Return the hypotheses on which a run may bear, given what is measurable."""
    found = ["behaviour-underdetermines-models"]
    measurable = {one.family for one in result.families if one.measurable}
    if measurable:
        found.append("llms-recite-causality")
    if "ladder" in measurable:
        found.append("llms-hold-causal-models")
    if any(one.d_prime is not None for one in result.families):
        found.append("llms-inherit-illusions")
    if result.run.instruction:
        found.append("debiasing-works")
    return tuple(found)


def conclusions(result: ProbeResult) -> Iterator[str]:
    """Yield in sentences what the result says, and what it does not."""
    measurable = [one.family for one in result.families if one.measurable]
    without = [one.family for one in result.families if not one.measurable]
    if without:
        yield (
            f"{_listed(without)}: the answers follow the letters more than the options. What may "
            "be said is that, and that it leaves accuracy, sensitivity and bias undetermined; not "
            "that the model lacks a causal model, nor that it sees causes everywhere."
        )
    for one in result.families:
        if one.family in measurable:
            low, high = one.interval
            side = (
                "above" if low > one.chance else "below" if high < one.chance else "not told from"
            )
            yield (
                f"{one.family}: {one.accuracy:.2f} [{low:.2f}, {high:.2f}] is {side} chance "
                f"({one.chance:.2f}), with {one.groups_right} of {one.groups} groups right as a "
                "whole; on these items, in this form."
            )
    for slug in may_bear(result):
        yield f"It may bear on {slug}: {MAY_BEAR[slug]}."
    yield "Never: " + "; ".join(NEVER) + "."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
