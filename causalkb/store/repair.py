"""What can go wrong inside the store although SQLite finds nothing, and its repair."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from time import time_ns
from typing import TYPE_CHECKING

from causalkb.store.database import Database
from causalkb.store.passages import text_hash
from causalkb.store.rows import select_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_READ = 10_000
"""Vectors read at a time: 15 MiB."""
_UNIT = 0.01
"""How much the length of a vector may differ from 1."""


def damage_outside(database: Database, tables: Collection[str]) -> list[str]:
    """Return what SQLite finds wrong with the file apart from some tables, one line each.

    Every page and row of the others is read; entries of indexes are not compared with the rows.
    """
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    names = [row[0] for row in database.conn.execute(sql)]
    rows = [
        row
        for name in names
        if name not in tables
        for row in database.conn.execute(f'PRAGMA quick_check("{name}")').fetchall()
    ]
    return [str(row[0]) for row in rows if row[0] != "ok"]


def orphans(database: Database) -> dict[tuple[str, str], int]:
    """Return how many rows of a table refer to a row of another one that is not there.

    Distinct ids are read from indexes and compared here: ``PRAGMA foreign_key_check`` finds the
    same, and reads every row of every table for it, those that are referred to again and again.
    """
    import numpy as np

    conn = database.conn
    tables = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    there: dict[tuple[str, str], NDArray[np.int64]] = {}
    found: dict[tuple[str, str], int] = {}
    for (table,) in tables:
        for key in conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            parent, own, other = key[2:5]
            if (parent, other) not in there:
                there[parent, other] = np.sort(distinct(database, parent, other))
            held, known = distinct(database, table, own), there[parent, other]
            # By places in the sorted ids: setdiff1d would sort the same million for each table.
            places = np.searchsorted(known, held)
            lost = held[np.append(known, -1)[places] != held]
            for start in range(0, len(lost), _READ):
                some = ", ".join(map(str, lost[start : start + _READ].tolist()))
                sql = f"SELECT count(*) FROM {table} WHERE {own} IN ({some})"
                count = conn.execute(sql).fetchone()[0]
                found[table, parent] = found.get((table, parent), 0) + int(count)
    return found


def distinct(database: Database, table: str, column: str) -> NDArray[np.int64]:
    """Return the row ids that a column of a table holds, each once, shape (n,)."""
    import numpy as np

    # As one text, a million take a fifth of the time that as many rows take.
    sql = f"SELECT DISTINCT {column} AS id FROM {table} WHERE {column} IS NOT NULL"
    (text,) = database.conn.execute(f"SELECT group_concat(id, ' ') FROM ({sql})").fetchone()
    return np.fromstring(text or "", dtype=np.int64, sep=" ")


def drop_orphans(database: Database) -> None:
    """Delete the rows that refer to something that is not there; nothing leads to them."""
    with database.atomic():
        while found := orphans(database):  # what hung on them is deleted with them, or next
            for table in {table for table, _ in found}:
                for key in database.conn.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                    parent, own, other = key[2:5]
                    database.conn.execute(
                        f"DELETE FROM {table} WHERE {own} IS NOT NULL AND NOT EXISTS"
                        f" (SELECT 1 FROM {parent} p WHERE p.{other} = {table}.{own})"
                    )


def nameless(database: Database) -> int:
    """Return how many people no work names."""
    sql = (
        "SELECT count(*) FROM people WHERE NOT EXISTS"
        " (SELECT 1 FROM work_people w WHERE w.person_id = people.id)"
    )
    return int(database.conn.execute(sql).fetchone()[0])


def drop_nameless(database: Database) -> None:
    """Delete the people whom no work names."""
    with database.atomic():
        database.conn.execute(
            "DELETE FROM people WHERE NOT EXISTS"
            " (SELECT 1 FROM work_people w WHERE w.person_id = people.id)"
        )


def broken_vectors(
    database: Database, dimension: int, most: int | None = None
) -> list[tuple[str, bytes]]:
    """Return what identifies the vectors that are none: zero, not numbers, of another length.

    Args:
        database: The store.
        dimension: The length that they should have.
        most: Look at so many that lie together, others each time; default: at all.
    """
    import numpy as np

    found: list[tuple[str, bytes]] = []
    sql, values = "SELECT fingerprint, text_hash, vector FROM vectors", list[int]()
    if most is not None:
        (last,) = database.conn.execute("SELECT max(rowid) FROM vectors").fetchone()
        sql += " WHERE rowid >= ? ORDER BY rowid LIMIT ?"
        values = [random.randint(0, max(0, (last or 0) - most) + 1), most]
    cursor = database.conn.execute(sql, values)
    while rows := cursor.fetchmany(_READ):
        whole = [row for row in rows if len(row[2]) == 4 * dimension]
        found += [(row[0], row[1]) for row in rows if len(row[2]) != 4 * dimension]
        vectors = np.frombuffer(b"".join(row[2] for row in whole), "<f4")
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(vectors.reshape(len(whole), dimension), axis=1)
            wrong = ~(np.abs(lengths - 1) < _UNIT)  # not a number is not near 1 either
        found += [whole[n][:2] for n in np.flatnonzero(wrong)]
    return found


def mislabelled(database: Database, works: Iterable[int] | None = None) -> set[int]:
    """Return the works with a passage whose hash, by which its vector is found, is not its own.

    Args:
        database: The store.
        works: Row ids of the only works to look at; default: all.
    """
    sql = "SELECT work_id, text, text_hash FROM passages"
    if works is None:
        rows: Iterable[tuple[int, str, bytes]] = database.conn.execute(sql)
    else:
        rows = select_in(database.conn, f"{sql} WHERE work_id IN ({{}})", works)
    return {work_id for work_id, text, own in rows if text_hash(text) != own}


def broken_numbers(database: Database, names: Iterable[str]) -> list[str]:
    """Return those of some metadata that should be whole numbers and are not."""
    values = {name: database.meta(name) for name in names}
    return [name for name, value in values.items() if not value.isdecimal()]


def renew_generation(database: Database) -> None:
    """Give the store a generation that no index was made for."""
    with database.atomic():
        database.set_meta("generation", str(time_ns()))
