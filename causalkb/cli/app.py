"""The Typer application, and what every command shares: where the data is, how errors end."""

from __future__ import annotations

import errno
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from causalkb.cli import streams
from causalkb.cli.deferred import Deferred
from causalkb.cli.help import About, make_readable, write_panels
from causalkb.cli.output import Paging
from causalkb.errors import NO_ROOM, UnknownError, in_words
from causalkb.text import clean, clean_line

if TYPE_CHECKING:
    from causalkb.knowledge_base import KnowledgeBase

DONE, SOME_FAILED, NOTHING_DONE = 0, 1, 2
"""Exit codes: all done; some input failed and the rest was kept; misuse or nothing done."""
INTERRUPTED = 130
"""The shell's exit code for a command ended by Ctrl-C."""

FIND, COLLECT, WEIGH, KEEP = "Find", "Collect", "Weigh", "Look after"
"""Panels of ``causalkb --help``."""


class Group(TyperGroup):
    """Ends every command of ours with a one-line message instead of a traceback."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        make_readable(self)
        for command in self.commands.values():
            make_readable(command)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under the headings of their panels."""
        write_panels([self._about(name) for name in self.list_commands(ctx)], formatter)

    def _about(self, name: str) -> About:
        command = self.commands[name]
        return About(name, command.help or "", "", command.hidden)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an expected error becomes a line on stderr and exit code 2."""
        try:
            result = super().invoke(ctx)
            streams.finish()
            return result
        except typer.Exit:
            with _output_errors():
                streams.finish()
            raise
        except KeyboardInterrupt:
            fail("interrupted", INTERRUPTED)
        except OSError as error:
            _end_for(error)
        except Exception as error:  # a fault of our own has no words, and is raised
            if (words := in_words(error)) is None:
                raise
            fail(words)


@contextmanager
def _output_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _end_for(error)


def _end_for(error: OSError) -> None:
    """End a command for an error of the system."""
    if error.errno in (*NO_ROOM, errno.EBADF, errno.EIO) and not error.filename:
        streams.give_up()
    fail(str(in_words(error)))


class Root(Group):
    """The application itself: its commands stand under headings, and are built when needed."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:
        """Order commands by panel, so that help begins with what is used most."""
        del ctx
        panels = [FIND, COLLECT, WEIGH, KEEP, ""]  # hidden ones have none
        return sorted(COMMANDS, key=lambda name: panels.index(COMMANDS.about(name).panel))

    def _about(self, name: str) -> About:
        return COMMANDS.about(name)


COMMANDS = Deferred()
app = typer.Typer(
    name="causalkb",
    cls=Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Kb = Annotated[
    Path | None,
    typer.Option(
        "--kb",
        metavar="PATH",
        help="Folder of the knowledge base; default: CAUSALKB_PATH, else your data folder.",
        show_default=False,
    ),
]


class _Chosen:
    """The knowledge base named before the command, as in ``causalkb --kb PATH search ...``."""

    path: Path | None = None


def _version(wanted: bool) -> None:
    if wanted:
        from causalkb import __version__

        typer.echo(f"causalkb {__version__}")
        raise typer.Exit


@app.callback()
def causalkb(
    kb: Kb = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Find, weigh and distrust what the literature says about causality, for AI safety."""
    del version
    _Chosen.path = kb
    Paging.wanted = True


@app.command("help", rich_help_panel=KEEP)
def help_(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND]...", help="A command, such as: claim add."),
    ] = None,
) -> None:
    """Show the help of a command, as COMMAND --help does."""
    context: Any = ctx.parent
    for name in names or ():
        commands = getattr(context.command, "commands", {})
        if name not in commands:
            raise UnknownError("command", name, commands)
        context = type(context)(commands[name], info_name=name, parent=context)
    typer.echo(context.get_help())


def chosen(kb: Path | None) -> Path | None:
    """Return the folder that was named, after or before the command; ``None`` for the default."""
    return kb or _Chosen.path


@contextmanager
def opened(
    kb: Path | None, *, create: bool = False, model: str | None = None
) -> Iterator[KnowledgeBase]:
    """Open the knowledge base that a command is to use."""
    from causalkb.knowledge_base import KnowledgeBase

    with KnowledgeBase.open(chosen(kb), create=create, model=model, say=say) as base:
        yield base


def say(message: str) -> None:
    """Write a message for the person to stderr; data goes to stdout.

    A terminal would break long lines within words, so they are broken before.
    """
    lines = clean(message).splitlines() or [""]  # it may quote an untrusted file name or key
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        lines = [
            part
            for line in lines
            for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
            or [""]
        ]
    typer.echo("\n".join(lines), err=True)


def fail(message: str, code: int = NOTHING_DONE) -> NoReturn:
    """Say what is wrong and end the command."""
    say(f"causalkb: {clean_line(message)}")
    raise typer.Exit(code)


def confirmed(question: str, yes: bool) -> bool:
    """Ask before something is lost; without a terminal to ask on, only ``--yes`` will do."""
    if yes:
        return True
    if not sys.stdin.isatty():
        fail(f"{question} Add --yes to go on.")
    return typer.confirm(clean_line(question), err=True)
