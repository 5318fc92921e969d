"""Another process is waited for with a message, and not for ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli
from filelock import FileLock

from causalkb.store.database import FILE_NAME


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


def remove_index(home: Path) -> None:
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("mode", ["keyword", "hybrid"])
@pytest.mark.parametrize(("seconds", "told"), [("0.05", False), ("1.3", True)])
def test_an_index_that_another_process_holds_is_waited_for_and_given_up(
    cli: Cli, there: Path, mode: str, seconds: str, told: bool
) -> None:
    remove_index(there)
    with FileLock(there / "index" / "lock"):
        result = cli("search", "rats", "--mode", mode, CAUSALKB_WAIT=seconds)
    assert result.exit_code == 2
    assert f"{there / 'index'} is in use by another process" in result.stderr
    assert ("waiting for the index" in result.stderr) == told
    assert cli("search", "rats", "--mode", mode).exit_code == 0


def test_an_index_that_is_up_to_date_is_searched_whoever_holds_it(cli: Cli, there: Path) -> None:
    with FileLock(there / "index" / "lock"):
        assert cli("search", "rats", CAUSALKB_WAIT="0.05").exit_code == 0


@pytest.mark.parametrize(("seconds", "told"), [("0.05", False), ("1.3", True)])
def test_a_store_that_another_process_writes_to_is_waited_for_and_given_up(
    cli: Cli, there: Path, seconds: str, told: bool
) -> None:
    with closing(sqlite3.connect(there / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = cli("tag", "liu2008", "new", CAUSALKB_WAIT=seconds)
        assert cli("list", CAUSALKB_WAIT=seconds).exit_code == 0
    assert result.exit_code == 2
    assert "in use by another process" in result.stderr
    assert ("waiting for the knowledge base" in result.stderr) == told


def test_a_store_that_another_process_has_for_itself(cli: Cli, there: Path) -> None:
    with closing(sqlite3.connect(there / FILE_NAME)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM work_tags")
        result = cli("list", CAUSALKB_WAIT="1.3")
        other.rollback()
    assert result.exit_code == 2
    assert "in use by another process" in result.stderr
    assert "waiting for the knowledge base" in result.stderr
    assert "restore" not in result.stderr


@pytest.mark.parametrize("seconds", ["soon", "-1", "nan", "inf", "1e9"])
def test_a_wait_that_is_no_number_of_seconds_is_refused(cli: Cli, seconds: str) -> None:
    result = cli("tag", "liu2008", "new", CAUSALKB_WAIT=seconds)
    assert result.exit_code == 2
    assert "CAUSALKB_WAIT" in result.stderr
