"""What the audit lets pass: stored, shipped, removed; and older knowledge bases get the table."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from causalkb import KnowledgeBase, UnknownError
from causalkb.records import Suppression
from causalkb.store.database import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION

FIRST = Path(__file__).parents[1] / "data" / "schema-1.sql"
MINE = Suppression("fragile", "h", "only two groups work on it", ("b", "a"))


@pytest.fixture
def old(home: Path) -> Path:
    """A knowledge base as version 1 made it, with one work."""
    home.mkdir()
    conn = sqlite3.connect(home / FILE_NAME)
    conn.executescript(FIRST.read_text(encoding="utf-8"))
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(
        "INSERT INTO works (key, type, title, added_at, changed_at)"
        " VALUES ('k', 'misc', 'T', '', '')"
    )
    conn.commit()
    conn.close()
    return home


def _schema(folder: Path) -> dict[str, str]:
    """Every table and index with its SQL, comments and spacing aside."""
    conn = sqlite3.connect(folder / FILE_NAME)
    rows = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    conn.close()
    plain = {
        name: "".join("".join(line.split("--")[0] for line in sql.splitlines()).split())
        for name, sql in rows
        if "_sqlite_" not in name
    }
    return {name: sql.replace("IFNOTEXISTS", "").replace('"', "") for name, sql in plain.items()}


def test_an_older_knowledge_base_becomes_like_a_new_one(old: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(old) as kb:
        assert kb.works.get("k").title == "T"
        with kb.store.database.atomic():
            kb.store.suppressions.put(MINE)
        assert kb.store.database.meta("schema_version") == str(SCHEMA_VERSION)
    with KnowledgeBase.open(tmp_path / "new", create=True):
        pass
    assert _schema(old) == _schema(tmp_path / "new")


def test_an_older_one_that_may_only_be_read_is_read_and_stays_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (old / FILE_NAME).read_bytes()
    # Root may write anywhere, so the folder only looks read-only.
    monkeypatch.setattr("causalkb.store.database.os.access", lambda *_: False)
    with KnowledgeBase.open(old) as kb:
        assert kb.store.suppressions.all() == []
        assert kb.works.get("k").title == "T"
        assert kb.claims.list() == []
    assert (old / FILE_NAME).read_bytes() == before


def test_an_exception_is_kept_replaced_and_removed(empty: KnowledgeBase) -> None:
    store = empty.store
    with store.database.atomic():
        store.suppressions.put(MINE)
        store.suppressions.put(Suppression("fragile", "h", "another reason"))
    assert store.suppressions.all() == [Suppression("fragile", "h", "another reason")]
    with store.database.atomic():
        store.suppressions.remove("fragile", "h")
    assert store.suppressions.all() == []
    with pytest.raises(UnknownError):
        store.suppressions.remove("fragile", "h")


def test_shipped_ones_come_and_go_with_the_corpus_and_yield_to_the_hand(
    empty: KnowledgeBase,
) -> None:
    suppressions = empty.store.suppressions
    one, two = (Suppression("fragile", s, "because", shipped=True) for s in ("one", "two"))
    own = Suppression("fragile", "two", "my own reason")
    with empty.store.database.atomic():
        assert suppressions.ship([one, two]) == 2
        assert suppressions.ship([one, two]) == 0
        suppressions.put(own)
        assert suppressions.ship([one, two]) == 0
    assert suppressions.all() == [one, own]
    with empty.store.database.atomic():
        suppressions.remove("fragile", "one")
        assert suppressions.ship([one, two]) == 0, "what was removed by hand stays away"
        suppressions.ship([])
    assert suppressions.all() == [own]
