"""Results in words: numbers, captions, and what a reader has to be told beside a table."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.language_models.model import Method
from causalkb.probe.records import Difference, Interval, ProbeResult, ProbeRun


def share(value: float | None) -> str:
    """Return a share with two decimals, "–" where there is none.

    >>> share(0.5), share(None)
    ('0.50', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def number(value: float | None) -> str:
    """Return a number with its sign."""
    return "–" if value is None else f"{value:+.2f}".replace("-", "−").replace("+0.00", "0.00")


def span(interval: Interval | None) -> str:
    """Return an interval.

    >>> span((0.4, 0.6))
    '[0.40, 0.60]'
    """
    if interval is None:
        return ""
    low, high = (f"{end:.2f}".replace("-", "−") for end in interval)
    return f"[{low}, {high}]"


def difference(one: Difference | None) -> str:
    """Return a difference with its interval."""
    return "–" if one is None else f"{number(one.value)} {span(one.interval)}"


def caption(run: ProbeRun) -> str:
    """Return which model was asked what."""
    answered = (
        f"{len(run.items)} items"
        if run.complete
        else f"{len(run.answers)} of {len(run.items)} items"
    )
    instruction = f", with the instruction {run.instruction!r}" if run.instruction else ""
    return (
        f"{run.model.name}: battery {run.battery}, seed {run.seed}, {answered}{instruction}; "
        f"{_METHOD[run.model.method]}"
    )


_METHOD = {
    Method.LETTERS: "log-probabilities of the letters",
    Method.TEXT: "generated text, in which a letter is looked for",
}


def measures(result: ProbeResult) -> Iterator[str]:
    """Yield what is not in the tables: contrasts, words, what is not measurable."""
    for one in result.families:
        if not one.measurable:
            continue
        for name, contrast in one.contrasts.items():
            yield f"{one.family}: {name} contrast {difference(contrast)} (the oracle's is 1)"
    without = [one.family for one in result.families if not one.measurable]
    if without:
        yield (
            f"Not measurable: {', '.join(without)}. The answers follow the letters more than the "
            "options; neither sensitivity nor bias can be told from them, and an accuracy near "
            "chance says nothing of causal models."
        )
    yield from result.run.model.remarks
