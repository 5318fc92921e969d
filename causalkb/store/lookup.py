"""Finding works by what people call them: identifiers, authors with a year, ends of keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from causalkb.errors import UnknownError
from causalkb.store.connections import Connections

_A_SLIP = 90.0
"""Similarity (0-100, rapidfuzz ``ratio``) of an identifier to one that may be meant."""


def identified(conn: Connections, text: str) -> tuple[str, list[int]] | None:
    """Return "DOI" or "arXiv id" and the works with the one that a text is, if it is one."""
    if not any(map(str.isdigit, text)):
        return None
    from causalkb.identifiers import normalise_arxiv, normalise_doi

    # An arXiv id may be written as the DOI that arXiv gives it, so both columns are asked.
    doi, arxiv = normalise_doi(text), normalise_arxiv(text)
    rows = conn.execute(
        "SELECT id FROM works WHERE doi = ? AND doi IS NOT NULL"
        " UNION SELECT id FROM works WHERE arxiv = ? AND arxiv IS NOT NULL ORDER BY id",
        (doi, arxiv),
    )
    if doi is None and arxiv is None:
        return None
    return ("DOI" if arxiv is None else "arXiv id"), [row[0] for row in rows]


def one_identified(conn: Connections, text: str) -> int | None:
    """Return the one work with the DOI or arXiv id that a text is; ``None`` of two, or no id.

    Raises:
        UnknownError: No work has it; the error carries those a slip away.
    """
    found = identified(conn, text)
    if found is None or len(found[1]) > 1:
        return None
    if found[1]:
        return found[1][0]
    from rapidfuzz import fuzz, process

    sql = "SELECT doi FROM works WHERE doi IS NOT NULL UNION SELECT arxiv FROM works"
    known = [row[0] for row in conn.execute(sql) if row[0]]
    near = process.extract(text, known, scorer=fuzz.ratio, score_cutoff=_A_SLIP, limit=3)
    hint = f"'causalkb add {text}' looks it up on the network"
    raise UnknownError(f"work with the {found[0]}", text, (), hint, meant=[one for one, *_ in near])


def authors_of_year(
    conn: Connections, year: int, words: Collection[str] | None = None
) -> dict[int, list[tuple[str, str]]]:
    """Return (family name, full name) of each author of each work of a year, in order.

    With ``words`` (lower case, no accents), only works of which an author has one in the name.
    """
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    having, values = "", [] if words is None else list(words)
    if words is not None:
        having = (
            " AND w.id IN (SELECT n.work_id FROM person_words pw"
            " JOIN work_people n ON n.person_id = pw.person_id AND n.role = 'author'"
            f" WHERE pw.word IN ({', '.join('?' * len(values))}))"
        )
    rows = conn.execute(
        "SELECT w.id, p.particle || ' ' || p.family, p.folded FROM works w"
        " JOIN work_people wp ON wp.work_id = w.id AND wp.role = 'author'"
        f" JOIN people p ON p.id = wp.person_id WHERE w.year = ?{having}"
        " ORDER BY w.id, wp.position",
        (year, *values),
    )
    for work_id, family, full in rows:
        found[work_id].append((family, full))
    return found


def are_names(conn: Connections, words: Iterable[str]) -> bool:
    """Whether each of some folded words is a word, or an initial, of somebody's name."""
    sql = "SELECT 1 FROM person_words WHERE word = ?1 OR (word >= ?1 || '.' AND word < ?1 || '/')"
    return all(conn.execute(f"{sql} LIMIT 1", (word,)).fetchone() for word in words)


def titles_from(conn: Connections, start: str) -> list[tuple[int, str]]:
    """Return (work, title) of the works whose ``title_key`` begins with ``start``, by row id."""
    # The index leaves empty keys out, so a condition has to say that none is meant.
    sql = (
        "SELECT id, title FROM works"
        " WHERE title_key <> '' AND title_key >= ? AND title_key < ? ORDER BY id"
    )
    return conn.execute(sql, (start, start + "\U0010ffff")).fetchall() if start else []


def with_key_end(conn: Connections, end: str) -> list[int]:
    """Return the works whose citation key is something, a digit and ``end``, in any case."""
    sql = "SELECT id FROM works WHERE lower(key) GLOB ?"
    return [row[0] for row in conn.execute(sql, (f"*[0-9]{end}",))]


def values_of(conn: Connections, field: str) -> list[tuple[int, str]]:
    """Return (work, value) for every work that has a bibliographic field."""
    sql = "SELECT work_id, value FROM work_fields WHERE name = ? ORDER BY work_id"
    return conn.execute(sql, (field,)).fetchall()
