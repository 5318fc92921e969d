"""What a knowledge base last wrote to a folder, or read from it.

It is kept in the knowledge base, not in the folder: of several people who share a folder, each has
read and written other versions of it. With it, an export knows which files are its own and whether
someone else changed them since, and an import which records changed there and which here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from causalkb.store.database import Database

_META = "archive:"
_KEPT = 20
"""Folders that are remembered."""


@dataclass(frozen=True, slots=True)
class State:
    """Hashes of the files of a folder by path within it, and of the records by kind and name."""

    files: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.files)


def load_state(database: Database, folder: Path) -> State:
    """Return what was last written to a folder or read from it; nothing where it never was."""
    stored = database.meta(_META + str(folder.resolve()))
    if not stored:
        return State()
    said = json.loads(stored)
    return State(said["files"], said["records"])


def save_state(database: Database, folder: Path, state: State) -> None:
    """Remember what was written to a folder or read from it.

    Belongs inside the caller's ``Database.atomic()``. Folders that are gone are forgotten.
    """
    name = str(folder.resolve())
    said = {"files": dict(state.files), "records": dict(state.records)}
    database.set_meta(_META + name, json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    rows = database.conn.execute("SELECT key FROM meta WHERE substr(key, 1, 8) = ?", (_META,))
    others = [row[0] for row in rows if row[0] != _META + name]
    gone = [key for key in others if not Path(key.removeprefix(_META)).is_dir()]
    left = [key for key in others if key not in gone]
    gone += left[: max(0, len(left) + 1 - _KEPT)]
    database.conn.executemany("DELETE FROM meta WHERE key = ?", [(key,) for key in gone])
