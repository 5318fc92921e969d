"""How ``--help`` looks: plain text of at most 80 columns in which no word is broken.

Typer's framed help costs a tenth of a second of imports, and its columns break words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from typer.core import TyperGroup, TyperOption

from causalkb.cli.output import Paging

_HYPHEN = "\u2011"
"""At which no line is broken, in place of the ordinary one."""
_WIDEST = 52
"""Characters of a list of choices that still stand beside its option."""


_BASE: Any = TyperGroup.context_class


class _Formatter(_BASE.formatter_class):  # type: ignore[misc]  # Typer hides its own class
    """Breaks lines between words alone: a choice such as 'animal-cognition' stays whole."""

    def write_dl(self, rows: Any, **widths: Any) -> None:
        whole = [(first, second.replace("-", _HYPHEN)) for first, second in rows]
        super().write_dl(whole, **widths)

    def getvalue(self) -> str:
        return str(super().getvalue()).replace(_HYPHEN, "-")


class _Context(_BASE):  # type: ignore[misc]  # Typer hides its own class
    formatter_class = _Formatter


def make_readable(command: Any) -> None:
    """Give the parameters of a command names for their values, and long choices a place in help.

    A command that shows tables also gets ``--no-pager``.
    """
    command.rich_markup_mode = None
    command.context_class = _Context
    for parameter in command.params:
        choices = [str(getattr(c, "value", c)) for c in getattr(parameter.type, "choices", ())]
        if getattr(parameter, "hidden", False) and parameter.param_type_name == "argument":
            parameter.get_usage_pieces = lambda _context: []
        if parameter.metavar is not None or getattr(parameter, "is_flag", False):
            continue
        if parameter.param_type_name == "argument":
            name = parameter.name.upper().rstrip("_")
            dots = "..." if parameter.nargs == -1 else ""
            parameter.metavar = f"{name}{dots}" if parameter.required else f"[{name}]{dots}"
        elif len("|".join(choices)) > _WIDEST:
            parameter.help = f"{parameter.help} One of: {', '.join(choices)}."
        if parameter.metavar is None and (not choices or len("|".join(choices)) > _WIDEST):
            parameter.metavar = max(parameter.opts, key=len).lstrip("-").replace("-", "_").upper()
    if any(_offers_table(parameter) for parameter in command.params):
        command.params.append(_no_pager())


def _offers_table(parameter: Any) -> bool:
    return parameter.name == "format" and "table" in map(str, parameter.type.choices)


def _no_pager() -> TyperOption:
    def apply(_context: object, _option: object, given: bool) -> None:
        if given:
            Paging.wanted = False

    return TyperOption(
        param_decls=["--no-pager"],
        is_flag=True,
        default=False,
        show_default=False,
        expose_value=False,
        callback=apply,
        help="Write all at once; otherwise long output on a terminal goes through $PAGER.",
    )


@dataclass(frozen=True, slots=True)
class About:
    """What the help of a group says of a command."""

    name: str
    help: str
    panel: str
    hidden: bool


def write_panels(commands: Iterable[About], formatter: Any) -> None:
    """Write commands under the headings of their panels, each with its first paragraph."""
    shown = [one for one in commands if not one.hidden]
    width = max((len(one.name) for one in shown), default=0)
    for heading, group in groupby(shown, key=lambda one: one.panel or "Commands"):
        with formatter.section(heading):
            formatter.write_dl(
                [(one.name.ljust(width), _first_paragraph(one.help)) for one in group]
            )


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", 1)[0].split())
