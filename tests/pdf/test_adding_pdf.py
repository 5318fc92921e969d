"""``causalkb add paper.pdf``: full texts of works that are there, or of new ones."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import Cli
from pdf_papers import RATS, Paper, numbered_lines

from causalkb import KnowledgeBase

LIBRARY = """
@article{author2020rats, title={Rats Learn Causes from Their Own Interventions},
  author={Author, Ann and Writer, Bo}, journal={Journal of Animal Causation}, year={2020}}
@article{doe2021sleep, title={Sleep and memory}, author={Doe, Jo}, journal={Nap}, year={2021},
  doi={10.1234/nap.7}}
@misc{roe2024models, title={Language models and causes}, author={Roe, Al}, year={2024},
  eprint={2401.01234}, archiveprefix={arXiv}}
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    Paper().write(folder / "x1.pdf")
    sleep = "Sleep after learning keeps what was learnt."
    references = [f"[{n}] Smith, J. (19{60 + n}). On naps. doi:10.9999/ref.{n}" for n in range(20)]
    Paper("A nap a day", "Jo Doe", [[sleep], [sleep]], foot="https://doi.org/10.1234/nap.7").write(
        folder / "wrong-title.pdf"
    )
    Paper(
        "Sleep and memory", "Jo Doe", [[sleep], [RATS[0]]], references, "doi:10.1234/NAP.7"
    ).write(folder / "sub" / "x2.pdf")
    Paper(
        "Language models and causes",
        "Al Roe",
        [["Models imitate causal talk."]],
        references,
        stamp="arXiv:2401.01234v2 [cs.LG] 5 Jan 2024",
    ).write(folder / "x3.pdf")
    (tmp_path / "library.bib").write_text(LIBRARY)
    return folder


def test_a_library_and_then_its_papers(cli: Cli, papers: Path) -> None:
    assert cli("init", "--empty").exit_code == 0
    assert cli("add", papers.parent / "library.bib").exit_code == 0
    done = cli("add", papers)
    assert done.exit_code == 0, done.stderr
    assert "1 added, 3 updated" in done.stderr  # a cited DOI under another title is not its own
    found = json.loads(
        cli("search", "keeps what was learnt", "--kind", "passages", "-f", "json").stdout
    )["hits"]
    place = {(hit["work"]["key"], hit["passage"]["locator"]) for hit in found}
    assert ("doe2021sleep", "p. 1") in place
    again = cli("add", papers)
    assert "0 added, 0 updated, 4 unchanged" in again.stderr


def test_a_hit_says_its_page_and_quotes_are_looked_up_there(cli: Cli, papers: Path) -> None:
    cli("init", "--empty")
    cli("add", papers / "x1.pdf")
    hits = json.loads(
        cli("search", "an action cuts the link", "--kind", "passages", "-f", "json").stdout
    )["hits"]
    assert hits[0]["passage"]["locator"] == "p. 2"
    key = hits[0]["work"]["key"]
    quote = "an action cuts the link that observation had taught"
    assert cli("claim", "add", key, "Acting cuts links.", "--quote", quote).exit_code == 0
    refused = cli("claim", "add", key, "Acting cuts.", "--quote", "an action restores the link")
    assert refused.exit_code == 2
    assert "does not occur" in refused.stderr


def test_the_papers_first_and_then_the_library(empty: KnowledgeBase, papers: Path) -> None:
    added = empty.add(papers)
    assert len(added.added) == 4
    assert {empty.works.get(key).tags for key in added.added} == {("from-file",)}
    result = empty.add(papers.parent / "library.bib")
    assert not result.failed
    rats = empty.works.get("author2020rats")
    assert rats.title == "Rats Learn Causes from Their Own Interventions"
    assert (rats.authors[0].family, rats.tags) == ("Author", ())
    hit = empty.search(RATS[1], kind="passages", limit=1)[0]
    assert hit.work.year == 2020


def test_a_new_work_says_what_the_first_page_does(empty: KnowledgeBase, tmp_path: Path) -> None:
    stamp = "arXiv:2305.00050v2 [cs.AI] 12 May 2023"
    file = Paper("Causal talk without causal thought", stamp=stamp).write(tmp_path / "a.pdf")
    (key,) = empty.add(file).added
    work = empty.works.get(key)
    assert (work.title, work.arxiv, work.year) == (
        "Causal talk without causal thought", "2305.00050", 2023
    )  # fmt: skip
    (stored,) = empty.store.files.of_works([empty.store.works.id_of(key)]).values()
    assert (stored[0].pages, stored[0].version) == (2, "arXiv:2305.00050v2")
    assert not any("arXiv:" in p.text for p in empty.store.passages.of_work(1))


def test_a_file_that_changed_is_read_again_and_one_that_moved_is_known(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    file = Paper().write(tmp_path / "a.pdf")
    (key,) = empty.add(file).added
    Paper(pages=[["Otters were studied as well."]]).write(file)
    assert empty.add(file).updated == (key,)
    assert empty.search("otters were studied", kind="passages")[0].work.key == key
    assert empty.search("observation had taught", kind="passages")[0].passage.locator != "p. 2"  # type: ignore[union-attr]
    moved = file.rename(tmp_path / "b.pdf")
    assert empty.add(moved).unchanged == (key,)
    assert [f.path for f in empty.store.files.of_works([1])[1]] == [str(moved)]


def test_undo_takes_the_text_of_a_known_work_away_again(empty: KnowledgeBase, papers: Path) -> None:
    empty.add(papers.parent / "library.bib")
    empty.add(papers / "x1.pdf")
    empty.undo()
    empty.sync()
    assert empty.store.files.of_works([1]) == {}
    assert all(hit.passage.kind != "text" for hit in empty.search(RATS[0], kind="passages"))  # type: ignore[union-attr]


def test_a_file_of_two_thousand_pages_is_read_page_by_page(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    from causalkb.formats.processes import READER

    file = tmp_path / "long.pdf"
    file.write_bytes(numbered_lines([f"This is line {n} of it." for n in range(1, 2001)], a_page=1))
    data = file.read_bytes()
    *_, answer = READER.run("pdf", data, "long.pdf")
    assert (answer["count"], READER._process is not None) == (2000, True)
    status = Path(f"/proc/{READER._process.pid}/status")  # type: ignore[union-attr]
    if status.exists():
        (peak,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        assert int(peak.split()[1]) < 120 * 1024  # KiB
    assert len(empty.add(file, embed=False).added) == 1
    pages = empty.store.files.text(empty.store.files.of_works([1])[1][0].sha256)
    assert (len(pages), pages[-1][0]) == (2000, "p. 2000")
    assert "This is line 2000 of it." in pages[-1][1]


def test_a_pdf_from_standard_input(cli: Cli) -> None:
    cli("init", "--empty")
    done = cli("add", "-", stdin=Paper().content())
    assert done.exit_code == 0, done.stderr
    assert "1 added" in done.stderr


# Files that bibliographies name


def bibliography(folder: Path, file: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "mine.bib"
    path.write_text(f"@article{{mine, title={{Some title}}, year={{2020}}, file={{{file}}}}}")
    return path


def test_files_named_beside_the_bibliography_are_read(empty: KnowledgeBase, papers: Path) -> None:
    result = empty.add(bibliography(papers, ":x1.pdf:PDF;Other:sub/x2.pdf:application/pdf"))
    assert (set(result.added), result.problems) == ({"mine"}, ())
    assert len(empty.store.files.of_works([1])[1]) == 2
    assert empty.search(RATS[1], kind="passages", limit=1)[0].work.key == "mine"
    assert empty.add(bibliography(papers, ":x1.pdf:PDF;sub/x2.pdf")).failed == ()


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "../outside.pdf", "link.pdf"])
def test_a_path_out_of_the_folder_is_refused(
    empty: KnowledgeBase, tmp_path: Path, path: str
) -> None:
    Paper().write(tmp_path / "outside.pdf")
    file = bibliography(tmp_path / "lib", path)
    (tmp_path / "lib" / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    result = empty.add(file)
    assert result.added == ("mine",)
    assert ["lies outside" in p.reason for p in result.warnings] == [True]
    assert empty.store.files.of_works([1]) == {}


def test_a_pipe_and_a_missing_file_are_told_and_not_waited_for(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    file = bibliography(tmp_path / "lib", f"pipe.pdf;gone.pdf;{'o' * 300}.pdf")
    os.mkfifo(tmp_path / "lib" / "pipe.pdf")
    reasons = [p.reason for p in empty.add(file).warnings]
    assert ["pipe" in reasons[0], "not there" in reasons[1]] == [True, True]
    assert f" {'o' * 200} is not there" in reasons[2]


def test_a_further_folder_may_be_named(cli: Cli, papers: Path, tmp_path: Path) -> None:
    cli("init", "--empty")
    file = bibliography(tmp_path / "lib", r"C\:\\Users\\me\\papers\\sub\\x2.pdf")
    done = cli("add", file, "--files", papers)
    assert (done.exit_code, "warning" in done.stderr) == (0, False), done.stderr
    found = json.loads(cli("search", RATS[0], "--kind", "passages", "-f", "json").stdout)
    assert found["hits"][0]["passage"]["locator"] == "p. 2"
    assert cli("add", file, "--files", tmp_path / "none").exit_code == 2
