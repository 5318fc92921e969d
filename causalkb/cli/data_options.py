"""Options of the commands that weigh structures on data: ``compete``, and ``explain --data``."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

from causalkb.cli.options import grouped


class DataPrior(StrEnum):
    """What makes some structures more likely before the data."""

    CLAIMS = "claims"


_Intervened = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column that names the variable set in a row, and is empty if none was.",
        show_default=False,
    ),
]
_Do = Annotated[
    list[str] | None,
    typer.Option(metavar="A", help="A variable that was set in all rows; may be repeated."),
]
_Forbid = Annotated[
    list[str] | None,
    typer.Option(
        metavar='"A -> B"',
        help='An edge to leave out; of a pair also "common cause", "selection". Repeatable.',
    ),
]
_Discretise = Annotated[
    int | None,
    typer.Option(
        metavar="GROUPS",
        help="Put numbers of more values into this many groups.",
        show_default=False,
    ),
]
_Prior = Annotated[
    DataPrior | None,
    typer.Option(
        help="Take edges that claims of the knowledge base assert for twice as likely before.",
        show_default=False,
    ),
]


def _options(
    *,
    intervened: str | None = None,
    do: list[str] | None = None,
    forbid: list[str] | None = None,
    discretise: int | None = None,
    prior: DataPrior | None = None,
) -> dict[str, Any]:
    return {
        "intervened": intervened,
        "do": do or (),
        "forbid": forbid or (),
        "discretise": discretise,
        "prior": prior and prior.value,
    }


def with_data_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of ``KnowledgeBase.compete``; it takes them as ``weigh``."""
    table = {
        "intervened": _Intervened,
        "do": _Do,
        "forbid": _Forbid,
        "discretise": _Discretise,
        "prior": _Prior,
    }
    return grouped("weigh", table, _options)(command)


def column_names(text: str | None) -> list[str] | None:
    """Return names that commas separate; ``None`` where the option was not given."""
    return None if text is None else [part.strip() for part in text.split(",")]
