"""A process of its own for reading untrusted files: it may hang, crash or eat memory, not we.

One process serves many files; it is killed when a file keeps it too long, and started again for
the next. PDFium is not safe for threads either, so that one file is read at a time.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from causalkb.errors import InputError

TASKS = {
    "pdf": ("causalkb.formats.pdf.extract", "extract"),
    "html": ("causalkb.formats.documents.html", "extract"),
    "docx": ("causalkb.formats.documents.docx", "extract"),
    "epub": ("causalkb.formats.documents.epub", "extract"),
}
"""What the process can be asked for: module and function, by name.

The function takes the content and the name of a file, and yields messages that JSON can say.
"""
MEMORY = 2 << 30
"""Bytes of address space that the process may use."""
SECONDS = 30.0
"""Seconds without a sign of life (a page) before the process is killed; ``CAUSALKB_READ_SECONDS``
sets another."""
IN_ALL = 20
"""How many times that a whole file may take."""
_CRASHED = "made the reader crash"
_FILES = 200
"""Files read by one process; then a fresh one takes over, should a library have lost memory."""


class ReaderProcess:
    """A process that reads files for this one; it starts with the first file."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._read = 0
        self._lock = threading.Lock()

    def run(self, task: str, data: bytes, name: str) -> list[dict[str, Any]]:
        """Return the messages that a task yields for a file, without those of progress (``at``).

        Where the process hangs or dies, the last message says so, as ``failed`` with a ``hint``.
        """
        with self._lock:
            try:
                fresh = not self._alive()
                messages = list(self._messages(task, data, name))
                if self._process is None and _crashed(messages) and not fresh:
                    # It may have died of an earlier file, or been killed meanwhile.
                    messages = list(self._messages(task, data, name))
                return messages
            except BaseException:
                self._kill()  # interrupted between a question and its answer
                raise

    def _messages(self, task: str, data: bytes, name: str) -> Iterator[dict[str, Any]]:
        patience = seconds_set("CAUSALKB_READ_SECONDS", SECONDS)
        ends = monotonic() + IN_ALL * patience
        at = 0
        try:
            self._ask(task, data, name)
            while True:
                left = min(patience, ends - monotonic())
                message = json.loads(self._answers.get(timeout=max(left, 0.001)) or b"null")
                if message is None:
                    raise BrokenPipeError
                if message.get("done"):
                    return
                if "at" in message:
                    at = message["at"]
                else:
                    yield message
        except queue.Empty:
            self._kill()
            waited = patience if monotonic() < ends else IN_ALL * patience
            yield {
                "failed": f"took longer than {waited:g} s{_where(at)} and was given up",
                "hint": "print it to a new PDF with a viewer, or set CAUSALKB_READ_SECONDS",
            }
        except (OSError, ValueError):
            self._kill()
            yield {
                "failed": f"{_CRASHED}{_where(at)}",
                "hint": "print it to a new PDF with a viewer that opens it",
            }

    def _ask(self, task: str, data: bytes, name: str) -> None:
        if self._read >= _FILES or not self._alive():
            self._kill()
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._read += 1
        request = {"task": task, "bytes": len(data), "name": name}
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        root = str(Path(__file__).parent.parent.parent)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "causalkb.formats.process_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._read = 0
        self._answers = queue.Queue()
        threading.Thread(target=_forward, args=(self._process, self._answers), daemon=True).start()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(OSError, ValueError):
            if process.stdin is not None:
                process.stdin.close()
        process.wait()

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._kill()


def _forward(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Hand on what the process writes, and an empty line when it ends."""
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            answers.put(line)
    answers.put(b"")


def _crashed(messages: list[dict[str, Any]]) -> bool:
    return bool(messages) and str(messages[-1].get("failed", "")).startswith(_CRASHED)


def _where(page: int) -> str:
    return f" at page {page}" if page else ""


def seconds_set(name: str, default: float) -> float:
    """Return a limit of time that an environment variable sets, else the default.

    Raises:
        InputError: It is not a number of seconds.
    """
    text = os.environ.get(name, "")
    try:
        seconds = float(text) if text else default
    except ValueError:
        seconds = 0
    if not 0 < seconds < 1e6:
        raise InputError(f"{name} is {text!r}, not a number of seconds above 0")
    return seconds


READER = ReaderProcess()
"""The one process of this program; it ends with it, or with :func:`ReaderProcess.close`."""
atexit.register(READER.close)
