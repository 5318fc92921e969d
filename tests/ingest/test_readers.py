from __future__ import annotations

from pathlib import Path

import pytest

from causalkb.errors import InputError
from causalkb.formats import registry as readers
from causalkb.formats.bibtex.reader import read


def test_read_source(tmp_path: Path) -> None:
    path = tmp_path / "A Library.BIB"
    path.write_text("@misc{a, title={T}}")
    [parsed] = readers.read_source(path)
    assert parsed.source == str(path)


def test_sources_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.bib"
    large.write_bytes(b"x" * 101)
    monkeypatch.setattr(readers, "MAX_SOURCE_BYTES", 100)
    (tmp_path / "refs.docx").touch()
    for path, message in [
        (tmp_path / "missing.bib", "no such file"),
        (tmp_path, "is a directory"),
        (large, "split it"),
        (tmp_path / "refs.docx", ".bib, .bibtex, .md"),
    ]:
        with pytest.raises(InputError, match=message):
            readers.read_source(path)


def test_suffixes() -> None:
    assert readers.reader_for("a.bib") is readers.reader_for(".BibTeX") is read
    with pytest.raises(InputError, match="without suffix"):
        readers.reader_for("README")
