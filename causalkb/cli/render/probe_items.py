"""Items of the probe battery on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.text import Text

from causalkb.probe.items import LETTERS, Item


class ItemsView:
    """Items with the right option marked."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for item in self._items:
            yield Text(f"{item.id}  {item.cell}, {item.words} words", style="bold")
            yield Padding(Text(item.text), (0, 0, 0, 2))
            yield Padding(Text(item.question, style="italic"), (0, 0, 0, 2))
            for place, option in enumerate(item.options):
                right = place == item.answer
                mark = "✓" if right else " "
                line = Text(f"{mark} {LETTERS[place]}) {option}", style="green" if right else "")
                yield Padding(line, (0, 0, 0, 2))
            yield Padding(Text(f"because {item.grounds}", style="dim"), (0, 0, 1, 2))
