"""What people marked in works in other programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from causalkb.records import Annotation
from causalkb.store.database import Database
from causalkb.store.rows import select_in
from causalkb.vocabulary import AnnotationKind

_COLUMNS = (
    "kind, entry, quote, comment, colour, side, locator, position, author, link, changed_at, source"
)

_SIDE = 2 + _COLUMNS.replace(" ", "").split(",").index("side")
"""Its place in a row that begins with the row id and that of the work."""


class Annotations:
    """The annotations in one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def count(self) -> int:
        """How many there are."""
        return int(self._conn.execute("SELECT count(*) FROM annotations").fetchone()[0])

    def of_works(self, work_ids: Iterable[int]) -> dict[int, list[Annotation]]:
        """Return the annotations of works (row ids), in the order of the text."""
        sql = (
            f"SELECT work_id, (SELECT key FROM works w WHERE w.id = work_id), id, {_COLUMNS}"
            " FROM annotations WHERE work_id IN ({}) ORDER BY work_id, source, position, id"
        )
        found: defaultdict[int, list[Annotation]] = defaultdict(list)
        for work_id, key, row_id, *row in select_in(self._conn, sql, work_ids):
            found[work_id].append(replace(_annotation(*row), work=key, id=row_id))
        return found

    def all(self) -> list[Annotation]:
        """Return all annotations, by work and in the order of the text."""
        sql = "SELECT DISTINCT work_id FROM annotations ORDER BY work_id"
        found = self.of_works([row[0] for row in self._conn.execute(sql)])
        return [one for annotations in found.values() for one in annotations]

    # Writing; belongs inside the caller's ``Database.atomic()``

    def replace(
        self, work_id: int, source: str, item: str, annotations: Sequence[Annotation]
    ) -> bool:
        """Make these the annotations that an item of a source has, and say whether any changed.

        ``item`` is the source's id of the work: it begins the ids of its annotations, up to a "#".
        """
        sql = (
            f"SELECT id, work_id, {_COLUMNS} FROM annotations"
            " WHERE source = ?1 AND substr(entry, 1, length(?2) + 1) = ?2 || '#'"
        )
        before = {row[3]: row for row in self._conn.execute(sql, (source, item))}
        changed = False
        for one in annotations:
            known = before.pop(one.entry, None)
            if known is not None and not one.side:
                # A source has no sides: what was said of the colour once holds.
                one = replace(one, side=known[_SIDE])
            row = (work_id, *_row(one, source))
            if known is None:
                self._insert(row)
            elif known[1:] != row:
                # The row keeps its id, which proposals made from it may refer to.
                places = ", ".join(f"{name.strip()} = ?" for name in _COLUMNS.split(","))
                sql = f"UPDATE annotations SET work_id = ?, {places} WHERE id = ?"
                self._conn.execute(sql, (*row, known[0]))
            else:
                continue
            changed = True
        gone = [(row[0],) for row in before.values()]
        self._conn.executemany("DELETE FROM annotations WHERE id = ?", gone)
        return changed or bool(gone)

    def put(self, work_id: int, one: Annotation) -> None:
        """Store an annotation as it is, in place of one of the same source and id."""
        self.drop(work_id, one)
        self._insert((work_id, *_row(one, one.source)))

    def drop(self, work_id: int, one: Annotation) -> None:
        """Forget the annotation of a source and id."""
        del work_id
        sql = "DELETE FROM annotations WHERE source = ? AND entry = ?"
        self._conn.execute(sql, (one.source, one.entry))

    def _insert(self, row: tuple[object, ...]) -> None:
        places = ", ".join("?" * len(row))
        sql = f"INSERT INTO annotations (work_id, {_COLUMNS}) VALUES ({places})"
        self._conn.execute(sql, row)


def _annotation(kind: str, *rest: Any) -> Annotation:
    """The values in the order of the columns, which is that of the record."""
    return Annotation(AnnotationKind(kind), *rest)


def _row(one: Annotation, source: str) -> tuple[object, ...]:
    return (
        one.kind.value,
        one.entry,
        one.quote,
        one.comment,
        one.colour,
        one.side,
        one.locator,
        one.position,
        one.author,
        one.link,
        one.changed_at,
        source,
    )
