"""Commands that are imported and built when they are asked for.

Importing and building all of them takes longer than most of them run.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command_from_info, get_command_name, get_group_from_info

from causalkb.cli.help import About, make_readable


class Deferred(MutableMapping[str, Any]):
    """The commands of an application by name, each imported and built at its first use."""

    def __init__(self) -> None:
        self._registered: dict[str, Any] = {}
        self._built: dict[str, Any] = {}
        self._waiting: dict[str, list[str]] = {}
        self._order: list[str] = []
        self._app = typer.Typer()

    def expect(self, app: typer.Typer, modules: Mapping[str, str]) -> None:
        """Take over the commands of an application, those of modules not yet imported as well.

        Args:
            app: Where the modules register their commands.
            modules: Full names of modules with the commands that each registers, between blanks.
        """
        self._app = app
        self._take()
        self._order = list(self._registered)
        for module, names in modules.items():
            for name in names.split():
                self._waiting.setdefault(name, []).append(module)
        self._order += self._waiting

    def _load(self, name: str) -> None:
        """Import what registers a command."""
        for module in self._waiting.pop(name, ()):
            import_module(module)
        self._take()

    def _take(self) -> None:
        app = self._app
        for command in app.registered_commands:
            callback: Any = command.callback
            self._registered[command.name or get_command_name(callback.__name__)] = command
        for group in app.registered_groups:
            self._registered[str(group.name)] = group
        app.registered_commands = []
        app.registered_groups = []

    def about(self, name: str) -> About:
        """Return what the help of the application says of a command."""
        self._load(name)
        one = self._registered[name]
        text = one.help if isinstance(one.help, str) else inspect.getdoc(one.callback)
        panel = one.rich_help_panel if isinstance(one.rich_help_panel, str) else ""
        return About(name, text or "", panel, one.hidden is True)

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._load(name)
            one = self._registered[name]
            options: Any = {"pretty_exceptions_short": False, "rich_markup_mode": None}
            if hasattr(one, "typer_instance"):
                built: Any = get_group_from_info(one, suggest_commands=True, **options)
            else:
                built = get_command_from_info(one, **options)
            make_readable(built)
            self._built[name] = built
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._load(name)
        if name not in self._registered:
            self._order.append(name)
        self._registered[name] = self._built[name] = command

    def __delitem__(self, name: str) -> None:
        self._load(name)
        del self._registered[name]
        self._order.remove(name)
        self._built.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)
