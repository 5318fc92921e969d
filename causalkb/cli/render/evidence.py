"""The balance of a question on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.evidence.records import (
    Balance,
    Contradiction,
    HypothesisBalance,
    Verdict,
    WeighedClaim,
)
from causalkb.records import Claim
from causalkb.report.render.balance_words import groups_in_words, test_in_words, where_it_holds
from causalkb.report.serialize.balance import link_of
from causalkb.vocabulary import Directness

_STYLE = {
    Verdict.SUPPORTED: "bold green",
    Verdict.LEANING_FOR: "green",
    Verdict.MIXED: "bold yellow",
    Verdict.DEPENDS: "bold yellow",
    Verdict.LEANING_AGAINST: "red",
    Verdict.CONTRADICTED: "bold red",
    Verdict.INSUFFICIENT: "dim",
    Verdict.ARGUED: "bold",
}
_BAR = 10
"""Columns of the longest bar."""
_STRATA = 8
"""Strata that are shown; the others are counted."""


class Evidence:
    """Verdicts with their limits, the claims closest to each hypothesis, and what is missing."""

    def __init__(self, balance: Balance, claims: int) -> None:
        self.balance = balance
        self.most = claims or None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        question = self.balance.question
        yield Text(question.title, style="bold")
        yield Text(question.slug, style="cyan")
        for one in self.balance.hypotheses:
            yield Text()
            yield from self._hypothesis(one)
        yield from _contradictions(self.balance.contradictions)
        yield from self._missing()
        yield Text()
        found = self.balance.discriminating
        if found.of:
            yield Text(f"{found.claims} of {found.of} claims tell rivals apart (see matrix).")
        yield Text(
            "A count of what is recorded in this knowledge base, not the world's verdict."
            " --explain shows the arithmetic.",
            style="dim",
        )

    def _hypothesis(self, one: HypothesisBalance) -> Iterator[RenderableType]:
        yield Rule(style="dim")
        head = Text(one.hypothesis.slug, style="bold cyan")
        head.append(f"  {one.verdict.value}", style=_STYLE[one.verdict])
        if one.certainty:
            head.append(f", {one.certainty.level.value} certainty")
        form = one.hypothesis.form.value if one.hypothesis.form else "no form: taken as generic"
        head.append(f"  ({form})", style="dim")
        yield head
        yield Text(one.hypothesis.statement)
        if one.hypothesis.wrong_if:
            yield Text(f"wrong if: {one.hypothesis.wrong_if}", style="dim")
        yield Text(groups_in_words(one))
        if one.certainty:
            for reason in one.certainty.reasons:
                yield Text(f"  {reason}", style="dim")
        if one.strata:
            yield _strata(one)
        for line in where_it_holds(one):
            yield _item(Text(line))
        sides = (
            ("for", one.supports, "green"),
            ("against", one.contradicts, "red"),
            ("qualifies", one.qualifies, "yellow"),
            ("neutral", one.neutral, "dim"),
        )
        for name, claims, style in sides:
            yield from self._side(name, claims, style)

    def _side(
        self, name: str, claims: Sequence[WeighedClaim], style: str
    ) -> Iterator[RenderableType]:
        if not claims:
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=9, style=style)
        grid.add_column(ratio=1)
        for n, weighed in enumerate(claims[: self.most]):
            grid.add_row(name if n == 0 else "", _claim(weighed))
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
                f"quotes not checked against a text: {', '.join(self.balance.unchecked)}",
                style="yellow",
            )


def indented(rule: str, *parts: str) -> Group:
    """Return the rule and the arithmetic of verdicts; lines that are too long keep their indent."""
    lines: list[RenderableType] = [Text(rule)]
    for part in parts:
        lines.append(Text())
        for line in part.splitlines():
            text = line.lstrip()
            lines.append(Padding(Text(text), (0, 0, 0, len(line) - len(text))))
    return Group(*lines)


def _strata(one: HypothesisBalance) -> Padding:
    """Groups for and against in each stratum; the numbers say the same as the bars."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(width=_BAR, no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(width=_BAR, no_wrap=True)
    most = max((max(s.favour, s.against) for s in one.strata), default=0) or 1
    for stratum in one.strata[:_STRATA]:
        name = f"{stratum.population or '(population?)'} × {stratum.paradigm or '(paradigm?)'}"
        grid.add_row(
            Text(name, style="dim"),
            f"+{stratum.favour}",
            Text("█" * -(-stratum.favour * _BAR // most), style="green"),
            f"−{stratum.against}",
            Text("▒" * -(-stratum.against * _BAR // most), style="red"),
        )
    left = len(one.strata) - _STRATA
    if left > 0:
        grid.add_row(Text(f"and {left} more strata", style="dim"), "", "", "", "")
    return Padding(grid, (0, 0, 0, 2))


def _claim(weighed: WeighedClaim) -> Text:
    claim = weighed.claim
    text = Text(claim.text, style="strike" if weighed.fallen else "")
    if weighed.because:
        text.append(f"\nbecause {weighed.because}", style="not strike italic")
    if said := test_in_words(weighed):
        text.append(f"\n{said}", style="not strike italic")
    about = [*filter(None, [weighed.work.warning]), claim.id]
    about += [*(word.value for word in (claim.design,) if word is not None)]
    if weighed.directness is Directness.INDIRECT:
        about.append("indirect")
    about += [part for part in (claim.population, claim.locator, weighed.why) if part]
    if weighed.disputed:
        about.append(f"disputed by {', '.join(weighed.disputed)}")
    if weighed.unchecked:
        about.append("quote unchecked")
    link = link_of(weighed)
    text.append("\n" + " · ".join(about), style="not strike dim")
    if link:
        text.append(f" · {link}", style="not strike dim")
    return text


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
