"""Finding works by what people call them: identifiers, authors with a year, ends of keys."""

from __future__ import annotations

from collections import defaultdict

from causalkb.store.connections import Connections


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


def authors_of_year(conn: Connections, year: int) -> dict[int, list[tuple[str, str]]]:
    """Return (family name, full name) of each author of each work of a year, in order."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = conn.execute(
        "SELECT w.id, p.particle || ' ' || p.family, p.folded FROM works w"
        " JOIN work_people wp ON wp.work_id = w.id AND wp.role = 'author'"
        " JOIN people p ON p.id = wp.person_id WHERE w.year = ? ORDER BY w.id, wp.position",
        (year,),
    )
    for work_id, family, full in rows:
        found[work_id].append((family, full))
    return found


def with_key_end(conn: Connections, end: str) -> list[int]:
    """Return the works whose citation key is something, a digit and ``end``, in any case."""
    sql = "SELECT id FROM works WHERE lower(key) GLOB ?"
    return [row[0] for row in conn.execute(sql, (f"*[0-9]{end}",))]


def values_of(conn: Connections, field: str) -> list[tuple[int, str]]:
    """Return (work, value) for every work that has a bibliographic field."""
    sql = "SELECT work_id, value FROM work_fields WHERE name = ? ORDER BY work_id"
    return conn.execute(sql, (field,)).fetchall()
