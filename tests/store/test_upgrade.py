"""A knowledge base of version 0.1.0 with all that a user put in is brought to the newest schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from causalkb import KnowledgeBase, __version__
from causalkb.store.database import APPLICATION_ID, FILE_NAME
from causalkb.vocabulary import Design, Relation, Stance

FIRST = Path(__file__).parents[1] / "data" / "schema-1.sql"
QUESTIONS = """
- slug: q
  title: Q?
  statement: Which?
  hypotheses:
    - slug: new-name
      statement: The same, reworded.
      form: generic
      wrong_if: It does not happen.
      aliases: [h]
"""
FILLED = """
INSERT INTO works (id, key, type, title, claims_made, added_at, changed_at)
  VALUES (1, 'k', 'misc', 'T', 2, '', '');
INSERT INTO questions (id, slug, title, statement, position) VALUES (1, 'q', 'Q?', 'Which?', 1);
INSERT INTO hypotheses (id, question_id, slug, statement, position) VALUES (1, 1, 'h', 'So.', 1);
INSERT INTO hypotheses (id, question_id, slug, statement, position) VALUES (2, 1, 'gone', 'No.', 2);
INSERT INTO claims (id, work_id, number, text, design, origin)
  VALUES (1, 1, 1, 'It scored.', 'benchmark', 'note'), (2, 1, 2, 'Mine.', 'experiment', 'hand');
INSERT INTO stances VALUES (1, 1, 'supports', 'note'), (2, 1, 'contradicts', 'hand');
INSERT INTO claim_relations VALUES (2, 1, 'contradicts', 'hand');
INSERT INTO passages (work_id, claim_id, kind, position, text, text_hash)
  VALUES (1, 2, 'claim', 1, 'Mine.', x'00');
"""


@pytest.fixture
def old(home: Path) -> Path:
    home.mkdir()
    conn = sqlite3.connect(home / FILE_NAME)
    conn.executescript(FIRST.read_text(encoding="utf-8") + FILLED)
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.commit()
    conn.close()
    return home


def check(kb: KnowledgeBase) -> None:
    first, second = kb.claims.of("k")
    assert first.design is Design.EVALUATION
    assert first.stances == {"h": Stance.SUPPORTS}
    assert second.stances == {"h": Stance.CONTRADICTS}
    assert [(r.relation, r.other) for r in second.relations] == [(Relation.CONTRADICTS, "k#1")]
    assert kb.hypotheses.get("h").form is None
    assert kb.store.database.check_integrity() == []
    passages = kb.store.database.conn.execute("SELECT count(*) FROM passages").fetchone()[0]
    assert passages == 1, "rows that refer to claims outlive the new table of claims"


def test_all_that_there_was_is_there(old: Path) -> None:
    with KnowledgeBase.open(old) as kb:
        check(kb)
        assert "animals/rats" in [term.name for term in kb.vocabulary.list("population")]


def test_a_backup_comes_first_which_is_as_it_was_and_comes_back(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as conn:
        before = list(conn.iterdump())
    KnowledgeBase.open(old).close()
    (backup,) = old.glob("before-schema-1-to-*.db")
    with closing(sqlite3.connect(backup)) as conn:
        assert list(conn.iterdump()) == before
    KnowledgeBase.restore(backup, tmp_path / "other")
    with KnowledgeBase.open(tmp_path / "other") as kb:
        check(kb)
        assert kb.store.database.meta("written_by") == __version__


def test_a_backup_of_the_older_version_is_restored_with_all(old: Path, tmp_path: Path) -> None:
    KnowledgeBase.restore(old / FILE_NAME, tmp_path / "other")
    with KnowledgeBase.open(tmp_path / "other") as kb:
        check(kb)


def test_stances_of_a_user_survive_a_new_slug_and_a_hypothesis_that_is_gone(
    old: Path, tmp_path: Path
) -> None:
    from causalkb.ingest.corpus import load_shipped_questions

    path = tmp_path / "questions.yaml"
    path.write_text(QUESTIONS, encoding="utf-8")
    with KnowledgeBase.open(old) as kb:
        load_shipped_questions(kb.store, path)
        assert kb.claims.get("k#2").stances == {"new-name": Stance.CONTRADICTS}
        assert kb.hypotheses.get("h").slug == "new-name"
        assert [h.slug for h in kb.hypotheses.list()] == ["new-name"]
        assert kb.hypotheses.get("gone").retired


def test_a_claim_that_its_note_drops_stays_if_the_user_linked_it(old: Path, tmp_path: Path) -> None:
    note = tmp_path / "k.md"
    note.write_text("---\nwork: k\nclaims:\n  - text: It scored.\n---\nText.\n", encoding="utf-8")
    with KnowledgeBase.open(old) as kb:
        kb.claims.link("k#1", {"gone": Stance.SUPPORTS})
        note.write_text("---\nwork: k\n---\nText.\n", encoding="utf-8")
        assert not kb.add(note, embed=False).failed
        kept = kb.claims.get("k#1")
        assert kept.stances == {"gone": Stance.SUPPORTS}
