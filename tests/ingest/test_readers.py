from __future__ import annotations

import re
from pathlib import Path

import pytest

from causalkb.errors import InputError
from causalkb.formats import registry as readers


def test_read_source(tmp_path: Path) -> None:
    path = tmp_path / "A Library.BIB"
    path.write_text("@misc{a, title={T}}")
    [parsed] = readers.read_source(path)
    assert parsed.source == str(path)


def test_sources_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.bib"
    large.write_bytes(b"x" * 101)
    monkeypatch.setattr(readers, "MAX_SOURCE_BYTES", 100)
    (tmp_path / "refs.xlsx").touch()
    for path, message in [
        (tmp_path / "missing.bib", "no such file"),
        (tmp_path, "is a directory"),
        (large, "split it"),
        (tmp_path / "refs.xlsx", ".bib, .bibtex, .md"),
    ]:
        with pytest.raises(InputError, match=message):
            readers.read_source(path)


def test_a_format_is_known_by_its_suffix() -> None:
    assert readers.format_of("a.bib") == readers.format_of("b.BibTeX")
    assert readers.format_of("a.bib").name == "bibtex"
    with pytest.raises(InputError, match="without suffix"):
        readers.format_of("README")


RIS = b"TY  - JOUR\nTI  - Of crows\nER  - \n"
NBIB = b"\nPMID- 12345\nTI  - Of crows\n"
BIB = b"% my references\n@misc{a, title={Of crows}}\n"


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("export.txt", RIS, "ris"),
        ("export.txt", NBIB, "nbib"),
        ("export.txt", BIB, "bibtex"),
        ("no-suffix", RIS, "ris"),
        ("citations.ris", NBIB, "nbib"),
        ("pubmed.nbib", RIS, "ris"),
        ("library.bib", RIS, "ris"),
        ("a.ris", BIB, "bibtex"),
        ("export.txt", "\ufeffTY  - JOUR\r\nTI  - Of crows".encode(), "ris"),
        ("export.txt", "\ufeffTY  - JOUR\r\nTI  - Of crows".encode("utf-16-le"), "ris"),
        # What the name says holds where the content does not contradict it.
        ("a.bib", b"", "bibtex"),
        ("a.bib", BIB.replace(b"Of crows", b"Of crows\nTY  - JOUR\n"), "bibtex"),
        ("a.md", b"TY  - JOUR\n", "note"),
    ],
)
def test_a_format_is_recognised_by_what_the_file_holds(
    name: str, content: bytes, format: str
) -> None:
    assert readers.format_of(name, content).name == format


@pytest.mark.parametrize("content", [b"", b"Dear all,\n\nTY for the references.\n", b"a@b.org {x}"])
def test_a_text_without_references_is_a_document(content: bytes) -> None:
    assert readers.format_of("letter.txt", content).name == "text"


def test_the_page_on_formats_has_each_with_its_suffixes_and_a_section() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "formats.md").read_text("utf-8")
    for name in readers.format_names():
        row = re.search(rf"^\| `{name}` \| ([^|]*) \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)
        assert row, name
        suffixes = [one.strip(" `") for one in row[1].split(",")]
        assert suffixes == list(readers.format_named(name).suffixes)
        assert re.search(rf"^## .*\(`{name}`\)$", page, re.MULTILINE), name
