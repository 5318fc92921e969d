"""Competing explanations on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from causalkb.cli.render.beside import BesideView
from causalkb.explanations.records import (
    ABOUT,
    ASSUMES,
    Bearing,
    Explanation,
    Meeting,
    Rival,
    Route,
    Side,
    Test,
    Variable,
)
from causalkb.records import Claim, Competition
from causalkb.report.render import explanation_words as words
from causalkb.text import clean_line

_HEADS = {
    Test.AGAIN: "fresh\nsample",
    Test.SET_X: "set X:\nY …",
    Test.SET_Y: "set Y:\nX …",
    Test.HOLD_Z: "hold Z\nfixed",
    Test.ALL_CASES: "all\ncases",
}
_SIDE = {Side.FOR: "green", Side.AGAINST: "red"}
_WIDE = 76
"""Columns from which the explanations are named beside their pictures."""
_LABELS = 6
"""Labels shown for a variable."""


class ExplanationView:
    """The things, the predictions, the claims, the graph, and what it is not."""

    def __init__(self, found: Explanation, limit: int, data: Competition | None = None) -> None:
        self.found, self.data = found, data
        self.limit = limit
        self._shown: set[str] = set()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        self._shown.clear()  # Rich may ask more than once
        title = f"What may explain an association of {found.x.text} and {found.y.text}"
        yield Text(clean_line(title), style="bold")
        if found.reading.cue:
            yield Text(clean_line(words.reading_of(found)), style="dim")
        yield _things(found)
        for note in words.unmatched(found):
            yield Text(clean_line(note), style="yellow")
        yield Text()
        yield self._predictions(named=options.max_width >= _WIDE)
        yield from self._distinctions()
        empty = [rival.structure for rival in found.rivals if not rival.bearings]
        for rival in found.rivals:
            if rival.bearings:
                yield from self._rival(rival)
        if empty:
            yield Text()
            which = words.pictures(empty) if len(empty) < len(found.rivals) else "any of them"
            yield Text(f"No recorded effect bears on {which}.", style="dim")
        yield from self._graph()
        yield from self._near()
        if self.data is not None:
            yield BesideView(found, self.data)
        yield Text()
        yield Text(ABOUT, style="dim")

    def _predictions(self, *, named: bool) -> Table:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
        table.add_column("explanation", vertical="bottom", no_wrap=True)
        if named:
            table.add_column("", no_wrap=True)
        for test in Test:
            table.add_column(_HEADS[test], no_wrap=True)
        for rival in self.found.rivals:
            one = rival.structure
            cells = [
                Text(words.answer(p.test, p.linked), style="default" if p.linked else "cyan")
                for p in one.predictions
            ]
            heads = [Text(one.picture, style="bold"), Text(one.name)]
            table.add_row(*(heads if named else heads[:1]), *cells)
        return table

    def _distinctions(self) -> Iterator[RenderableType]:
        structures = [rival.structure for rival in self.found.rivals]
        yield Text()
        yield Text(f"{words.SYMBOLS} {ASSUMES}", style="dim")
        yield Text(words.what_tells_apart(structures), style="dim")

    def _rival(self, rival: Rival) -> Iterator[RenderableType]:
        one = rival.structure
        yield Text()
        head = Text.assemble((one.picture, "bold cyan"), "  ", (one.name, "cyan"))
        yield Rule(style="dim")
        yield head.append(f"  {words.tally(rival)}", style="dim")
        structures = [other.structure for other in self.found.rivals]
        left = self.limit
        for rung, bearings in rival.by_rung:
            if left > 0:
                tells = words.what_rung_tells(rival, rung, structures)
                yield Text.assemble((words.rung_of(rung), "magenta"), (f": {tells}", "dim"))
                yield self._claims(bearings[:left])
            left -= len(bearings)
        if left < 0:
            yield Text(f"  and {-left} more (--limit {len(rival.bearings)} shows all)", style="dim")

    def _claims(self, bearings: Sequence[Bearing]) -> Padding:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=7)
        grid.add_column(width=1)
        grid.add_column(ratio=1)
        for one in bearings:
            side = Text(one.side.value, style=_SIDE[one.side])
            again = one.claim.id in self._shown
            self._shown.add(one.claim.id)
            if again:
                claim = Text(f"{one.claim.id}, above", style="dim")
                claim.append(f" · {clean_line(one.why)}")
            else:
                claim = _claim(one.claim, one.why)
            grid.add_row(side, Text(words.sign_of(one.sign)), claim)
        return Padding(grid, (0, 0, 0, 2))

    def _graph(self) -> Iterator[RenderableType]:
        ways = self.found.ways
        yield Text()
        yield Rule("in the graph of claims", style="dim")
        grid = _grid(8)
        for name, routes in (("X to Y", ways.forward), ("Y to X", ways.backward)):
            for route in routes:
                grid.add_row(name, _route(route))
        for name, meetings in (("fork", ways.forks), ("collider", ways.colliders)):
            for one in meetings:
                grid.add_row(name, _meeting(one))
        for of in "XY":
            halves = [half for half in ways.halves if half.of == of]
            if halves:
                named = (f"{half.label} ({', '.join(half.claims)})" for half in halves)
                text = Text("; ".join(map(clean_line, islice(named, self.limit))))
                if len(halves) > self.limit:
                    text.append(f"; and {len(halves) - self.limit} more")
                other = "Y" if of == "X" else "X"
                text.append(
                    f"\nclaimed to affect {of} alone; a common cause if it affects {other}, too",
                    style="dim",
                )
                grid.add_row(f"only {of}", text)
        if ways.more:
            grid.add_row("", Text("and more, not listed", style="dim"))
        said = list(words.adjusting(ways, self.found.x.text, self.found.y.text))
        grid.add_row("adjust", Text(clean_line(" ".join(said))))
        yield grid

    def _near(self) -> Iterator[RenderableType]:
        if not self.found.near:
            return
        yield Text()
        yield Rule("near, without a recorded effect between the two", style="dim")
        grid = _grid(4)
        for near in self.found.near:
            cosine = "" if near.similarity is None else f"{near.similarity:.2f}"
            grid.add_row(Text(cosine, style="dim"), _claim(near.claim))
        yield grid


def _things(found: Explanation) -> Table:
    grid = _grid(1)
    for name, variable in (("X", found.x), ("Y", found.y)):
        grid.add_row(Text(name, style="bold"), _thing(variable))
    return grid


def _thing(one: Variable) -> Text:
    text = Text(clean_line(one.text))
    taken = [clean_line(words.match_of(match)) for match in one.matches]
    shown = "; ".join(taken[:_LABELS])
    if len(taken) > _LABELS:
        shown += f"; and {len(taken) - _LABELS} more"
    text.append(f"\nlabels taken: {shown or 'none'}", style="dim")
    near = [clean_line(words.match_of(match)) for match in one.near]
    if near:
        text.append(f"\nnear, not taken: {'; '.join(near)}", style="dim")
    return text


def _claim(claim: Claim, why: str | None = None) -> Text:
    text = Text(clean_line(claim.text))
    design = claim.design and claim.design.value
    rung = None if why else words.rung_of(claim.rung)
    about = " · ".join(clean_line(part) for part in (claim.id, design, rung, why) if part)
    return text.append(f"\n{about}", style="dim")


def _route(route: Route) -> Text:
    text = Text(clean_line(words.chain(route)))
    return text.append(f"\n{clean_line(', '.join(route.claims))}", style="dim")


def _meeting(one: Meeting) -> Text:
    return Text("\n").join([_route(one.x), _route(one.y)])


def _grid(width: int) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=width, style="cyan")
    grid.add_column(ratio=1)
    return grid
