"""What was marked in works in other programs, and notices of works: from and to text files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from causalkb.archive import layout
from causalkb.archive.merging import Fate
from causalkb.errors import InputError
from causalkb.formats.yaml_text import dump, load
from causalkb.records import Annotation, Notice
from causalkb.store.store import Store
from causalkb.text import clean
from causalkb.vocabulary import AnnotationKind, NoticeKind

if TYPE_CHECKING:
    from causalkb.archive.reading_in import ReadingIn

_TEXTS = ("quote", "comment", "colour", "side", "locator", "author", "link", "changed_at")


def annotations_in(store: Store) -> dict[str, Annotation]:
    """Return all annotations by source and id, without what holds on this machine alone."""
    found = {}
    for one in store.annotations.all():
        # A path names a place on someone's machine.
        source = one.source if one.source.startswith("zotero:") else "zotero:"
        found[f"{source} {one.entry}"] = replace(one, source=source, id=0)
    return found


def notices_in(store: Store) -> dict[str, Notice]:
    """Return all notices by work, kind, source and notice."""
    told = [notice for notices in store.notices.all().values() for notice in notices]
    return {name_of(notice): notice for notice in told}


def name_of(notice: Notice) -> str:
    """Return what tells a notice from all others."""
    return f"{notice.work} {notice.kind.value} {notice.source} {notice.notice}"


def annotations_text(annotations: Iterable[Annotation]) -> str:
    """Return annotations as a file, in the order of works and of the text."""
    ordered = sorted(annotations, key=lambda one: (one.work, one.source, one.position, one.entry))
    return dump(
        [
            {"work": one.work, "source": one.source, "entry": one.entry, "kind": one.kind.value}
            | {name: value for name in _TEXTS if (value := getattr(one, name))}
            | {"position": str(one.position)}
            for one in ordered
        ]
    )


def notices_text(notices: Iterable[Notice]) -> str:
    """Return notices as a file."""
    names = ("work", "kind", "source", "notice", "reason", "day")
    return dump(
        [
            {name: str(value) for name in names if (value := getattr(one, name))}
            for one in sorted(notices, key=name_of)
        ]
    )


def read_annotations_file(text: str, place: str) -> dict[str, Annotation]:
    """Read what :func:`annotations_text` wrote.

    Raises:
        InputError: It is something else; the message names the place.
    """
    found = {}
    for where, said in _entries(text, place, ("work", "source", "entry", "kind")):
        if said["kind"] not in list(AnnotationKind):
            raise InputError(f"{where}: {said['kind']!r} is not a kind of annotation")
        position = said.get("position", "0")
        parts: dict[str, Any] = {name: said.get(name, "") for name in _TEXTS}
        one = Annotation(
            AnnotationKind(said["kind"]),
            said["entry"],
            position=int(position) if position.isdecimal() and len(position) < 10 else 0,
            source=said["source"],
            work=said["work"],
            **parts,
        )
        found[f"{one.source} {one.entry}"] = one
    return found


def read_notices_file(text: str, place: str) -> dict[str, Notice]:
    """Read what :func:`notices_text` wrote.

    Raises:
        InputError: It is something else; the message names the place.
    """
    found = {}
    for where, said in _entries(text, place, ("work", "kind", "source")):
        if said["kind"] not in list(NoticeKind):
            raise InputError(f"{where}: {said['kind']!r} is not a kind of notice")
        parts = (said.get(name, "") for name in ("notice", "reason", "day", "work"))
        one = Notice(NoticeKind(said["kind"]), said["source"], *parts)
        found[name_of(one)] = one
    return found


def _entries(
    text: str, place: str, needed: tuple[str, ...]
) -> Iterable[tuple[str, dict[str, str]]]:
    for n, said in enumerate(load(text, place) or [], 1):
        where = f"{place}: entry {n}"
        if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
            raise InputError(f"{where} must be 'name: value' pairs")
        if not all(said.get(name) for name in needed):
            raise InputError(f"{where} needs {', '.join(needed)}")
        yield where, {str(name): clean(value) for name, value in said.items()}


def read_marked(reading: ReadingIn, renew: Callable[[int], None]) -> None:
    """Store annotations and notices of a folder; ``renew`` chunks a work (row id) anew."""
    store, contents = reading.store, reading.parsed.contents

    def put(table: Any, one: Annotation | Notice) -> None:
        work_id = store.works.id_of(reading.key(one.work))
        table.put(work_id, one)
        if isinstance(one, Annotation):
            renewed.add(work_id)

    renewed: set[int] = set()
    for file, kind, table, records in (
        (layout.ANNOTATIONS, "annotations", store.annotations, contents.annotations),
        (layout.NOTICES, "notices", store.notices, contents.notices),
    ):
        for name, one in records.items():
            # Both mirror a source; what was read here last stays.
            if reading.fate(f"{kind} {name}") is Fate.TAKE:
                reading.put(file, f"{kind} {name}", partial(put, table, one))
        mine = getattr(reading.mine, kind)
        with store.database.atomic():
            for name in reading.gone(kind):
                table.drop(store.works.id_of(mine[name].work), mine[name])
    with store.database.atomic():
        for work_id in sorted(renewed):
            renew(work_id)
