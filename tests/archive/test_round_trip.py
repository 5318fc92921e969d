"""A knowledge base that goes out as text and comes back says the same, word for word."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Cli
from everything import RATS, everything, files, fill

from causalkb import KnowledgeBase
from causalkb.paths import resource
from causalkb.records import Claim
from causalkb.store.database import FILE_NAME
from causalkb.vocabulary import Stance


@pytest.fixture
def full(kb: KnowledgeBase) -> KnowledgeBase:
    fill(kb)
    kb.sync()
    return kb


def test_all_comes_back_as_it_was(full: KnowledgeBase, tmp_path: Path) -> None:
    full.export_all(tmp_path / "out")
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        result = other.import_all(tmp_path / "out", embed=False)
        assert result.failed == ()
        before, after = everything(full), everything(other)
        assert {name: after[name] for name in before} == before
        other.export_all(tmp_path / "again")
        assert other.store.database.check_integrity() == []
    assert files(tmp_path / "again") == files(tmp_path / "out")


def test_evidence_and_audit_are_the_same(full: KnowledgeBase, tmp_path: Path, cli: Cli) -> None:
    full.export_all(tmp_path / "out")
    assert cli("--kb", tmp_path / "other", "init", "--from", tmp_path / "out").exit_code == 0
    for command in (
        *(["evidence", q.slug, "--format", "json"] for q in full.questions.list()),
        ["audit", "--format", "json"],
        ["claims", "--format", "json"],
        ["hypotheses", "--format", "json"],
    ):
        here, there = cli(*command), cli("--kb", tmp_path / "other", *command)
        assert here.exit_code == there.exit_code
        assert _said(there.stdout) == _said(here.stdout), command


def _said(output: str) -> object:
    """What a command says, without when a claim was entered that nobody signed."""

    def strip(value: object) -> object:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k != "entered_at"}
        return [strip(v) for v in value] if isinstance(value, list) else value

    return strip(json.loads(output))


def test_a_second_export_changes_no_byte_and_no_time(full: KnowledgeBase, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = full.export_all(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    before = files(out)
    second = full.export_all(out)
    assert (second.written, second.unchanged, second.deleted) == (0, first.written, 0)
    assert files(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times


def test_one_change_changes_one_file(full: KnowledgeBase, tmp_path: Path) -> None:
    full.export_all(tmp_path)
    before = files(tmp_path / "notes")
    full.claims.link(f"{RATS}#1", {"plants-learn": Stance.QUALIFIES})
    assert full.export_all(tmp_path).written == 1
    after = files(tmp_path / "notes")
    assert [name for name in after if after[name] != before[name]] == [f"{RATS}.md"]
    assert len(set(after[f"{RATS}.md"].splitlines()) - set(before[f"{RATS}.md"].splitlines())) < 3


def test_a_number_that_was_used_is_never_given_to_another_claim(
    full: KnowledgeBase, tmp_path: Path
) -> None:
    full.export_all(tmp_path / "out")
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        other.import_all(tmp_path / "out", embed=False)
        expected = full.claims.add("lalonde1986evaluating", Claim("Another."))
        assert other.claims.add("lalonde1986evaluating", Claim("Another.")) == expected


def test_a_folder_of_notes_without_marker_is_read_with_its_questions_first(
    tmp_path: Path, library: Path, home: Path
) -> None:
    """The notes name a hypothesis that only the folder knows."""
    notes = Path(__file__).parents[1] / "data" / "notes"
    shutil.copytree(notes, tmp_path / "notes")
    questions = tmp_path / "notes" / "questions.yaml"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(
        text + "- slug: zz-own\n  title: Own?\n  statement: S.\n  hypotheses:\n"
        "    - slug: own-hypothesis\n      statement: Ours.\n",
        encoding="utf-8",
    )
    note = tmp_path / "notes" / f"{RATS}.md"
    note.write_text(
        note.read_text(encoding="utf-8").replace("observation-suffices", "own-hypothesis"),
        encoding="utf-8",
    )
    with KnowledgeBase.open(home, create=True) as kb:
        result = kb.add(tmp_path / "notes", embed=False)
        assert result.problems == ()
        assert len(result.added) == 12
        assert any("own-hypothesis" in claim.stances for claim in kb.claims.of(RATS))
        assert "own-hypothesis" in kb.store.origins.edited_hypotheses()


def test_the_shipped_corpus_is_read_like_any_other_folder(
    corpus: Path, tmp_path: Path, cli: Cli
) -> None:
    with KnowledgeBase.open(corpus) as kb, KnowledgeBase.open(tmp_path / "c", create=True) as other:
        result = other.import_all(resource("corpus"), embed=False)
        assert result.problems == ()
        assert len(set(result.added)) == kb.works.count()
        assert everything(other) == everything(kb)


@pytest.fixture(scope="module")
def came_back(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """The shipped corpus with changes by hand, what it is as files, and what was read from these.

    Made once, as the corpus takes seconds to write and to read.
    """
    folder = tmp_path_factory.mktemp("corpus")
    here, out, other = folder / "here", folder / "out", folder / "other"
    shutil.copytree(corpus, here)
    key = "blaisdell2006causal"
    with KnowledgeBase.open(here) as kb:
        kb.works.save_note(key, kb.works.note_file(key).replace("Rats first", "My rats first"))
        kb.claims.link(f"{key}#2", {"observation-suffices": Stance.QUALIFIES})
        kb.export_all(out)
    with KnowledgeBase.open(other, create=True) as kb:
        result = kb.import_all(out, embed=False)
        assert result.problems == ()
    # The vectors of texts would take a minute to compute again.
    with closing(sqlite3.connect(other / FILE_NAME)) as conn, conn:
        conn.execute("ATTACH ? AS source", (str(here / FILE_NAME),))
        conn.execute("INSERT INTO vectors SELECT * FROM source.vectors")
    return here, out, other


def test_the_shipped_corpus_goes_out_and_comes_back(came_back: tuple[Path, Path, Path]) -> None:
    here, out, there = came_back
    with KnowledgeBase.open(here) as kb, KnowledgeBase.open(there) as other:
        assert everything(other) == everything(kb)
        other.sync()
        assert other.audit() == kb.audit()
        for question in kb.questions.list():
            assert other.evidence(question.slug) == kb.evidence(question.slug)
        again = other.add(out, embed=False)
        assert (again.added, again.updated, again.problems) == ((), (), ())


def test_init_after_coming_back_keeps_what_was_changed_by_hand(
    came_back: tuple[Path, Path, Path],
) -> None:
    """Where records come from travels too: a later 'init' takes edits for edits."""
    here, _, there = came_back
    with KnowledgeBase.open(here) as kb, KnowledgeBase.open(there) as other:
        other.add_corpus()
        assert everything(other) == everything(kb)
