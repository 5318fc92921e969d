"""``init``: creates, and is harmless a second time; uses the shipped corpus, embedded once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli, Run

from causalkb import KnowledgeBase


def state(home: Path) -> list[str]:
    with KnowledgeBase.open(home) as kb:
        return list(kb.store.database.conn.iterdump())


def test_init_loads_the_shipped_corpus(corpus: Path, run: Run) -> None:
    with KnowledgeBase.open(corpus) as kb:
        assert kb.store.works.count() >= 12
        assert len(kb.questions.list()) == 10
        assert kb.store.counts.rows("notes") >= 12
        assert kb.store.counts.rows("stances") > 0
        assert not [p for p in kb.store.problems.all() if p.severity == "failed"]
        assert kb.store.database.check_integrity() == []
    found = run("--kb", corpus, "search", "interventions necessary?")
    assert found.returncode == 0
    assert len(found.stdout.splitlines()) == 10


def test_a_second_init_changes_nothing_not_even_what_was_changed_by_hand(
    corpus_copy: Path, cli: Cli
) -> None:
    with KnowledgeBase.open(corpus_copy) as kb:
        key = next(w.key for w in kb.works.list() if w.authors and len(w.tags) > 1)
        text = kb.export("bibtex")[0]
        start = text.index(f"{{{key},")
        entry = text[text.rindex("@", 0, start) : text.index("\n}\n", start) + 3]
        title = kb.works.get(key).title
        kb.works.edit(key, entry.replace("  title = {", "  title = {My "))
        kb.tags.add(key, "mine")
        dropped = next(tag for tag in kb.works.get(key).tags if tag != "mine")
        kb.tags.remove(key, dropped)
        question = kb.questions.list()[0]
        hypothesis = kb.hypotheses.list()[0]
        with kb.store.database.atomic():
            kb.store.questions.put(replace(question, statement="In my words."))
            kb.store.questions.put_hypothesis(replace(hypothesis, retired=True))
        kb.sync()
    before = state(corpus_copy)
    result = cli("init")
    assert result.exit_code == 0
    assert "0 added, 0 updated" in result.stderr
    assert state(corpus_copy) == before
    with KnowledgeBase.open(corpus_copy) as kb:
        assert kb.works.get(key).title == f"My {title}"
        assert "mine" in kb.works.get(key).tags
        assert dropped not in kb.works.get(key).tags
        assert kb.questions.list()[0].statement == "In my words."
        assert hypothesis.slug not in {h.slug for h in kb.hypotheses.list()}


def test_init_brings_back_a_work_that_was_removed(corpus_copy: Path, cli: Cli) -> None:
    with KnowledgeBase.open(corpus_copy) as kb:
        key = kb.store.works.keys()[0]
        note, claims = kb.works.note(key), kb.claims.of(key)
        kb.works.remove(key)
    assert cli("init").exit_code == 0
    with KnowledgeBase.open(corpus_copy) as kb:
        assert kb.works.note(key) == note
        assert [c.text for c in kb.claims.of(key)] == [c.text for c in claims]


def test_init_empty_has_questions_and_no_works(home: Path, cli: Cli) -> None:
    for _ in range(2):
        result = cli("init", "--empty")
        assert result.exit_code == 0
        assert "0 works" in result.stderr
        assert result.stdout == ""
    with KnowledgeBase.open(home) as kb:
        assert (kb.store.works.count(), len(kb.questions.list())) == (0, 10)
    assert "the knowledge base is empty" in cli("search", "anything").stderr


def test_init_empty_on_a_full_one_removes_nothing(kb_path: Path, cli: Cli) -> None:
    assert cli("init", "--empty").exit_code == 0
    with KnowledgeBase.open(kb_path) as kb:
        assert kb.store.works.count() == 12


@pytest.mark.parametrize("model", ["no/such-model", "/no/such/folder"])
def test_a_model_that_does_not_exist_is_a_message(home: Path, cli: Cli, model: str) -> None:
    result = cli("init", "--empty", "--model", model)
    assert result.exit_code == 2
    assert result.stderr.startswith("causalkb: ")


def test_a_folder_that_cannot_be_made_is_a_message(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = cli("--kb", tmp_path / "file" / "kb", "init", "--empty")
    assert result.exit_code == 2
    assert "cannot create" in result.stderr
