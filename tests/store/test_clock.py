"""The clock was set back: what a knowledge base holds is of the future, and all goes on."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME

FUTURE = "2098-07-06T05:04:03"


@pytest.fixture
def future(cli: Cli, kb_path: Path) -> Path:
    """The small library, with changes that can be undone, as if all was done in the year 2098."""
    assert cli("tag", "liu2008", "first").exit_code == 0
    assert cli("add", note(kb_path, "Doses raised the rate.")).exit_code == 0
    assert cli("remove", "michotte1946", "--yes").exit_code == 0
    changed = 0
    with closing(sqlite3.connect(kb_path / FILE_NAME)) as conn, conn:
        tables = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for _, column, *_ in conn.execute(f"PRAGMA table_info({table})").fetchall():
                if column.endswith("_at"):
                    sql = f"UPDATE {table} SET {column} = ? WHERE {column} LIKE '20%'"
                    changed += conn.execute(sql, (FUTURE,)).rowcount
        conn.execute("UPDATE meta SET value = '9000000000000000000' WHERE key = 'generation'")
    assert changed > 30
    for path in kb_path.rglob("*"):
        os.utime(path, (4e9, 4e9))
    return kb_path


def note(kb_path: Path, claim: str) -> Path:
    path = kb_path.parent / "doses.md"
    text = f"---\nwork: doses2020\ntitle: Doses\nclaims:\n  - text: {claim}\n---\nOn doses.\n"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (4e9, 4e9))
    return path


def test_what_was_done_last_is_undone_first(cli: Cli, future: Path) -> None:
    assert cli("remove", "liu2008", "--yes").exit_code == 0
    assert cli("undo").exit_code == 0
    with KnowledgeBase.open(future) as kb:
        assert "liu2008" in kb.works.keys()  # noqa: SIM118
        assert "michotte1946" not in kb.works.keys()  # noqa: SIM118
    assert cli("undo").exit_code == 0
    with KnowledgeBase.open(future) as kb:
        assert "michotte1946" in kb.works.keys()  # noqa: SIM118


def test_what_is_given_now_counts(cli: Cli, future: Path) -> None:
    assert "1 unchanged" in cli("add", future.parent / "doses.md").stderr
    path = note(future, "Doses lowered the rate.")
    done = cli("add", path)
    assert "1 updated" in done.stderr
    with KnowledgeBase.open(future) as kb:
        assert [claim.text for claim in kb.claims.of("doses2020")] == ["Doses lowered the rate."]
        assert kb.search("lowered the rate")[0].work.key == "doses2020"


def test_an_export_a_backup_and_a_restore(cli: Cli, future: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("export", "--all", out).exit_code == 0
    assert "0 files written" in cli("export", "--all", out).stderr
    backup = tmp_path / "backup.db"
    assert cli("backup", backup).exit_code == 0
    assert cli("remove", "liu2008", "--yes").exit_code == 0
    assert cli("restore", backup, "--yes").exit_code == 0
    with KnowledgeBase.open(future) as kb:
        assert "liu2008" in kb.works.keys()  # noqa: SIM118
        assert kb.search("rats reason")[0].work.key == "blaisdell2006causal"
        assert kb.indexes.behind() == (0, 0, 0)


@pytest.mark.parametrize(
    "command",
    ["list", "stats", "stats --progress", "search rats", "claims", "doctor", "duplicates", "audit"],
)
def test_it_can_be_read(cli: Cli, future: Path, command: str) -> None:
    done = cli(*command.split())
    assert done.exit_code in (0, 1), done.stderr
    assert "damaged" not in done.stderr
