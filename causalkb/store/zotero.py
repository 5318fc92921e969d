"""The rows of a Zotero library (Zotero 5 to 10), read from a copy of ``zotero.sqlite``.

Numeric ids of types and fields differ from one database to another, so that all is joined by name.
Feeds and the bin are left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from causalkb.errors import InputError
from causalkb.files import read_file
from causalkb.store.foreign import snapshot

_ALIVE = "{} NOT IN (SELECT itemID FROM deletedItems)"
_KEYS_OF_OTHERS = Path("better-bibtex", "read-only.json")
_LARGEST_KEYS = 64 * 2**20
_DEEPEST = 50
"""Levels of collections that are followed."""


@dataclass(slots=True)
class Creator:
    """A person of an item; ``whole`` for a name of one part."""

    role: str
    last: str
    first: str
    whole: bool


@dataclass(slots=True)
class Mark:
    """An annotation of an attachment, as Zotero stores it; ``page`` counts from 0."""

    key: str
    kind: int
    text: str
    comment: str
    colour: str
    page_label: str
    page: int | None
    author: str
    attachment: str
    changed_at: str


@dataclass(slots=True)
class Attachment:
    """A file or link of an item."""

    key: str
    mode: int
    content_type: str
    path: str


@dataclass(slots=True)
class Item:
    """A bibliographic item, or a note that stands alone, with all that hangs on it."""

    id: int
    key: str
    group: int | None
    type: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[Creator] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    """Tags that a translator took from a web page or catalogue."""
    collections: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    """Key, HTML and time of change of each note."""
    marks: list[Mark] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    retraction: dict[str, Any] | None = None
    citation_key: str = ""
    """The key in the database of Better BibTeX."""

    @property
    def name(self) -> str:
        """What tells the item from those of all libraries of this database."""
        return self.key if self.group is None else f"groups/{self.group}/{self.key}"


@dataclass(slots=True)
class Library:
    """All items of the user's own library and of the groups."""

    identities: list[str]
    """What the database is known by, the most lasting first."""
    items: list[Item]
    loose_marks: int
    """Annotations in files that belong to no item."""
    in_bin: int


def is_zotero(conn: sqlite3.Connection) -> bool:
    """Whether a database is one of Zotero."""
    wanted = {"items", "itemData", "itemDataValues", "fields", "libraries", "deletedItems"}
    return wanted <= _tables(conn)


def read_library(path: Path) -> Library:
    """Read the database of Zotero at a path, and that of Better BibTeX beside it.

    Raises:
        InputError: It cannot be copied or read, or is not one of Zotero.
    """
    with snapshot(path) as conn:
        try:
            if not is_zotero(conn):
                raise InputError(f"{path} is an SQLite database, but not one of Zotero 5 or later")
            library = _read(conn)
        except sqlite3.Error as error:
            raise InputError(f"{path}: cannot be read as a library of Zotero: {error}") from error
    _add_keys_of_better_bibtex(library, path.parent)
    return library


def _tables(conn: sqlite3.Connection) -> set[str]:
    return {row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _read(conn: sqlite3.Connection) -> Library:
    tables = _tables(conn)
    items = _items(conn)
    _add_creators(conn, items)
    _add_tags(conn, items)
    _add_collections(conn, items, tables)
    _add_notes(conn, items)
    _add_attachments(conn, items)
    loose = _add_marks(conn, items) if "itemAnnotations" in tables else 0
    if "retractedItems" in tables:
        _add_retractions(conn, items)
    in_bin = conn.execute("SELECT count(*) FROM deletedItems").fetchone()[0]
    return Library(_identities(conn, tables), list(items.values()), loose, int(in_bin))


def _identities(conn: sqlite3.Connection, tables: set[str]) -> list[str]:
    """The user's number where the library is synchronised, and the key that each database has."""
    if "settings" not in tables:
        return []
    sql = "SELECT key, value FROM settings WHERE setting = 'account'"
    known = dict(conn.execute(sql).fetchall())
    return [str(known[name]) for name in ("userID", "localUserKey") if known.get(name)]


def _items(conn: sqlite3.Connection) -> dict[int, Item]:
    # A note counts as an item where it stands alone.
    sql = (
        "SELECT i.itemID, i.key, g.groupID, t.typeName FROM items i"
        " JOIN libraries l USING (libraryID) JOIN itemTypes t USING (itemTypeID)"
        " LEFT JOIN groups g ON g.libraryID = l.libraryID LEFT JOIN itemNotes n USING (itemID)"
        " WHERE t.typeName NOT IN ('attachment', 'annotation') AND l.type IN ('user', 'group')"
        f" AND n.parentItemID IS NULL AND {_ALIVE.format('i.itemID')} ORDER BY i.itemID"
    )
    items = {row[0]: Item(*row) for row in conn.execute(sql)}
    sql = (
        "SELECT d.itemID, f.fieldName, v.value FROM itemData d JOIN fields f USING (fieldID)"
        " JOIN itemDataValues v USING (valueID)"
    )
    for item, name, value in _of(items, conn.execute(sql)):
        item.fields[name] = str(value)
    return items


def _of(items: dict[int, Item], rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """Yield rows that begin with the id of an item we have, with the item in its place."""
    for item_id, *rest in rows:
        item = items.get(item_id)
        if item is not None:
            yield item, *rest


def _add_creators(conn: sqlite3.Connection, items: dict[int, Item]) -> None:
    sql = (
        "SELECT itemID, creatorType, coalesce(lastName, ''), coalesce(firstName, ''),"
        " coalesce(fieldMode, 0) FROM itemCreators JOIN creators USING (creatorID)"
        " JOIN creatorTypes USING (creatorTypeID) ORDER BY itemID, orderIndex"
    )
    for item, role, last, first, mode in _of(items, conn.execute(sql)):
        item.creators.append(Creator(role, str(last), str(first), mode == 1))


def _add_tags(conn: sqlite3.Connection, items: dict[int, Item]) -> None:
    sql = "SELECT itemID, name, type FROM itemTags JOIN tags USING (tagID) ORDER BY name"
    for item, name, type in _of(items, conn.execute(sql)):
        (item.keywords if type == 1 else item.tags).append(str(name))


def _add_collections(conn: sqlite3.Connection, items: dict[int, Item], tables: set[str]) -> None:
    deleted = set()
    if "deletedCollections" in tables:
        deleted = {row[0] for row in conn.execute("SELECT collectionID FROM deletedCollections")}
    sql = "SELECT collectionID, collectionName, parentCollectionID FROM collections"
    known = {row[0]: (str(row[1]), row[2]) for row in conn.execute(sql)}

    def path_of(collection: Any) -> str:
        """Names from the outermost on; "" for one in the bin, or below one that is."""
        names: list[str] = []
        while collection is not None:
            if collection in deleted or collection not in known or len(names) == _DEEPEST:
                return ""
            name, collection = known[collection]
            names.append(name.replace("/", "-"))
        return "/".join(reversed(names))

    paths = {collection: path_of(collection) for collection in known}
    sql = "SELECT itemID, collectionID FROM collectionItems"
    for item, collection in _of(items, conn.execute(sql)):
        if path := paths.get(collection):
            item.collections.append(path)
    for item in items.values():
        item.collections.sort()


def _add_notes(conn: sqlite3.Connection, items: dict[int, Item]) -> None:
    sql = (
        "SELECT coalesce(n.parentItemID, n.itemID), i.key, coalesce(n.note, ''), i.dateModified"
        f" FROM itemNotes n JOIN items i USING (itemID) WHERE {_ALIVE.format('n.itemID')}"
        " ORDER BY n.itemID"
    )
    for item, key, note, changed in _of(items, conn.execute(sql)):
        item.notes.append((key, str(note), str(changed)))


def _add_attachments(conn: sqlite3.Connection, items: dict[int, Item]) -> None:
    sql = (
        "SELECT a.parentItemID, i.key, a.linkMode, coalesce(a.contentType, ''),"
        " coalesce(a.path, '') FROM itemAttachments a JOIN items i USING (itemID)"
        f" WHERE {_ALIVE.format('a.itemID')} ORDER BY a.itemID"
    )
    for item, key, mode, content_type, path in _of(items, conn.execute(sql)):
        item.attachments.append(Attachment(key, int(mode or 0), str(content_type), str(path)))


def _add_marks(conn: sqlite3.Connection, items: dict[int, Item]) -> int:
    """Add annotations, in the order of the file they are in; return how many have no item."""
    sql = (
        "SELECT a.parentItemID, i.key, n.type, coalesce(n.text, ''), coalesce(n.comment, ''),"
        " coalesce(n.color, ''), coalesce(n.pageLabel, ''), n.position,"
        " coalesce(n.authorName, ''), p.key, i.dateModified FROM itemAnnotations n"
        " JOIN itemAttachments a ON a.itemID = n.parentItemID"
        " JOIN items i ON i.itemID = n.itemID JOIN items p ON p.itemID = a.itemID"
        f" WHERE {_ALIVE.format('n.itemID')} AND {_ALIVE.format('a.itemID')}"
        " ORDER BY a.itemID, n.sortIndex, n.itemID"
    )
    loose = 0
    for parent, key, kind, *texts, position, author, file, changed in conn.execute(sql):
        if parent is None:
            loose += 1
        elif parent in items:
            text, comment, colour, label = map(str, texts)
            page = _page_of(position)
            mark = Mark(key, kind, text, comment, colour, label, page, author, file, str(changed))
            items[parent].marks.append(mark)
    return loose


def _page_of(position: Any) -> int | None:
    """The page that a position names, from 0; a place in a web page or an EPUB names none."""
    try:
        page = json.loads(position)["pageIndex"]
    except (TypeError, ValueError, KeyError, RecursionError):
        return None
    return page if isinstance(page, int) and 0 <= page < 10**6 else None


def _add_retractions(conn: sqlite3.Connection, items: dict[int, Item]) -> None:
    sql = "SELECT itemID, data, flag FROM retractedItems"
    hidden = 1
    for item, data, flag in _of(items, conn.execute(sql)):
        if flag == hidden:  # the user said that it does not concern this item
            continue
        try:
            said = json.loads(data)
        except (TypeError, ValueError, RecursionError):
            said = {}
        item.retraction = said if isinstance(said, dict) else {}


def _add_keys_of_better_bibtex(library: Library, folder: Path) -> None:
    """Take citation keys that Better BibTeX keeps itself.

    That is the database that it had before Zotero had such keys, and the file with the keys of
    libraries that cannot be written, such as groups of others.
    """
    known: defaultdict[int, str] = defaultdict(str)
    for place in (folder / _KEYS_OF_OTHERS, folder / _KEYS_OF_OTHERS.name):
        known.update(_keys_of_others(place))
    database = folder / "better-bibtex.sqlite"
    if database.is_file():
        # Where it cannot be read, Zotero's own field and the 'extra' field are left.
        with suppress(InputError, sqlite3.Error), snapshot(database) as conn:
            known.update(conn.execute("SELECT itemID, citationKey FROM citationkey"))
    for item in library.items:
        item.citation_key = known[item.id]


def _keys_of_others(path: Path) -> dict[int, str]:
    """Return the keys in a file of Better BibTeX: records, or collections of them (LokiJS)."""
    if not path.is_file():
        return {}
    try:
        said = json.loads(read_file(path, _LARGEST_KEYS))
    except (InputError, ValueError, RecursionError):
        return {}
    collections = said.get("collections") if isinstance(said, dict) else [{"data": said}]
    records = [
        record
        for one in (collections if isinstance(collections, list) else ())
        if isinstance(one, dict) and isinstance(one.get("data"), list)
        for record in one["data"]
        if isinstance(record, dict)
    ]
    return {
        record["itemID"]: record["citationKey"]
        for record in records
        if isinstance(record.get("itemID"), int) and isinstance(record.get("citationKey"), str)
    }
