"""Arguments that ``suggest`` and ``review`` share."""

from __future__ import annotations

from typing import Annotated

import typer

from causalkb.cli import options

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
