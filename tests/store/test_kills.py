"""Killed at any moment, every command that writes leaves a whole store, and a repeat completes it.

The content afterwards equals that of a run without a kill. One kill each here; thirty each, at
moments spread over the run, under ``make test-slow``.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from causalkb import KnowledgeBase, Question
from causalkb.store.database import APPLICATION_ID, FILE_NAME

KILLS = 30
WORKS = 24
FIRST = Path(__file__).parents[1] / "data" / "schema-1.sql"
NOTE = """---
work: note{n}
title: Note number {n}
claims:
  - text: Dose {n} raised the rate of recovery.
    relations: [supports: "note{other}#1"]
---
What was done with dose {n}.
"""
PAPERS = 6
PAGES = 4


@dataclass(frozen=True)
class Case:
    """A command.

    Attributes:
        args: Its arguments.
        out: What it writes beside the knowledge base.
        refused: Whether a repeat may be refused.
        indexed: Whether it leaves an index that is up to date.
        env: Variables of its environment.
    """

    args: tuple[str, ...]
    out: str = ""
    refused: bool = False
    indexed: bool = False
    env: dict[str, str] = field(default_factory=dict)


CASES = {
    "add": Case(("add", "{tmp}/more.bib", "--no-embed")),
    "add with relations": Case(("add", "{tmp}/notes", "--no-embed")),
    "add PDFs": Case(("add", "{tmp}/papers", "--no-embed")),
    "add and embed": Case(("add", "{tmp}/few.bib"), indexed=True),
    "edit": Case(("edit", "key3"), env={"EDITOR": f"{sys.executable} {{tmp}}/editor.py"}),
    "remove": Case(("remove", *(f"key{n}" for n in range(8)), "--yes"), refused=True),
    "merge": Case(("merge", "key1", "key2"), refused=True),
    "restore": Case(("restore", "{tmp}/backup.db", "--yes")),
    "reindex": Case(("reindex",), indexed=True),
    "export": Case(("export", "--all", "{tmp}/out"), out="out"),
    "site": Case(("site", "{tmp}/out", "--force"), out="out"),
}


def entries(numbers: range) -> str:
    return "\n".join(
        f"@article{{key{n}, title = {{Causes of the number {n} in the sum {n * n}}},"
        f" author = {{Roe, Ann and Doe, B{n}}}, year = {1900 + n % 100}}}"
        for n in numbers
    )


def _papers(folder: Path) -> None:
    """Write notes whose claims relate to each other, and the paper of each as a PDF.

    Some papers are of works that are there already, as ``entries`` has them.
    """
    folder.mkdir()
    for n in range(PAPERS):
        old = n < PAPERS // 2
        title = f"Causes of the number {n} in the sum {n * n}" if old else f"Paper number {n}"
        key = f"key{n}" if old else f"paper{n}"
        other = f"paper{PAPERS - 1}" if n < PAPERS - 1 else "key0"
        (folder / f"{key}.md").write_text(
            f"---\nwork: {key}\ntitle: {title}\nclaims:\n  - text: Dose {n} raised the rate.\n"
            f'    relations: [supports: "{other}#1"]\n---\nRead in full.\n'
        )
        canvas = Canvas(str(folder / f"{key}.pdf"), invariant=1)
        for page in range(PAGES):
            if page == 0:
                canvas.setFont("Times-Bold", 18)
                canvas.drawString(72, 760, title)
            canvas.setFont("Times-Roman", 10)
            for line in range(40):
                said = f"Trial {line} of page {page} raised dose {n} by {line * page} units."
                canvas.drawString(72, 720 - 14 * line, said)
            canvas.showPage()
        canvas.save()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a knowledge base and all that the commands read."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "first.bib").write_text(entries(range(WORKS)))
    (folder / "few.bib").write_text(entries(range(WORKS, WORKS + 4)))
    (folder / "more.bib").write_text(entries(range(WORKS, 8 * WORKS)))
    (folder / "editor.py").write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n"
        "path.write_text(path.read_text().replace('the sum', 'a product'))\n"
    )
    (folder / "notes").mkdir()
    for n in range(WORKS):
        note = NOTE.format(n=n, other=(n + 1) % WORKS)
        (folder / "notes" / f"note{n}.md").write_text(note)
    _papers(folder / "papers")
    with KnowledgeBase.open(folder / "kb", create=True) as kb:
        kb.add(folder / "first.bib")
        kb.questions.put(Question("numbers", "Do numbers cause sums?", "Do numbers cause sums?"))
        kb.backup(folder / "backup.db")
        kb.tags.add("key5", "mine")
    return folder


def run(folder: Path, case: Case, *, kill_after: float | None = None) -> tuple[int, float]:
    """Run the command of a case, or kill it; return its exit code and the seconds that it took."""
    args = [arg.format(tmp=folder) for arg in case.args]
    env = os.environ | {k: v.format(tmp=folder) for k, v in case.env.items()}
    begun = time.monotonic()
    command = [sys.executable, "-m", "causalkb", "--kb", str(folder / "kb"), *args]
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _, said = process.communicate(timeout=kill_after or 120)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        said = ""
    assert "Traceback" not in said
    return process.returncode, time.monotonic() - begun


def content(folder: Path, case: Case) -> dict[str, bytes]:
    """All that a person put into the knowledge base, and what the command wrote, by file."""
    with KnowledgeBase.open(folder / "kb") as kb:
        assert kb.store.database.check_integrity() == []
        assert kb.store.relations.waiting_relations() == []
        assert not case.indexed or kb.indexes.behind() == (0, 0, 0)
        kb.export_all(folder / "all")
        found = _texts(kb)
    found |= _files(folder / "all")
    if case.out:
        found |= {f"out/{name}": data for name, data in _files(folder / case.out).items()}
    return found


def _texts(kb: KnowledgeBase) -> dict[str, bytes]:
    """What was read of the files of each work."""
    files, works = kb.store.files, kb.store.works
    ids = {works.id_of(work.key): work.key for work in kb.works.list()}
    return {
        f"{ids[work_id]}: {Path(file.path).name}": repr(files.text(file.sha256)).encode()
        for work_id, held in files.of_works(ids).items()
        for file in held
    }


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def check(start: Path, tmp_path: Path, case: Case, kills: int) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(start, reference)
    code, seconds = run(reference, case)
    assert code == 0
    expected = content(reference, case)
    chance, struck = random.Random(" ".join(case.args)), 0
    for number in range(kills):
        folder = tmp_path / f"run{number}"
        shutil.copytree(start, folder)
        moment = seconds * (chance.random() if kills > 1 else 0.7)
        killed, _ = run(folder, case, kill_after=max(0.05, moment))
        struck += killed == -signal.SIGKILL
        with KnowledgeBase.open(folder / "kb") as kb:
            assert kb.store.database.check_integrity() == []
        code, _ = run(folder, case)
        assert code == 0 or case.refused
        assert content(folder, case) == expected, f"killed after {moment:.2f} of {seconds:.2f} s"
        shutil.rmtree(folder)
    print(f"{struck} of {kills} kills came before the command had ended")
    assert struck >= kills // 2


@pytest.mark.parametrize("name", CASES)
def test_a_repeat_completes_what_was_killed(start: Path, tmp_path: Path, name: str) -> None:
    check(start, tmp_path, CASES[name], 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_repeat_completes_what_was_killed_thirty_times(
    start: Path, tmp_path: Path, name: str
) -> None:
    check(start, tmp_path, CASES[name], KILLS)


def _old(home: Path) -> None:
    home.mkdir()
    rows = "".join(
        f"INSERT INTO works (id, key, type, title, claims_made, added_at, changed_at)"
        f" VALUES ({n}, 'key{n}', 'misc', 'Title {n}', 1, '', '');"
        f"INSERT INTO claims (id, work_id, number, text, design, origin)"
        f" VALUES ({n}, {n}, 1, 'It scored {n}.', 'benchmark', 'hand');"
        for n in range(1, 400)
    )
    with closing(sqlite3.connect(home / FILE_NAME)) as conn:
        conn.executescript(FIRST.read_text(encoding="utf-8") + "BEGIN;" + rows + "COMMIT;")
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.commit()


def check_migration(tmp_path: Path, kills: int) -> None:
    case = Case(("list",))
    (tmp_path / "start").mkdir()
    _old(tmp_path / "start" / "kb")
    check(tmp_path / "start", tmp_path, case, kills)


def test_a_killed_migration_is_completed(tmp_path: Path) -> None:
    check_migration(tmp_path, 1)


@pytest.mark.slow
def test_a_migration_killed_thirty_times_is_completed(tmp_path: Path) -> None:
    check_migration(tmp_path, KILLS)
