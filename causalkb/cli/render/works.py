"""Works on a terminal: one whole, or many in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.records import Annotation, Claim, Work
from causalkb.report.rows.hits import short_authors
from causalkb.report.rows.works import about_annotation, about_claim, facts


class FullWork:
    """All that is known of one work."""

    def __init__(
        self,
        work: Work,
        claims: Sequence[Claim],
        note: str | None,
        annotations: Sequence[Annotation] = (),
    ) -> None:
        self.work, self.claims, self.note = work, claims, note
        self.annotations = annotations

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.work.heading or "(no title)", style="bold")
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row("key", Text(self.work.key, style="green"))
        for name, value in facts(self.work):
            grid.add_row(Text(name), Text(value))
        yield grid
        if self.work.abstract:
            yield Text()
            yield Text(self.work.abstract)
        if self.claims:
            yield Text()
            yield Rule(f"{len(self.claims)} claims" if len(self.claims) > 1 else "1 claim")
            for claim in self.claims:
                yield from _claim(claim)
        if self.annotations:
            yield Text()
            yield Rule("marked in Zotero")
            for n, one in enumerate(self.annotations):
                if n:
                    yield Text()
                yield from _annotation(one)
        if self.note:
            yield Text()
            yield Rule("note")
            yield Text(_reflowed(self.note))
        yield Text()


def _annotation(one: Annotation) -> Iterable[Text | Padding]:
    if one.quote:
        yield Text(f"“{one.quote}”", style="italic")
    if one.comment:
        yield Padding(Text(_reflowed(one.comment)), (0, 0, 0, 2 if one.quote else 0))
    yield Padding(Text(about_annotation(one), style="dim"), (0, 0, 0, 2))


def _claim(claim: Claim) -> Iterable[Text | Padding]:
    yield Text(claim.id, style="green") + Text(f"  {claim.text}", style="default")
    yield Padding(Text(about_claim(claim), style="dim"), (0, 0, 0, 2))
    if claim.quote:
        checked = "" if claim.quote_checked is not False else "  (unchecked)"
        yield Padding(Text(f"“{claim.quote}”{checked}", style="italic"), (0, 0, 0, 2))


class Claims:
    """Many claims, one under the other."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for claim in self.claims:
            yield from _claim(claim)


def table(works: Sequence[Work]) -> Table:
    """Return a table of works; titles wrap, keys are never cut."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    made.add_column("key", style="green", overflow="fold", max_width=30)
    made.add_column("work", ratio=1)
    for work in works:
        about = f"{short_authors(work)} {work.year or 'n.d.'}"
        if work.venue:
            about += f" · {work.venue}"
        made.add_row(
            Text(work.key), Text(work.heading or "(no title)") + Text(f"\n{about}", style="dim")
        )
    return made


def _reflowed(note: str) -> str:
    """Join the lines of plain paragraphs, so that they wrap at the terminal's width.

    Lists, quotes, headings and indented lines keep their lines.
    """
    paragraphs = re.split(r"\n\s*\n", note)
    return "\n\n".join(
        p if re.search(r"(?m)^(\s|[-*+>#|]|\d+\.)", p) else " ".join(p.split()) for p in paragraphs
    )
