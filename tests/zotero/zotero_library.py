"""Databases with the tables of Zotero (user data of version 129), filled by the tests."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE version (schema TEXT PRIMARY KEY, version INT NOT NULL);
CREATE TABLE settings (setting TEXT, key TEXT, value, PRIMARY KEY (setting, key));
CREATE TABLE libraries (libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL, editable INT NOT NULL,
  filesEditable INT NOT NULL, version INT NOT NULL DEFAULT 0, storageVersion INT NOT NULL DEFAULT 0,
  lastSync INT NOT NULL DEFAULT 0, archived INT NOT NULL DEFAULT 0);
CREATE TABLE groups (groupID INTEGER PRIMARY KEY, libraryID INT NOT NULL UNIQUE, name TEXT NOT NULL,
  description TEXT NOT NULL, version INT NOT NULL);
CREATE TABLE feeds (libraryID INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL UNIQUE);
CREATE TABLE itemTypes (itemTypeID INTEGER PRIMARY KEY, typeName TEXT, templateItemTypeID INT,
  display INT DEFAULT 1);
CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT, fieldFormatID INT);
CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT NOT NULL,
  dateAdded TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  dateModified TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  clientDateModified TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, libraryID INT NOT NULL,
  key TEXT NOT NULL, version INT NOT NULL DEFAULT 0, synced INT NOT NULL DEFAULT 0,
  UNIQUE (libraryID, key));
CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value UNIQUE, valueNormalized TEXT);
CREATE TABLE itemData (itemID INT, fieldID INT, valueID INT, PRIMARY KEY (itemID, fieldID));
CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, fieldMode INT,
  UNIQUE (lastName, firstName, fieldMode));
CREATE TABLE itemCreators (itemID INT NOT NULL, creatorID INT NOT NULL,
  creatorTypeID INT NOT NULL DEFAULT 1, orderIndex INT NOT NULL DEFAULT 0,
  PRIMARY KEY (itemID, creatorID, creatorTypeID, orderIndex), UNIQUE (itemID, orderIndex));
CREATE TABLE tags (tagID INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE itemTags (itemID INT NOT NULL, tagID INT NOT NULL, type INT NOT NULL,
  PRIMARY KEY (itemID, tagID));
CREATE TABLE collections (collectionID INTEGER PRIMARY KEY, collectionName TEXT NOT NULL,
  parentCollectionID INT DEFAULT NULL, libraryID INT NOT NULL, key TEXT NOT NULL);
CREATE TABLE collectionItems (collectionID INT NOT NULL, itemID INT NOT NULL,
  orderIndex INT NOT NULL DEFAULT 0, PRIMARY KEY (collectionID, itemID));
CREATE TABLE deletedCollections (collectionID INTEGER PRIMARY KEY, dateDeleted NOT NULL);
CREATE TABLE deletedItems (itemID INTEGER PRIMARY KEY,
  dateDeleted DEFAULT CURRENT_TIMESTAMP NOT NULL);
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT);
CREATE TABLE itemAttachments (itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT,
  contentType TEXT, charsetID INT, path TEXT, syncState INT DEFAULT 0, storageModTime INT,
  storageHash TEXT, lastProcessedModificationTime INT);
CREATE TABLE itemAnnotations (itemID INTEGER PRIMARY KEY, parentItemID INT NOT NULL,
  type INTEGER NOT NULL, authorName TEXT, text TEXT, comment TEXT, color TEXT, pageLabel TEXT,
  sortIndex TEXT NOT NULL, position TEXT NOT NULL, isExternal INT NOT NULL);
CREATE TABLE retractedItems (itemID INTEGER PRIMARY KEY, data TEXT, flag INT DEFAULT 0);
INSERT INTO libraries VALUES (1, 'user', 1, 1, 0, 0, 0, 0), (2, 'group', 1, 1, 0, 0, 0, 0),
  (3, 'feed', 1, 1, 0, 0, 0, 0);
INSERT INTO groups VALUES (4321, 2, 'Lab', '', 1);
INSERT INTO feeds VALUES (3, 'Nature', 'https://example.org/feed');
INSERT INTO settings VALUES ('account', 'localUserKey', 'aBcD1234');
INSERT INTO version VALUES ('userdata', 129);
"""
YELLOW, RED, GREEN = "#ffd400", "#ff6666", "#5fb236"


class ZoteroFile:
    """A database as Zotero makes it, and what a test puts into it."""

    def __init__(self, path: Path, *, wal: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.conn = sqlite3.connect(path, isolation_level=None)
        if wal:
            self.conn.execute("PRAGMA journal_mode = WAL")
            self.conn.execute("PRAGMA wal_autocheckpoint = 0")
        self.conn.executescript(TABLES)

    def lock(self) -> None:
        """Hold the file as Zotero does while it runs."""
        self.conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.conn.execute("UPDATE version SET version = 129")

    def close(self) -> None:
        self.conn.close()

    def _id(self, table: str, number: str, name: str, value: object) -> int:
        sql = f"SELECT {number} FROM {table} WHERE {name} = ?"
        row = self.conn.execute(sql, (value,)).fetchone()
        if row is None:
            # Ids of types and fields differ from one database to the next.
            self.conn.execute(f"INSERT INTO {table} ({name}) VALUES (?)", (value,))
            row = self.conn.execute(sql, (value,)).fetchone()
        return int(row[0])

    def item(
        self, key: str, type: str = "journalArticle", *, library: int = 1, **fields: str
    ) -> int:
        """Add an item of any type and return its number."""
        kind = self._id("itemTypes", "itemTypeID", "typeName", type)
        number = self.conn.execute(
            "INSERT INTO items (itemTypeID, libraryID, key, dateModified)"
            " VALUES (?, ?, ?, '2026-11-01 10:00:00')",
            (kind, library, key),
        ).lastrowid
        assert number is not None
        for name, value in fields.items():
            self.set(number, name, value)
        return number

    def set(self, item: int, name: str, value: str) -> None:
        """Give an item a field."""
        field = self._id("fields", "fieldID", "fieldName", name)
        stored = self._id("itemDataValues", "valueID", "value", value)
        self.conn.execute("INSERT OR REPLACE INTO itemData VALUES (?, ?, ?)", (item, field, stored))

    def person(self, item: int, last: str, first: str = "", role: str = "author") -> None:
        """Give an item one more person; one without a first name has a name of one part."""
        mode = 0 if first else 1
        self.conn.execute("INSERT OR IGNORE INTO creators (firstName, lastName, fieldMode)"
                          " VALUES (?, ?, ?)", (first, last, mode))  # fmt: skip
        sql = "SELECT creatorID FROM creators WHERE (firstName, lastName, fieldMode) = (?, ?, ?)"
        creator = self.conn.execute(sql, (first, last, mode)).fetchone()[0]
        kind = self._id("creatorTypes", "creatorTypeID", "creatorType", role)
        order = self.conn.execute("SELECT count(*) FROM itemCreators WHERE itemID = ?", (item,))
        self.conn.execute(
            "INSERT INTO itemCreators VALUES (?, ?, ?, ?)",
            (item, creator, kind, order.fetchone()[0]),
        )

    def tag(self, item: int, name: str, *, automatic: bool = False) -> None:
        tag = self._id("tags", "tagID", "name", name)
        self.conn.execute("INSERT INTO itemTags VALUES (?, ?, ?)", (item, tag, int(automatic)))

    def collection(self, name: str, parent: int | None = None) -> int:
        number = self.conn.execute(
            "INSERT INTO collections (collectionName, parentCollectionID, libraryID, key)"
            " VALUES (?, ?, 1, ?)",
            (name, parent, name[:8]),
        ).lastrowid
        assert number is not None
        return number

    def put(self, item: int, collection: int) -> None:
        self.conn.execute("INSERT INTO collectionItems VALUES (?, ?, 0)", (collection, item))

    def note(self, key: str, html: str, parent: int | None = None) -> int:
        number = self.item(key, "note")
        self.conn.execute("INSERT INTO itemNotes VALUES (?, ?, ?, '')", (number, parent, html))
        return number

    def attachment(
        self, key: str, parent: int | None, path: str, *, mode: int = 0, library: int = 1
    ) -> int:
        number = self.item(key, "attachment", library=library)
        self.conn.execute(
            "INSERT INTO itemAttachments (itemID, parentItemID, linkMode, contentType, path)"
            " VALUES (?, ?, ?, 'application/pdf', ?)",
            (number, parent, mode, path),
        )
        return number

    def mark(
        self, key: str, file: int, text: str, *, comment: str = "", colour: str = YELLOW,
        label: str = "", page: int = 0, type: int = 1, order: int = 0, author: str = "",
    ) -> int:  # fmt: skip
        """Add an annotation to an attachment."""
        number = self.item(key, "annotation")
        position = json.dumps({"pageIndex": page, "rects": [[1, 2, 3, 4]]})
        self.conn.execute(
            "INSERT INTO itemAnnotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (number, file, type, author or None, text, comment, colour, label,
             f"{page:05}|{order:06}|00100", position),
        )  # fmt: skip
        return number

    def bin(self, item: int) -> None:
        self.conn.execute("INSERT INTO deletedItems (itemID) VALUES (?)", (item,))

    def retract(self, item: int, flag: int = 0, **data: object) -> None:
        self.conn.execute(
            "INSERT INTO retractedItems VALUES (?, ?, ?)", (item, json.dumps(data), flag)
        )


def rats(file: ZoteroFile) -> int:
    """Put one article into a library, with all that may hang on it."""
    item = file.item(
        "RATS2006",
        title="Causal reasoning in <i>rats</i>",
        abstractNote="Rats make causal inferences.",
        publicationTitle="Science",
        volume="311", issue="5763", pages="1020-1022",
        date="2006-02-17 17 Feb 2006",
        DOI="10.1126/science.1121872",
        extra="Citation Key: blaisdell_rats\nPMID: 16484500\nread twice",
    )  # fmt: skip
    for last, first in (("Blaisdell", "Aaron P."), ("van der Sawa", "Kosuke"), ("Rat Lab", "")):
        file.person(item, last, first)
    file.tag(item, "to cite")
    file.tag(item, "Rattus norvegicus", automatic=True)
    outer = file.collection("Causality")
    file.put(item, file.collection("Rats, mice", outer))
    file.note(
        "NOTE0001", '<div data-schema-version="9"><h1>Mine</h1><p>They <em>do</em>.</p></div>', item
    )
    pdf = file.attachment("PDF00001", item, "storage:Blaisdell 2006.pdf")
    file.mark("MARK0002", pdf, "less food after their own action", colour=RED, page=2, order=9)
    file.mark("MARK0001", pdf, "Rats made correct\n inferences", comment="the main point",
              label="1020", page=0, author="ana")  # fmt: skip
    file.mark("DRAWING1", pdf, "", type=4)
    return item
