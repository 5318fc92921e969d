"""Bytes in a store or a backup that are no text are said to be damage, with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import CausalKBError, KnowledgeBase, StoreError, UnknownError
from causalkb.store.database import FILE_NAME

READS: dict[str, Callable[[KnowledgeBase], object]] = {
    "works": lambda kb: kb.works.list(),
    "claims": lambda kb: kb.claims.list(),
    "questions": lambda kb: (kb.questions.list(), kb.hypotheses.list()),
    "search": lambda kb: kb.search("rats", mode="keyword"),
    "doctor": lambda kb: kb.doctor(),
    "export": lambda kb: kb.export("jsonl"),
}
BAD = "CAST(x'ff41' AS TEXT)"
PLACES = {
    "a title": f"UPDATE works SET title = {BAD} WHERE key = 'liu2008'",
    "the model": f"UPDATE meta SET value = {BAD} WHERE key = 'model'",
    "the version": f"UPDATE meta SET value = {BAD} WHERE key = 'schema_version'",
    "digits": f"UPDATE meta SET value = '{'9' * 5000}' WHERE key = 'schema_version'",
}


def damage(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(sql)


@pytest.mark.parametrize("place", PLACES)
def test_every_command_says_that_the_store_is_damaged(cli: Cli, kb_path: Path, place: str) -> None:
    damage(kb_path / FILE_NAME, PLACES[place])
    for command in (["list"], ["search", "rats"], ["export"], ["stats"]):
        result = cli(*command)
        if result.exit_code:  # not every command needs the row
            assert result.exit_code == 2
            assert "damaged" in result.stderr or "restore FILE" in result.stderr
            assert "cannot be used just now" not in result.stderr
    result = cli("doctor")
    assert result.exit_code
    assert "damaged" in result.stdout + result.stderr or "Could not decode" in result.stderr
    assert "restore" in result.stdout + result.stderr or "not a number" in result.stderr


@pytest.mark.parametrize("place", PLACES)
def test_such_a_backup_is_refused_as_damaged(kb_path: Path, tmp_path: Path, place: str) -> None:
    with KnowledgeBase.open(kb_path) as kb:
        backup = kb.backup(tmp_path / "backup.db")
    data = backup.read_bytes()
    backup.write_bytes(data[: data[:-1].rindex(b"\n")])  # without its checksum
    damage(backup, PLACES[place])
    before = (kb_path / FILE_NAME).read_bytes()
    if place == "digits":  # read as no version, and all rows are verified
        KnowledgeBase.restore(backup, tmp_path / "other")
        return
    with pytest.raises(StoreError, match="damaged") as said:
        KnowledgeBase.restore(backup, kb_path)
    assert "disk full" not in str(said.value)
    assert (kb_path / FILE_NAME).read_bytes() == before


def test_a_schema_that_is_no_text_is_damage(cli: Cli, kb_path: Path, tmp_path: Path) -> None:
    path = kb_path / FILE_NAME
    data = path.read_bytes()
    assert b"number        INTEGER" in data
    path.write_bytes(data.replace(b"number        INTEGER", b"number \xa0      INTEGER"))
    for command in (["list"], ["doctor"], ["restore", path, "--yes", "--kb", tmp_path / "other"]):
        result = cli(*command)
        assert result.exit_code == 2
        assert "damaged" in result.stderr or "restore FILE" in result.stderr


@pytest.mark.parametrize("value", ["'.no such word{'", "-7"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("works", "field"), ("works", "id"), ("works", "key"), ("passages", "kind"),
        ("passages", "work_id"), ("claims", "design"), ("stances", "stance"), ("claims", "work_id"),
    ],
)  # fmt: skip
def test_a_row_that_means_nothing_is_one_of_our_errors(
    kb: KnowledgeBase, table: str, column: str, value: str
) -> None:
    """As a flipped bit leaves it; whatever is read, it is no fault of the program."""
    conn = kb.store.database.conn
    conn.execute("PRAGMA ignore_check_constraints = ON")
    conn.execute("PRAGMA foreign_keys = OFF")
    for read in READS.values():
        conn.execute("BEGIN")
        with suppress(CausalKBError, sqlite3.DatabaseError):
            conn.execute(f"UPDATE OR REPLACE {table} SET {column} = {value}")
            read(kb)
        if conn.in_transaction:
            conn.rollback()


def test_a_key_that_is_missing_is_no_fault_of_the_program(kb_path: Path) -> None:
    """As a flipped bit may leave it, though the schema has it that every work has a key."""
    there, away = "key        TEXT NOT NULL", "key        TEXT         "
    for before, after, sql in (
        (there, away, "SELECT 1"),
        (away, there, "UPDATE works SET key = NULL WHERE key = 'liu2008'"),
    ):
        with closing(sqlite3.connect(kb_path / FILE_NAME)) as conn, conn:
            conn.execute(sql)
            conn.execute("PRAGMA writable_schema = ON")
            conn.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (before, after))
    with KnowledgeBase.open(kb_path) as kb:
        assert len(kb.works.keys()) == 11
        with pytest.raises(UnknownError):
            kb.works.get("liu2008")
        for read in READS.values():
            with suppress(CausalKBError, sqlite3.DatabaseError):
                read(kb)


def test_a_name_that_is_missing_is_not_proposed() -> None:
    error = UnknownError("hypothesis", "slugs", [None, "slug"])  # type: ignore[list-item]
    assert error.nearest == ["slug"]
