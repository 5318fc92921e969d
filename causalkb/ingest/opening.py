"""Opening a work's file in the program that the user's system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from causalkb.errors import InputError
from causalkb.ingest.documents import is_there
from causalkb.records import WorkFile
from causalkb.store.store import Store

_WITH_PAGE = {
    "evince": ("--page-index={page}", "{path}"),
    "okular": ("-p", "{page}", "{path}"),
    "zathura": ("-P", "{page}", "{path}"),
    "sioyek": ("--page", "{page}", "{path}"),
    "mupdf": ("{path}", "{page}"),
    "xpdf": ("{path}", ":{page}"),
}
"""Viewers that open a PDF at a page; what xdg-open starts cannot be told one."""


_STARTED: list[subprocess.Popen[bytes]] = []
"""Kept, because Python warns of a process that is forgotten while it runs."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A work's file, and what became of it.

    Attributes:
        path: The file.
        opened: Whether a program was started with it; not without a screen.
        page: The page at which it was opened, ``None`` if it begins at its first.
    """

    path: str
    opened: bool
    page: int | None = None


def files_of(store: Store, key: str) -> list[WorkFile]:
    """Return the files of a work, those first that are where they were last seen.

    Raises:
        UnknownError: There is no such work.
    """
    work_id = store.works.id_of(store.works.known_as(key))
    files = store.files.of_works([work_id]).get(work_id, [])
    return sorted(files, key=lambda file: (not is_there(file), file.path))


def open_file(store: Store, key: str, page: int | None = None, *, start: bool = True) -> OpenedFile:
    """Open the first file of a work that is there.

    Args:
        store: The knowledge base.
        key: Citation key of the work.
        page: Where to open a PDF, counted from 1.
        start: Start a program; otherwise only find the file.

    Raises:
        UnknownError: There is no such work.
        InputError: It has no file, or none is in its place any more; or no such page.
    """
    files = files_of(store, key)
    if not files:
        raise InputError(f"{key} has no file; 'causalkb add PAPER.pdf' adds its text and its place")
    file = files[0]
    if not is_there(file):
        raise InputError(
            f"the file of {key} is not at {file.path} any more; 'causalkb add' it where it is now"
        )
    if page is not None and not 1 <= page <= (file.pages or page):
        raise InputError(f"{file.path} has {file.pages} pages, there is no page {page}")
    if not start or not _has_screen():
        return OpenedFile(file.path, opened=False)
    return _start(file.path, page)


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def _start(path: str, page: int | None) -> OpenedFile:
    if page is not None and path.lower().endswith(".pdf"):
        for viewer, arguments in _WITH_PAGE.items():
            if program := shutil.which(viewer):
                command = [part.format(page=page, path=path) for part in arguments]
                return OpenedFile(path, _run([program, *command]), page)
    if sys.platform == "win32":
        os.startfile(Path(path))
        return OpenedFile(path, opened=True)
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    return OpenedFile(path, opened=opener is not None and _run([opener, path]))


def _run(command: list[str]) -> bool:
    """Start a program that goes on by itself."""
    quiet = subprocess.DEVNULL
    try:
        _STARTED.append(
            subprocess.Popen(
                command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
            )
        )
    except OSError:
        return False
    return True
