"""Libraries of Zotero among the sources of an import."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from causalkb.errors import InputError
from causalkb.formats.zotero.places import database_of, linked_base
from causalkb.ingest.attachments import Attachments
from causalkb.ingest.reading_files import Read
from causalkb.records import ParsedItem, Problem
from causalkb.store.store import Store
from causalkb.vocabulary import Severity

_SIDES = "annotation_sides"
"""Where the store keeps which side a colour stands for."""
_SHOWN = 10
"""Keys that a message lists."""

Parsed = tuple[Read, str]


def libraries(
    store: Store,
    sources: Sequence[str | Path],
    colours: Mapping[str, str] | None,
    folders: Sequence[Path] = (),
) -> Iterator[Parsed]:
    """Read libraries of Zotero, each when its turn comes, and then the files of its items.

    Args:
        store: Tells what an earlier import read.
        sources: ``zotero:``, or the path of a database or of the folder that holds it.
        colours: Which stance a colour of highlights stands for; ``None``: as it was said before.
        folders: Where files may be, beside Zotero's own folder and that of its linked files.

    Raises:
        InputError: At the call: a source does not exist, or there is no such colour or stance.
    """
    paths = [database_of(source) for source in sources]
    sides = _sides(store, colours)
    return (part for path in paths for part in _with_files(store, path, sides, folders))


def _with_files(
    store: Store, path: Path, sides: Mapping[str, str], folders: Sequence[Path]
) -> Iterator[Parsed]:
    base = linked_base()
    linked = [] if base is None or not base.is_dir() else [base]
    attachments = Attachments(store, [path.resolve().parent, *linked, *folders])
    items, source = _library(store, path, sides)
    yield attachments.watch(items), source
    yield from attachments.read(source)


def _sides(store: Store, colours: Mapping[str, str] | None) -> dict[str, str]:
    from causalkb.formats.zotero.annotations import sides_of

    if colours is None:
        known: dict[str, str] = json.loads(store.database.meta(_SIDES) or "{}")
        return known
    sides = sides_of(colours)
    with store.database.atomic():
        store.database.set_meta(_SIDES, json.dumps(sides))
    return sides


def _library(
    store: Store, path: Path, sides: Mapping[str, str]
) -> tuple[Iterator[ParsedItem], str]:
    from causalkb.formats.zotero.reader import read

    try:
        library = read(path, sides)
    except InputError as error:
        reason = str(error).removeprefix(f"{path}: ")
        return iter([Problem(str(path), reason)]), str(path)
    known = {name: store.provenance.entries(name) for name in library.names}
    source = next((name for name, entries in known.items() if entries), library.names[0])
    gone = [key for entry, key in known[source].items() if entry not in library.entries]
    return iter(library.items + _told_of_gone(path, gone)), source


def _told_of_gone(path: Path, keys: Sequence[str]) -> list[ParsedItem]:
    if not keys:
        return []
    named = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN} more" * (len(keys) > _SHOWN))
    reason = f"no longer in Zotero, and still here: {named}"
    hint = "'causalkb remove KEY' removes them here too"
    return [Problem(str(path), reason, hint=hint, severity=Severity.WARNING)]
