"""``restore``: the store before is safe until the new one is complete."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from causalkb import KnowledgeBase, StoreError
from causalkb.store.database import FILE_NAME
from causalkb.store.restore import restore


@pytest.fixture
def backup(kb: KnowledgeBase, tmp_path: Path) -> Path:
    return kb.backup(tmp_path / "backup.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "another"


def change(path: Path, sql: str) -> None:
    """Change a backup as a stranger would, who leaves no checksum behind that differs."""
    data = path.read_bytes()
    path.write_bytes(data[: data[:-1].rindex(b"\n")])
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(sql)


def test_triggers_of_a_backup_do_not_come_along(backup: Path, folder: Path) -> None:
    change(backup, "CREATE TRIGGER t AFTER INSERT ON work_tags BEGIN DELETE FROM works; END;")
    restore(backup, folder)
    with KnowledgeBase.open(folder) as kb:
        conn = kb.store.database.conn
        assert conn.execute("SELECT * FROM sqlite_schema WHERE type = 'trigger'").fetchall() == []
        assert kb.store.works.count() == 12


def test_a_backup_with_broken_references_is_refused(backup: Path, folder: Path) -> None:
    KnowledgeBase.open(folder, create=True).close()
    before = (folder / FILE_NAME).read_bytes()
    change(backup, "INSERT INTO work_tags VALUES (999999, 'x');")
    with pytest.raises(StoreError, match="refer to rows that are missing"):
        restore(backup, folder)
    assert (folder / FILE_NAME).read_bytes() == before
    assert [p.name for p in folder.iterdir() if p.name != FILE_NAME] == []


def test_rows_committed_by_another_process_are_kept(backup: Path, folder: Path) -> None:
    with KnowledgeBase.open(folder, create=True) as other:
        other.add_content(b"@misc{mine, title = {Mine}}", "a.bib", embed=False)
        kept = restore(backup, folder)
        assert kept is not None
        assert other.store.works.count() == 12
    with closing(sqlite3.connect(kept)) as conn:
        assert conn.execute("SELECT key FROM works").fetchall() == [("mine",)]


def test_an_index_that_is_a_symbolic_link_is_unlinked(
    backup: Path, folder: Path, tmp_path: Path
) -> None:
    KnowledgeBase.open(folder, create=True).close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").write_text("kept", encoding="utf-8")
    (folder / "index").symlink_to(elsewhere)
    restore(backup, folder)
    assert not (folder / "index").exists()
    assert (elsewhere / "file").exists()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("../outside", "where none belongs"),
        ("probe/../../outside", "where none belongs"),
        ("/probe/a/b/c", "where none belongs"),
        ("probe/a/b/c", "is not what its hash says"),
    ],
)
def test_files_in_a_backup_stay_in_their_folder(
    backup: Path, folder: Path, place: str, told: str
) -> None:
    KnowledgeBase.open(folder, create=True).close()
    before = (folder / FILE_NAME).read_bytes()
    table = "CREATE TABLE files_beside (place TEXT, sha256 TEXT, deflated BLOB);"
    nothing = "X'789C030000000001'"  # deflated
    change(backup, f"{table} INSERT INTO files_beside VALUES ('{place}', 'ab', {nothing});")
    with pytest.raises(StoreError, match=told):
        restore(backup, folder)
    assert (folder / FILE_NAME).read_bytes() == before
    assert [p.name for p in folder.iterdir() if p.name != FILE_NAME] == []
    assert not (folder.parent / "outside").exists()
