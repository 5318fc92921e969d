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
    assert set(works) == {"Causal reasoning in crows", "Rain and spraying", "Index"}
    assert len(empty.works.list()) == 4
    crows = empty.works.get("roe2006crows")
    assert (crows.type, crows.title) == ("article", "Causal reasoning in crows")
    assert set(crows.tags) == {"rooks", "birds"}
    idea = works["Rain and spraying"]
    assert (idea.key, idea.type, idea.tags) == ("Rain-and-spraying", "note", ("idea/new",))
    assert (empty.works.note(idea.key) or "").endswith("#idea/new #42")
    assert {w.type for w in empty.works.list() if w.title == "Index"} == {"note"}
    again = empty.add(vault, embed=False)
    assert (again.added, again.updated, len(again.unchanged)) == ((), (), 6)


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
