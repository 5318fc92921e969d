"""Rows that pass the schema and mean nothing: refused in a backup, said of a store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import NOTES, Cli

from causalkb import KnowledgeBase, StoreError
from causalkb.store.database import FILE_NAME
from causalkb.store.verify import JSON, WORDS, faults

WRONG = {
    ("claims", "estimate"): ['{"value": "3"}', "{}", '{"value": 1, "x": 2}', "[]"],
    ("hypotheses", "scope"): ["[]", '{"populations": "x"}', '{"populations": [1]}'],
    ("hypotheses", "moderators"): ["{}", "[1]", '[{"facet": "x"}]'],
    ("hypotheses", "threshold"): ["[]", '{"unit": "s"}', '{"value": 1, "unit": 2}'],
}


@pytest.fixture
def full(home: Path) -> Iterator[Path]:
    with KnowledgeBase.open(home, create=True) as kb:
        kb.add_questions(NOTES / "questions.yaml")
        kb.add(NOTES, embed=False)
        kb.tags.add("liu2008", "x")
        kb.works.remove("michotte1946")
    with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
        claim = conn.execute("SELECT id, work_id FROM claims").fetchone()
        conn.execute("INSERT INTO pending_relations VALUES (?, 'k#1', 'supports', '')", claim[:1])
        conn.execute("INSERT INTO suppressions VALUES ('fragile', 'h', '[]', 'so', 'hand', 0, '')")
        conn.execute("INSERT INTO candidates VALUES (?, 'q', '', 'never', '{}', '', '')", claim[1:])
        other = conn.execute("SELECT id FROM claims WHERE id <> ?", claim[:1]).fetchone()
        conn.execute(
            "INSERT INTO claim_relations VALUES (?, ?, 'supports', '', 'hand')", (claim[0], *other)
        )
    return home


def change(home: Path, table: str, column: str, value: str) -> None:
    with closing(sqlite3.connect(home / FILE_NAME)) as conn, conn:
        assert conn.execute(f"UPDATE {table} SET {column} = ?", (value,)).rowcount


@pytest.mark.parametrize("place", [*WORDS, *JSON], ids=" ".join)
def test_a_value_that_means_nothing(
    cli: Cli, full: Path, tmp_path: Path, place: tuple[str, str]
) -> None:
    with KnowledgeBase.open(full) as kb:
        assert list(faults(kb.store.database.conn)) == []
    wrong = ["nonsense"] if place in WORDS else WRONG.get(place, ["3"])
    for value in wrong:
        change(full, *place, value)
        with pytest.raises(StoreError, match=f"{place[1]} of (1 |[0-9]+ rows of )?{place[0]}"):
            KnowledgeBase.restore(full / FILE_NAME, tmp_path / "other")
        for command in ("claims", "hypotheses", "evidence interventions", "audit", "export"):
            result = cli(*command.split())  # fails where an exception is not ours
            assert result.exit_code in (0, 1) or "damaged" in result.stderr
        result = cli("doctor")
        assert result.exit_code == 1
        assert place[1] in result.stdout


@pytest.mark.parametrize(
    "before",
    [
        {}, {"works": []}, {"works": 3}, {"works": [{"id": 1}]},
        {"works": [{"id": 1, "key": "k", "title) SELECT 1, 2, 3 --": "x"}]},
        {"works": [{"id": "1; DROP TABLE works", "key": "k"}], "people": [], "claim_relations": []},
        {"works": [{"id": [1], "key": {"hex": "zz"}}]},
    ],
    ids=str,
)  # fmt: skip
def test_what_was_kept_for_undo_may_come_from_a_stranger(
    cli: Cli, full: Path, before: object
) -> None:
    change(full, "undo", "before", json.dumps(before))
    result = cli("undo")
    assert result.exit_code == 2
    assert "is damaged" in result.stderr
    with KnowledgeBase.open(full) as kb:
        assert kb.store.works.count() == 11
        assert kb.store.database.check_integrity() == []


def test_undo_brings_no_control_characters_back(cli: Cli, full: Path) -> None:
    with closing(sqlite3.connect(full / FILE_NAME)) as conn, conn:
        (kept,) = conn.execute("SELECT before FROM undo").fetchone()
        said = json.loads(kept)
        said["works"][0]["title"] = "A \x1b[31mred\x9b title\u202e"
        conn.execute("UPDATE undo SET before = ?", (json.dumps(said),))
    assert cli("undo").exit_code == 0
    with KnowledgeBase.open(full) as kb:
        assert kb.works.get("michotte1946").title == "A red title"
