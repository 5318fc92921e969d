"""``watch``: what comes into a folder is added when it rests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from conftest import Cli

from causalkb import AddResult, InputError, KnowledgeBase

ONE = "@misc{one, title = {The first of them}}\n"
TWO = "@misc{two, title = {The second of them}}\n"
Watch = Callable[..., list[AddResult]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    (made / "a.bib").write_text(ONE, encoding="utf-8")
    return made


@pytest.fixture
def watching(home: Path, folder: Path) -> Iterator[Watch]:
    """Watch the folder in a thread; each call waits until so many accounts are there."""
    results: list[AddResult] = []
    stop = Event()
    faults: list[BaseException] = []

    def run(poll: bool) -> None:
        try:
            with KnowledgeBase.open(home, create=True) as kb:
                for result in kb.watch(folder, settle=0.2, rescan=1.5, poll=poll, stop=stop):
                    results.append(result)
        except BaseException as error:
            faults.append(error)

    threads: list[Thread] = []

    def wait(count: int, *, poll: bool = False) -> list[AddResult]:
        if not threads:
            threads.append(Thread(target=run, args=(poll,)))
            threads[0].start()
        until = time.monotonic() + 30
        while len(results) < count and time.monotonic() < until and not faults:
            time.sleep(0.05)
        assert not faults
        assert len(results) >= count, results
        return results

    yield wait
    stop.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


@pytest.mark.parametrize("poll", [False, True])
def test_what_comes_is_added_once_it_rests(watching: Watch, folder: Path, poll: bool) -> None:
    assert watching(1, poll=poll)[0].added == ("one",)
    # A file written at once into a new folder: the event of it is often lost.
    (folder / "new" / "deep").mkdir(parents=True)
    (folder / "new" / "deep" / "b.bib").write_text(TWO, encoding="utf-8")
    assert watching(2)[1].added == ("two",)
    (folder / "a.bib").write_text(ONE.replace("first", "very first"), encoding="utf-8")
    assert watching(3)[2].updated == ("one",)


def test_only_a_change_of_content_counts(watching: Watch, folder: Path) -> None:
    watching(1)
    os.utime(folder / "a.bib")
    (folder / "a.bib").rename(folder / "c.bib")
    (folder / "c.bib").rename(folder / "a.bib")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".causalkbignore").write_text("ignored/\n", encoding="utf-8")
    (folder / "ignored").mkdir()
    (folder / "ignored" / "x.bib").write_text(TWO, encoding="utf-8")
    (folder / "z.bib").write_text(TWO.replace("two", "three"), encoding="utf-8")
    assert watching(2)[1].added == ("three",)
    assert len(watching(2)) == 2


def test_a_file_that_is_still_written_waits(watching: Watch, folder: Path) -> None:
    watching(1)
    with (folder / "b.bib").open("w", encoding="utf-8") as file:
        for part in ("@misc{two, ", "title = {The ", "second of ", "them}}\n"):
            file.write(part)
            file.flush()
            time.sleep(0.1)
    result = watching(2)[1]
    assert (result.added, result.failed) == (("two",), ())


def test_a_folder_that_is_not_there(cli: Cli, empty: KnowledgeBase, tmp_path: Path) -> None:
    done = cli("watch", tmp_path / "nowhere")
    assert done.exit_code == 2
    assert "is not a folder" in done.stderr
    with pytest.raises(InputError, match="name a folder"):
        next(empty.watch())


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_the_command_cleanly(empty: KnowledgeBase, folder: Path) -> None:
    command = [sys.executable, "-m", "causalkb.cli.main", "watch", str(folder), "--settle", "0.2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = ""
    while "1 entry" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped watching" in rest
    assert "Traceback" not in said + rest
