"""What a user names on the command line → the files that are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from causalkb import InputError, KnowledgeBase

ONE = "@misc{one, title = {The first of them}}\n"
TWO = "@misc{two, title = {The second of them}}\n"
NOTE = "---\nwork: one\ntags: [noted]\n---\nText.\n"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_several_files_and_folders_at_once(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path / "src", a_bib=ONE, deep__er__b_BIBTEX=TWO, c_txt="no")
    write(tmp_path, d_bib="@misc{three, title = {The third}}")
    result = empty.add(tmp_path / "src", str(tmp_path / "d.bib"), embed=False)
    assert sorted(result.added) == ["one", "three", "two"]


def test_references_in_text_files_of_a_folder_are_read(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    ris = "TY  - JOUR\nTI  - Of crows\nAU  - Roe, Bob\nPY  - 1999\nER  - \n"
    write(tmp_path / "src", a_txt=ris, b_txt="Dear all, TY - for the references.", c_ris=ris)
    assert empty.add(tmp_path / "src", embed=False).entries == 2
    assert empty.works.keys() == ["roe1999crows"]


def test_a_format_that_is_named_is_used_for_files_of_any_name(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    write(tmp_path, one_refs=ONE)
    (tmp_path / "odd.ris").write_text(TWO, encoding="utf-8")
    named = [tmp_path / "one.refs", tmp_path / "odd.ris"]
    assert empty.add(*named, format="bibtex", embed=False).added == ("one", "two")
    result = empty.add(tmp_path / "one.refs", format="ris", embed=False)
    assert "no entries found" in result.problems[0].reason
    with pytest.raises(InputError, match="no format 'refer' to read; there are bibtex, note"):
        empty.add(tmp_path / "one.refs", format="refer", embed=False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(empty: KnowledgeBase, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.bib")
    with pytest.raises(InputError, match="is not a regular file"):
        empty.add(tmp_path / "a.bib", embed=False)
    write(tmp_path, b_bib=ONE)
    assert empty.add(tmp_path, embed=False).added == ("one",)


def test_bibliographies_are_read_before_notes(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path / "src", a_md=NOTE, z_bib=ONE)
    result = empty.add(tmp_path / "src", embed=False)
    assert (result.added, result.updated) == (("one",), ("one",))


def test_a_file_named_twice_is_read_once(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path / "src", a_bib=ONE)
    (tmp_path / "src" / "link.bib").symlink_to(tmp_path / "src" / "a.bib")
    file = tmp_path / "src" / "a.bib"
    assert empty.add(file, file, tmp_path / "src", embed=False).entries == 1


def test_a_link_out_of_a_folder_is_not_followed(empty: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path / "src", a_bib=ONE)
    write(tmp_path / "secret", b_bib=TWO)
    (tmp_path / "src" / "b.bib").symlink_to(tmp_path / "secret" / "b.bib")
    (tmp_path / "src" / "loop").symlink_to(tmp_path / "src")
    assert empty.add(tmp_path / "src", embed=False).added == ("one",)
    # Named by itself, it is what the user wants.
    assert empty.add(tmp_path / "src" / "b.bib", embed=False).added == ("two",)


def test_a_file_from_two_places_is_one_source(
    empty: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_bib=ONE)
    empty.add(tmp_path / "a.bib", embed=False)
    monkeypatch.chdir(tmp_path)
    assert empty.add("a.bib", embed=False).unchanged == ("one",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.bib", "does not exist"),
        ("empty", "no file to read"),
        ("paper.mp3", "no reader for .mp3"),
        ("suffixless", "no reader"),
        ("\x00", "not exist"),
        ("x" * 5000, "cannot be read"),
    ],
)
def test_a_source_that_cannot_be_read_costs_nothing_and_stores_nothing(
    empty: KnowledgeBase, tmp_path: Path, name: str, reason: str
) -> None:
    write(tmp_path, good_bib=ONE, paper_mp3="sound", suffixless="no reference")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=reason):
        empty.add(tmp_path / "good.bib", tmp_path / name, embed=False)
    assert empty.store.works.count() == 0


def test_a_file_that_vanishes_or_is_locked_fails_alone(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    write(tmp_path / "src", a_bib=ONE, c_bib=TWO)
    # A link to a device that opens and then cannot be read stands for a bad disk.
    (tmp_path / "src" / "b.bib").symlink_to("/proc/self/mem")
    named = [tmp_path / "src" / name for name in ("a.bib", "b.bib", "c.bib")]
    result = empty.add(*named, embed=False)
    assert result.added == ("one", "two")
    assert "cannot be read" in result.failed[0].reason
    assert [p.reason for p in empty.store.problems.all()] == [result.failed[0].reason]


def test_a_name_with_spaces_quotes_and_other_scripts(empty: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "Мои 'works' & 三体 [1].bib"
    path.write_text(ONE, encoding="utf-8")
    assert empty.add(path, embed=False).added == ("one",)
