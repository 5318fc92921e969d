"""The text of scanned pages, recognised by the program ``ocrmypdf`` where it is on PATH.

It is never a dependency. It runs on a copy in a private folder, with a limit of time, memory and
output; what it writes is read like any PDF, in the process that reads untrusted files.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from causalkb.formats.processes import seconds_set

PROGRAM = "ocrmypdf"
BY_HAND = f"'{PROGRAM} --skip-text IN.pdf OUT.pdf' adds the text of pictures; then add OUT.pdf"
_BASE, _A_PAGE, _MOST = 120.0, 15.0, 3600.0
"""Seconds that a file may take: so many, and so many for each scanned page, and never more."""
_MEMORY = 4 << 30
"""Bytes of address space of each process of the program."""
_OUTPUT = 256 << 20
_SAID = 64 * 1024
"""Bytes of its messages that are looked at."""


class RecognitionError(Exception):
    """The program gave no text: why."""


@dataclass(frozen=True, slots=True)
class _Wish:
    wanted: bool = True
    progress: Callable[[str, int, int], None] | None = None


_UNSAID = _Wish()
_WISH: ContextVar[_Wish] = ContextVar("causalkb_ocr", default=_UNSAID)


@contextmanager
def recognising(
    wanted: bool, progress: Callable[[str, int, int], None] | None = None
) -> Iterator[None]:
    """Say whether scans that are read meanwhile are recognised, and who is told that it begins."""
    token = _WISH.set(_Wish(wanted, progress))
    try:
        yield
    finally:
        _WISH.reset(token)


def is_wanted() -> bool:
    """Whether scans are to be recognised."""
    return _WISH.get().wanted


def program() -> str | None:
    """Return the path of the program, ``None`` where it is not on PATH."""
    return shutil.which(PROGRAM)


def recognised(data: bytes, name: str, pages: int) -> bytes:
    """Return a PDF with the text of its pictures added.

    Args:
        data: The PDF.
        name: What it is called, to be told.
        pages: How many of its pages are pictures; the more, the longer it may take.

    Raises:
        RecognitionError: The program failed, took too long or wrote nothing.
        InputError: A setting is not usable.
    """
    path = program()
    if path is None:
        raise RecognitionError(f"{PROGRAM} is not on PATH")
    seconds = seconds_set("CAUSALKB_OCR_SECONDS", min(_BASE + _A_PAGE * pages, _MOST))
    if (tell := _WISH.get().progress) is not None:
        tell(f"Recognising text in {name} ({PROGRAM})", 0, pages)
    with TemporaryDirectory(prefix="causalkb-ocr-") as folder:
        given, made = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        given.write_bytes(data)
        # Pages that have text keep it; the archive format PDF/A would need more programs.
        command = [path, "--skip-text", "--output-type", "pdf", "--jobs", "1"]
        if languages := os.environ.get("CAUSALKB_OCR_LANGUAGES", ""):
            command += ["--language", languages]
        _run([*command, str(given), str(made)], Path(folder), seconds)
        return _written(made)


def _run(command: list[str], folder: Path, seconds: float) -> None:
    said = folder / "said.txt"
    with said.open("wb") as errors:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(folder)},
            )
        except OSError as error:
            raise RecognitionError(f"{PROGRAM} cannot be started: {error.strerror}") from error
    _bound(process.pid)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise RecognitionError(f"{PROGRAM} took longer than {seconds:g} s and was ended") from None
    finally:
        _end(process)
    if code:
        raise RecognitionError(f"{PROGRAM} failed: {_last_line(said) or f'exit code {code}'}")


def _bound(process: int) -> None:
    """Bound memory and files of a process and those that it starts, where the system can."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _OUTPUT)):
            resource.prlimit(process, limit, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started, which would go on without it."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _last_line(said: Path) -> str:
    lines = said.read_bytes()[-_SAID:].decode("utf-8", "replace").split("\n")
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")


def _written(made: Path) -> bytes:
    if not made.is_file() or not made.stat().st_size:
        raise RecognitionError(f"{PROGRAM} wrote no PDF")
    return made.read_bytes()
