"""Standard input, output and error: UTF-8, inert, and there even where they were closed.

Everything that is printed passes :class:`Gate`, whoever prints it. Data come from strangers: a
title with terminal escapes must not take effect on the reader's terminal.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn, cast

from causalkb.lazy import compiled_on_use
from causalkb.text import clean

# What Rich sends to a terminal: colours, and the moves of a progress bar.
_OURS = compiled_on_use(r"(\x1b\[(?:[\d;]*m|\d*[ABCDGHJK]|\?25[hl]))")


class Gate(io.TextIOWrapper):
    """A text stream that lets no control character of the data through.

    On a terminal, colours and the moves of a progress bar may pass: what renders data for a
    terminal (:func:`causalkb.cli.output.console`) has taken those of the data away before.
    """

    def __init__(self, buffer: BinaryIO, *, styled: bool) -> None:
        """Write UTF-8 to a buffer; ``styled`` lets colours pass."""
        super().__init__(buffer, encoding="utf-8", errors="replace", line_buffering=styled)
        self._styled = styled

    def write(self, text: str) -> int:
        """Write a text without its control characters; return how long it was."""
        if not self._styled:
            inert = clean(text)
        elif "\x1b" not in text:
            # A lone carriage return moves a progress bar back.
            inert = _plain(text)
        else:
            parts = _OURS.split(text)
            inert = "".join(p if n % 2 else _plain(p) for n, p in enumerate(parts))
        with self._reader_may_leave():
            super().write(inert)
        return len(text)

    def flush(self) -> None:
        """Write out what is held back."""
        with self._reader_may_leave():
            super().flush()

    @contextmanager
    def _reader_may_leave(self) -> Iterator[None]:
        """End the program where the reader of a pipe has what it wanted, as after ``| head``."""
        try:
            yield
        except BrokenPipeError:
            give_up(self.fileno())
            raise SystemExit(0) from None


def _plain(text: str) -> str:
    """A text without control characters but the lone carriage returns of a progress bar."""
    return "\r".join(map(clean, text.split("\r")))


class _Closed(io.TextIOBase):
    """Stands for a stream that was closed when the program began."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def buffer(self) -> NoReturn:
        """There is none.

        Raises:
            OSError: Always.
        """
        raise OSError(errno.EBADF, f"{self._name} is closed")

    def write(self, text: str) -> NoReturn:
        """Refuse to write."""
        del text
        raise OSError(errno.EBADF, f"{self._name} is closed")

    def readline(self, size: int | None = -1, /) -> NoReturn:
        """Refuse to read."""
        del size
        raise OSError(errno.EBADF, f"{self._name} is closed")


def prepare() -> None:
    """Make the three streams fit for use; to be called once, before anything is opened."""
    for number in (0, 1, 2):
        # A file that is opened later must not get the number of a closed stream: what libraries
        # print would go into it.
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = cast(io.TextIOWrapper, _Closed("standard input"))
    else:
        cast(io.TextIOWrapper, sys.stdin).reconfigure(errors="replace")
    if sys.stdout is None:
        sys.stdout = cast(io.TextIOWrapper, _Closed("standard output"))
    else:
        sys.stdout = _gate(sys.stdout)
    if sys.stderr is None:
        # Open as long as the process; there is no block that could close it.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # see above
    else:
        sys.stderr = _gate(sys.stderr)


def _gate(stream: io.TextIOBase | object) -> Gate:
    wrapper = cast(io.TextIOWrapper, stream)
    terminal = wrapper.isatty()
    buffer = cast(BinaryIO, wrapper.detach())
    if isinstance(buffer, io.RawIOBase):
        # As PYTHONUNBUFFERED has it. What a disk with little room takes of a text in one call would
        # count as all of it: the rest would be lost without an error.
        buffer = cast(BinaryIO, io.BufferedWriter(buffer))
    return Gate(buffer, styled=terminal or colours_forced())


def colours_forced() -> bool:
    """Whether ``FORCE_COLOR`` asks to treat every output as a terminal."""
    return bool(os.environ.get("FORCE_COLOR"))


def finish() -> None:
    """Write out what is still held back.

    Raises:
        OSError: It cannot be written, for example because the disk is full.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, _Closed):
            stream.flush()


def give_up(number: int = 1) -> None:
    """Let what could not be written go: the interpreter would fail once more when it ends."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, number)
    os.close(sink)
