"""An index only answers for the store and the state that it was made for."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli, Run

from causalkb import KnowledgeBase, StoreError
from causalkb.store.database import FILE_NAME

MODES = ["hybrid", "semantic", "keyword"]
HEALTH = ["Smoking and lung cancer", "Vaccines prevent measles", "Sleep and the heart"]
MONEY = ["Monetary policy and prices", "Interest rates and housing", "Wages after inflation"]
LATER = ["Exercise and cancer of the lung", "Monetary shocks and tobacco"]


def entries(prefix: str, titles: list[str]) -> bytes:
    return "\n".join(
        f"@article{{{prefix}{n}, title = {{{title}}}, author = {{Roe, Ann}}, year = 2001}}"
        for n, title in enumerate(titles)
    ).encode()


def made(folder: Path, prefix: str, titles: list[str]) -> Path:
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add_content(entries(prefix, titles), f"{prefix}.bib")
    return folder


@pytest.fixture
def health(tmp_path: Path) -> Path:
    return made(tmp_path / "health", "h", HEALTH)


@pytest.fixture
def money(tmp_path: Path) -> Path:
    """As many works and changes as the other one has, so that numbers alone tell nothing."""
    return made(tmp_path / "money", "m", MONEY)


def found(kb: KnowledgeBase, query: str, mode: str) -> list[str]:
    return [hit.work.key for hit in kb.search(query, mode=mode)]


def well(kb: KnowledgeBase, mode: str) -> None:
    """Each title finds its own work first, and nothing else is there."""
    titles = {work.title: work.key for work in kb.works.list()}
    for title, key in titles.items():
        hits = found(kb, title, mode)
        assert hits[0] == key
        assert set(hits) <= set(titles.values())


@pytest.mark.parametrize("mode", MODES)
def test_the_index_of_another_store_is_not_believed(health: Path, money: Path, mode: str) -> None:
    shutil.rmtree(health / "index")
    shutil.copytree(money / "index", health / "index")
    with KnowledgeBase.open(health) as kb:
        assert kb.indexes.behind()[1:] == (3, 3)
        well(kb, mode)


@pytest.mark.parametrize("mode", MODES)
def test_an_older_database_copied_back_does_not_meet_a_later_index(
    health: Path, tmp_path: Path, mode: str
) -> None:
    """The works added after that get the same row ids and generations as those that are gone."""
    shutil.copy(health / FILE_NAME, tmp_path / "older.db")
    with KnowledgeBase.open(health) as kb:
        kb.add_content(entries("x", LATER), "x.bib")
    for suffix in ("", "-wal", "-shm"):
        (health / (FILE_NAME + suffix)).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", health / FILE_NAME)
    with KnowledgeBase.open(health) as kb:
        kb.add_content(entries("y", MONEY[:2]), "y.bib", embed=False)
        well(kb, mode)
    with KnowledgeBase.open(health) as kb:
        well(kb, mode)
        kb.sync()
        assert kb.doctor() == []


@pytest.mark.parametrize("mode", MODES)
def test_a_process_that_is_open_across_a_restore_sees_the_restored_store(
    health: Path, money: Path, tmp_path: Path, mode: str
) -> None:
    with KnowledgeBase.open(money) as other:
        backup = other.backup(tmp_path / "money.db")
    with KnowledgeBase.open(health) as kb:
        well(kb, mode)
        KnowledgeBase.restore(backup, health)
        assert {work.key for work in kb.works.list()} == {"m0", "m1", "m2"}
        well(kb, mode)


@pytest.mark.parametrize("mode", MODES)
def test_the_index_before_a_restore_is_not_believed_after_it(
    health: Path, money: Path, tmp_path: Path, mode: str
) -> None:
    with KnowledgeBase.open(money) as other:
        backup = other.backup(tmp_path / "money.db")
    shutil.copytree(health / "index", tmp_path / "index")
    KnowledgeBase.restore(backup, health)
    shutil.copytree(tmp_path / "index", health / "index")
    with KnowledgeBase.open(health) as kb:
        well(kb, mode)


def test_a_process_whose_database_file_was_replaced_says_so(health: Path, money: Path) -> None:
    with KnowledgeBase.open(health) as kb:
        found(kb, "smoking", "hybrid")
        shutil.copy(money / FILE_NAME, health / "new.db")
        (health / "new.db").replace(health / FILE_NAME)
        with pytest.raises(StoreError, match="was replaced"):
            kb.search("smoking")
        with pytest.raises(StoreError, match="was replaced"):
            kb.tags.add("h0", "lost otherwise")


def test_an_index_that_is_a_link_to_that_of_another_store(health: Path, money: Path) -> None:
    shutil.rmtree(health / "index")
    (health / "index").symlink_to(money / "index")
    for folder in (health, money, health):
        with KnowledgeBase.open(folder) as kb:
            well(kb, "hybrid")


@pytest.mark.parametrize("mode", MODES)
def test_a_store_that_can_only_be_read_does_not_believe_it_either(
    health: Path, money: Path, run_as_user: Run, mode: str
) -> None:
    shutil.rmtree(health / "index")
    shutil.copytree(money / "index", health / "index")
    read_only(health)
    try:
        done = run_as_user("--kb", health, "search", HEALTH[0], "--mode", mode, "-f", "keys")
        assert done.returncode == 0, done.stderr
        assert done.stdout.split()[0] == "h0"
        assert "m" not in done.stdout
    finally:
        read_only(health, 0o755)


def read_only(folder: Path, mode: int = 0o555) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(mode if path.is_dir() else mode & ~0o111 | 0o200 * (mode == 0o755))


# Damage that opening does not show


def scramble(path: Path) -> None:
    """Other bytes in the middle of a file; its ends stay as they are."""
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = random.Random(0).randbytes(third)
    path.write_bytes(bytes(data))


def keyword(home: Path) -> None:
    for path in (home / "index" / "keyword").iterdir():
        if path.suffix in (".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store"):
            scramble(path)


def semantic(home: Path) -> None:
    scramble(home / "index" / "semantic.faiss")


@pytest.mark.parametrize("damage", [keyword, semantic])
def test_doctor_sees_and_repairs_scrambled_index_files(
    cli: Cli, health: Path, damage: Callable[[Path], None]
) -> None:
    assert cli("--kb", health, "doctor").exit_code == 0
    damage(health)
    assert cli("--kb", health, "doctor").exit_code == 1
    assert cli("--kb", health, "doctor", "--fix").exit_code == 0
    assert cli("--kb", health, "doctor").exit_code == 0
    with KnowledgeBase.open(health) as kb:
        well(kb, "hybrid")


@pytest.mark.parametrize("mode", MODES)
def test_a_search_that_meets_a_scrambled_keyword_index_builds_it_again(
    cli: Cli, health: Path, mode: str
) -> None:
    keyword(health)
    for _ in range(2):
        result = cli("--kb", health, "search", HEALTH[0], "--mode", mode, "-f", "keys")
        assert result.exit_code == 0, result.stderr
        assert result.stdout.split()[0] == "h0"


def test_marks_of_an_index_are_few(health: Path) -> None:
    for n in range(10):
        with KnowledgeBase.open(health) as kb:
            kb.tags.add("h0", f"tag {n}")
            kb.sync()
    with closing(sqlite3.connect(health / FILE_NAME)) as conn:
        rows = conn.execute("SELECT value FROM meta WHERE key LIKE '%_index'").fetchall()
    assert [len(value.split()) for (value,) in rows] == [1, 1]
