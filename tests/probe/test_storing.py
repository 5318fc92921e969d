"""A run in a knowledge base: one work, claims without a stance, what they may bear on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from causalkb import Design, InputError, KnowledgeBase, ModelIdentity, run_probe
from causalkb.evidence.probes import MAY_BEAR_ON
from causalkb.language_models.reference import Reference
from causalkb.probe.conclusions import MAY_BEAR
from tests.conftest import Cli

Runs = Callable[..., Path]
FORBIDDEN = (
    "shortcuts-by-default",
    "robust-agents-learn-causal-models",
    "interpretability-recovers-causal-models",
    "science-overclaims",
)


class Tiny(Reference):
    """A model that answers as a reference does."""

    @property
    def identity(self) -> ModelIdentity:
        return replace(super().identity, name="local:/models/tiny.gguf", revision="ab" * 32)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    def make(like: str = "pundit", **more: object) -> Path:
        folder = tmp_path / f"{like}-{'-'.join(map(str, more.values()))}"
        run_probe(Tiny(like), folder, groups=3, **more)  # type: ignore[arg-type]  # named by the tests
        return folder

    return make


def test_a_run_is_one_work_whose_claims_take_no_stance(empty: KnowledgeBase, runs: Runs) -> None:
    stored = empty.probes.store(runs())
    work = empty.works.get(stored.key)
    assert [person.name for person in work.authors] == ["causalkb probe"]
    assert "tiny.gguf" in work.title
    claims = empty.claims.of(stored.key)
    assert len(claims) == len(stored.claims) > 8
    for claim in claims:
        assert not claim.stances
        assert claim.population == "models/language-models"
        assert claim.paradigm is not None
        assert claim.n is not None
        assert str(claim.n) in claim.text or str(claim.n // 2) in claim.text
        assert "95 %" in claim.text
        assert claim.design in (Design.EVALUATION, Design.EXPERIMENT)
    note = empty.works.note(stored.key) or ""
    assert "ab" * 32 in note
    assert {path.name for path in stored.folder.iterdir()} == {
        "run.json",
        "items.jsonl",
        "answers.jsonl",
    }


def test_storing_again_changes_nothing(empty: KnowledgeBase, runs: Runs) -> None:
    run = runs()
    stored = empty.probes.store(run)
    before = empty.works.note_file(stored.key)
    assert empty.probes.store(run).claims == ()
    assert empty.works.note_file(stored.key) == before


def test_runs_of_one_model_are_one_work(empty: KnowledgeBase, runs: Runs) -> None:
    one, other = empty.probes.store(runs()), empty.probes.store(runs(seed=2))
    assert one.key == other.key
    assert one.folder != other.folder
    assert "(seed 2)" in empty.claims.get(other.claims[0]).text


def test_what_is_not_measurable_is_not_stored(empty: KnowledgeBase, runs: Runs) -> None:
    stored = empty.probes.store(runs("first-letter"))
    (claim,) = empty.claims.of(stored.key)
    assert "not measurable: ladder, contingency" in claim.text
    assert "criterion" not in claim.text
    assert stored.may_bear_on == ("behaviour-underdetermines-models",)


def test_what_cannot_be_stored(empty: KnowledgeBase, runs: Runs, tmp_path: Path) -> None:
    run_probe("reference:oracle", tmp_path / "oracle", groups=1)
    with pytest.raises(InputError, match="is no language model"):
        empty.probes.store(tmp_path / "oracle")
    whole = runs()
    answers = whole / "answers.jsonl"
    answers.write_bytes(answers.read_bytes().split(b"\n", 1)[0] + b"\n")
    with pytest.raises(InputError, match="only 1 of"):
        empty.probes.store(whole)
    assert empty.works.keys() == []


def test_review_offers_what_a_run_may_bear_on_and_nothing_else(
    corpus: Path, home: Path, runs: Runs
) -> None:
    shutil.copytree(corpus, home)
    with KnowledgeBase.open(home) as kb:
        stored = kb.probes.store(runs("oracle", instruction="comparison"))
        tags = {tag for claim in kb.claims.of(stored.key) for tag in claim.tags}
        assert tags == {f"{MAY_BEAR_ON}{slug}" for slug in stored.may_bear_on}
        offered = {
            one.slug
            for one in kb.proposals.list(stored.key, at_least=0.0, kinds=["hypothesis"])  # type: ignore[list-item]  # the word of the vocabulary
        }
        known = {one.slug for one in kb.hypotheses.list()}
        assert set(FORBIDDEN) <= known
        assert set(MAY_BEAR) <= known
        assert offered == set(stored.may_bear_on)
        assert not offered & set(FORBIDDEN)
        assert kb.evidence("debiasing-works").hypotheses[0].verdict is not None


def test_the_command(cli: Cli, empty: KnowledgeBase, runs: Runs) -> None:
    done = cli("probe", "store", runs("sceptic"))
    assert done.exit_code == 0, done.stderr
    assert "without a stance" in done.stderr
    assert done.stdout.startswith("probe-tiny-")
    again = cli("probe", "store", runs("sceptic"))
    assert "stored before" in again.stderr


def test_the_raw_files_travel_with_a_backup(
    empty: KnowledgeBase, runs: Runs, tmp_path: Path
) -> None:
    stored = empty.probes.store(runs())
    raw = {path.name: path.read_bytes() for path in stored.folder.iterdir()}
    backup = empty.backup(tmp_path / "backup.db")
    KnowledgeBase.restore(backup, tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere" / stored.folder.relative_to(empty.directory)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == raw
    with KnowledgeBase.open(tmp_path / "elsewhere") as kb:
        assert {file.path for file in kb.works.files(stored.key)} == {
            str(folder / name) for name in raw
        }
        assert kb.probes.store(folder).claims == ()


def test_a_restored_file_leaves_another_in_its_place_readable(
    empty: KnowledgeBase, runs: Runs, tmp_path: Path
) -> None:
    stored = empty.probes.store(runs())
    answers = stored.folder / "answers.jsonl"
    raw = answers.read_bytes()
    backup = empty.backup(tmp_path / "backup.db")
    answers.write_bytes(b"changed since")
    (stored.folder / "items.jsonl").unlink()
    KnowledgeBase.restore(backup, empty.directory)
    assert answers.read_bytes() == raw
    assert (stored.folder / "items.jsonl").is_file()
    (kept,) = stored.folder.glob("answers.jsonl.before-restore-*")
    assert kept.read_bytes() == b"changed since"
