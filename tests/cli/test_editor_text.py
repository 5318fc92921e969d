"""What was written in the editor is never lost, and never undoes what someone else changed."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase
from causalkb.store.database import FILE_NAME

KEY = "blaisdell2006causal"
COMMAND = [sys.executable, "-m", "causalkb.cli.main"]
COMMANDS = ("note", "edit")
Editor = Callable[[str], None]


@pytest.fixture(autouse=True)
def there(kb: KnowledgeBase) -> KnowledgeBase:
    return kb


def kept_in(message: str) -> list[str]:
    """The content of the files that a message names, after checking that they are there."""
    paths = re.findall(r"is kept in (\S+?\.(?:md|bib))", message)
    assert paths, message
    return [Path(path).read_text(encoding="utf-8") for path in paths]


WRITTEN = {"note": "text += '\\nwritten for an hour\\n'",
           "edit": "text = text.replace('{2006}', '{2005}') + '% written for an hour'"}  # fmt: skip


@pytest.fixture
def write(editor: Editor) -> Callable[..., None]:
    """An editor that writes something worth keeping into either text."""

    def use(command: str, more: str = "") -> None:
        editor(WRITTEN[command] + "\n" + more)

    return use


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_a_text_saved_in_another_encoding_is_read(
    there: KnowledgeBase, cli: Cli, editor: Editor, encoding: str
) -> None:
    text = "Schölkopf naïve café"
    editor(f"path.write_bytes((text + {text!r}).encode({encoding!r})); sys.exit(0)")
    assert cli("note", KEY).exit_code == 0
    assert text in (there.works.note(KEY) or "")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_lock_held_by_another_process_costs_no_text(
    there: KnowledgeBase, cli: Cli, write: Callable[..., None], command: str
) -> None:
    write(command)
    with closing(sqlite3.connect(there.directory / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = cli(command, KEY, CAUSALKB_WAIT="0.05")
    assert result.exit_code == 2
    assert "in use by another process" in result.stderr
    assert "written for an hour" in kept_in(result.stderr)[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_editor_that_fails_after_saving_costs_no_text(
    there: KnowledgeBase, cli: Cli, write: Callable[..., None], command: str
) -> None:
    before = there.works.note_file(KEY), there.works.bibtex(KEY)
    write(command, "path.write_text(text, encoding='utf-8'); sys.exit(3)")
    result = cli(command, KEY)
    assert result.exit_code == 2
    assert "ended with code 3" in result.stderr
    assert "written for an hour" in kept_in(result.stderr)[0]
    assert (there.works.note_file(KEY), there.works.bibtex(KEY)) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_an_editor_that_fails_without_saving_is_told(
    cli: Cli, editor: Editor, command: str
) -> None:
    editor("sys.exit(127)")
    result = cli(command, KEY)
    assert (result.exit_code, "ended with code 127" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_text_changes_nothing_and_is_not_kept(
    there: KnowledgeBase, cli: Cli, editor: Editor, command: str
) -> None:
    before = there.works.note_file(KEY), there.works.bibtex(KEY)
    editor(r"text = '\n \n'")
    result = cli(command, KEY)
    assert (result.exit_code, "the text is empty" in result.stderr) == (2, True)
    assert (there.works.note_file(KEY), there.works.bibtex(KEY)) == before
    assert not (there.directory / "rejected").exists()


def test_without_an_editor_and_a_terminal_nothing_is_waited_for(cli: Cli) -> None:
    result = cli("note", KEY, EDITOR="", VISUAL="")
    assert (result.exit_code, "set EDITOR" in result.stderr) == (2, True)


def test_a_text_that_was_not_saved_as_unicode_is_told(cli: Cli, editor: Editor) -> None:
    editor("path.write_bytes((text + '日本').encode('shift_jis')); sys.exit(0)")
    assert "not saved as UTF-8" in cli("note", KEY).stderr


@pytest.mark.skipif(os.name == "nt", reason="has no pseudo-terminals")
@pytest.mark.parametrize("pressed", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_refused_text_is_kept_however_the_question_is_answered(
    editor: Editor, pressed: bytes
) -> None:
    import fcntl
    import pty
    import termios

    editor("text = 'written for an hour'")
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "note", KEY],
        stdin=terminal,
        stderr=subprocess.PIPE,
        # The terminal that the process reads sends it Ctrl-C.
        preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)),
    )
    assert process.stderr is not None
    said = b""
    while b"Edit again?" not in said and (more := process.stderr.read1(1000)):
        said += more
    os.write(master, pressed)
    said += process.communicate(timeout=60)[1]
    os.close(master)
    os.close(terminal)
    assert process.returncode == 2, said
    assert kept_in(said.decode()) == ["written for an hour"]


def test_an_editor_that_deletes_the_file_changes_nothing(cli: Cli, editor: Editor) -> None:
    editor("path.unlink(); sys.exit(0)")
    assert "nothing changed" in cli("note", KEY).stderr


def test_each_refused_text_is_kept_in_a_file_of_its_own(cli: Cli, editor: Editor) -> None:
    said = ""
    for n in range(3):
        editor(f"text = 'no front matter, number {n}'")
        said += cli("note", KEY).stderr
    assert kept_in(said) == [f"no front matter, number {n}" for n in range(3)]


def test_a_text_that_cannot_be_kept_beside_the_store_is_kept_elsewhere(
    there: KnowledgeBase, cli: Cli, editor: Editor
) -> None:
    (there.directory / "rejected").write_text("in the way", encoding="utf-8")
    editor("text = 'written for an hour'")
    assert kept_in(cli("note", KEY).stderr) == ["written for an hour"]


def test_ctrl_c_while_the_editor_runs_is_the_editors_business(
    there: KnowledgeBase, tmp_path: Path
) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go on"
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"pathlib.Path({str(started)!r}).touch()\n"
        f"while not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.01)\n"
        "with open(sys.argv[1], 'a') as file: file.write('written after Ctrl-C')\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [*COMMAND, "note", KEY],
        env={**os.environ, "EDITOR": f"{sys.executable} {script}"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not started.exists() and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    time.sleep(0.1)
    go_on.touch()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "written after Ctrl-C" in (there.works.note(KEY) or "")


# Someone else changes the same record meanwhile


def while_open(*args: str) -> str:
    """The body of an editor that runs another causalkb while it is open."""
    command = [*COMMAND, *args]
    return f"import subprocess; subprocess.run({command!r}, check=True)"


MEANWHILE = {
    "a tag": (("tag", KEY, "meanwhile"), "meanwhile"),
    "a claim": (("claim", "add", KEY, "Said meanwhile.", "--design", "review"), "Said meanwhile."),
}


@pytest.mark.parametrize(
    ("command", "change"), [("edit", "a tag"), ("note", "a tag"), ("note", "a claim")]
)
def test_a_change_made_meanwhile_survives_and_both_texts_are_kept(
    there: KnowledgeBase, cli: Cli, write: Callable[..., None], command: str, change: str
) -> None:
    args, text = MEANWHILE[change]
    write(command, while_open(*args))
    result = cli(command, KEY)
    assert result.exit_code == 2
    assert "changed meanwhile" in result.stderr
    assert text in there.works.note_file(KEY)
    mine, theirs = kept_in(result.stderr)
    assert "written for an hour" in mine
    assert text in theirs
    assert there.works.get(KEY).year == 2006
    assert "written for an hour" not in (there.works.note(KEY) or "")


def test_a_change_of_another_work_is_no_conflict(
    there: KnowledgeBase, cli: Cli, write: Callable[..., None]
) -> None:
    write("edit", while_open("tag", "liu2008", "meanwhile"))
    assert cli("edit", KEY).exit_code == 0
    assert there.works.get(KEY).year == 2005


def test_records_can_be_changed_from_python_without_overwriting_another_change(
    there: KnowledgeBase,
) -> None:
    from dataclasses import replace

    from causalkb import ConflictError

    question = there.questions.list()[0]
    hypothesis = there.hypotheses.list()[0]
    claim = there.claims.of(KEY)[0]
    assert there.questions.put(replace(question, why="first"), base=question)
    assert there.hypotheses.put(replace(hypothesis, statement="First."), base=hypothesis)
    assert there.claims.edit(claim.id, replace(claim, subject="first"), base=claim) == ["subject"]
    with pytest.raises(ConflictError):
        there.questions.put(replace(question, why="second"), base=question)
    with pytest.raises(ConflictError):
        there.hypotheses.put(replace(hypothesis, statement="Second."), base=hypothesis)
    with pytest.raises(ConflictError):
        there.claims.edit(claim.id, replace(claim, subject="second"), base=claim)
    assert there.questions.get(question.slug).why == "first"
    assert there.claims.get(claim.id).subject == "first"


def test_the_note_editor_keeps_relations_that_wait_for_their_claim(
    there: KnowledgeBase, cli: Cli, write: Callable[..., None]
) -> None:
    first = (
        "---\nwork: first\ntitle: The first\nclaims:\n  - text: The dose raised it.\n"
        "    relations: [{supports: second#1}]\n---\n"
    )
    second = "---\nwork: second\ntitle: The second\nclaims:\n  - text: The dose did it.\n---\n"
    there.add_content(first.encode(), "first.md", embed=False)
    write("note")
    assert cli("note", "first").exit_code == 0
    assert "written for an hour" in (there.works.note("first") or "")
    there.add_content(second.encode(), "second.md", embed=False)
    (claim,) = there.claims.of("first")
    assert [relation.other for relation in claim.relations] == ["second#1"]
