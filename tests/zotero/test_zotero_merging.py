"""A library of Zotero and what is here already: keys, titles and notes of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Cli
from zotero_library import RED, ZoteroFile

from causalkb import KnowledgeBase
from causalkb.vocabulary import Stance

DOI = "10.1000/crows.1"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ZoteroFile]:
    made = ZoteroFile(tmp_path / "Zotero" / "zotero.sqlite")
    yield made
    made.close()


@pytest.mark.parametrize("wrapped", [True, False])
def test_keys_of_a_group_that_cannot_be_written_are_those_of_better_bibtex(
    file: ZoteroFile, empty: KnowledgeBase, wrapped: bool
) -> None:
    one = file.item("AAAA0001", title="First paper", library=2)
    file.item("AAAA0002", title="Second paper", citationKey="native2", library=2)
    keys: list[object] = [{"itemID": one, "itemKey": "AAAA0001", "citationKey": "theirs1"}, 5, {}]
    said: object = {"collections": [{"name": "citationKeys", "data": keys}]} if wrapped else keys
    place = file.path.with_name("better-bibtex") / "read-only.json"
    place.parent.mkdir()
    place.write_text(json.dumps(said), encoding="utf-8")
    empty.add(file.path, embed=False)
    assert sorted(empty.works.keys()) == ["native2", "theirs1"]
    place.write_text("{", encoding="utf-8")
    assert empty.add(file.path, embed=False).failed == ()


def test_titles_of_both(file: ZoteroFile, empty: KnowledgeBase) -> None:
    item = file.item("AAAA0001", title="Causal reasoning in <i>crows</i>", DOI=DOI, date="2006")
    bib = f"@article{{crows, title={{Causal Reasoning in Crows}}, doi={{{DOI}}}}}"
    empty.add_content(bib.encode(), "a.bib", embed=False)
    # Another letter case and italics are no disagreement; what is missing is added.
    result = empty.add(file.path, embed=False)
    assert (result.updated, result.problems) == (("crows",), ())
    crows = empty.works.get("crows")
    assert (crows.title, crows.year) == ("Causal Reasoning in Crows", 2006)
    # Another title is told and not taken; the source that gave it may correct it.
    file.set(item, "title", "Tools of crows")
    result = empty.add(file.path, embed=False)
    assert "differs from the stored crows in title" in result.warnings[0].reason
    assert empty.works.get("crows").title == "Causal Reasoning in Crows"
    empty.add_content(bib.replace("Reasoning", "Thinking").encode(), "a.bib", embed=False)
    assert empty.works.get("crows").title == "Causal Thinking in Crows"


def test_a_title_of_zotero_is_corrected_there_but_not_over_an_edit(
    file: ZoteroFile, empty: KnowledgeBase
) -> None:
    item = file.item("AAAA0001", title="Causal raesoning in crows", citationKey="crows")
    empty.add(file.path, embed=False)
    file.set(item, "title", "Causal reasoning in crows")
    assert empty.add(file.path, embed=False).updated == ("crows",)
    assert empty.works.get("crows").title == "Causal reasoning in crows"
    empty.works.edit("crows", empty.works.bibtex("crows").replace("reasoning", "thinking"))
    file.set(item, "title", "Causal reasoning of crows")
    empty.add(file.path, embed=False)
    assert "thinking" in empty.works.get("crows").title


def test_the_own_note_and_those_of_zotero_change_apart(
    file: ZoteroFile, empty: KnowledgeBase
) -> None:
    item = file.item("AAAA0001", title="Causal reasoning in crows", citationKey="crows")
    note = file.note("NOTE0001", "<p>Theirs.</p>", item)
    empty.add(file.path, embed=False)
    empty.works.save_note("crows", "---\nwork: crows\n---\nMine.")
    file.conn.execute("UPDATE itemNotes SET note = '<p>Changed.</p>' WHERE itemID = ?", (note,))
    assert empty.add(file.path, embed=False).updated == ("crows",)
    assert empty.works.note("crows") == "Mine."
    assert [one.comment for one in empty.works.annotations("crows")] == ["Changed."]
    empty.add_content(b"---\ncitekey: crows\n---\nMine, longer.", "crows.md", embed=False)
    file.bin(note)
    empty.add(file.path, embed=False)
    assert empty.works.note("crows") == "Mine, longer."
    assert list(empty.works.annotations("crows")) == []


def test_a_colour_is_taken_as_the_side_on_the_hypothesis_that_a_person_chooses(
    file: ZoteroFile, empty: KnowledgeBase, cli: Cli
) -> None:
    item = file.item("AAAA0001", title="Causal reasoning in rats", citationKey="rats")
    pdf = file.attachment("PDF00001", item, "storage:a.pdf")
    file.mark("MARK0001", pdf, "Rats intervene", label="7")
    file.mark("MARK0002", pdf, "Rats watch", colour=RED, label="8")
    empty.add(file.path, colours={"yellow": "supports"})
    (one,) = empty.proposals.claims("rats").found
    assert (one.quote, one.locator, one.side) == ("Rats intervene", "p. 7", Stance.SUPPORTS)
    assert "marked in zotero yellow: supports" in one.cues
    first, second = (near.slug for near in one.hypotheses[:2])
    cli("review", "rats", "--claims", stdin="1\n2\ny\nq\n")
    (claim,) = empty.claims.of("rats")
    assert claim.stances == {second: Stance.SUPPORTS}
    assert (claim.quote, claim.locator, first != second) == ("Rats intervene", "p. 7", True)
    # Nothing is taken where no hypothesis was chosen.
    empty.undo()
    cli("review", "rats", "--claims", stdin="y\nq\n")
    assert [claim.stances for claim in empty.claims.of("rats")] == [{}]
