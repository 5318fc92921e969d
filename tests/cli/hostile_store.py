"""A knowledge base in which every text that the schema leaves open has control characters.

The columns are those of ``schema.sql``: a new one is filled as well, or has to be named here.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME
from causalkb.store.verify import WORDS

sys.path.append(str(Path(__file__).parents[1] / "archive"))

NAMES = {
    ("works", "key"): "key = 'kolmogorov1936'",
    ("questions", "slug"): "slug = 'own-question'",
    ("hypotheses", "slug"): "slug = 'plants-learn'",
    ("vocabulary", "kind"): "name = 'maze-with-doors'",
    ("vocabulary", "name"): "name = 'plants/maize'",
}
"""Names by which commands here find what they show: only those of some rows are changed."""
LEFT = {
    ("meta", "key"): "names of the code's own",
    ("meta", "value"): "changed below, those that a user is shown",
    ("vectors", "fingerprint"): "compared, never shown; others belong to no model",
    ("works", "title_key"): "compared, never shown",
    ("works", "author_key"): "compared, never shown",
    ("people", "folded"): "compared, never shown",
}
"""Columns that are left as they are, and why."""
META = ("model", "written_by", "vector_map")
HANGING = """
INSERT INTO annotations (work_id, source, entry, kind, quote, comment, colour, locator, position,
  author, link, changed_at)
  SELECT id, 'zotero:1', 'A', 'highlight', 'Rats', 'why', 'yellow', 'p. 3', 1, 'ana',
    'zotero://open', '' FROM works WHERE key = 'blaisdell2006causal';
INSERT INTO notices (work_id, kind, source, notice, reason, day, seen_at)
  SELECT id, 'retraction', 'crossref', '10.1/x', 'fraud', '2020', '' FROM works
  WHERE key IN ('liu2008', 'blaisdell2006causal');
INSERT INTO files (work_id, path, sha256, pages, media_type, source, reader, version, added_at)
  SELECT id, '/home/me/rats.pdf', 'ab', 1, 'application/pdf', 'add', 'pdf 1', 'v2', '' FROM works
  WHERE key = 'blaisdell2006causal';
INSERT INTO file_texts (sha256, position, locator, text) VALUES ('ab', 1, 'p. 1', 'Rats.');
INSERT INTO problems (source, key, reason, hint, severity, seen_at)
  VALUES ('a.bib', 'k', 'wrong', 'mend it', 'failed', '2020-01-01');
INSERT OR IGNORE INTO work_edits (work_id, field, edited_at)
  SELECT id, '@title', '' FROM works WHERE key = 'liu2008';
INSERT INTO not_duplicates (work_id, other_id, decided_at)
  SELECT min(id), max(id), '' FROM works;
"""


def columns(conn: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield table and name of every column of text."""
    sql = (
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'"
        " AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.type = 'TEXT'"
    )
    yield from conn.execute(sql).fetchall()


def fill(folder: Path, hostile: str) -> dict[tuple[str, str], str]:
    """Change the small library in a folder; return why each column is as it is.

    Raises:
        AssertionError: A table has no row, so that nothing would be seen of it.
    """
    from everything import fill as something_of_every_kind

    with KnowledgeBase.open(folder) as kb:
        something_of_every_kind(kb)
        kb.tags.add("pearl2009causality", "a tag")
        kb.works.remove("michotte1946")
        waits = (
            "---\nwork: liu2008\nclaims:\n  - {text: Waits., relations: [rebuts: no2030#1]}\n---\n"
        )
        kb.add_content(waits.encode(), "liu2008.md", embed=False)
        kb.sync()
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn, conn:
        conn.executescript(HANGING)
        tables = {table for table, _ in columns(conn)}
        none = [t for t in tables if not conn.execute(f"SELECT 1 FROM {t}").fetchone()]
        assert not none, f"{none} have no row, so that nothing would be seen of them"
        how = {place: _changed(conn, *place, hostile) for place in columns(conn)}
        for name in META:
            conn.execute("UPDATE meta SET value = ? || value WHERE key = ?", (hostile, name))
    return how


def _changed(conn: sqlite3.Connection, table: str, column: str, hostile: str) -> str:
    if reason := LEFT.get((table, column)):
        return reason
    if (table, column) in WORDS:
        return "a closed vocabulary, which restore verifies"
    where = NAMES.get((table, column), "1")
    sql = f"UPDATE {table} SET {column} = ? || coalesce({column}, '') WHERE {where}"
    conn.execute("SAVEPOINT one")
    try:
        changed = conn.execute(sql, (hostile,)).rowcount
    except sqlite3.IntegrityError as error:
        conn.execute("ROLLBACK TO one")
        if "json_valid" in str(error) or "malformed JSON" in str(error):
            return _inside(conn, table, column, lambda text: hostile + text)
        if "CHECK" not in str(error):
            raise
        return "a closed list, which the schema checks"
    assert changed, (table, column)
    return "changed"


def _inside(conn: sqlite3.Connection, table: str, column: str, change: Callable[[str], str]) -> str:
    """Change the texts within JSON, but those of closed vocabularies."""
    rows = conn.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} NOT NULL").fetchall()

    def walk(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: walk(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [walk(one, name) for one in value]
        return change(value) if isinstance(value, str) and name not in ("facet", "sign") else value

    if (table, column) in (("undo", "before"), ("work_sources", "said")):
        return "rows of other tables and hashes, never shown"
    for (text,) in rows:
        made = json.dumps(walk(json.loads(text)), ensure_ascii=False)
        conn.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (made, text))
    return "changed within"
