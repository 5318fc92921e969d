"""Results of the probe battery on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.probe.records import ProbeComparison, ProbeResult
from causalkb.probe.tables import detected_cells
from causalkb.probe.words import caption, difference, measures, share, span
from causalkb.text import clean_line

BESIDE = ("oracle", "pundit", "associationist")
"""References that every table shows."""
_SHORT = {"associationist": "assoc."}


class ProbeView:
    """Accuracies beside the references, how the letters were taken, and signal detection."""

    def __init__(self, result: ProbeResult) -> None:
        self._result = result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(clean_line(caption(self._result.run)), style="bold")
        yield self._accuracies()
        yield self._letters()
        if any(one.d_prime is not None for one in self._result.families):
            yield self._detection()
        for line in measures(self._result):
            yield Text(line)

    def _accuracies(self) -> Table:
        table = _table("Accuracy, and that of the references")
        for head in ("family", "n", "accuracy [95 %]", "chance", "groups"):
            table.add_column(head, justify="left" if head == "family" else "right", no_wrap=True)
        for name in BESIDE:
            table.add_column(_SHORT.get(name, name), justify="right", no_wrap=True)
        for one in self._result.families:
            table.add_row(
                one.family,
                str(one.n),
                f"{share(one.accuracy)} {span(one.interval)}",
                share(one.chance),
                f"{one.groups_right}/{one.groups}",
                *(share(accuracy) for accuracy in self._beside(one.family)),
            )
        return table

    def _beside(self, family: str) -> Iterator[float]:
        for name in BESIDE:
            scores = self._result.references[name]
            yield next(one.accuracy for one in scores if one.family == family)

    def _letters(self) -> Table:
        table = _table("How the answers were given, and what made-up words change")
        table.add_column("family", no_wrap=True)
        for head in ("first letter", "same in orders", "parsed", "mass", "PMI"):
            table.add_column(head, justify="right")
        table.add_column("meas.")
        table.add_column("made-up − plausible", no_wrap=True)
        for one in self._result.families:
            table.add_row(
                one.family,
                share(one.first_letter),
                share(one.same_in_all_orders),
                share(one.parse_rate),
                share(one.mass),
                share(one.second_accuracy),
                "yes" if one.measurable else Text("no", style="red"),
                difference(one.nonce_minus_plausible) if one.measurable else "",
            )
        return table

    def _detection(self) -> Table:
        table = _table("Does it tell signal from none, and how readily does it assert?")
        for head in ("family", "hits", "false alarms", "AUC", "d′", "criterion c"):
            table.add_column(
                head, justify="left" if head == "family" else "right", no_wrap=head[:5] != "false"
            )
        for one in self._result.families:
            if one.d_prime is not None:
                table.add_row(one.family, *detected_cells(one))
        return table


class ComparisonView:
    """Two runs, family by family."""

    def __init__(self, comparison: ProbeComparison) -> None:
        self._comparison = comparison

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        comparison = self._comparison
        yield Text(clean_line(f"first:  {caption(comparison.first)}"))
        yield Text(clean_line(f"second: {caption(comparison.second)}"))
        table = _table("Accuracy, and the paired difference (first minus second)")
        for head in ("family", "n", "first", "second", "difference"):
            table.add_column(head, justify="left" if head == "family" else "right")
        table.add_column("measurable")
        for one in comparison.families:
            table.add_row(
                one.family,
                str(one.n),
                share(one.accuracies[0]),
                share(one.accuracies[1]),
                difference(one.difference),
                " / ".join("yes" if yes else "no" for yes in one.measurable),
            )
        yield table


def _table(title: str) -> Table:
    return Table(
        title=title, title_justify="left", title_style="", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
