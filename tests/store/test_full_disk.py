"""A disk, or a quota, without room: nothing that is there is lost, and the command can be repeated.

The disk is a small file system in memory, which only root can make; the tests are skipped else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import call

from causalkb import KnowledgeBase, StoreError
from causalkb.store.database import FILE_NAME

SIZE = 40 << 20
WORKS = 200


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can make a file system")
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield place
    # Lazily: files of an index that was read here are still mapped into memory.
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def there(disk: Path, library: Path, tmp_path: Path) -> Iterator[Path]:
    """A knowledge base on the disk, and entries to add elsewhere."""
    shutil.copytree(library, disk / "kb")
    (tmp_path / "many.bib").write_text(
        "".join(
            f"@misc{{m{n}, title = {{Many {n} things}}, abstract = {{{n} {'of them ' * 60}}}}}\n"
            for n in range(WORKS)
        )
    )
    (tmp_path / "editor.py").write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\nt = p.read_text().rstrip()\n"
        "p.write_text(t[:-1] + ',\\n  addendum = {' + 'long ' * 60_000 + '}\\n}\\n')\n"
    )
    yield disk
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def leave(disk: Path, room: int) -> None:
    """Fill the disk but for so many bytes."""
    free = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - room))


OFTEN = ("add", "reindex", "backup", "export", "site")
COMMANDS = {
    "add": ["add", "{tmp}/many.bib"],
    "reindex": ["reindex"],
    "backup": ["backup", "{disk}/backup.db"],
    "export": ["export", "--all", "{disk}/out"],
    "site": ["site", "{disk}/out"],
    "edit": ["edit", "liu2008"],
    "restore": ["restore", "{tmp}/restored.db", "--yes"],
}


def found(folder: Path) -> list[str]:
    with KnowledgeBase.open(folder) as kb:
        return [hit.work.key for hit in kb.search("rats act")]


def check(disk: Path, tmp_path: Path, name: str, room: int) -> None:
    kb, before = disk / "kb", found(disk / "kb")
    args = [arg.format(disk=disk, tmp=tmp_path) for arg in COMMANDS[name]]
    editor = f"{sys.executable} {tmp_path / 'editor.py'}"
    if name == "restore":
        with KnowledgeBase.open(kb) as base:
            base.backup(tmp_path / "restored.db")
    leave(disk, room)
    done = call("--kb", kb, *args, EDITOR=editor)
    assert "Traceback" not in done.stderr
    if name == "export" and room > 100_000:  # it takes less
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 2, done.stderr
    assert any(said in done.stderr for said in ("full", "No space", "make room")), done.stderr
    # What is there can be read and searched.
    assert call("--kb", kb, "list", "-f", "keys").returncode == 0
    searched = call("--kb", kb, "search", "rats act", "-f", "keys")
    if name != "add":  # some of what was added may have to be indexed first
        assert searched.stdout.split() == before, searched.stderr
    assert not (disk / "backup.db").exists()
    # Nothing but whole files, under no name of a file that is only begun.
    assert [path for path in disk.rglob("*.part*") if path.is_file()] == []
    (disk / "filler").unlink()
    again = call("--kb", kb, *args, EDITOR=editor)
    assert again.returncode == 0, again.stderr
    assert found(kb) == before or name == "add"
    with KnowledgeBase.open(kb) as base:
        assert base.store.database.check_integrity() == []
        assert base.works.count() == 12 + WORKS * (name == "add")
        assert base.indexes.behind() == (0, 0, 0)
    if name == "backup":
        KnowledgeBase.restore(disk / "backup.db", tmp_path / "restored")


@pytest.mark.parametrize("name", OFTEN)
def test_a_disk_with_little_room(there: Path, tmp_path: Path, name: str) -> None:
    check(there, tmp_path, name, 60_000)


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 20_000, 150_000])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_with_some_room_or_none(there: Path, tmp_path: Path, name: str, room: int) -> None:
    check(there, tmp_path, name, room)


def test_a_knowledge_base_that_vanishes_is_a_message(kb_path: Path) -> None:
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.search("rats")
        shutil.rmtree(kb_path)
        with pytest.raises(StoreError, match="was replaced or removed"):
            kb.tags.add("liu2008", "lost otherwise")
        with pytest.raises(StoreError, match="was replaced or removed"):
            kb.search("rats")
    assert not (kb_path / FILE_NAME).exists()


def test_an_index_that_vanishes_while_it_is_open_comes_back(kb_path: Path) -> None:
    with KnowledgeBase.open(kb_path) as kb:
        before = [hit.work.key for hit in kb.search("rats")]
        shutil.rmtree(kb_path / "index")
        assert [hit.work.key for hit in kb.search("rats")] == before
        kb.add_content(b"@misc{new, title = {Zebras and rats}}", "new.bib")
        assert kb.search("zebras")[0].work.key == "new"
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.search("zebras")[0].work.key == "new"
        assert kb.indexes.behind() == (0, 0, 0)
