"""What can go wrong inside the store although SQLite finds nothing, and its repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from time import time_ns

from causalkb.store.database import Database
from causalkb.store.passages import text_hash

_READ = 10_000
"""Vectors read at a time: 15 MiB."""
_UNIT = 0.01
"""How much the length of a vector may differ from 1."""


def orphans(database: Database) -> dict[tuple[str, str], int]:
    """Return how many rows of a table refer to a row of another one that is not there."""
    rows = database.conn.execute("PRAGMA foreign_key_check")
    return dict(Counter((row[0], row[2]) for row in rows))


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


def broken_vectors(database: Database, dimension: int) -> list[tuple[str, bytes]]:
    """Return what identifies the vectors that are none: zero, not numbers, of another length."""
    import numpy as np

    found: list[tuple[str, bytes]] = []
    cursor = database.conn.execute("SELECT fingerprint, text_hash, vector FROM vectors")
    while rows := cursor.fetchmany(_READ):
        whole = [row for row in rows if len(row[2]) == 4 * dimension]
        found += [(row[0], row[1]) for row in rows if len(row[2]) != 4 * dimension]
        vectors = np.frombuffer(b"".join(row[2] for row in whole), "<f4")
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(vectors.reshape(len(whole), dimension), axis=1)
            wrong = ~(np.abs(lengths - 1) < _UNIT)  # not a number is not near 1 either
        found += [whole[n][:2] for n in np.flatnonzero(wrong)]
    return found


def mislabelled(database: Database) -> set[int]:
    """Return the works with a passage whose hash, by which its vector is found, is not its own."""
    rows = database.conn.execute("SELECT work_id, text, text_hash FROM passages")
    return {work_id for work_id, text, own in rows if text_hash(text) != own}


def broken_numbers(database: Database, names: Iterable[str]) -> list[str]:
    """Return those of some metadata that should be whole numbers and are not."""
    values = {name: database.meta(name) for name in names}
    return [name for name, value in values.items() if not value.isdecimal()]


def renew_generation(database: Database) -> None:
    """Give the store a generation that no index was made for."""
    with database.atomic():
        database.set_meta("generation", str(time_ns()))
