"""A library of Zotero → works with what was marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from causalkb.formats.zotero.annotations import annotations_of, notices_of
from causalkb.formats.zotero.fields import work_of
from causalkb.formats.zotero.places import SCHEME
from causalkb.records import ParsedItem, ParsedWork, Problem
from causalkb.store.zotero import Item, Library, read_library
from causalkb.vocabulary import Severity


@dataclass(slots=True)
class ZoteroLibrary:
    """A library that was read, and the names by which it may be known from an earlier time."""

    path: Path
    names: tuple[str, ...]
    items: list[ParsedItem]
    entries: frozenset[str]
    """The source's ids of all its items."""


def read(path: Path, sides: Mapping[str, str]) -> ZoteroLibrary:
    """Read a library; ``sides`` says which stance a colour stands for.

    Raises:
        InputError: It cannot be read.
    """
    library = read_library(path)
    # The path comes last: the folder may move, or the user register.
    names = (*(f"{SCHEME}{name}" for name in library.identities), str(path.resolve()))
    works = [item for item in library.items if item.type != "note" or item.notes]
    return ZoteroLibrary(
        path,
        names,
        [one for item in works for one in _parsed(item, path, sides)] + _told(library, path),
        frozenset(item.name for item in works),
    )


def _parsed(item: Item, path: Path, sides: Mapping[str, str]) -> Iterator[ParsedItem]:
    annotations = annotations_of(item, sides)
    work, warnings = work_of(item)
    if item.type == "note":
        if not annotations:
            return
        work = replace(work, title=_title(annotations[0].comment))
        warnings = []
    for reason, hint in warnings:
        key = work.key or item.name
        yield Problem(str(path), reason, None, key, hint, Severity.WARNING)
    notices = notices_of(item)
    for notice in notices:
        reason, hint = f"{notice.kind.value}: {notice.told}", "it is marked wherever it is shown"
        yield Problem(str(path), reason, None, work.key or item.name, hint, Severity.WARNING)
    yield ParsedWork(
        work, str(path), entry=item.name, annotations=annotations, notices={"zotero": notices}
    )


def _title(text: str) -> str:
    """The first line of a note that stands alone, as Zotero shows it."""
    return text.split("\n", 1)[0].lstrip("#*_ ").rstrip("*_ ")[:200]


def _told(library: Library, path: Path) -> list[ParsedItem]:
    if not library.loose_marks:
        return []
    reason = f"{library.loose_marks} annotations are in files that belong to no item; left out"
    hint = "in Zotero, 'Create Parent Item' of the file gives it one; then add again"
    return [Problem(str(path), reason, hint=hint, severity=Severity.WARNING)]
