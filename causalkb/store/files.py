"""Reading and writing the files of works and their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from causalkb.records import WorkFile
from causalkb.store.database import Database
from causalkb.store.rows import now, select_in

_COLUMNS = "path, sha256, bytes, pages, media_type, source, reader, version"
_UNUSED = (
    "SELECT DISTINCT sha256 FROM file_texts t WHERE NOT EXISTS"
    " (SELECT 1 FROM files f WHERE f.sha256 = t.sha256)"
    " AND NOT EXISTS (SELECT 1 FROM undo u WHERE instr(u.before, t.sha256) > 0)"
)


class Files:
    """The files of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def of_works(self, ids: Iterable[int]) -> dict[int, list[WorkFile]]:
        """Return the files of works by row id of the work, in order of their paths."""
        found: defaultdict[int, list[WorkFile]] = defaultdict(list)
        sql = f"SELECT work_id, {_COLUMNS} FROM files WHERE work_id IN ({{}}) ORDER BY path"
        for row in select_in(self._conn, sql, ids):
            found[row[0]].append(WorkFile(*row[1:]))
        return dict(found)

    def with_content(self, sha256: str) -> list[tuple[int, WorkFile]]:
        """Return the files that have this content, each with the row id of its work."""
        sql = f"SELECT work_id, {_COLUMNS} FROM files WHERE sha256 = ? AND sha256 <> ''"
        rows = self._conn.execute(f"{sql} ORDER BY work_id, path", (sha256,))
        return [(row[0], WorkFile(*row[1:])) for row in rows]

    def has_text(self, sha256: str) -> bool:
        """Whether the text of a file with this content is here."""
        sql = "SELECT 1 FROM file_texts WHERE sha256 = ? LIMIT 1"
        return self._conn.execute(sql, (sha256,)).fetchone() is not None

    def text(self, sha256: str) -> list[tuple[str | None, str]]:
        """Return the pages of a text in order: locator and text."""
        sql = "SELECT locator, text FROM file_texts WHERE sha256 = ? ORDER BY position"
        return [(row[0], row[1]) for row in self._conn.execute(sql, (sha256,))]

    def unused_texts(self) -> list[str]:
        """Return the hashes of texts to which no file refers, nor any that 'undo' brings back."""
        return [row[0] for row in self._conn.execute(_UNUSED)]

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def put(self, work_id: int, file: WorkFile) -> bool:
        """Add a file to a work, or correct what is said of it; return whether anything changed."""
        before = self.of_works([work_id]).get(work_id, [])
        if file in before:
            return False
        self._conn.execute(
            f"INSERT OR REPLACE INTO files (work_id, {_COLUMNS}, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                work_id,
                file.path,
                file.sha256,
                file.bytes,
                file.pages,
                file.media_type,
                file.source,
                file.reader,
                file.version,
                now(),
            ),
        )
        return True

    def remove(self, work_id: int, path: str) -> None:
        """Take a file from a work; the file itself is not touched."""
        self._conn.execute("DELETE FROM files WHERE (work_id, path) = (?, ?)", (work_id, path))

    def put_text(self, sha256: str, pages: Iterable[tuple[str | None, str]]) -> None:
        """Store the text of a file's content in place of what was stored of it."""
        self.drop_texts([sha256])
        self._conn.executemany(
            "INSERT INTO file_texts (sha256, position, locator, text) VALUES (?, ?, ?, ?)",
            ((sha256, n, locator, text) for n, (locator, text) in enumerate(pages)),
        )

    def drop_texts(self, hashes: Iterable[str]) -> None:
        """Delete the texts of some contents."""
        sql = "DELETE FROM file_texts WHERE sha256 = ?"
        self._conn.executemany(sql, [(one,) for one in hashes])
