"""Numbers, paths, files and signals that no command can use end it with a message, at once."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli, Run

from causalkb import InputError, KnowledgeBase
from causalkb.store.database import FILE_NAME

KEY = "pearl2009causality"
HUGE = "99999999999999999999"


@pytest.fixture(autouse=True)
def there(kb_path: Path) -> Path:
    return kb_path


@pytest.mark.parametrize(
    "args",
    [
        ["list", "-n", HUGE], ["claims", "-n", HUGE], ["search", "rats", "-n", HUGE],
        ["report", "--since", HUGE], ["report", "--limit", HUGE],
        ["list", "--year", HUGE], ["search", f"rats year:{HUGE}"], ["undo", HUGE],
        ["evidence", "interventions", "-n", HUGE],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_number_that_is_too_large_is_no_traceback(cli: Cli, args: list[str]) -> None:
    # Some commands take it for "all", which is as good; the fixture fails on any exception.
    assert cli(*args).exit_code in (0, 1, 2)


NOBODY = "~nosuchuser"


@pytest.mark.parametrize(
    "args",
    [
        ["--kb", f"{NOBODY}/kb", "list"], ["add", f"{NOBODY}/a.bib"],
        ["restore", f"{NOBODY}/b.db", "--yes"], ["backup", f"{NOBODY}/b.db"],
        ["export", "-o", f"{NOBODY}/a.bib"], ["report", "-o", f"{NOBODY}/a.md"],
        ["report", "--compare", f"{NOBODY}/a.json"], ["audit", f"{NOBODY}/draft.md"],
        ["report", "--template", f"{NOBODY}/t"], ["report", "--style", f"{NOBODY}/s.csl"],
        ["reindex", "--model", f"{NOBODY}/model"],
        ["table", "add", f"{NOBODY}/w.yaml"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_home_of_nobody_is_a_path_like_any_other(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli(*args)
    assert result.exit_code == 2
    assert NOBODY in result.stderr


# What is not a file


@pytest.fixture(params=["fifo", "socket", "device"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A thing that would keep a reader waiting for ever, or has no end."""
    folder = tmp_path / "s"
    folder.mkdir()
    path = folder / "thing"
    server = socket.socket(socket.AF_UNIX)
    if request.param == "fifo":
        os.mkfifo(path)
    elif request.param == "socket":
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        server.bind("thing")
        os.chdir(here)
    else:
        path.symlink_to("/dev/zero")
    yield path
    server.close()


@pytest.mark.parametrize(
    ("suffix", "args"),
    [
        (".bib", ["add"]), (".md", ["add"]), (".md", ["audit"]), (".tex", ["audit"]),
        (".json", ["report", "--compare"]), (".csl", ["report", "--style"]),
        (".yaml", ["table", "add"]), (".csv", ["code", "import", "--coder", "AB"]),
        (".db", ["restore", "--yes"]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_a_file_is_refused_at_once(
    cli: Cli, no_file: Path, suffix: str, args: list[str]
) -> None:
    path = no_file.rename(no_file.with_suffix(suffix))
    result = cli(*args, path)
    assert result.exit_code == 2
    assert str(path) in result.stderr


def test_a_folder_with_such_things_gives_its_files(cli: Cli, tmp_path: Path, there: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    os.mkfifo(folder / "pipe.bib")
    (folder / "zero.bib").symlink_to("/dev/zero")
    (folder / "real.bib").write_text("@misc{real, title = {Real}, author = {Roe, A}}")
    assert cli("add", folder, "--no-embed").exit_code == 0
    with KnowledgeBase.open(there) as kb:
        assert kb.store.works.has("real")


def test_a_draft_that_is_no_file_is_refused_from_python_too(no_file: Path) -> None:
    path = no_file.rename(no_file.with_suffix(".md"))
    with KnowledgeBase.open() as kb, pytest.raises(InputError, match="not a file"):
        kb.lint(path)


@pytest.mark.parametrize("where", ["database", "folder"])
def test_a_store_that_is_not_a_file_is_refused_at_once(
    cli: Cli, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / "odd"
    if where == "database":
        folder.mkdir()
        os.mkfifo(folder / FILE_NAME)
    else:
        os.mkfifo(folder)
    for command in ("list", "init"):
        result = cli("--kb", folder, command)
        assert result.exit_code == 2
        assert str(folder) in result.stderr


# Damaged numbers in the store


@pytest.mark.parametrize("name", ["schema_version", "generation", "dimension"])
@pytest.mark.parametrize("value", ["x", "", "1.5", "-1", HUGE * 3])
def test_a_number_of_the_store_that_is_none_is_no_traceback(
    cli: Cli, there: Path, name: str, value: str
) -> None:
    with closing(sqlite3.connect(there / FILE_NAME)) as conn, conn:
        conn.execute("UPDATE meta SET value = ? WHERE key = ?", (value, name))
    for args in (("list",), ("search", "rats"), ("tag", KEY, "new"), ("doctor",)):
        assert cli(*args).exit_code in (0, 1, 2)


# Ctrl-C

INTERRUPTED_WHILE_IMPORTING = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
sys.argv[1:] = ["list"]
from causalkb.cli.start import main
main()
"""


def test_ctrl_c_before_the_modules_are_imported_shows_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_IMPORTING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGINT
    assert done.stderr == ""


def test_next_to_nothing_is_imported_before_ctrl_c_is_seen_to() -> None:
    code = "import sys; import causalkb.cli.start; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not {"typing", "re", "enum", "collections"} & {*done.stdout.split()}


def test_ctrl_c_in_a_command_ends_it_with_a_message(run: Run, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from causalkb.collections.works import Works\n"
        "Works.list = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv[1:] = ['list']\n"
        "from causalkb.cli.start import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "causalkb: interrupted\n"


def test_an_endless_allocation_is_a_message(cli: Cli, tmp_path: Path, run: Run) -> None:
    import resource
    from functools import partial

    from conftest import call

    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "report.md.j2").write_text("{{ 'x' * 10 ** 10 }}", encoding="utf-8")
    limit = partial(resource.setrlimit, resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
    done = call("report", "--template", folder, before=limit)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text_are_an_error_of_ours_in_the_library_too() -> None:
    with KnowledgeBase.open() as kb:
        for call in (kb.search, kb.works.get, kb.evidence):
            with pytest.raises(InputError, match="is not text that can be stored"):
                call("rats\udcef")
