"""Folders: what is read and left out; files made to harm; broken files among good ones."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import AddResult, InputError, KnowledgeBase

ENTRY = "@misc{%s, title = {The work called %s}}\n"


def write(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ENTRY % (file.stem, file.stem), encoding="utf-8")
    return folder


def test_patterns_leave_files_out(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path, "a.bib", "drafts/b.bib", "old/c.bib", "old/keep/d.bib", "old/deep/f.bib")
    write(tmp_path, "e.bib", "node_modules/x.bib", ".git/y.bib", "z.bib.part")
    patterns = "# mine\ndrafts/\nold/*\n!old/keep/\n/e.bib\n"
    (tmp_path / ".causalkbignore").write_text(patterns, encoding="utf-8")
    (tmp_path / ".gitignore").write_text("a.bib\n", encoding="utf-8")
    assert sorted(empty.add(tmp_path, embed=False).added) == ["a", "d"]
    (tmp_path / "old" / ".causalkbignore").write_text("!deep/\n*.bib\n", encoding="utf-8")
    assert "f" not in empty.add(tmp_path, embed=False).added


def test_a_file_that_did_not_change_is_not_read_again_but_where_its_works_did(
    empty: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causalkb.formats.bibtex import reader

    read: list[str] = []
    original = reader.read
    monkeypatch.setattr(
        reader, "read", lambda data, source: read.append(source) or original(data, source)
    )
    write(tmp_path, "a.bib", "b.bib")
    (tmp_path / "n.md").write_text("# Of jays\n\nJays hide food.", encoding="utf-8")

    def again(**options: str) -> tuple[int, AddResult]:
        read.clear()
        result = empty.add(tmp_path, embed=False, **options)  # type: ignore[arg-type]
        return len(read), result

    assert again()[0] == 2
    count, result = again()
    assert (count, sorted(result.unchanged), result.entries) == (0, ["a", "b", "n"], 3)
    empty.works.remove("a")
    assert again()[1].added == ("a",)
    (tmp_path / "a.bib").write_text(ENTRY % ("a", "a") + "@misc{c, title={X, }", encoding="utf-8")
    for _ in range(2):  # a file with problems is read each time, so that they are told
        count, result = again()
        assert (count, len(result.failed)) == (1, 1)
    (tmp_path / "a.bib").write_text(ENTRY % ("a", "better"), encoding="utf-8")
    assert again()[1].updated == ("a",)
    empty.undo()
    assert again()[1].updated == ("a",)
    assert again()[0] == 0
    assert again(keywords="fields")[0] == 2


def test_an_unreadable_pattern_is_told(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path, "a.bib")
    (tmp_path / ".causalkbignore").write_bytes(b"\xff\xfe!")
    with pytest.raises(InputError, match="causalkbignore:1: is not UTF-8"):
        empty.add(tmp_path, embed=False)


def test_files_of_programs_are_not_taken_for_references(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    write(tmp_path, "a.bib")
    for name, text in {
        "package.json": '{"name": "x", "version": "1.0"}',
        "data.csv": "a,b\n1,2\n",
        "pom.xml": "<project><records-of/></project>",
        "requirements.txt": "numpy\n" * 100,
        "README.txt": "Words about this folder. " * 50,
        "notes.log": "x",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = empty.add(tmp_path, embed=False)
    assert (result.added, result.problems) == (("a",), ())


@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.md", "a.txt", "a.csv", "a.json", "a.html"])
def test_a_line_of_a_gigabyte_is_refused_without_reading_it(
    empty: KnowledgeBase, tmp_path: Path, name: str
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(1 << 30)
    write(tmp_path, "good.bib")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = empty.add(tmp_path / name, tmp_path / "good.bib", embed=False)
    assert result.added == ("good",)
    assert "larger than" in result.failed[0].reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # KiB


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_pipes_devices_and_links_out_of_a_folder(empty: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "a.bib", "sub/b.bib")
    write(tmp_path / "out", "secret.bib")
    os.mkfifo(folder / "pipe.bib")
    (folder / "device.bib").symlink_to("/dev/zero")
    (folder / "out.bib").symlink_to(tmp_path / "out" / "secret.bib")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder)
    (folder / "self.bib").symlink_to("self.bib")
    (folder / "papers.bib").mkdir()
    added = empty.add(folder, embed=False)
    assert added.added == ("a", "b")
    told = {Path(problem.source).name for problem in added.problems}
    assert told == {"pipe.bib", "device.bib", "out.bib", "self.bib"}
    for name in ("pipe.bib", "device.bib"):
        with pytest.raises(InputError, match="not a regular file"):
            empty.add(folder / name, embed=False)


def test_a_path_within_a_file_leads_nowhere(empty: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "a.bib")
    (tmp_path / "secret.html").write_text("<p>secret words</p>" * 50, encoding="utf-8")
    names = "../secret.html;../../etc/passwd;/etc/passwd"
    (folder / "b.bib").write_text(
        f"@misc{{b, title={{A work with files}}, file={{{names}}}}}", encoding="utf-8"
    )
    (folder / "c.ris").write_text(
        f"TY  - BOOK\nTI  - Another\nL1  - {names}\nER  - \n", encoding="utf-8"
    )
    empty.add(folder)
    assert empty.search("secret words root", kind="passages") == [] or all(
        "secret" not in hit.passage.text and "root:" not in hit.passage.text
        for hit in empty.search("secret words root", kind="passages")
    )


def test_of_a_hundred_files_thirty_are_broken(
    cli: Cli, empty: KnowledgeBase, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    good = {
        "bib": "@misc{{k{n}, title={{Work {n} on crows}}}}",
        "ris": "TY  - BOOK\nTI  - Work {n} on rats\nER  - \n",
        "json": '[{{"id": "x{n}", "type": "book", "title": "Work {n} on owls"}}]',
        "csv": "title,year\nWork {n} on rooks,2000\n",
        "xml": "<xml><records><record><titles><title>Work {n} on cats</title></titles></record>"
        "</records></xml>",
        "txt": "Work {n} on dogs\n\n" + "Dogs bark at cats. " * 20,
        "md": "# Work {n} on bees\n\nBees dance.",
    }
    bad = {
        "bib": "@misc{{k{n}, title={{Work",
        "json": '[{{"title": "Work {n}", }}]',
        "csv": "title,year\na,b,c,d\n",
        "md": "---\nclaims: no\n---\n",
        "docx": "not a Word file",
        "epub": "not an EPUB",
    }
    for n in range(70):
        suffix = list(good)[n % 7]
        (folder / f"{n:03} good.{suffix}").write_text(good[suffix].format(n=n), encoding="utf-8")
    for n in range(70, 100):
        suffix = list(bad)[n % 6]
        (folder / f"{n:03} bad.{suffix}").write_text(bad[suffix].format(n=n), encoding="utf-8")
    done = cli("add", folder, "--no-embed")
    assert done.exit_code == 1
    assert "100 entries: 70 added, 0 updated, 0 unchanged, 30 failed" in done.stderr
    assert done.stderr.count("failed: ") == 30
    assert "Traceback" not in done.stderr
    again = cli("add", folder, "--no-embed")
    assert "100 entries: 0 added, 0 updated, 70 unchanged, 30 failed" in again.stderr


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        (["rats", "causes"], ("causes", "rats")),
        (["rats", "health; care"], ("care", "health", "rats")),
        (["learning, causal", "rats"], ("learning, causal", "rats")),
        (["learning, causal"], ("learning, causal",)),
    ],
)
def test_keywords_stay_apart_from_one_format_to_the_next(
    empty: KnowledgeBase, tmp_path: Path, words: list[str], tags: tuple[str, ...]
) -> None:
    ris = "TY  - JOUR\nTI  - Crows\n" + "".join(f"KW  - {one}\n" for one in words)
    (tmp_path / "a.ris").write_text(ris + "ER  - \n", encoding="utf-8")
    empty.add(tmp_path / "a.ris", embed=False)
    assert tuple(sorted(empty.works.list()[0].tags)) == tags
    for format in ("bibtex", "csl"):
        text = empty.export(format).text
        with KnowledgeBase.open(tmp_path / format, create=True) as other:
            name = "b.bib" if format == "bibtex" else "b.json"
            other.add_content(text.encode(), name, embed=False)
            assert tuple(sorted(other.works.list()[0].tags)) == tags, format


def test_keywords_become_tags_unless_told_otherwise(
    empty: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    bib = "@misc{%s, title={Of %s}, keywords={rats, causal learning}, causalkb-tags={lab}}"
    (tmp_path / "a.bib").write_text(bib % ("crows", "crows"), encoding="utf-8")
    (tmp_path / "b.bib").write_text(bib % ("rooks", "rooks"), encoding="utf-8")
    assert cli("add", tmp_path / "a.bib", "--no-embed").exit_code == 0
    assert cli("add", tmp_path / "b.bib", "--no-embed", "--keywords", "fields").exit_code == 0
    assert set(empty.works.get("crows").tags) == {"lab", "rats", "causal learning"}
    assert empty.works.get("crows").fields["keywords"] == "rats, causal learning"
    assert empty.works.get("rooks").tags == ("lab",)
    cli("tag", "crows", "rats", "--remove")
    cli("add", tmp_path / "a.bib", "--no-embed")
    assert "rats" not in empty.works.get("crows").tags
    with pytest.raises(InputError, match="tags or fields"):
        empty.add(tmp_path / "a.bib", keywords="both", embed=False)
