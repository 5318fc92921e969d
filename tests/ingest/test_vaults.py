"""Folders of notes as Obsidian and other programs keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.formats.note.obsidian import readable
from causalkb.vocabulary import PassageKind

BIB = "@article{roe2006crows, title={Causal reasoning in crows}, author={Roe, Bob}, year={2006}}"
LITERATURE = """---
citekey: "@roe2006crows"
aliases: [crows]
status: read
tags: rooks, birds
---
> [!summary]- What they did
> Crows act on the [[Rain|weather]], see [[papers/Rooks#Methods]]. ^abc

![[photo.png]] ==Important== #causes/animals `#not-a-tag`
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    for place, text in {
        "library.bib": BIB,
        "lit/Crow paper.md": LITERATURE,
        "@roe2006crows.md": "A second note, [[Rain]].",
        "ideas/Rain and spraying.md": "# Rain and spraying\n\nSpray the nests. #idea/new #42",
        "ideas/Index.md": "---\naliases: [start]\n---\nOne list.",
        "other/Index.md": "Another list.",
        ".obsidian/app.md": "settings",
        ".trash/gone.md": "gone",
        "README.md": "About this vault.",
    }.items():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_vault(empty: KnowledgeBase, vault: Path) -> None:
    result = empty.add(vault, embed=False)
    assert result.failed == ()
    works = {work.title: work for work in empty.works.list()}
    titles = {"Causal reasoning in crows", "Crow paper", "Rain and spraying", "Index"}
    assert set(works) == titles
    assert len(empty.works.list()) == 5
    crows = empty.works.get("roe2006crows")
    assert (crows.type, crows.title) == ("article", "Causal reasoning in crows")
    assert empty.works.note("roe2006crows") == "A second note, [[Rain]]."
    # A work has one note; the other one is not lost, and that is told.
    assert sum("roe2006crows has a note already" in w.reason for w in result.warnings) == 1
    assert (works["Crow paper"].key, works["Crow paper"].type) == ("roe2006crows-note", "note")
    assert set(works["Crow paper"].tags) == {"rooks", "birds"}
    idea = works["Rain and spraying"]
    assert (idea.key, idea.type, idea.tags) == ("Rain-and-spraying", "note", ("idea/new",))
    assert (empty.works.note(idea.key) or "").endswith("#idea/new #42")
    assert {w.type for w in empty.works.list() if w.title == "Index"} == {"note"}
    again = empty.add(vault, embed=False)
    assert (again.added, again.updated, len(again.unchanged)) == ((), (), 6)


PAPERS = BIB.replace("year={2006}", "doi={10.1000/crows.1}, year={2006}") + (
    "@misc{parrots, title={Causal parrots}, eprint={2305.00050}, archiveprefix={arXiv}}"
)


@pytest.mark.parametrize(
    ("front", "key"),
    [
        ("DOI: https://doi.org/10.1000/CROWS.1", "roe2006crows"),
        ("doi: [10.1000/crows.1]\nurl: https://doi.org/10.1000/crows.1", "roe2006crows"),
        ("arXiv-ID: 2305.00050", "parrots"),
        ("source: https://arxiv.org/abs/2305.00050v2", "parrots"),
        ("citekey: zoteros_key", "roe2006crows"),
        ("citekey: unknown2006\ndoi: 10.1000/crows.1", "roe2006crows"),
        ("source: https://example.org/10.1000/crows.1", "What-I-read"),
    ],
)
def test_a_note_without_the_key_here_is_linked_by_what_it_says(
    empty: KnowledgeBase, front: str, key: str
) -> None:
    empty.add_content(PAPERS.encode(), "a.bib", embed=False)
    zotero = b"@article{zoteros_key, title={Crows}, doi={10.1000/crows.1}}"
    empty.add_content(zotero, "b.bib", embed=False)
    note = f"---\n{front}\nclaims: [{{text: Birds reason., id: 3}}]\n---\nMine.".encode()
    for _ in range(2):
        assert empty.add_content(note, "What I read.md", embed=False).problems == ()
    assert empty.works.note(key) == "Mine."
    assert [claim.id for claim in empty.claims.of(key)] == [f"{key}#3"]
    assert empty.works.count() == 2 + (key == "What-I-read")


def test_a_note_with_a_doi_may_come_before_its_paper(empty: KnowledgeBase) -> None:
    note = b"---\ndoi: 10.1000/crows.1\n---\n# On crows\n\nMine."
    assert empty.add_content(note, "What I read.md", embed=False).added == ("What-I-read",)
    assert empty.works.get("What-I-read").title == "On crows"
    empty.add_content(PAPERS.encode(), "a.bib", embed=False)
    crows = empty.works.get("roe2006crows")
    assert (crows.title, crows.type, crows.tags) == ("Causal reasoning in crows", "article", ())
    assert "Mine." in (empty.works.note(crows.key) or "")
    assert empty.add_content(note + b" More.", "What I read.md", embed=False).problems == ()
    assert (empty.works.count(), empty.works.get(crows.key).tags) == (2, ())


def test_a_second_file_takes_nothing_from_the_note_of_a_work(
    empty: KnowledgeBase, vault: Path
) -> None:
    claims = "---\nwork: roe2006crows\nclaims: [{text: Crows %s.}]\n---\nNote %s."
    (vault / "@roe2006crows.md").write_text(claims % ("plan", 1), encoding="utf-8")
    empty.add(vault, embed=False)
    assert [c.text for c in empty.claims.of("roe2006crows")] == ["Crows plan."]
    (vault / "lit" / "third.md").write_text(claims % ("fly", 3), encoding="utf-8")
    (failed,) = empty.add(vault, embed=False).failed
    assert "has a note already" in failed.reason
    assert [c.text for c in empty.claims.of("roe2006crows")] == ["Crows plan."]
    # A file that was moved is no second file.
    (vault / "@roe2006crows.md").unlink()
    assert empty.add(vault / "lit" / "third.md", embed=False).updated == ("roe2006crows",)
    assert empty.works.note("roe2006crows") == "Note 3."


def test_a_note_that_turns_to_a_work_with_a_note_takes_nothing_from_it(
    empty: KnowledgeBase, vault: Path
) -> None:
    crows, rain = vault / "@roe2006crows.md", vault / "ideas" / "rain.md"
    crows.write_text("---\nwork: roe2006crows\n---\nNote 1.", encoding="utf-8")
    rain.write_text("---\nwork: rain\ntitle: Rain\n---\nNote 2.", encoding="utf-8")
    for file in (vault / "library.bib", crows, rain):
        empty.add(file, embed=False)
    rain.write_text("---\nwork: roe2006crows\n---\nNote 2.", encoding="utf-8")
    (told,) = empty.add(rain, embed=False).problems
    assert "has a note already" in told.reason
    assert empty.works.note("roe2006crows") == "Note 1."


def test_a_note_that_says_nothing_of_claims_takes_none_away(empty: KnowledgeBase) -> None:
    own = b"---\nwork: roe2006crows\nclaims: [{text: Crows plan.}]\n---\nOne."
    empty.add_content(own, "one.md", embed=False)
    other = "---\ncitekey: roe2006crows\n%s---\nTwo."
    empty.add_content((other % "").encode(), "two.md", embed=False)
    assert [c.text for c in empty.claims.of("roe2006crows")] == ["Crows plan."]
    empty.add_content((other % "claims: [{text: Crows fly.}]\n").encode(), "two.md", embed=False)
    assert [c.text for c in empty.claims.of("roe2006crows")] == ["Crows fly."]
    empty.add_content((other % "").encode(), "two.md", embed=False)
    assert empty.claims.of("roe2006crows") == []


def test_a_note_of_its_own_that_is_edited_stays_one_work(empty: KnowledgeBase, vault: Path) -> None:
    empty.add(vault, embed=False)
    count = empty.works.count()
    file = vault / "other" / "Index.md"
    file.write_text("Another list, longer.", encoding="utf-8")
    (key,) = empty.add(vault, embed=False).updated
    assert empty.works.note(key) == "Another list, longer."
    assert empty.works.count() == count


def test_a_vault_may_come_before_the_library(empty: KnowledgeBase, vault: Path) -> None:
    empty.add(vault / "@roe2006crows.md", embed=False)
    empty.add(vault / "library.bib", embed=False)
    assert empty.works.keys() == ["roe2006crows"]
    assert empty.works.get("roe2006crows").title == "Causal reasoning in crows"


def test_the_text_is_searched_as_it_is_read_and_kept_as_it_was_written(
    empty: KnowledgeBase, vault: Path
) -> None:
    empty.add(vault / "library.bib", vault / "lit")
    note = empty.works.note("roe2006crows") or ""
    assert "[[Rain|weather]]" in note
    (passage,) = [p for p in empty.store.passages.of_work(1) if p.kind is PassageKind.NOTE]
    assert passage.text == (
        "What they did\nCrows act on the weather, see Rooks, Methods.\n\n"
        "Important causes animals `#not-a-tag`"
    )


@pytest.mark.parametrize(
    "text",
    ["", "Plain text, C# and #1.", "# Heading\n\n> quoted", "a ^ b", "`[[code]]`", "x == y == z"],
)
def test_what_obsidian_does_not_mean_stays(text: str) -> None:
    assert readable(text) == text


def test_long_lines_of_open_marks_are_kept_and_take_no_time() -> None:
    for text in ("[[" * 50_000, "%%" * 49_999, "==" * 50_000, "#a/" * 50_000, "> [!" * 50_000):
        assert readable(text)
