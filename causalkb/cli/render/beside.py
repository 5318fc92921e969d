"""Claims and data side by side on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.explanations.records import Explanation
from causalkb.records import Competition
from causalkb.report.render import competition_words as words
from causalkb.report.rows.beside import CAVEAT, beside, columns_of
from causalkb.text import clean_line


class BesideView:
    """A table of the five explanations, the verdict of the data, and what to try next."""

    def __init__(self, found: Explanation, data: Competition) -> None:
        self.found, self.data = found, data

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text()
        yield Rule("claims and data", style="dim")
        yield Text(clean_line(columns_of(self.data)), style="dim")
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
        table.add_column("explanation", vertical="bottom", no_wrap=True)
        for head in ("claims\nfor", "claims\nagainst", "weight by\nthe data"):
            table.add_column(head, justify="right", no_wrap=True)
        for one in beside(self.found, self.data):
            weight = "" if one.weight is None else words.share(one.weight)
            counts = (str(one.claims_for), str(one.claims_against))
            table.add_row(Text(one.picture, style="bold"), *counts, weight)
        yield table
        yield Text()
        style = "green" if self.data.decided else "yellow"
        yield Text(clean_line(words.verdict(self.data)), style=style)
        for warning in self.data.warnings:
            yield Text(clean_line(f"warning: {warning}"), style="yellow")
        if self.data.prior:
            yield Text(clean_line(words.prior_of(self.data)), style="yellow")
        yield Text(clean_line(words.experiment(self.data)))
        yield Text(f"{CAVEAT} {words.about(self.data)}", style="dim")
