"""A competition of structures on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from causalkb.records.competition import Competition
from causalkb.report.render import competition_words as words
from causalkb.text import clean_line


class CompetitionView:
    """The verdict, the classes, the edges, the next experiment, and what it rests on."""

    def __init__(self, found: Competition, limit: int) -> None:
        self.found, self.limit = found, limit

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        title = f"Which structure predicts {', '.join(found.variables)}?"
        yield Text(clean_line(title), style="bold")
        yield Text(words.data_of(found), style="dim")
        yield Text()
        yield Text(clean_line(words.verdict(found)), style="green" if found.decided else "yellow")
        for warning in found.warnings:
            yield Text(clean_line(f"warning: {warning}"), style="yellow")
        if found.prior:
            yield Text(clean_line(words.prior_of(found)), style="yellow")
        yield Text()
        yield self._classes()
        hidden = len(found.classes) - (self.limit or len(found.classes))
        if hidden > 0:
            yield Text(f"and {hidden} more classes; --limit 0 shows all", style="dim")
        yield Text()
        yield self._pairs()
        yield Text()
        yield Text(clean_line(words.experiment(found)))
        yield Text(words.about(found), style="dim")

    def _classes(self) -> Table:
        table = _table()
        table.add_column("weight", justify="right", no_wrap=True)
        if self.found.prior:
            table.add_column("without\nprior", justify="right", no_wrap=True)
        with_set = self.found.rows_set > 0
        observed = self.found.rows > self.found.rows_set
        heads = [*(["observed"] if observed else []), *(["set"] if with_set else [])]
        for head in heads:
            table.add_column(f"log pred.\n{head}", justify="right", no_wrap=True)
        table.add_column("structures that the data do not tell apart", overflow="fold")
        for one in self.found.classes[: self.limit or None]:
            foretold = one.log_predictive
            numbers = [words.number(foretold.observed)] if observed else []
            numbers += [words.number(foretold.intervened)] if with_set else []
            text = Text("\n".join(map(clean_line, words.members(one))))
            for line in words.predicted(one, self.found.variables):
                text.append(f"\n{clean_line(line)}", style="dim")
            weights = [one.weight, *([one.weight_without or 0.0] if self.found.prior else [])]
            table.add_row(*map(words.share, weights), *numbers, text)
        return table

    def _pairs(self) -> Table:
        table = _table()
        for head in ("X", "Y"):
            table.add_column(head, overflow="fold")
        for head in words.heads(self.found):
            table.add_column(head.replace("common cause", "common\ncause"), justify="right")
        for a, b, probabilities in words.pairs(self.found):
            names = (Text(clean_line(a)), Text(clean_line(b)))
            table.add_row(*names, *map(words.share, probabilities))
        return table


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
