"""Arguments that ``suggest`` and ``review`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import say

if TYPE_CHECKING:
    from causalkb.records import Candidates

Key = Annotated[
    str | None,
    typer.Argument(
        help="Citation key of a work; default: all.", autocompletion=options.complete_key
    ),
]
SeveralKeys = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY]...",
        help="Citation keys of works, - reads them from stdin; default: all.",
        autocompletion=options.complete_key,
    ),
]
AtLeast = Annotated[
    float | None,
    typer.Option("--at-least", min=0.0, max=1.0, help="Lowest score (0.3 unless told)."),
]


def say_shortened(read: Candidates) -> None:
    """Say of how many works sentences were left out because a text has too many."""
    from causalkb.records.candidates import PER_TEXT

    if read.shortened:
        n = output.counted(len(read.shortened), "work")
        say(f"{n} with more sentences than shown: the {PER_TEXT} best of an abstract or full text")
