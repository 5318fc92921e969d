"""What a user names on the command line → the files to read, in the order to read them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from causalkb.errors import InputError
from causalkb.formats.registry import SUFFIXES, reader_for


def expand(sources: Iterable[str | Path]) -> list[Path]:
    """Return the files that sources stand for, each once: bibliographies first, then notes.

    A folder stands for every file of a known kind below it, in order of name; links that lead out
    of it are not followed. A note refers to a work by its key, so the works come first.

    Raises:
        InputError: A source does not exist or has no reader, or a folder holds nothing to read.
    """
    files: dict[Path, Path] = {}
    for source in sources:
        path = Path(source)
        try:
            inside = _files(path.expanduser())
        except (OSError, RuntimeError) as error:  # a name too long, a home that does not exist
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"{str(path)[:200]} cannot be read: {reason}") from error
        for file in inside:
            files.setdefault(file.resolve(), file)
    return sorted(files.values(), key=lambda f: f.suffix.lower() == ".md")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = _below(path)
        if not inside:
            raise InputError(f"{path} has no file to read ({', '.join(SUFFIXES)})")
        return inside
    if not path.exists():
        raise InputError(f"{path} does not exist")
    reader_for(path.name)  # refuse a file without a reader before any other is stored
    return [path]


def _below(folder: Path) -> list[Path]:
    root = folder.resolve()
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and path.resolve().is_relative_to(root)
        # Notes describe themselves with front matter; a README beside them does not.
        and path.name.upper() not in {"README.MD", "CHANGELOG.MD", "CONTRIBUTING.MD"}
    ]
