"""The balance of a question on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.cli.output import counted
from causalkb.evidence.balance_records import (
    Balance,
    Contradiction,
    HypothesisBalance,
    Verdict,
    WeighedClaim,
)
from causalkb.records import Claim

_STYLE = {
    Verdict.SUPPORTED: "bold green",
    Verdict.CONTRADICTED: "bold red",
    Verdict.CONTESTED: "bold yellow",
    Verdict.INSUFFICIENT: "dim",
}
_BAR = 24
"""Columns of the longer bar."""


class Evidence:
    """Verdicts with the strongest claims, contradictions, and what is missing."""

    def __init__(self, balance: Balance, claims: int) -> None:
        self.balance = balance
        self.most = claims or None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        question = self.balance.question
        yield Text(question.title, style="bold")
        yield Text(question.slug, style="cyan")
        scale = max(
            (max(h.for_weight, h.against_weight) for h in self.balance.hypotheses), default=0.0
        )
        for one in self.balance.hypotheses:
            yield Text()
            yield from self._hypothesis(one, scale)
        yield from _contradictions(self.balance.contradictions)
        yield from self._missing()
        yield Text()
        yield Text(
            "A count of claims in this knowledge base, weighed by design; not the world's verdict."
            " --explain shows the arithmetic.",
            style="dim",
        )

    def _hypothesis(self, one: HypothesisBalance, scale: float) -> Iterator[RenderableType]:
        yield Rule(style="dim")
        head = Text(one.hypothesis.slug, style="bold cyan")
        head.append(f"  {one.verdict.value}", style=_STYLE[one.verdict])
        head.append(f"  {one.weight:+.1f}", style="dim")
        yield head
        yield Text(one.hypothesis.statement)
        yield _bars(one, scale)
        sides = (
            ("for", one.supports, "green"),
            ("against", one.contradicts, "red"),
            ("qualifies", one.qualifies, "yellow"),
        )
        for name, claims, style in sides:
            yield from self._side(name, claims, style)
        yield _overturn(one)

    def _side(
        self, name: str, claims: Sequence[WeighedClaim], style: str
    ) -> Iterator[RenderableType]:
        if not claims:
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=9, style=style)
        grid.add_column(ratio=1)
        for n, weighed in enumerate(claims[: self.most]):
            grid.add_row(name if n == 0 else "", _claim(weighed.claim, weighed))
        left = len(claims) - len(claims[: self.most])
        if left:
            grid.add_row("", Text(f"and {left} more (--claims 0 shows all)", style="dim"))
        yield Padding(grid, (0, 0, 0, 2))

    def _missing(self) -> Iterator[RenderableType]:
        if self.balance.gaps:
            yield Text()
            yield Rule("missing", style="dim")
            for gap in self.balance.gaps:
                yield _item(Text(gap.text))
        if self.balance.unchecked:
            yield Text()
            yield Text(
                f"quotes nobody found in the work: {', '.join(self.balance.unchecked)}",
                style="yellow",
            )


def _bars(one: HypothesisBalance, scale: float) -> Table:
    """Two bars on one scale; the numbers beside them say the same without colour."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=9)
    grid.add_column(width=_BAR, no_wrap=True)
    grid.add_column(justify="right", width=6)
    grid.add_column()
    for name, weight, claims, mark, style in (
        ("for", one.for_weight, one.supports, "█", "green"),
        ("against", one.against_weight, one.contradicts, "▒", "red"),
    ):
        length = round(_BAR * weight / scale) if scale else 0
        works = len({w.work.key for w in claims})
        grid.add_row(
            name,
            Text(mark * max(length, 1 if weight else 0), style=style),
            f"{weight:.1f}",
            Text(f"{counted(len(claims), 'claim')}, {counted(works, 'work')}", style="dim"),
        )
    return grid


def _claim(claim: Claim, weighed: WeighedClaim | None = None) -> Text:
    text = Text(claim.text)
    about = [claim.id]
    if claim.design is not None:
        about.append(claim.design.value)
    about += [part for part in (claim.subject, claim.locator) if part]
    if weighed is not None and weighed.unchecked:
        about.append("quote unchecked")
    text.append("\n" + " · ".join(about), style="dim")
    return text


def _overturn(one: HypothesisBalance) -> Text:
    if one.overturned_by:
        text = Text("  overturned without any one of: ", style="dim")
        return text.append(", ".join(one.overturned_by), style="default")
    if one.minimal_overturn:
        text = Text("  overturned only without all of: ", style="dim")
        return text.append(", ".join(one.minimal_overturn), style="default")
    if one.verdict is Verdict.INSUFFICIENT:
        return Text("  no single work decides it", style="dim")
    return Text("  no three works overturn it", style="dim")


def _contradictions(pairs: Sequence[Contradiction]) -> Iterator[RenderableType]:
    if not pairs:
        return
    yield Text()
    yield Rule("contradictions", style="dim")
    for pair in pairs:
        grid = Table.grid(padding=(0, 2), expand=True)
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        grid.add_row(_quoted(pair.first), _quoted(pair.second))
        yield Text(pair.why, style="yellow")
        yield Padding(grid, (0, 0, 1, 2))


def _quoted(claim: Claim) -> Text:
    text = Text(f"“{claim.quote}”" if claim.quote else claim.text)
    place = f" · {claim.locator}" if claim.locator else ""
    return text.append(f"\n{claim.id}{place}", style="dim")


def _item(text: Text) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    grid.add_row("·", text)
    return grid
