"""Scanned PDFs and ``ocrmypdf``: programs of that name on PATH that do what such a program may."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, sleep

import pdf_papers as papers
import pytest
from conftest import Cli
from pdf_papers import RATS, Paper

from causalkb import KnowledgeBase

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")

LAST = 'for out; do :; done\necho "$@" >> "$(dirname "$0")/called"\n'


class Programs:
    """A folder on PATH with an ocrmypdf that does what a test says."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder

    def does(self, script: str) -> None:
        program = self.folder / "ocrmypdf"
        program.write_text(f"#!/bin/sh\n{LAST}{script}\n")
        program.chmod(0o755)

    def writes(self, content: bytes) -> None:
        (self.folder / "made.pdf").write_bytes(content)
        self.does('cp "$(dirname "$0")/made.pdf" "$out"')

    @property
    def calls(self) -> list[str]:
        called = self.folder / "called"
        return called.read_text().splitlines() if called.exists() else []


@pytest.fixture
def ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{programs.folder}:/usr/bin:/bin")
    return programs


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "scan.pdf"
    file.write_bytes(papers.scanned(2))
    return file


def test_a_scan_is_recognised_once_and_that_is_said(
    cli: Cli, empty: KnowledgeBase, ocr: Programs, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ocr.writes(Paper().content())
    monkeypatch.setenv("CAUSALKB_OCR_LANGUAGES", "eng+deu")
    done = cli("add", scan)
    assert done.exit_code == 0, done.stderr
    assert "ocrmypdf recognised the text of 2 of 2 pages (p. 1-2)" in done.stderr
    (hit,) = empty.search(RATS[2], kind="passages", limit=1)
    assert (hit.passage.locator, hit.work.title) == ("p. 2", Paper().title)  # type: ignore[union-attr]
    assert "scan.pdf (2 pages, text recognised from pictures)" in cli("show", hit.work.key).stdout
    assert "1 unchanged" in cli("add", scan).stderr
    assert len(ocr.calls) == 1
    assert "--skip-text" in ocr.calls[0]
    assert "--language eng+deu" in ocr.calls[0]


def test_pages_that_are_pictures_are_recognised_later_where_the_program_comes_later(
    cli: Cli, empty: KnowledgeBase, ocr: Programs, tmp_path: Path
) -> None:
    half = tmp_path / "half.pdf"
    half.write_bytes(papers.scanned(2, text_on=[1]))
    ocr.writes(papers.scanned(2, text_on=[1, 2]))
    done = cli("add", half, "--no-ocr", "--no-embed")
    assert "no text on 1 of 2 pages (p. 2) (without --no-ocr, ocrmypdf" in done.stderr
    assert "1 unchanged" in cli("add", half, "--no-ocr", "--no-embed").stderr
    assert ocr.calls == []
    done = cli("add", half, "--no-embed")
    assert "1 updated" in done.stderr
    assert "recognised the text of 1 of 2 pages (p. 2)" in done.stderr
    assert "said on page 2" in empty.store.files.text(_hash(empty))[1][1]


def _hash(kb: KnowledgeBase) -> str:
    return kb.store.files.of_works([1])[1][0].sha256


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo Traceback >&2; echo 'MissingDependencyError: tesseract' >&2; exit 3",
         "; ocrmypdf failed: MissingDependencyError: tesseract"),
        ("exit 15", "; ocrmypdf failed: exit code 15"),
        ("exit 0", "; ocrmypdf wrote no PDF"),
        ('echo no > "$out"', "; what ocrmypdf made of it is not a PDF"),
        ('head -c 999 "$(dirname "$0")/made.pdf" > "$out"', "; what ocrmypdf made of it is cut"),
        ('cp "$(dirname "$0")/made.pdf" "$out"', "; what ocrmypdf made of it has 3 of 3 pages"),
        ("for last; do out=$in; in=$last; done; cp $out $in", ", and ocrmypdf found none"),
        ("yes rats causes | head -c 300000 >&2; exit 2", "; ocrmypdf failed: rats causes"),
    ],
)  # fmt: skip
def test_a_program_that_fails_costs_only_the_scan(
    empty: KnowledgeBase, ocr: Programs, scan: Path, script: str, reason: str
) -> None:
    ocr.writes(Paper(pages=[["One."], ["Two."], ["Three."]]).content())
    ocr.does(script)
    good = Paper().write(scan.with_name("good.pdf"))
    result = empty.add(scan, good, embed=False)
    assert len(result.added) == 1
    (failed,) = result.failed
    assert failed.reason.startswith(f"is scanned: no text on 2 of 2 pages{reason}")
    assert len(ocr.calls) == 1


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    empty: KnowledgeBase, ocr: Programs, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_OCR_SECONDS", "0.3")
    ocr.does('sleep 77 & echo $! > "$(dirname "$0")/child"; wait')
    begun = monotonic()
    (failed,) = empty.add(scan, embed=False).failed
    assert "; ocrmypdf took longer than 0.3 s and was ended" in failed.reason
    assert monotonic() - begun < 60
    child = Path("/proc", (ocr.folder / "child").read_text().strip(), "stat")
    for _ in range(200):
        if not child.exists() or child.read_text().split()[2] == "Z":
            return
        sleep(0.02)
    raise AssertionError("what it started goes on")


def test_without_the_program_the_message_says_how(
    empty: KnowledgeBase, ocr: Programs, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(ocr.folder))
    (failed,) = empty.add(scan, embed=False).failed
    assert "install ocrmypdf (it is not on PATH)" in failed.hint
