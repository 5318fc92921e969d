"""Relations between claims survive an import that ends before it has linked them."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import KnowledgeBase, Relation, StoreError
from causalkb.ingest.importer import Importer
from causalkb.records import ClaimRelation

NOTE = """---
work: note{n}
title: Note number {n}
claims:
  - text: Dose {n} raised the rate of recovery.
    relations:
      - supports: note{other}#1
---
"""
NOTES = 6


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for n in range(NOTES):
        text = NOTE.format(n=n, other=(n + 1) % NOTES)
        (folder / f"note{n}.md").write_text(text, encoding="utf-8")
    return folder


def related(kb: KnowledgeBase) -> int:
    return sum(len(claim.relations) for n in range(NOTES) for claim in kb.claims.of(f"note{n}"))


def interrupted(monkeypatch: pytest.MonkeyPatch, home: Path, notes: Path) -> None:
    """Store all entries, then fail where the relations would be linked."""

    def fail(importer: Importer) -> None:
        raise StoreError("in use by another process")

    with monkeypatch.context() as patch, KnowledgeBase.open(home, create=True) as kb:
        patch.setattr(Importer, "relate", fail)
        with pytest.raises(StoreError):
            kb.add(notes, embed=False)
        assert related(kb) == 0


def test_a_repeated_add_completes_the_relations(
    monkeypatch: pytest.MonkeyPatch, home: Path, notes: Path
) -> None:
    interrupted(monkeypatch, home, notes)
    with KnowledgeBase.open(home) as kb:
        assert len(kb.add(notes, embed=False).unchanged) == NOTES
        assert related(kb) == NOTES
        assert kb.store.relations.waiting_relations() == []


def test_a_relation_waits_for_a_claim_that_is_added_later(home: Path, notes: Path) -> None:
    with KnowledgeBase.open(home, create=True) as kb:
        result = kb.add(notes / "note0.md", embed=False)
        (problem,) = result.problems
        assert "note1#1" in problem.reason
        assert "the relation waits until that claim is there" in problem.hint
        assert len(kb.store.relations.waiting_relations()) == 1
        kb.add(notes / "note1.md", embed=False)
        assert [r.other for r in kb.claims.of("note0")[0].relations] == ["note1#1"]


def test_doctor_reports_and_links_relations_that_were_not_finished(
    monkeypatch: pytest.MonkeyPatch, home: Path, notes: Path
) -> None:
    interrupted(monkeypatch, home, notes)
    with KnowledgeBase.open(home) as kb:
        (finding,) = [one for one in kb.doctor() if one.check == "relations"]
        assert finding.fixable
        assert f"{NOTES} relations" in finding.what
        repaired = [one for one in kb.doctor(fix=True) if one.check == "relations"]
        assert [one.fixed for one in repaired] == [True]
        assert related(kb) == NOTES


def test_exported_notes_keep_relations_that_wait(home: Path, notes: Path, tmp_path: Path) -> None:
    (notes / "note1.md").unlink()  # note0 speaks of its claim
    with KnowledgeBase.open(home, create=True) as kb:
        kb.add(notes, embed=False)
        kb.works.export_notes(tmp_path / "out")
    assert "note1#1" in (tmp_path / "out" / "note0.md").read_text(encoding="utf-8")


def test_a_note_in_an_old_encoding_keeps_its_letters(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_bytes(NOTE.format(n=1, other=1).replace("rate", "Häufigkeit").encode("cp1252"))
    with KnowledgeBase.open(home, create=True) as kb:
        kb.add(path, embed=False)
        assert "Häufigkeit" in kb.claims.of("note1")[0].text


def test_linking_says_how_many_links_it_changed(home: Path, notes: Path) -> None:
    rebuts = [ClaimRelation(Relation.REBUTS, "note3#1")]
    with KnowledgeBase.open(home, create=True) as kb:
        kb.add(notes, embed=False)
        assert [kb.claims.link("note0#1", {}, rebuts) for _ in range(2)] == [1, 0]
        assert kb.claims.link("note0#1", {}, rebuts, remove=True) == 1


def test_indexes_are_told_of_a_claim_that_goes_and_of_texts_that_wait(
    home: Path, notes: Path
) -> None:
    with KnowledgeBase.open(home, create=True) as kb:
        seen = [kb.store.database.generation]
        kb.add(notes, embed=False)
        seen.append(kb.store.database.generation)
        kb.claims.remove("note0#1")
        seen.append(kb.store.database.generation)
    assert seen == sorted(set(seen))
