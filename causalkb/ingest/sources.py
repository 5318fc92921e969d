"""What a user names on the command line → the files to read, in the order to read them.

And back: from what is stored to the file that states it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from causalkb.errors import InputError, UnknownError
from causalkb.formats.plugins import Format
from causalkb.formats.registry import can_be_read, format_of_file, is_document, suffixes
from causalkb.ingest.folders import files_below
from causalkb.paths import expanded
from causalkb.records import Problem
from causalkb.store.store import Store
from causalkb.vocabulary import Severity

_NOTES = (".md", ".markdown")
_OF_A_FOLDER = {"README.MD", "CHANGELOG.MD", "CONTRIBUTING.MD", "CODING.MD", "LICENSE.MD"}
_OF_A_FOLDER |= {"README.TXT", "CHANGELOG.TXT", "LICENSE.TXT", "REQUIREMENTS.TXT", "ROBOTS.TXT"}
"""Texts that describe a folder and are no notes or papers in it."""


def expand(sources: Iterable[str | Path], format: Format | None = None) -> list[Path]:
    """Return the files that sources stand for, each once: bibliographies first, notes last.

    With ``format``, files that are named are taken for that, whatever they are called.

    A folder stands for every file of a known kind below it, in order of name, but for those that a
    ``.causalkbignore`` leaves out (``causalkb.ingest.folders``). A note refers to a work by its
    key, so the works come first.

    Raises:
        InputError: A source does not exist or has no reader, or a folder holds nothing to read.
    """
    files: dict[Path, Path] = {}
    for source in sources:
        path = Path(source)
        try:
            inside = _files(expanded(path), format)
        except (OSError, RuntimeError) as error:  # a name too long, a home that does not exist
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"{str(path)[:200]} cannot be read: {reason}") from error
        for file in inside:
            files.setdefault(file.resolve(), file)
    return sorted(files.values(), key=_turn)


def _turn(file: Path) -> int:
    """Bibliographies come first: documents are matched with their works, notes name them."""
    return 2 if file.suffix.lower() in _NOTES else int(is_document(file))


def _files(path: Path, format: Format | None) -> list[Path]:
    if path.is_dir():
        inside = _below(path, format)
        if not inside:
            known = suffixes() if format is None else format.suffixes
            raise InputError(f"{path} has no file to read ({', '.join(dict.fromkeys(known))})")
        return inside
    if not path.exists():
        raise InputError(f"{path} does not exist")
    if not path.is_file():
        raise InputError(f"{path} is not a regular file; pipe its content to 'causalkb add -'")
    if format is None:
        format_of_file(path)  # refuse a file without a reader before any other is stored
    return [path]


def left_out(sources: Iterable[str | Path], format: Format | None = None) -> list[Problem]:
    """Return a warning for each name in a folder that would be read if it were a file in it.

    That is a link that leads out of the folder or nowhere, a pipe, a socket or a device.
    """
    roots = [root for root in (expanded(Path(source)) for source in sources) if root.is_dir()]
    if not roots:  # saves asking other packages what they read
        return []
    known = suffixes() if format is None else list(format.suffixes)
    problems = []
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix.lower() in known and not path.is_dir() and (why := _why_not(path, root)):
                problem = Problem(str(path), why, hint="put the file itself into the folder")
                problems.append(replace(problem, severity=Severity.WARNING))
    return problems


def _why_not(path: Path, root: Path) -> str:
    try:
        if path.is_file():
            inside = path.resolve().is_relative_to(root.resolve())
            return "" if inside else "is a link out of the folder and was left out"
    except (OSError, RuntimeError):  # links in a circle
        pass
    what = "link that leads nowhere" if path.is_symlink() else "pipe, a socket or a device"
    return f"is a {what} and was left out"


def _below(folder: Path, format: Format | None) -> list[Path]:
    return [
        path
        for path in files_below(folder)
        if can_be_read(path, format)
        # Notes describe themselves with front matter; a README beside them does not.
        and path.name.upper() not in _OF_A_FOLDER
    ]


def files_of(store: Store, subjects: Iterable[str], fallback: str) -> dict[str, str]:
    """Return the file that states each claim: the note of its work, else ``fallback``."""
    found: dict[str, str] = {}
    for subject in subjects:
        key, hash_, _ = subject.rpartition("#")
        found[subject] = fallback
        if not hash_:
            continue
        try:
            sources = store.provenance.sources(store.works.id_of(key))
        except UnknownError:
            continue
        notes = [source for source in sources if source.endswith(".md")]
        if notes:
            found[subject] = notes[-1].replace("corpus:", "corpus/", 1)
    return found
