"""``open``, ``show`` and sharing as text: the files of works after they were added."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import Cli
from pdf_papers import RATS, Paper

from causalkb import InputError, KnowledgeBase

ENTRY = (
    b"@article{rats, title={Rats learn causes from their own interventions}, author={Author, A}}"
)


@pytest.fixture
def rats(empty: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    empty.add_content(ENTRY, "a.bib")
    assert empty.add(Paper().write(tmp_path / "x.pdf")).updated == ("rats",)
    return empty


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)


def test_open_writes_the_path_where_there_is_no_screen(
    cli: Cli, rats: KnowledgeBase, tmp_path: Path
) -> None:
    done = cli("open", "rats", "--page", 2)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'x.pdf'}\n")
    assert cli("open", "rats", "--page", 1).exit_code == 0
    assert cli("open", "rats", "--page", 9).exit_code == 2
    shown = cli("show", "rats")
    assert "files: x.pdf (2 pages)" in shown.stdout
    assert "files" not in cli("show", "rats", "-f", "bibtex").stdout


@pytest.mark.parametrize(
    ("page", "program", "arguments"), [(2, "okular", ["-p", "2"]), (None, "xdg-open", [])]
)
def test_open_starts_a_viewer_at_the_page_and_else_what_the_system_has(
    rats: KnowledgeBase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    page: int | None,
    program: str,
    arguments: list[str],
) -> None:
    called = tmp_path / "called"
    for name in ("okular", "xdg-open"):
        viewer = tmp_path / "bin" / name
        viewer.parent.mkdir(exist_ok=True)
        viewer.write_text(f'#!/bin/sh\necho {name} "$@" > {called}.tmp\nmv {called}.tmp {called}\n')
        viewer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    opened = rats.works.open("rats", page=page)
    assert (opened.opened, opened.page) == (True, page)
    for _ in range(200):
        if called.exists():
            break
        time.sleep(0.02)
    assert called.read_text().split() == [program, *arguments, str(tmp_path / "x.pdf")]


def test_what_the_system_opens_files_with_is_started(
    rats: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert not rats.works.open("rats").opened
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    assert rats.works.open("rats").opened
    started: list[Path] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("os.startfile", started.append, raising=False)
    assert rats.works.open("rats").opened
    assert started == [tmp_path / "x.pdf"]


def test_a_work_without_a_file_and_a_file_that_is_gone_are_told(
    rats: KnowledgeBase, tmp_path: Path
) -> None:
    rats.add_content(b"@misc{mice, title={Of mice}}", "b.bib")
    with pytest.raises(InputError, match="has no file"):
        rats.works.open("mice")
    (tmp_path / "x.pdf").unlink()
    with pytest.raises(InputError, match=r"not at .* any more"):
        rats.works.open("rats")


def test_shared_as_text_the_record_of_the_file_travels_and_the_text_does_not(
    rats: KnowledgeBase, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    rats.export_all(shared)
    written = "".join(p.read_text() for p in shared.rglob("*") if p.is_file())
    assert RATS[2] not in written
    assert "rats,x.pdf," in (shared / "files.csv").read_text()
    assert str(tmp_path) not in (shared / "files.csv").read_text()
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        assert not other.import_all(shared).failed
        other.export_all(tmp_path / "again")
        assert (tmp_path / "again" / "files.csv").read_text() == (shared / "files.csv").read_text()
        other.works.edit("rats", "@article{rats, title={Another title altogether}}")
        # Known by its content, whatever the record says by now.
        assert other.add(tmp_path / "x.pdf").updated == ("rats",)
        assert other.search(RATS[2], kind="passages", limit=1)[0].work.key == "rats"
        assert len(other.works.files("rats")) == 1


def test_papers_beside_the_text_files_are_read_with_them(
    rats: KnowledgeBase, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    rats.export_all(shared)
    Paper().write(shared / "papers" / "x.pdf")
    Paper("Of voles and men", "V Ole", [["Voles dig."]]).write(shared / "papers" / "y.pdf")
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        result = other.import_all(shared)
        assert not result.failed
        assert other.works.count() == 2
        assert other.search(RATS[2], kind="passages", limit=1)[0].work.key == "rats"
