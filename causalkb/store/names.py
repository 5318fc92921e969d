"""The words of people's names: how filters on authors find them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from causalkb.text import fold

Condition = tuple[str, list[object]]
_LAST = "\U0010ffff"
"""Above every character that a name has."""


class _Executes(Protocol):
    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> sqlite3.Cursor: ...


def words_of(folded: str) -> set[str]:
    """Return the words of a folded name.

    >>> sorted(words_of("jean-luc de la fontaine"))
    ['de', 'fontaine', 'jean', 'la', 'luc']
    """
    return set(folded.replace("-", " ").split())


def put_words(conn: _Executes, people: Iterable[tuple[int, str]]) -> None:
    """Store the words of some people: (row id, folded name) each."""
    conn.executemany(
        "INSERT OR IGNORE INTO person_words (word, person_id) VALUES (?, ?)",
        [(word, person) for person, folded in people for word in words_of(folded)],
    )


def condition_on_people(names: Sequence[str]) -> Condition | None:
    """Return what is true of the row ids ``wp.person_id`` of people with one of some names.

    Every word of a name must begin a word of the same person's name.
    """
    wanted = [words for name in names if (words := fold(name).replace(",", " ").split())]
    if not wanted:
        return None
    parts, values = [], list[object]()
    for words in wanted:
        each = []
        for word in words:
            # Parts of a hyphenated name stand side by side, which the words alone do not tell.
            first, _, rest = word.replace("-", " ").strip().partition(" ")
            sql = "SELECT w.person_id FROM person_words w"
            if rest:
                sql += " JOIN people p ON p.id = w.person_id"
            sql += " WHERE w.word >= ? AND w.word < ?"
            values += [first, first + _LAST]
            if rest:
                sql += " AND (' ' || replace(p.folded, '-', ' ') || ' ') LIKE ? ESCAPE '\\'"
                values.append(f"% {like(word.replace('-', ' '))}%")
            each.append(f"wp.person_id IN ({sql})")
        parts.append(f"({' AND '.join(each)})")
    return f"({' OR '.join(parts)})", values


def like(text: str) -> str:
    """Return a text as the pattern of a LIKE that stands for the text itself."""
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    return text
