"""Findings on a terminal: as into a pipe, with the level in colour and lines wrapped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from causalkb.lint.findings import Finding, Level
from causalkb.records import Suppression
from causalkb.report.rows.findings import INDENT, to_lines, where
from causalkb.text import clean_line

_STYLE = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold cyan"}

_SHOWN = 4
"""Works named in a table; other formats name all."""


class Findings:
    """One finding under the other."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for finding in self.findings:
            head, *more = to_lines(finding)
            place = clean_line(where(finding))
            level, rest = head.removeprefix(place).removeprefix(": ").split(": ", 1)
            style = "dim" if finding.suppressed else _STYLE[finding.level]
            yield Text.assemble((place, "bold"), ": ", (level, style), ": ", rest)
            for line in more:
                yield Padding(Text(line.strip(), style="dim"), (0, 0, 0, len(INDENT)))


def suppressions_table(found: Sequence[Suppression]) -> Table:
    """Return suppressions as a table."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("rule", style="yellow", no_wrap=True)
    table.add_column("subject", style="cyan", overflow="fold")
    table.add_column("reason", ratio=1)
    for suppression in found:
        reason = Text(clean_line(suppression.reason))
        if suppression.works:
            more = len(suppression.works) - _SHOWN
            names = ", ".join(suppression.works[:_SHOWN]) + (
                f" and {more} more" if more > 0 else ""
            )
            reason.append(f"\nonly for {names}", style="dim")
        table.add_row(Text(suppression.rule), Text(suppression.subject), reason)
    return table
