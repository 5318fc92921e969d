"""A store of every earlier schema is brought to the newest one, with a backup first.

``tests/data/schema-N.sql`` is the ``schema.sql`` of that version; only that of 0.1.0, number 1, was
in a release.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.paths import resource
from causalkb.store.database import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION

DATA = Path(__file__).parents[1] / "data"
ROWS = """
INSERT INTO works (id, key, type, title, claims_made, added_at, changed_at)
  VALUES (1, 'k', 'misc', 'T', 1, '', '');
INSERT INTO notes VALUES (1, 'A note.', '');
INSERT INTO questions (id, slug, title, statement, position) VALUES (1, 'q', 'Q?', 'Which?', 1);
INSERT INTO hypotheses (id, question_id, slug, statement, position) VALUES (1, 1, 'h', 'So.', 1);
INSERT INTO claims (id, work_id, number, text, design, origin)
  VALUES (1, 1, 1, 'It fell.', 'experiment', 'hand');
INSERT INTO stances (claim_id, hypothesis_id, stance, origin) VALUES (1, 1, 'supports', 'hand');
"""


def made(home: Path, version: int) -> Path:
    home.mkdir()
    with closing(sqlite3.connect(home / FILE_NAME)) as conn:
        conn.executescript((DATA / f"schema-{version}.sql").read_text(encoding="utf-8") + ROWS)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.commit()
    return home


def shape(conn: sqlite3.Connection) -> dict[str, object]:
    """What a schema says of tables, columns, keys and indexes; not how it is written down."""
    found: dict[str, object] = {}
    names = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for table, sql in conn.execute(names).fetchall():
        if table == "_sqlite_migrations":
            continue
        columns = conn.execute(f"PRAGMA table_info('{table}')").fetchall()
        found[table] = sorted(
            (name, type, null, default, key) for _, name, type, null, default, key in columns
        )
        found[f"{table} references"] = sorted(
            row[2:7] for row in conn.execute(f"PRAGMA foreign_key_list('{table}')")
        )
        checks = re.findall(r"CHECK\s*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", sql)
        found[f"{table} checks"] = sorted(re.sub(r"\s+", " ", check) for check in checks)
        found[f"{table} kind"] = re.findall(r"STRICT|WITHOUT ROWID|AUTOINCREMENT", sql)
    indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    for name, sql in conn.execute(indexes + " AND tbl_name NOT LIKE '_sqlite%'"):
        found[f"index {name}"] = re.sub(r"\s+|IF NOT EXISTS|\"|'", "", sql).lower()
    return found


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_earlier_version_becomes_the_newest(home: Path, version: int) -> None:
    made(home, version)
    with closing(sqlite3.connect(home / FILE_NAME)) as conn:
        before = list(conn.iterdump())
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(resource("schema.sql").read_text(encoding="utf-8"))
        wanted = shape(fresh)
    with KnowledgeBase.open(home) as kb:
        assert shape(kb.store.database.conn) == wanted
        assert kb.store.database.check_integrity() == []
        assert kb.works.note("k") == "A note."
        assert kb.claims.get("k#1").stances == {"h": "supports"}
        assert kb.store.database.number("schema_version") == SCHEMA_VERSION
    (backup,) = home.glob(f"before-schema-{version}-to-{SCHEMA_VERSION}-*.db")
    with closing(sqlite3.connect(backup)) as conn:
        assert list(conn.iterdump()) == before
    with KnowledgeBase.open(home):
        assert len(list(home.glob("before-*"))) == 1


def test_there_is_a_file_for_every_version() -> None:
    """Whoever raises the version keeps the schema that it replaces."""
    kept = {int(path.stem.rpartition("-")[2]) for path in DATA.glob("schema-*.sql")}
    assert kept == set(range(1, SCHEMA_VERSION))
