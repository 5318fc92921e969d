"""A knowledge base that this process may not write to, or whose disk is full, can be read."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from conftest import Run, call, without_rights_of_root

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME

COMMAND = [sys.executable, "-m", "causalkb.cli.main"]


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write away from a folder and all in it."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


CHANGES = (
    "from causalkb import KnowledgeBase\n"
    "import os, sys\n"
    "kb = KnowledgeBase.open(sys.argv[1])\n"
    "kb.tags.add('liu2008', 'committed')\n"
    "kb.works.remove('michotte1946')\n"
    "print('ready', flush=True)\n"
    "sys.stdin.read()\n"
    "os._exit(0)\n"  # without closing: the log stays
)


@pytest.fixture
def log(kb_path: Path) -> Path:
    """A knowledge base whose last changes lie in its write-ahead log only."""
    done = subprocess.run([sys.executable, "-c", CHANGES, kb_path], input=b"", capture_output=True)
    assert done.stdout == b"ready\n"
    assert (kb_path / f"{FILE_NAME}-wal").stat().st_size
    return kb_path


READS = (["tag", "liu2008"], ["list", "-f", "keys"], ["search", "rats", "-f", "keys"])
READING = (
    "import sys\n"
    "from causalkb.cli.main import app\n"
    f"for args in {READS!r}:\n"
    "    app(args, standalone_mode=False)\n"
    "    print('---', flush=True)\n"
)


def sees_the_changes() -> None:
    """Three commands of a user without the rights of root, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", READING],
        capture_output=True,
        text=True,
        preexec_fn=without_rights_of_root(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tags, keys, found, _ = done.stdout.split("---\n")
    assert "committed" in tags
    assert "blaisdell2006causal" in keys.split()
    assert "michotte1946" not in keys.split()
    assert found.split()[0] == "blaisdell2006causal"


def test_a_reader_without_the_right_to_write_sees_what_is_in_the_log(log: Path) -> None:
    with read_only(log):
        sees_the_changes()


def test_a_copy_with_its_log_but_without_the_shared_memory_file(log: Path) -> None:
    (log / f"{FILE_NAME}-shm").unlink(missing_ok=True)
    with read_only(log):
        sees_the_changes()


def test_a_reader_beside_a_process_that_has_it_open(kb_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", CHANGES, kb_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    with read_only(kb_path):
        sees_the_changes()
    writer.communicate()


def test_a_file_that_may_only_be_read_in_a_folder_that_may_be_written(log: Path) -> None:
    (log / FILE_NAME).chmod(0o444)
    sees_the_changes()


def test_writing_to_it_says_that_it_may_only_be_read(kb_path: Path, run_as_user: Run) -> None:
    with read_only(kb_path):
        done = run_as_user("tag", "liu2008", "new")
    assert done.returncode == 2
    assert "read-only" in done.stderr


def test_an_index_is_not_said_to_be_built_where_it_cannot_be(
    kb_path: Path, run_as_user: Run
) -> None:
    with read_only(kb_path):
        done = run_as_user("reindex")
    assert done.returncode == 2
    assert "read-only" in done.stderr
    assert "indexed" not in done.stderr


def test_works_that_are_not_yet_indexed_are_counted_where_nothing_may_be_written(
    kb_path: Path, tmp_path: Path, run_as_user: Run
) -> None:
    added = tmp_path / "later.bib"
    added.write_text("@article{later, title={Pigeons that wait}, year={2020}}", encoding="utf-8")
    call("add", str(added), "--no-embed")
    with read_only(kb_path):
        result = run_as_user("search", "pigeons", "-f", "keys")
    assert "works that were added and not yet indexed: 1" in result.stderr


# A full disk


def full(size: int = 0) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("command", ["list", "show liu2008", "stats", "claims"])
def test_on_a_full_disk_what_is_there_can_be_read(kb_path: Path, command: str) -> None:
    done = call(*command.split(), before=full)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "restore" not in done.stderr


def test_on_a_full_disk_a_change_is_refused_for_that_reason(kb_path: Path) -> None:
    done = call("tag", "liu2008", "new", before=full)
    assert done.returncode == 2
    assert "disk full" in done.stderr
    assert "restore" not in done.stderr
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.works.get("liu2008").tags == ()


def test_a_backup_that_cannot_be_finished_leaves_no_file(kb_path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "backup.db"
    done = call("backup", target, before=partial(full, 50_000))
    assert done.returncode == 2
    assert "ulimit -f" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []  # nor a journal of SQLite


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_is_cut_off_is_no_success(
    kb_path: Path, tmp_path: Path, unbuffered: str
) -> None:
    """Without a buffer, Python takes what the disk has taken of a text for all of it."""
    script = f"exec {sys.executable} -m causalkb.cli.main list -f json > {tmp_path / 'list.json'}"
    done = subprocess.run(
        ["sh", "-c", script],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=partial(full, 1_000),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert (tmp_path / "list.json").stat().st_size == 1_000


@pytest.fixture
def backup(kb: KnowledgeBase, tmp_path: Path) -> Path:
    return kb.backup(tmp_path / "backup.db")


@pytest.mark.parametrize("size", [0, 5_000, 50_000, 150_000])
@pytest.mark.parametrize("opened", [False, True])
def test_restore_on_a_full_disk_leaves_all_as_it_was(
    kb_path: Path, backup: Path, tmp_path: Path, size: int, opened: bool
) -> None:
    folder = tmp_path / "mine"
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add_content(b"@misc{mine, title = {Mine}, author = {Roe, A}}", "a.bib", embed=False)
        if not opened:
            kb.close()
        before = sorted(p.name for p in folder.iterdir() if p.suffix == ".db")
        done = call("--kb", folder, "restore", backup, "--yes", before=partial(full, size))
        assert done.returncode == 2
        assert "disk" in done.stderr
        assert "Traceback" not in done.stderr
        assert sorted(p.name for p in folder.iterdir() if p.suffix == ".db") == before
    with KnowledgeBase.open(folder) as again:
        assert again.works.keys() == ["mine"]
        assert again.store.database.check_integrity() == []


def test_restore_while_another_process_adds(kb_path: Path, backup: Path, tmp_path: Path) -> None:
    """Both end with an account, and the store is one of the two states, whole."""
    many = tmp_path / "many.bib"
    many.write_text(
        "\n".join(
            f"@misc{{k{n}, title = {{Number {n}}}, author = {{Roe, A}}}}" for n in range(900)
        ),
        encoding="utf-8",
    )
    adding = subprocess.Popen(
        [*COMMAND, "add", "--no-embed", many], stderr=subprocess.PIPE, text=True
    )
    while adding.poll() is None:
        with closing(sqlite3.connect(kb_path / FILE_NAME)) as conn:
            if conn.execute("SELECT count(*) FROM works").fetchone()[0] > 50:
                break
    done = call("restore", backup, "--yes")
    said = adding.communicate()[1]
    assert "Traceback" not in said + done.stderr
    assert adding.returncode in (0, 2), said
    assert done.returncode in (0, 2), done.stderr
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.store.database.check_integrity() == []
        kb.sync()
        assert [f.what for f in kb.doctor() if "no year" not in f.what] == []
    shutil.rmtree(kb_path)
