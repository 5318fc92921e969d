"""How data leaves: formats, tables on a terminal, whole plain rows into a pipe, files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causalkb.cli.streams import colours_forced
from causalkb.errors import InputError, reason
from causalkb.files import write_atomically
from causalkb.paths import expanded
from causalkb.text import clean, escape_json

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType
    from rich.segment import Segment


class Format(StrEnum):
    """How a command writes records."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    KEYS = "keys"


class WorkFormat(StrEnum):
    """How a command writes works."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    KEYS = "keys"


_FORMAT = typer.Option("--format", "-f", help="How to write the result.")
FormatOption = Annotated[Format, _FORMAT]
WorkFormatOption = Annotated[WorkFormat, _FORMAT]


class Paging:
    """Whether long output may go through a pager; ``--no-pager`` says no."""

    wanted = True


def console(*, stderr: bool = False) -> Console:
    """Return a Rich console; it obeys NO_COLOR and the width of the terminal.

    Whatever it prints, no control character of the data gets through.
    """
    from rich.console import Console, RenderHook

    class Inert(RenderHook):
        def process_renderables(
            self, renderables: list[ConsoleRenderable]
        ) -> list[ConsoleRenderable]:
            return [_Cleaned(renderable) for renderable in renderables]

    made = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False)
    made.push_render_hook(Inert())
    return made


class _Cleaned:
    """What Rich is about to print, without the control characters in it; colours come later."""

    def __init__(self, renderable: ConsoleRenderable) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment

        for text, style, control in console.render(self._renderable, options):
            yield Segment(text if control else clean(text), style, control)


def to_terminal() -> bool:
    """Whether stdout is a terminal (or ``FORCE_COLOR`` asks to treat it as one)."""
    return sys.stdout.isatty() or colours_forced()


def show(renderable: RenderableType) -> None:
    """Show something on the terminal; what is longer than the screen goes through the pager.

    The pager is ``PAGER``, else ``less``; it opens at the top, where the best result is.
    """
    screen = console()
    with screen.capture() as captured:
        screen.print(renderable)
    text = captured.get()
    pager = os.environ.get("PAGER", "less")
    if not (Paging.wanted and sys.stdout.isatty() and pager and text.count("\n") >= screen.height):
        sys.stdout.write(text)  # with its colours; the console has cleaned the rest
        return
    from pydoc import pager as page

    os.environ.setdefault("LESS", "FRX")  # colours; what was read stays on the screen
    page(text)


def write_row(row: Sequence[object]) -> None:
    """Write a plain row, tab-separated and uncut, as goes into a pipe."""
    write("\t".join(" ".join(_text(value).split()) for value in row) + "\n")


def write(text: str) -> None:
    """Write data to stdout, without control characters."""
    sys.stdout.write(clean(text))


def write_json(data: Any) -> None:
    """Write one JSON document; control characters are escaped."""
    write(escape_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n")


def write_jsonl(items: Iterable[Any]) -> None:
    """Write one JSON document a line; control characters are escaped."""
    for item in items:
        write(escape_json(json.dumps(item, ensure_ascii=False)) + "\n")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV with a header; no cell can run as a formula."""
    from causalkb.formats.tabular import format_rows

    write(format_rows(header, [[_text(value) for value in row] for row in rows]))


def save(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file atomically; an existing one is only replaced with ``force``.

    Raises:
        InputError: The file exists or cannot be written.
    """
    path = expanded(path)
    if path.exists() and not force:
        raise InputError(f"{path} exists already; --force replaces it")
    try:
        write_atomically(path, [content])
    except OSError as error:
        raise InputError(f"cannot write {path}: {reason(error)}") from error


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what shows progress on a terminal's stderr; ``None`` elsewhere.

    The bar only appears when work takes longer than a moment, so that quick commands stay quiet.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from time import monotonic

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
    )
    tasks: dict[str, Any] = {}
    begun = monotonic()
    started = False

    def update(what: str, done: int, total: int) -> None:
        nonlocal started
        if not started and monotonic() - begun > 0.3:
            bar.start()
            started = True
        if what not in tasks:
            for task in tasks.values():
                bar.update(task, visible=False)
            tasks[what] = bar.add_task(what, total=total or None)
        bar.update(tasks[what], completed=done, total=total or None)

    try:
        yield update
    finally:
        if started:
            bar.stop()


def counted(number: int, noun: str) -> str:
    """Return "1 claim" or "2 claims"."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
