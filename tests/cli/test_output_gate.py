"""Whatever a knowledge base holds, nothing in it takes effect on the terminal of who reads it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli, Run
from test_formats import OFFERED

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME

HOSTILE = (
    "\x1b]0;owned\x07\x1b]52;c;cm0gLXJm\x07\x1b[2J\x1b[31m\x9b31m\x9d0;x\x9c\x07\x08\x00\x85"
    "\u061c\u180e\u200b\u200e\u202e\u2028\u2029\u2060\u2061\u2064\u2066\u206a\ufeff\ufff9\ufffb"
    "\U000e0001\U000e0041\U000e007f"
)
EVERY_CONTROL = "".join(chr(n) for n in (*range(9), 11, *range(14, 32), *range(127, 160)))
HOSTILE += EVERY_CONTROL
INERT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
OURS = re.compile(r"\x1b\[[\d;]*m")
PLAIN = [
    ["list"], ["show", "pearl2009causality"], ["search", "rats"], ["claims"], ["questions"],
    ["hypotheses"], ["evidence", "interventions"], ["tag"], ["stats"], ["doctor"], ["audit"],
    ["map"], ["graph"], ["suggest"], ["explain", "tone", "food"], ["undo", "--list"],
    ["search", "rats", "--kind", "claims"], ["search", "rats", "--kind", "passages", "--explain"],
    ["suppression", "list"], ["report"],
]  # fmt: skip
OTHERS = [["export"], ["evidence", "interventions", "--explain"], ["stats", "--progress"],
          ["code", "export"]]  # fmt: skip
ARGUMENTS = {
    "claim show": ["blaisdell2006causal#1"], "evidence": ["interventions"],
    "explain": ["tone", "food"], "hypothesis show": ["observation-suffices"],
    "lint": ["DRAFT"], "matrix": ["interventions"], "question show": ["interventions"],
    "search": ["rats"], "show": ["pearl2009causality", "liu2008"], "undo": ["--list"],
}  # fmt: skip
DRAFT = "Causal models cause harm [@pearl2009causality], and rats act [@blaisdell2006causal].\n"
"""A draft with control characters is refused; those of the works that it cites matter."""
NOT_HERE = {
    "add", "compete", "grade", "table show", "probe run", "probe show", "probe list", "probe items",
    "probe compare",
}  # fmt: skip
"""What they print does not come from the knowledge base, or has its own test."""
FILES = {"png", "docx", "latex"}
"""Formats that are written to a file alone."""


@pytest.fixture(scope="module")
def strangers(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in which every text that may be anything has control characters."""
    folder = tmp_path_factory.mktemp("strangers") / "kb"
    shutil.copytree(library, folder)
    with KnowledgeBase.open(folder) as kb:
        kb.tags.add("pearl2009causality", "a tag")
        kb.works.remove("michotte1946")
        kb.sync()
    texts = {
        "works": ("title", "venue", "url", "abstract"), "work_fields": ("value",),
        "people": ("family", "given", "suffix"), "notes": ("text",), "work_tags": ("tag",),
        "questions": ("title", "statement", "why", "origin"), "hypotheses": ("statement",),
        "claims": ("text", "subject", "locator", "quote"), "claim_tags": ("tag",),
        "effects": ("cause", "effect"), "passages": ("text", "locator"), "undo": ("name",),
        "suppressions": ("reason",), "codings": ("coder",),
    }  # fmt: skip
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn, conn:
        for table, columns in texts.items():
            for column in columns:
                conn.execute(f"UPDATE {table} SET {column} = ? || {column}", (HOSTILE,))
        conn.execute(
            "INSERT INTO codings (claim_id, hypothesis_id, coder, stance, design, population,"
            " coded_at) SELECT claim_id, hypothesis_id, ?1, stance, ?1, ?1, '2020-01-01'"
            " FROM stances",
            (HOSTILE,),
        )
        conn.execute(
            "INSERT INTO problems (source, key, reason, hint, severity, seen_at)"
            " VALUES (?1, ?1, ?1, ?1, 'failed', '2020-01-01')",
            (HOSTILE,),
        )
    return folder


@pytest.fixture(autouse=True)
def there(strangers: Path, home: Path) -> None:
    shutil.copytree(strangers, home)


def printed(cli: Cli, *args: str, **env: str) -> str:
    result = cli(*args, **env)
    assert result.exit_code in (0, 1), result.stderr
    return str(result.stdout + result.stderr)


@pytest.mark.parametrize("args", PLAIN + OTHERS, ids=" ".join)
def test_nothing_takes_effect_in_a_pipe(cli: Cli, args: list[str]) -> None:
    text = printed(cli, *args)
    assert text
    assert INERT.findall(text.replace("\t", "").replace("\r\n", "\n")) == []


@pytest.mark.parametrize("command", sorted(OFFERED.keys() - NOT_HERE))
def test_no_format_of_any_command_takes_effect(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, "utf-8")
    args = [str(tmp_path / "draft.md") if a == "DRAFT" else a for a in ARGUMENTS.get(command, [])]
    for form in OFFERED[command]:
        if form not in FILES:
            text = printed(cli, *command.split(), *args, "--format", form)
            found = INERT.findall(text.replace("\t", "").replace("\r\n", "\n"))
            assert found == [], form


@pytest.mark.parametrize("args", PLAIN, ids=" ".join)
def test_only_our_own_styles_take_effect_on_a_terminal(cli: Cli, args: list[str]) -> None:
    text = printed(cli, *args, FORCE_COLOR="1", COLUMNS="200")
    assert INERT.findall(OURS.sub("", text)) == []


@pytest.mark.parametrize("args", [["list", "-f", "json"], ["questions", "-f", "json"]])
def test_json_says_what_the_store_says(cli: Cli, args: list[str]) -> None:
    found = json.loads(printed(cli, *args))
    assert all(item["title"].startswith(HOSTILE[:20]) for item in found)


def test_what_was_graded_is_inert_too(run: Run) -> None:
    for form in ("table", "csv", "json", "jsonl"):
        done = run("grade", "-", "-f", form, stdin=f"Tea {HOSTILE} raised the mood.".encode())
        assert INERT.findall(done.stdout + done.stderr) == []


def test_a_message_of_the_command_line_parser_is_inert(run: Run) -> None:
    done = run("list", "--no-such-\x1b]0;owned\x07\x9b31m\u202e")
    assert done.returncode == 2
    assert INERT.findall(done.stderr) == []


def test_a_restored_backup_of_a_stranger_holds_no_control_characters(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    assert cli("backup", tmp_path / "b.db").exit_code == 0
    assert cli("restore", tmp_path / "b.db", "--yes").exit_code == 0
    with closing(sqlite3.connect(home / FILE_NAME)) as conn:
        dump = "\n".join(line for line in conn.iterdump() if 'INSERT INTO "undo"' not in line)
    assert INERT.findall(dump) == []


# Encodings and streams


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("args", [["list"], ["export"], ["list", "-f", "json"]], ids=" ".join)
def test_a_pipe_gets_utf_8_whatever_the_locale(
    run: Run, cli: Cli, args: list[str], encoding: str
) -> None:
    with KnowledgeBase.open() as kb:
        kb.add_content("@misc{zzz, title = {Łódź, ćma, 因果}}".encode(), "z.bib", embed=False)
    done = run(*args, PYTHONIOENCODING=encoding, LANG="C", LC_ALL="C", PYTHONUTF8="0")
    # BibTeX has letters of its own for some characters.
    assert "ódź, ćma, 因果" in done.stdout.replace("{", "").replace("}", "")


def piped(script: str) -> tuple[int, str]:
    """Run a shell script in which ``causalkb`` is the program; return its exit code and stderr."""
    done = subprocess.run(
        ["bash", "-c", f'causalkb() {{ {sys.executable} -m causalkb.cli.start "$@"; }}; {script}'],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "command",
    ["list", "list -f json", "export", "show pearl2009causality", "claims -f csv", "questions",
     "search rats", "graph", "map", "report", "--help"],
)  # fmt: skip
def test_a_reader_that_leaves_is_no_error(command: str) -> None:
    for reader in ("head -1 > /dev/null", "true", "sleep 0"):
        code, said = piped(f"causalkb {command} | {reader}; exit ${{PIPESTATUS[0]}}")
        assert code == 0, said
        assert "Traceback" not in said
        assert "Exception ignored" not in said
        assert "rror" not in said


CLOSED = {
    "list >&-": "standard output is closed",
    "export >&-": "standard output is closed",
    "add - <&-": "standard input is closed",
    "grade - <&-": "standard input is closed",
    "lint - <&-": "standard input is closed",
    "list > /dev/full": "No space left",
    "export > /dev/full": "No space left",
    "questions -f json > /dev/full": "No space left",
}


@pytest.mark.parametrize("command", CLOSED)
def test_a_stream_that_cannot_be_used_is_a_message(command: str) -> None:
    code, said = piped(f"causalkb {command}")
    assert code == 2
    assert CLOSED[command] in said
    assert len(said.splitlines()) == 1, said


def test_a_closed_stream_never_becomes_the_database(home: Path) -> None:
    code, _ = piped("causalkb tag liu2008 new >&- 2>&- <&-")
    assert code == 0
    with KnowledgeBase.open(home) as kb:
        assert kb.store.database.damage() == []
        assert "new" in kb.works.get("liu2008").tags
