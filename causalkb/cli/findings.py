"""What ``audit`` and ``lint`` have in common: their options, and how findings leave."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import output
from causalkb.cli.app import say
from causalkb.cli.listing import Listing, write_records

if TYPE_CHECKING:
    from rich.console import RenderableType

    from causalkb import Audit, Finding


class FindingFormat(StrEnum):
    """How findings leave."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    KEYS = "keys"


class LevelOption(StrEnum):
    """How bad a finding is, as in ``causalkb.lint.findings``, not imported for ``--help``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


FindingFormatOption = Annotated[
    FindingFormat, typer.Option("--format", "-f", help="How to write the findings.")
]
Suppressed = Annotated[
    bool, typer.Option("--suppressed", help="Also show suppressed findings, with the reasons.")
]
Excused = Annotated[
    bool, typer.Option("--excused", hidden=True, help="The former name of --suppressed.")
]
FailOn = Annotated[
    LevelOption, typer.Option("--fail-on", help="End with exit code 1 from this level.")
]


def write_findings(
    found: Audit,
    format: FindingFormat,
    lowest: LevelOption,
    suppressed: bool,
    files: dict[str, str],
) -> None:
    """Write the findings from a level up, and say how many there are and what was left out.

    Args:
        found: All findings. JSON and SARIF hold all of them.
        format: How to write them.
        lowest: The lowest level that other formats show.
        suppressed: Whether those show suppressed findings too.
        files: The file that states each subject without a place of its own, for SARIF.
    """
    from causalkb.lint.findings import Level
    from causalkb.report.rows import findings as rows
    from causalkb.report.serialize import audit as serialize

    if format is FindingFormat.JSON:
        output.write_json(serialize.to_json(found))
        return
    if format is FindingFormat.SARIF:
        from causalkb import __version__
        from causalkb.report.sarif import to_sarif

        output.write_json(to_sarif(found, __version__, files))
        return
    shown = [f for f in found.findings if f.level.reaches(Level(lowest)) and not f.suppressed]
    shown += [f for f in found.findings if f.suppressed] if suppressed else []
    write_records(shown, format, _listing())
    if any(number for _, number in found.checked):
        hidden = _hidden(found.findings, lowest, suppressed)
        say(rows.summary(found) + (f" ({hidden})" if hidden else ""))
    for one in found.unassessed:
        say(f"not assessed: {one}")


def _listing() -> Listing[Finding]:
    from causalkb.report.rows import findings as rows
    from causalkb.report.serialize import audit as serialize

    def screen(found: Sequence[Finding]) -> RenderableType:
        from causalkb.cli.render.audit import Findings

        return Findings(found)

    return Listing(
        columns=rows.COLUMNS,
        row=rows.row,
        keys=rows.keys,
        data=serialize.finding_to_dict,
        markdown=rows.to_markdown,
        text=lambda one: "\n".join(rows.to_lines(one)) + "\n",
        screen=screen,
    )


def _hidden(findings: Sequence[Finding], lowest: LevelOption, suppressed: bool) -> str:
    from causalkb.lint.findings import Level

    more = []
    if any(not f.suppressed and not f.level.reaches(Level(lowest)) for f in findings):
        more.append("--level note shows all")
    if not suppressed and any(f.suppressed for f in findings):
        more.append("--suppressed shows what is suppressed")
    return ", ".join(more)


def fails(found: Audit, fail_on: LevelOption) -> bool:
    """Whether there is an open finding of this level or worse."""
    from causalkb.lint.findings import Level

    return bool(found.open(Level(fail_on)))
