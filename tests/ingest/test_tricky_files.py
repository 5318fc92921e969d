"""Files with hard identities: the account adds up, and adding them again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.vocabulary import Severity

BOOK = "booktitle={Minds}, year=2010, publisher={P}, doi={10.1007/978-0-0000-0000-1}"
PAPER = "author={Doe, Ann}, title={Invariant features under shift}, year=2021"

FILES: dict[str, tuple[bytes, int, int]] = {
    # Content, works, failures.
    "a book and three chapters with its DOI, one of them twice": (
        f"""@incollection{{roe, author={{Roe, Bob}}, title={{Causes}}, pages={{1--20}}, {BOOK}}}
        @incollection{{poe, author={{Poe, Cat}}, title={{Tools}}, pages={{21--40}}, {BOOK}}}
        @book{{minds, editor={{Doe, Ann}}, title={{Minds}}, {BOOK.split(", ", 1)[1]}}}
        @incollection{{roe2, author={{Roe, Bob}}, title={{Signs}}, pages={{41--60}}, {BOOK}}}
        @incollection{{roe3, author={{Roe, B.}}, title={{Causes}}, pages={{1-20}}, {BOOK}}}
        """.encode(),
        4,
        0,
    ),
    "one key for six works": (
        b"\n".join(b"@misc{k, title={Work number %d of six}}" % n for n in range(6)),
        6,
        0,
    ),
    "no keys, one of them a repetition": (
        b"""@article{, author={Roe, Bob}, title={Causes in crows}, year=2001, journal={Mind}}
        @article{, author={Roe, Bob}, title={Causes in crows}, year=2002, journal={Mind}}
        @article{, author={Roe, B.}, title={CAUSES IN CROWS}, year=2001, journal={Mind}}""",
        2,
        0,
    ),
    "five editorials of one editor and year": (
        b"\n".join(
            b"@article{e%d, title={Editorial}, author={Doe, Ann}, year=1999, journal={Mind},"
            b" volume=8, pages={%d}}" % (n, 100 * n)
            for n in range(1, 6)
        ),
        5,
        0,
    ),
    "byte order mark, line ends of Windows and an entry left open": (
        "\ufeff@article{a, title={Größere Würfe}, author={Müller, J.}, year=1999}\r\n"
        "@article{b, title={Not closed, author={Roe, B}, year=2000}\r\n"
        "@article{c, title={Größere Würfe}, author={Roe, J.}, year=1999}\r\n".encode(),
        2,
        1,
    ),
    "Latin-1 among UTF-8 names": (
        "@book{a, title={Über Ursachen}, author={Schölkopf, B.}}\n".encode("latin-1"),
        1,
        0,
    ),
    "preprint, workshop, conference and journal with one key": (
        f"""@misc{{doe, {PAPER}, eprint={{2101.00001}}, archiveprefix={{arXiv}}}}
        @inproceedings{{doe, {PAPER}, booktitle={{ICLR Workshop on Shift}}}}
        @inproceedings{{doe, {PAPER}, booktitle={{ICML}}, eprint={{2101.00001}}}}
        @article{{doe, {PAPER}, journal={{Journal of Causal Inference}}, volume=3}}""".encode(),
        4,
        0,
    ),
    "identifiers that are none, and a year that is none": (
        b"""@article{a, title={Soon to appear}, author={Roe, B}, year={forthcoming},
          doi={in press}, eprint={submitted}, archiveprefix={arXiv}}
        @article{b, title={Soon to appear}, author={Roe, B}, year=2023, doi={10.1000/soon}}
        @article{c, title={Soon to appear}, author={Roe, B}, year={to appear}}""",
        1,
        0,
    ),
    "children of parents that are missing, or of each other": (
        b"""@inbook{a, crossref={gone}, title={First part}, author={Roe, B}}
        @inbook{b, crossref={c}, title={Second part}, author={Roe, B}}
        @inbook{c, crossref={b}, title={Third part}, author={Roe, B}}""",
        3,
        0,
    ),
    "one arXiv id, in every place, for two papers": (
        b"""@misc{a, title={Causal parrots}, author={Roe, B}, eprint={2101.00001v3}}
        @article{b, title={Causal parrots}, author={Roe, B}, journal={arXiv:2101.00001}}
        @misc{c, title={Other birds}, author={Poe, C}, url={https://arxiv.org/abs/2101.00001}}
        @misc{d, author={Roe, B}, title={Causal parrots}, doi={10.48550/ARXIV.2101.00001}}""",
        2,
        0,
    ),
    "titles of signs, none at all, and one of 20,000 letters": (
        b"""@misc{a, title={?!}, author={Roe, B}}
        @misc{b, title={!?}, author={Roe, B}}
        @misc{c, author={Roe, B}, year=1999}
        @misc{d, author={Roe, B}, year=1999}
        @misc{e, title={%s}, author={Roe, B}}"""
        % (b"long " * 4000),
        5,
        0,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_tricky_files_twice(empty: KnowledgeBase, tmp_path: Path, name: str) -> None:
    content, works, failures = FILES[name]
    path = tmp_path / "tricky.bib"
    path.write_bytes(content)
    first = empty.add(path, embed=False)
    entries = content.count(b"@")
    assert first.entries == entries
    assert (empty.works.count(), len(first.added), len(first.failed)) == (works, works, failures)
    assert all(p.line and str(path) in str(p) for p in first.problems)
    before = empty.works.list()
    generation = empty.store.database.generation
    for _ in range(2):
        again = empty.add(path, embed=False)
        assert len(again.unchanged) == entries - failures
        assert again.failed == first.failed
    assert empty.works.list() == before
    assert empty.store.database.generation == generation


def test_what_is_doubtful_is_told_until_it_is_corrected(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "minds.bib"
    roe = f"@incollection{{roe, author={{Roe, Bob}}, title={{Causes}}, {BOOK}}}\n"
    poe = f"@incollection{{poe, author={{Poe, Cat}}, title={{Tools}}, {BOOK}}}\n"
    path.write_text(roe + poe, encoding="utf-8")
    (warning,) = empty.add(path, embed=False).warnings
    assert (warning.key, warning.line, warning.severity) == ("poe", 2, Severity.WARNING)
    assert "the same DOI as roe" in warning.reason
    # Neither adding the file again nor a look of the doctor hides it.
    assert empty.add(path, embed=False).warnings == (warning,)
    assert any(str(warning) in finding.what for finding in empty.doctor())
    path.write_text(roe.replace("-1}", "-2}") + poe, encoding="utf-8")
    result = empty.add(path, embed=False)
    assert (result.updated, result.unchanged, result.problems) == (("roe",), ("poe",), ())
    assert not any("poe" in finding.what for finding in empty.doctor())


def test_a_disagreement_is_told_until_one_source_gives_way(empty: KnowledgeBase) -> None:
    entry = "@book{a, title={Causes and effects}, author={Roe, B}, doi={10.1000/x}, year=%d}"
    empty.add_content((entry % 1999).encode(), "one.bib", embed=False)
    other = (entry % 2001).encode()
    (warning,) = empty.add_content(other, "other.bib", embed=False).warnings
    assert "year" in warning.reason
    assert empty.add_content(other, "other.bib", embed=False).warnings == (warning,)
    empty.works.edit("a", empty.works.bibtex("a").replace("1999", "2001"))
    assert empty.add_content(other, "other.bib", embed=False).problems == ()


def test_an_entry_that_joins_two_works_is_told_until_they_are_one(empty: KnowledgeBase) -> None:
    mind = b"author={Roe, B}, journal={Mind}"
    doi = b"@article{a, title={Causal parrots of the jungle}, doi={10.1000/x}, %s}" % mind
    arxiv = b"@article{b, title={Causal parrots: a talk}, eprint={2101.00001}, %s}" % mind
    both = b"@article{c, doi={10.1000/x}, eprint={2101.00001}, %s}" % mind
    empty.add_content(doi, "a.bib", embed=False)
    empty.add_content(arxiv, "b.bib", embed=False)

    def told() -> list[str]:
        found = empty.add_content(both, "c.bib", embed=False).warnings
        return [f"{w.reason} {w.hint}" for w in found if "which are two works here" in w.reason]

    (warning,) = told()
    assert "as a and as b" in warning
    assert "merge a b" in warning
    assert ("a", "b") in {(pair.work, pair.other) for pair in empty.works.duplicates()}
    assert told() == [warning]
    empty.works.merge("a", "b")
    assert told() == []
    assert empty.works.keys() == ["a"]
    assert empty.add_content(arxiv, "b.bib", embed=False).unchanged == ("a",)
