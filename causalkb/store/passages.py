"""Reading and writing passages and their vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from causalkb.records import Passage
from causalkb.store.database import Database
from causalkb.store.rows import marks, of_rows, select_in
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNCUT = "uncut"
_PASSAGE = (
    "SELECT p.id, p.kind, p.text, p.locator, w.key, p.work_id,"
    " CASE WHEN c.id IS NULL THEN NULL ELSE w.key || '#' || c.number END"
    " FROM passages p JOIN works w ON w.id = p.work_id LEFT JOIN claims c ON c.id = p.claim_id"
)


def text_hash(text: str) -> bytes:
    """The first 16 bytes of the SHA-256 of a text: what vectors are keyed by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]


class Passages:
    """The passages of one knowledge base, and the vectors of their texts."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._conn = database.conn

    def count(self) -> int:
        """How many passages there are."""
        return int(self._conn.execute("SELECT count(*) FROM passages").fetchone()[0])

    def ids(self, *, after: int = 0) -> NDArray[np.int64]:
        """The ids of all passages above ``after``, ascending, as an array of shape (n,)."""
        import numpy as np

        # All of them are read from an index, and sorted here: the table holds the texts, too. As
        # one text, a million take a fifth of the time that as many rows take.
        sql = "SELECT group_concat(id, ' ') FROM passages" + (" WHERE id > ?" if after else "")
        (text,) = self._conn.execute(sql, (after,) if after else ()).fetchone()
        return np.sort(np.fromstring(text or "", dtype=np.int64, sep=" "))

    def many(self, ids: Iterable[int]) -> dict[int, tuple[int, Passage]]:
        """Return (work row id, passage) by passage id."""
        rows = select_in(self._conn, f"{_PASSAGE} WHERE p.id IN ({{}})", ids)
        return {row[0]: (row[5], _record(row)) for row in rows}

    def places(self, ids: Iterable[int]) -> dict[int, tuple[int, str]]:
        """Return (work row id, kind) by passage id; without their texts, which take longer."""
        sql = "SELECT id, work_id, kind FROM passages WHERE id IN ({})"
        return {row[0]: (row[1], row[2]) for row in select_in(self._conn, sql, ids)}

    def names(self, ids: Iterable[int]) -> dict[int, str]:
        """Return what passages are called: the id of a claim, or the key of a work."""
        sql = (
            "SELECT p.id, CASE WHEN c.id IS NULL THEN w.key ELSE w.key || '#' || c.number END"
            " FROM passages p JOIN works w ON w.id = p.work_id"
            " LEFT JOIN claims c ON c.id = p.claim_id WHERE p.id IN ({})"
        )
        return dict(select_in(self._conn, sql, ids))

    def ids_of(self, work_id: int) -> list[int]:
        """Return the ids of a work's passages, ascending."""
        sql = "SELECT id FROM passages WHERE work_id = ? ORDER BY id"
        return [row[0] for row in self._conn.execute(sql, (work_id,))]

    def owners(self, kinds: Sequence[PassageKind], most: int) -> dict[int, int]:
        """Return the works' row ids by passage id, for ``most`` passages of some kinds at most."""
        sql = (
            f"SELECT id, work_id FROM passages WHERE kind IN ({marks(kinds)})"
            " ORDER BY work_id, id LIMIT ?"
        )
        return dict(self._conn.execute(sql, (*(kind.value for kind in kinds), most)).fetchall())

    def about(self, works: Iterable[int]) -> dict[int, int]:
        """Return ids of title and abstract passages of works, with the row id of the work."""
        kinds = PassageKind.TITLE.value, PassageKind.ABSTRACT.value
        sql = "SELECT id, work_id FROM passages WHERE kind IN (?, ?) AND work_id IN ({})"
        return dict(select_in(self._conn, sql, works, before=kinds))

    def of_work(self, work_id: int) -> list[Passage]:
        """Return a work's passages in order."""
        rows = self._conn.execute(f"{_PASSAGE} WHERE p.work_id = ? ORDER BY p.position", (work_id,))
        return [_record(row) for row in rows]

    def replace(
        self, work_id: int, passages: Sequence[Passage], claim_ids: Mapping[str, int]
    ) -> None:
        """Make these the passages of a work, under fresh ids.

        Fresh, because an index holds what it knows of a passage (title, authors, tags) under its
        id. ``claim_ids`` maps claim ids (``workkey#n``) to row ids.
        """
        self._conn.execute("DELETE FROM passages WHERE work_id = ?", (work_id,))
        self._conn.executemany(
            "INSERT INTO passages (work_id, claim_id, kind, position, text, locator, text_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    work_id,
                    None if p.claim is None else claim_ids[p.claim],
                    p.kind.value,
                    n,
                    p.text,
                    p.locator,
                    text_hash(p.text),
                )
                for n, p in enumerate(passages)
            ],
        )

    def postpone(self, work_id: int) -> None:
        """Leave a work without passages until someone cuts it; see :meth:`postponed`."""
        self._conn.execute("DELETE FROM passages WHERE work_id = ?", (work_id,))
        self._db.set_meta(_UNCUT, "1")

    def postponed(self) -> list[int]:
        """Row ids of the works that are to be cut; none of them is found before."""
        if self._db.meta(_UNCUT) != "1":  # saves looking through all works at every search
            return []
        sql = (
            "SELECT id FROM works w WHERE NOT EXISTS"
            " (SELECT 1 FROM passages p WHERE p.work_id = w.id) AND (title <> '' OR abstract <> ''"
            " OR EXISTS (SELECT 1 FROM notes n WHERE n.work_id = w.id AND trim(n.text) <> '')"
            " OR EXISTS (SELECT 1 FROM claims c WHERE c.work_id = w.id)"
            " OR EXISTS (SELECT 1 FROM files f JOIN file_texts t ON t.sha256 = f.sha256"
            " WHERE f.work_id = w.id)) ORDER BY id"
        )
        return [row[0] for row in self._conn.execute(sql)]

    def none_postponed(self) -> None:
        """Note that all works are cut."""
        self._db.set_meta(_UNCUT, "0")

    # Vectors

    def missing(self, fingerprint: str, *, after: int = 0) -> list[int]:
        """Passages that have no vector of this encoder, one for each text, in order of id.

        Args:
            fingerprint: The encoder.
            after: Look at passages with a higher id only.
        """
        lacking = (
            "p.id > ? AND NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.fingerprint = ? AND v.text_hash = p.text_hash)"
        )
        if not after:
            # Of all passages, EXCEPT asks in half the time: it walks two indexes side by side.
            lacking = (
                "p.id > ? AND p.text_hash IN (SELECT text_hash FROM passages"
                " EXCEPT SELECT text_hash FROM vectors WHERE fingerprint = ?)"
            )
        sql = f"SELECT min(p.id) AS id FROM passages p WHERE {lacking} GROUP BY p.text_hash"
        return sorted(row[0] for row in self._conn.execute(sql, (after, fingerprint)))

    def texts(self, ids: Iterable[int]) -> list[str]:
        """Return the texts of passages, in the order of their ids; of those that are there."""
        sql = "SELECT id, text FROM passages WHERE id IN ({})"
        found = dict(select_in(self._conn, sql, sorted(ids)))
        return [found[id] for id in sorted(found)]

    def put_vectors(
        self, fingerprint: str, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> None:
        """Store the vectors (shape (n, d), unit rows) of n texts."""
        rows = vectors.astype("<f4", copy=False)
        self._conn.executemany(
            "INSERT OR REPLACE INTO vectors (fingerprint, text_hash, vector) VALUES (?, ?, ?)",
            [(fingerprint, text_hash(t), v.tobytes()) for t, v in zip(texts, rows, strict=True)],
        )

    def vectors(
        self, fingerprint: str, ids: Iterable[int], dimension: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return ids (n,) and vectors (n, d) of those of some passages that have a vector.

        Where the ids are given ascending, they come ascending.
        """
        import numpy as np

        sql = (
            # CROSS: passages first, then their vectors by key. SQLite would rather walk all vectors
            # of the fingerprint, which grows with the collection.
            "SELECT p.id, v.vector FROM passages p CROSS JOIN vectors v"
            " ON v.text_hash = p.text_hash WHERE v.fingerprint = ? AND p.id IN ({}) ORDER BY p.id"
        )
        rows = select_in(self._conn, sql, ids, before=(fingerprint,))
        found = [row for row in rows if len(row[1]) == 4 * dimension]
        held = np.array([row[0] for row in found], dtype=np.int64)
        flat = np.frombuffer(b"".join(row[1] for row in found), dtype="<f4")
        return held, flat.reshape(len(found), dimension).astype(np.float32)

    def vectors_of_texts(
        self, fingerprint: str, texts: Sequence[str], dimension: int
    ) -> tuple[list[int], NDArray[np.float32]]:
        """Return the positions of texts that have a vector, and those vectors (n, d)."""
        import numpy as np

        by_hash = {text_hash(text): n for n, text in enumerate(texts)}
        sql = "SELECT text_hash, vector FROM vectors WHERE fingerprint = ? AND text_hash IN ({})"
        found = select_in(self._conn, sql, by_hash, before=(fingerprint,))
        rows = [row for row in found if len(row[1]) == 4 * dimension]
        flat = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
        return [by_hash[row[0]] for row in rows], flat.reshape(len(rows), dimension)

    def raw_vectors(self, texts: Iterable[str], claims: Iterable[str]) -> dict[str, bytes]:
        """Return the vectors of some texts and of claims, as stored (little-endian float32).

        Args:
            texts: Texts of questions and hypotheses; each stands for itself in the result.
            claims: Claim ids; those without a vector are left out.
        """
        fingerprint = self._db.meta("fingerprint")
        hashes = {text_hash(text): text for text in texts}
        sql = "SELECT text_hash, vector FROM vectors WHERE fingerprint = ? AND text_hash IN ({})"
        rows = select_in(self._conn, sql, hashes, before=(fingerprint,))
        found = {hashes[row[0]]: row[1] for row in rows}
        # CROSS JOIN keeps this order: SQLite would rather read every vector of the encoder.
        sql = (
            "SELECT w.key || '#' || c.number, v.vector FROM works w"
            " CROSS JOIN claims c ON c.work_id = w.id CROSS JOIN passages p ON p.claim_id = c.id"
            " CROSS JOIN vectors v ON v.text_hash = p.text_hash"
            " WHERE v.fingerprint = ? AND w.key IN ({})"
        )
        wanted = set(claims)
        keys = {claim.rpartition("#")[0] for claim in wanted}
        rows = select_in(self._conn, sql, keys, before=(fingerprint,))
        return found | {row[0]: row[1] for row in rows if row[0] in wanted}

    def drop_other_vectors(self, fingerprint: str) -> None:
        """Delete the vectors of every encoder but one."""
        self._conn.execute("DELETE FROM vectors WHERE fingerprint <> ?", (fingerprint,))

    def unused_vectors(self, texts: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return what identifies the vectors of no passage and none of ``texts``."""
        kept = {text_hash(text) for text in texts}
        sql = (
            # EXCEPT walks two indexes side by side: an eighth of asking for each vector.
            "SELECT fingerprint, text_hash FROM vectors WHERE text_hash IN"
            " (SELECT text_hash FROM vectors EXCEPT SELECT text_hash FROM passages)"
        )
        return [(row[0], row[1]) for row in self._conn.execute(sql) if row[1] not in kept]

    def all_vectors(self, fingerprint: str) -> list[tuple[str, bytes]]:
        """Return what identifies each vector of an encoder."""
        sql = "SELECT fingerprint, text_hash FROM vectors WHERE fingerprint = ?"
        return self._conn.execute(sql, (fingerprint,)).fetchall()

    def drop_vectors(self, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Delete vectors by fingerprint and hash of text."""
        sql = "DELETE FROM vectors WHERE fingerprint = ? AND text_hash = ?"
        self._conn.executemany(sql, vectors)

    # What the keyword index holds

    def documents(self, ids: Iterable[int]) -> Iterator[tuple[int, int, str, str]]:
        """Yield (passage id, work row id, kind, text) for passages, in order of id."""
        sql = "SELECT id, work_id, kind, text FROM passages WHERE id IN ({}) ORDER BY id"
        yield from select_in(self._conn, sql, ids)


@of_rows
def _record(row: tuple[int, str, str, str | None, str, int, str | None]) -> Passage:
    return Passage(
        id=row[0], kind=PassageKind(row[1]), text=row[2], locator=row[3], work=row[4], claim=row[6]
    )
