"""Writing a whole knowledge base into a folder, next to what others keep there.

1. A file that already says the same is not touched.
2. A file that this knowledge base wrote or read, and that nobody changed since, is replaced; it is
   deleted where there is nothing left to say in it.
3. A file of another origin, or one that was changed since, is never touched: nothing is written
   then, unless the user insists.
4. Nothing is written through a symbolic link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from causalkb.archive.from_store import contents_of
from causalkb.archive.state import State, load_state, save_state
from causalkb.archive.to_files import files_of
from causalkb.errors import InputError, reason
from causalkb.files import write_atomically
from causalkb.store.store import Store

_NAMED = 5
"""Files named in one message."""


@dataclass(frozen=True, slots=True)
class ArchiveExport:
    """What an export of the whole knowledge base did, in numbers of files.

    ``left`` names files that are no longer part of it, but were changed since by someone else.
    """

    works: int
    written: int
    unchanged: int
    deleted: int
    left: tuple[str, ...] = ()


def export_all(store: Store, folder: Path, *, force: bool = False) -> ArchiveExport:
    """Write all that a knowledge base says into a folder of text files.

    Args:
        store: The knowledge base.
        folder: Where to; it is made where there is none.
        force: Also replace files that another program wrote, or someone changed since.

    Raises:
        InputError: A file is not this knowledge base's to replace, or cannot be written.
    """
    contents = contents_of(store)
    new = {path: text.encode("utf-8", "replace") for path, text in files_of(contents).items()}
    before = load_state(store.database, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        root = folder.resolve()
        stored = {path: _content(root, path) for path in {*new, *before.files}}
        foreign = [
            path
            for path in new
            if stored[path] not in (None, new[path])
            and file_digest(stored[path] or b"") != before.files.get(path)
        ]
        if foreign and not force:
            raise InputError(_refusal(folder, foreign, known=bool(before)))
        for path, content in new.items():
            if stored[path] != content:
                (root / path).parent.mkdir(exist_ok=True)
                write_atomically(root / path, [content])
        deleted, left = _delete(root, before, {p: c for p, c in stored.items() if p not in new})
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise InputError(f"cannot write to {folder}: {reason(error)}{where}") from error
    if store.database.writable:
        files = {path: file_digest(content) for path, content in new.items()}
        state = State(files, contents.digests())
        if state != before:
            with store.database.atomic():
                save_state(store.database, folder, state)
                store.provenance.forget_source(str(root))
    unchanged = sum(stored[path] == content for path, content in new.items())
    return ArchiveExport(len(contents.works), len(new) - unchanged, unchanged, deleted, left)


def file_digest(content: bytes) -> str:
    """Return the hash by which a file is known again."""
    return hashlib.sha256(content).hexdigest()[:32]


def _content(root: Path, path: str) -> bytes | None:
    """Return what is in a file of the folder, ``None`` where there is none.

    Raises:
        InputError: The file or the folder in it is a link, or something else than a file.
    """
    target = root / path
    for part in (target.parent, target):
        if part != root and part.is_symlink():
            raise InputError(f"{part} is a link; nothing is written through it")
    if not target.exists():
        return None
    if not target.is_file():
        raise InputError(f"{target} is in the way: it is not a file")
    return target.read_bytes()


def _delete(
    root: Path, before: State, stored: Mapping[str, bytes | None]
) -> tuple[int, tuple[str, ...]]:
    """Delete files that nothing is left to say in; return how many, and those left alone."""
    deleted, left = 0, []
    for path, content in sorted(stored.items()):
        if content is None:
            continue
        if file_digest(content) != before.files[path]:
            left.append(path)
            continue
        (root / path).unlink()
        deleted += 1
        with suppress(OSError):  # not empty
            (root / path).parent.rmdir()
    return deleted, tuple(left)


def _refusal(folder: Path, foreign: list[str], *, known: bool) -> str:
    named = ", ".join(sorted(foreign)[:_NAMED])
    more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
    if known:
        why = "changed since this knowledge base wrote or read them"
    else:
        why = "not written by this knowledge base"
    return (
        f"nothing was written: these files in {folder} are {why}: {named}{more};"
        f" 'causalkb add {folder}' takes over what they say, --force replaces them"
    )
