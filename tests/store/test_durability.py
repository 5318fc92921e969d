"""Kill it, interrupt it, fill the disk, run it twice at once: nothing stored may be lost."""

from __future__ import annotations

import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from conftest import call

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME

ENTRIES = 300
COMMAND = [sys.executable, "-m", "causalkb.cli.main"]


@pytest.fixture(scope="module")
def bibliography(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Entries enough to be interrupted; the first and the last 20 are the same works."""
    path = tmp_path_factory.mktemp("many") / "many.bib"
    path.write_text(entries(range(ENTRIES)), encoding="utf-8")
    return path


def entries(numbers: range) -> str:
    return "\n".join(
        f"@article{{key{n}, title = {{Causes of the number {n} in the sum {n * n}}},"
        f" author = {{Roe, Ann and Doe, B{n}}}, year = {1900 + n % 100},"
        f" abstract = {{Trial {n} raised the dose by {n} units.}}}}"
        for n in numbers
    )


def start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def count(home: Path, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"file:{home / FILE_NAME}?mode=ro", uri=True)) as conn:
            return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0


def wait_for(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Wait until a process has got somewhere; polling is all that another process allows."""
    for _ in range(6_000):
        if reached() or process.poll() is not None:
            return
        time.sleep(0.01)
    raise AssertionError("the process did not get there in a minute")


def whole(home: Path) -> None:
    """The store is intact, and each work in it has all that an entry gives."""
    with KnowledgeBase.open(home) as kb:
        assert kb.store.database.check_integrity() == []
        for work in kb.works.list():
            number = int(work.key.removeprefix("key"))
            assert work.year == 1900 + number % 100
            assert [p.family for p in work.authors] == ["Roe", "Doe"]
            assert len(kb.store.passages.of_work(kb.store.works.id_of(work.key))) == 1


POINTS: dict[str, Callable[[Path], bool]] = {
    "while entries are stored": lambda home: count(home, "works") >= 100,
    "while passages are embedded": lambda home: count(home, "works") >= ENTRIES,
    "after a batch of vectors": lambda home: count(home, "vectors") >= 200,
    "while indexes are written": lambda home: any((home / "index").glob("*")),
}


@pytest.mark.parametrize("point", POINTS)
def test_kill_in_mid_add_and_go_on_with_the_same_command(
    home: Path, bibliography: Path, point: str
) -> None:
    KnowledgeBase.open(home, create=True).close()
    process = start("add", bibliography)
    wait_for(process, lambda: POINTS[point](home))
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    stored = count(home, "works")
    assert 1 <= stored <= ENTRIES
    whole(home)
    again = subprocess.run([*COMMAND, "add", bibliography], capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert f"{ENTRIES - stored} added" in again.stderr
    assert f"{stored} unchanged" in again.stderr
    with KnowledgeBase.open(home) as kb:
        assert kb.doctor() == []
        assert kb.search('"the number 17 in"')[0].work.key == "key17"


@pytest.mark.parametrize("point", ["while entries are stored", "while passages are embedded"])
def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(
    home: Path, bibliography: Path, point: str
) -> None:
    KnowledgeBase.open(home, create=True).close()
    process = start("add", bibliography)
    wait_for(process, lambda: POINTS[point](home))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    # CPython ends itself by the signal where it struck inside an exec() of an import; a shell
    # shows 130 either way.
    assert process.returncode in (130, -signal.SIGINT)
    assert "run the same command again" in said
    assert "Traceback" not in said
    stored = count(home, "works")
    # The entry in flight may be stored and not yet counted.
    told = re.search(r"(\d+) added", said)
    assert told is not None
    assert stored - int(told[1]) in (0, 1)
    whole(home)
    with KnowledgeBase.open(home) as kb:
        result = kb.add(bibliography)
        assert (len(result.added), len(result.unchanged)) == (ENTRIES - stored, stored)
        assert kb.doctor() == []


def test_two_processes_that_add_at_once_both_finish(home: Path, tmp_path: Path) -> None:
    KnowledgeBase.open(home, create=True).close()
    one, two = tmp_path / "one.bib", tmp_path / "two.bib"
    one.write_text(entries(range(100)), encoding="utf-8")
    two.write_text(entries(range(80, 180)), encoding="utf-8")
    both = [start("add", one), start("add", two)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    whole(home)
    with KnowledgeBase.open(home) as kb:
        assert kb.store.works.count() == 180
        assert kb.doctor() == []


def test_two_processes_that_create_at_once_both_finish(home: Path) -> None:
    both = [start("init", "--empty"), start("init", "--empty")]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [p.name for p in home.iterdir() if p.name.endswith(".part")] == []
    with KnowledgeBase.open(home) as kb:
        assert len(kb.questions.list()) == 10


def test_a_search_during_an_add_sees_a_consistent_store(kb_path: Path, bibliography: Path) -> None:
    process = start("add", bibliography)
    wait_for(process, lambda: count(kb_path, "works") > 50)
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.search("rats", limit=1)[0].work.key == "blaisdell2006causal"
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_lock_held_by_another_is_a_clear_message(
    kb_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_WAIT", "0.05")
    with closing(sqlite3.connect(kb_path / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        # Reading goes on; writing waits, then says why it gave up.
        with KnowledgeBase.open(kb_path) as kb:
            assert kb.works.get("pearl2009causality").year == 2009
            with pytest.raises(Exception, match="in use by another process"):
                kb.tags.add("pearl2009causality", "new")
        other.rollback()


def limited(size: int, *args: object) -> subprocess.CompletedProcess[str]:
    """Run a command that cannot write a file of more than ``size`` bytes, as with a quota."""
    return call(*args, before=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size)))


def remove_index(home: Path) -> None:
    for path in sorted((home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("size", [0, 6_000, 20_000])
def test_an_index_that_cannot_be_written_costs_nothing(kb_path: Path, size: int) -> None:
    remove_index(kb_path)
    done = limited(size, "search", "rats")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    assert done.returncode == 0 or "causalkb:" in done.stderr
    assert "!=" not in done.stderr  # the words of FAISS
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.store.database.check_integrity() == []
        assert kb.store.works.count() == 12
        assert kb.search("rats")[0].work.key == "blaisdell2006causal"
        assert kb.doctor() == []


@pytest.mark.parametrize("size", [0, 150_000])
def test_a_store_that_cannot_be_written_keeps_what_it_has(
    kb_path: Path, bibliography: Path, size: int
) -> None:
    done = limited(size, "add", bibliography)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "ulimit -f" in done.stderr
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.store.database.check_integrity() == []
        assert kb.store.works.count() >= 12
        assert kb.works.note("blaisdell2006causal")


def test_a_file_where_the_index_folder_should_be_is_a_message(kb_path: Path) -> None:
    remove_index(kb_path)
    (kb_path / "index").rmdir()
    (kb_path / "index").write_text("in the way", encoding="utf-8")
    done = subprocess.run([*COMMAND, "search", "rats"], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
