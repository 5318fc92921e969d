"""Files that are called .pdf and cannot be read: each ends in a clear message, and soon."""

from __future__ import annotations

import os
from pathlib import Path

import pdf_papers as papers
import pytest
from conftest import Cli
from pdf_papers import Paper

from causalkb import KnowledgeBase

BROKEN = {
    "empty": (b"", "is empty"),
    "zeros": (bytes(2000), "nothing but zeros"),
    "html": (b"\n<!DOCTYPE html><html><body>Please log in", "web page"),
    "word": (b"PK\x03\x04" + bytes(100), "ZIP, Word or EPUB"),
    "text": (b"Rats learn causes.\n" * 50, "does not begin with %PDF"),
    "cut": (Paper().content()[:1500], "is cut off"),
    "corrupt": (b"%PDF-1.4\n" + bytes(range(256)) * 8 + b"\n%%EOF", "is damaged"),
    "scanned": (papers.scanned(3), "scanned: no text on 3 of 3 pages"),
    "encrypted": (papers.encrypted("secret"), "encrypted with a password"),
}


@pytest.fixture(autouse=True)
def no_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.mark.parametrize("name", BROKEN)
def test_each_kind_says_what_it_is_and_what_to_do(
    empty: KnowledgeBase, tmp_path: Path, name: str
) -> None:
    data, reason = BROKEN[name]
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(data)
    (problem,) = empty.add(file).failed
    assert reason in problem.reason
    assert problem.hint
    assert problem.source == str(file)


def test_a_link_out_of_the_folder_and_a_pipe_are_told_and_left_out(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    Paper().write(folder / "a.pdf")
    (folder / "passwd.pdf").symlink_to("/etc/passwd")
    (folder / "nowhere.pdf").symlink_to("gone")
    os.mkfifo(folder / "pipe.pdf")
    result = empty.add(folder)
    assert (len(result.added), result.failed) == (1, ())
    said = {Path(p.source).name: p.reason for p in result.warnings}
    assert "link out of the folder" in said["passwd.pdf"]
    assert "leads nowhere" in said["nowhere.pdf"]
    assert "pipe" in said["pipe.pdf"]


def test_thirty_broken_files_cost_the_seventy_others_nothing(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    kinds = list(BROKEN.values())
    for n in range(30):
        (folder / f"broken{n:02d}.pdf").write_bytes(kinds[n % len(kinds)][0])
    for n in range(60):
        word = "".join(chr(97 + int(digit)) for digit in f"{n:02d}")
        Paper(f"The study of the animal called {word * 3}", pages=[[f"{word * 3} runs."]]).write(
            folder / f"good{n:02d}.pdf"
        )
    entries = [f"@misc{{k{n}, title={{Entry with number {n} here}}}}" for n in range(10)]
    (folder / "ten.bib").write_text("\n".join(entries))
    cli("init", "--empty")
    done = cli("add", "--no-embed", folder)
    assert done.exit_code == 1
    assert "100 entries: 70 added, 0 updated, 0 unchanged, 30 failed" in done.stderr
    assert done.stderr.count("failed: ") == 30


def test_a_file_that_keeps_the_reader_for_ever_is_given_up_and_the_rest_goes_on(
    empty: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_READ_SECONDS", "1.5")
    (tmp_path / "a.pdf").write_bytes(papers.nested_forms())
    Paper().write(tmp_path / "b.pdf")
    result = empty.add(tmp_path)
    assert len(result.added) == 1
    assert "took longer than 1.5 s at page 1" in result.failed[0].reason


def test_a_page_that_inflates_to_gigabytes_is_bounded(
    empty: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_READ_SECONDS", "1")
    (tmp_path / "a.pdf").write_bytes(papers.inflating(1 << 30))
    assert len(empty.add(tmp_path).failed) == 1


def test_a_reader_that_is_killed_is_started_again(empty: KnowledgeBase, tmp_path: Path) -> None:
    from causalkb.formats.processes import READER

    file = Paper().write(tmp_path / "a.pdf")
    assert READER.run("pdf", file.read_bytes(), "a.pdf")
    assert READER._process is not None
    READER._process.kill()
    assert len(empty.add(file).added) == 1


def test_some_pages_without_text_are_told_and_the_others_kept(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    file = tmp_path / "half.pdf"
    file.write_bytes(papers.scanned(5, text_on=[2]))
    result = empty.add(file)
    assert len(result.added) == 1
    assert "no text on 4 of 5 pages (p. 1, 3-5)" in result.warnings[0].reason
    assert empty.search("light and tone", kind="passages")[0].passage.locator == "p. 2"  # type: ignore[union-attr]


def test_one_that_only_forbids_copying_and_one_with_junk_before_it_are_read(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "owner.pdf").write_bytes(papers.encrypted(""))
    (tmp_path / "junk.pdf").write_bytes(b"HTTP/1.1 200 OK\r\n" * 200 + Paper().content())
    result = empty.add(tmp_path)
    assert (len(result.added), result.failed) == (2, ())


def test_a_number_of_seconds_that_is_none_is_told(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_READ_SECONDS", "soon")
    cli("init", "--empty")
    done = cli("add", Paper().write(tmp_path / "a.pdf"))
    assert done.exit_code == 2
    assert "CAUSALKB_READ_SECONDS is 'soon'" in done.stderr
