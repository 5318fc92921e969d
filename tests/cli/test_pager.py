"""Long output goes through a pager on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 10


@pytest.fixture
def pager(tmp_path: Path) -> tuple[str, Path]:
    """A pager that keeps what it was given, and where."""
    kept = tmp_path / "paged"
    script = tmp_path / "pager.sh"
    script.write_text(f"#!/bin/sh\ncat > {kept}\necho PAGED\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script), kept


def on_terminal(*args: str, **env: str) -> str:
    """What ``causalkb`` writes to a terminal of few lines."""
    mine, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "causalkb.cli.main", *args],
        stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "LINES": str(ROWS), "COLUMNS": "80", **env},
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        while select.select([mine], [], [], 60)[0]:
            try:
                block = os.read(mine, 65536)
            except OSError:
                break  # Linux: the other side is closed
            if not block:
                break
            seen += block
        assert process.wait(60) == 0
    os.close(mine)
    return seen.decode()


def test_a_long_list_is_paged_from_the_top_in_colour(
    kb_path: Path, pager: tuple[str, Path]
) -> None:
    program, kept = pager
    assert "PAGED" in on_terminal("list", PAGER=program)
    text = kept.read_text(encoding="utf-8")
    assert text.count("\n") > ROWS
    assert "key" in text.splitlines()[0]
    assert "\x1b[" in text


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (["list", "--no-pager"], {}),
        (["list"], {"PAGER": ""}),
        (["list", "--limit", "1"], {}),
        (["list", "--format", "keys"], {}),
    ],
    ids=["--no-pager", "no PAGER", "short", "for a program"],
)
def test_what_is_short_or_not_wanted_is_not_paged(
    kb_path: Path, pager: tuple[str, Path], args: list[str], env: dict[str, str]
) -> None:
    program, kept = pager
    shown = on_terminal(*args, **{"PAGER": program, **env})
    assert shown.strip()
    assert not kept.exists()


def test_a_pipe_is_not_paged(kb_path: Path, pager: tuple[str, Path]) -> None:
    program, kept = pager
    done = subprocess.run(
        [sys.executable, "-m", "causalkb.cli.main", "list"],
        env={**os.environ, "PAGER": program, "FORCE_COLOR": "1", "LINES": str(ROWS)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count("\n") > ROWS
    assert not kept.exists()


def test_a_reader_who_quits_the_pager_early_gets_no_error(kb_path: Path) -> None:
    shown = on_terminal("list", PAGER="head -n 1")
    assert "Traceback" not in shown
    assert "key" in shown
