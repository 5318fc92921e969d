"""The user's editor, and what becomes of the text that was written in it: it is never lost."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from causalkb.cli.app import say
from causalkb.errors import ConflictError, InputError, UnknownError
from causalkb.files import free_name, write_atomically
from causalkb.text import decode, is_unicode


def edit_and_save(text: str, *, name: str, directory: Path, save: Callable[[str], None]) -> bool:
    """Let the user edit a text in $VISUAL or $EDITOR and save it, and say whether it was saved.

    A text that cannot be saved, for whatever reason, is kept in a file that a message names. One
    that ``save`` refuses with InputError or UnknownError can be edited again on a terminal.

    Args:
        text: What the editor shows first.
        name: A file name for the text, with its suffix.
        directory: The knowledge base; a text that is not saved goes to its folder ``rejected``.
        save: Stores the text.

    Raises:
        InputError: There is no editor that can be started, it failed, or the text is refused.
    """
    shown = text
    while True:
        try:
            edited, code = _edit(shown, Path(name).suffix)
        except BaseException:
            if shown != text:
                say(_keep(directory, name, shown))
            raise
        if edited.strip() == text.strip():
            if code:
                raise InputError(f"the editor ended with code {code}; nothing was changed")
            say("nothing changed")
            return False
        if not edited.strip():
            raise InputError("the text is empty; nothing was changed")
        if code:
            kept = _keep(directory, name, edited)
            raise InputError(f"the editor ended with code {code}; nothing was changed; {kept}")
        try:
            save(edited)
            return True
        except (InputError, UnknownError) as error:
            say(f"causalkb: {error}")
            if not _again():
                kept = _keep(directory, name, edited)
                raise InputError(f"nothing was changed; {kept}") from error
            shown = edited
        except ConflictError as error:
            mine = _keep(directory, name, edited)
            theirs = _keep(directory, name, error.present, "the present one")
            raise InputError(f"{error}; {mine}, {theirs}") from error
        except BaseException:  # a lock, a full disk, Ctrl-C: what is written stays written
            say(_keep(directory, name, edited))
            raise


def _again() -> bool:
    """Ask whether the text is to be edited again; Ctrl-C and the end of input mean no."""
    try:
        return sys.stdin.isatty() and typer.confirm("Edit again?", err=True)
    except (typer.Abort, KeyboardInterrupt):
        return False


def _edit(text: str, suffix: str) -> tuple[str, int]:
    """Return what the user made of a text (the same where no file is left) and the exit code."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command and not sys.stdin.isatty():
        raise InputError("there is no terminal for the editor 'vi'; set EDITOR")
    command = command or "vi"
    with tempfile.TemporaryDirectory(prefix="causalkb-") as folder:
        path = Path(folder) / f"edit{suffix}"
        path.write_text(text, encoding="utf-8")
        try:
            with _ctrl_c_left_to_the_editor():
                done = subprocess.run([*shlex.split(command), str(path)], check=False)
        except (OSError, ValueError) as error:
            raise InputError(f"cannot start the editor {command!r}: {error}; set EDITOR") from error
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return text, done.returncode
    if not is_unicode(content):
        say("the text was not saved as UTF-8; it is read as Windows-1252")
    return decode(content).replace("\r\n", "\n"), done.returncode


@contextmanager
def _ctrl_c_left_to_the_editor() -> Iterator[None]:
    """Do nothing on Ctrl-C: the terminal sends it to the editor too, which has its own use for it.

    A handler, not SIG_IGN: a program that is started would inherit that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _keep(directory: Path, name: str, text: str, what: str = "your text") -> str:
    """Put a text where it is not lost, and return a message that says where."""
    file = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    content = [text.encode("utf-8", "replace")]
    try:
        folder = directory / "rejected"
        folder.mkdir(exist_ok=True)
        path = free_name(folder / file)
        write_atomically(path, content)
    except OSError:  # the disk is full, or the folder may only be read
        path = Path(tempfile.mkdtemp(prefix="causalkb-")) / file
        write_atomically(path, content)
    return f"{what} is kept in {path}"
