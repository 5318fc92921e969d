"""Options of the commands that weigh structures on data: ``compete``, and ``explain --data``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class DataPrior(StrEnum):
    """What makes some structures more likely before the data."""

    CLAIMS = "claims"


IntervenedOption = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column that names the variable set in a row, and is empty if none was.",
        show_default=False,
    ),
]
DoOption = Annotated[
    list[str] | None,
    typer.Option(metavar="A", help="A variable that was set in all rows; may be repeated."),
]
ForbidOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar='"A -> B"',
        help='An edge to leave out; of a pair also "common cause", "selection". Repeatable.',
    ),
]
DiscretiseOption = Annotated[
    int | None,
    typer.Option(
        metavar="GROUPS",
        help="Put numbers of more values into this many groups.",
        show_default=False,
    ),
]
PriorOption = Annotated[
    DataPrior | None,
    typer.Option(
        help="Take edges that claims of the knowledge base assert for twice as likely before.",
        show_default=False,
    ),
]


def column_names(text: str | None) -> list[str] | None:
    """Return names that commas separate; ``None`` where the option was not given."""
    return None if text is None else [part.strip() for part in text.split(",")]
