from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from causalkb.search.vectors import training
from causalkb.search.vectors.index import FILE_NAME, SemanticIndex

NONE = np.empty(0, np.int64)
DIMENSION = 16


def unit(n: int, seed: int = 0, dimension: int = DIMENSION) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def clustered(n: int, seed: int, dimension: int = 32) -> NDArray[np.float32]:
    """Vectors around common centres, as those of texts about common subjects are."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(60, dimension))
    vectors = centres[generator.integers(0, 60, n)] + 0.7 * generator.normal(size=(n, dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def ids(*values: int) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def opened(directory: Path, fingerprint: str = "f", dimension: int = DIMENSION) -> SemanticIndex:
    return SemanticIndex.open(directory, fingerprint, dimension)


def built(directory: Path, n: int = 20, generation: int = 1) -> SemanticIndex:
    index = opened(directory)
    index.update(np.arange(1, n + 1), unit(n), NONE, generation)
    return index


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "LARGE", 2_000)


def test_missing_index_is_empty_and_leaves_nothing_behind(tmp_path: Path) -> None:
    index = opened(tmp_path / "none")
    scores, found = index.search(unit(2), 5)
    assert (index.generation, index.ids().size, scores.shape, found.shape) == (
        -1,
        0,
        (2, 0),
        (2, 0),
    )
    assert not (tmp_path / "none").exists()


def test_reopened_index_answers_as_before(tmp_path: Path) -> None:
    index = built(tmp_path, generation=7)
    again = opened(tmp_path)
    assert again.generation == 7
    assert again.ids().tolist() == list(range(1, 21))
    for old, new in zip(index.search(unit(3, 5), 4), again.search(unit(3, 5), 4), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(("fingerprint", "dimension"), [("other", DIMENSION), ("f", DIMENSION + 1)])
def test_index_of_another_encoder_counts_as_none(
    tmp_path: Path, fingerprint: str, dimension: int
) -> None:
    built(tmp_path)
    assert opened(tmp_path, fingerprint, dimension).generation == -1


def test_updates_add_and_remove(tmp_path: Path) -> None:
    built(tmp_path, 3)
    index = opened(tmp_path)
    index.update(ids(9), unit(1, 8), ids(2), 2)
    again = opened(tmp_path)
    assert (again.generation, again.ids().tolist()) == (2, [1, 3, 9])
    scores, found = again.search(unit(1, 8), 3)
    assert found[0, 0] == 9
    assert scores[0, 0] == pytest.approx(1, abs=1e-5)
    assert 2 not in found


def test_adding_what_is_held_replaces_it(tmp_path: Path) -> None:
    index = built(tmp_path, 3)
    index.update(ids(2), unit(1, 8), NONE, 2)
    again = opened(tmp_path)
    assert again.ids().tolist() == [1, 2, 3]
    assert again.search(unit(1, 8), 1)[1].tolist() == [[2]]


def test_too_few_allowed_results_are_filled_with_minus_one(tmp_path: Path) -> None:
    index = built(tmp_path)
    assert sorted(index.search(unit(1), 4, ids(3, 5))[1][0].tolist()) == [-1, -1, 3, 5]
    assert index.search(unit(1), 4, NONE)[1].shape == (1, 0)


@settings(max_examples=examples(40), deadline=None)
@given(
    n=st.integers(1, 60),
    seed=st.integers(0, 999),
    limit=st.integers(1, 70),
    share=st.none() | st.floats(0, 1),
    removed=st.floats(0, 0.9),
)
def test_small_collections_are_searched_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    n: int,
    seed: int,
    limit: int,
    share: float | None,
    removed: float,
) -> None:
    generator = np.random.default_rng(seed)
    names = np.sort(generator.choice(10**6, n, replace=False)).astype(np.int64)
    vectors, query = unit(n, seed), unit(2, seed + 1)
    gone = names[generator.random(n) < removed]
    index = opened(tmp_path_factory.mktemp("index"))
    index.update(names, vectors, NONE, 1)
    index.update(NONE, unit(0), gone, 2)
    kept = ~np.isin(names, gone)
    allowed = None if share is None else names[generator.random(n) < share]
    eligible = kept if allowed is None else kept & np.isin(names, allowed)
    scores, found = index.search(query, limit, allowed)
    expected = query @ vectors[eligible].T
    for row, truth in enumerate(expected):
        order = np.argsort(-truth)[:limit]
        hits = found[row][found[row] >= 0]
        assert hits.tolist() == names[eligible][order].tolist()
        np.testing.assert_allclose(scores[row][: len(hits)], truth[order], atol=1e-5)


def recall(
    index: SemanticIndex, vectors: NDArray[np.float32], allowed: NDArray[np.int64] | None = None
) -> float:
    """Share of the ten nearest that the index finds; the ids of ``vectors`` count from 1."""
    queries = clustered(50, 7)
    scores = queries @ vectors.T
    if allowed is not None:
        scores[:, np.setdiff1d(np.arange(len(vectors)), allowed - 1)] = -2
    truth = np.argsort(-scores, axis=1)[:, :10] + 1
    _, found = index.search(queries, 10, allowed)
    return float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(truth, found, strict=True)]))


@pytest.mark.usefixtures("small_is_large")
def test_large_collections_keep_their_recall_with_filters_too(tmp_path: Path) -> None:
    vectors = clustered(20_000, 1)
    opened(tmp_path, dimension=32).update(np.arange(1, 20_001), vectors, NONE, 1)
    index = opened(tmp_path, dimension=32)
    assert index._trained_on == 20_000
    assert recall(index, vectors) >= 0.95
    generator = np.random.default_rng(3)
    for share in (0.002, 0.04, 0.06, 0.5):
        chosen = generator.choice(20_000, int(20_000 * share), replace=False) + 1
        assert recall(index, vectors, np.sort(chosen)) >= 0.95


@pytest.mark.usefixtures("small_is_large")
def test_large_index_that_was_mapped_into_memory_can_be_changed(tmp_path: Path) -> None:
    vectors = clustered(3_000, 1)
    opened(tmp_path, dimension=32).update(np.arange(1, 3_001), vectors, NONE, 1)
    index = opened(tmp_path, dimension=32)
    index.update(ids(5_000), clustered(1, 50), np.arange(1, 101), 2)
    again = opened(tmp_path, dimension=32)
    assert again.ids().tolist() == [*range(101, 3_001), 5_000]
    assert again.search(clustered(1, 50), 1)[1].tolist() == [[5_000]]
    assert again.search(vectors[:100], 5)[1].min() > 100


@pytest.mark.usefixtures("small_is_large")
def test_growth_asks_for_new_training_and_shrinking_for_exact_search(tmp_path: Path) -> None:
    index = opened(tmp_path, dimension=32)
    index.update(np.arange(1, 2_501), clustered(2_500, 1), NONE, 1)
    assert [index.outgrown(n) for n in (1_999, 2_000, 5_000, 5_001)] == [True, False, False, True]
    index.clear()
    index.update(np.arange(1, 101), clustered(100, 1), NONE, 2)
    assert [index.outgrown(n) for n in (100, 1_999, 2_000)] == [False, False, True]


def states_after_crash(directory: Path) -> tuple[int, list[int]]:
    index = opened(directory)
    return index.generation, index.ids().tolist()


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_failure_at_any_step_of_writing_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    index = built(tmp_path, 3)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(os if step == "fsync" else Path, step, fail)
        with pytest.raises(OSError, match="disk full"):
            index.update(ids(9), unit(1, 8), NONE, 2)
    assert states_after_crash(tmp_path) == (1, [1, 2, 3])
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_killed_process_leaves_the_old_state(tmp_path: Path, step: str) -> None:
    built(tmp_path, 3)
    program = f"""
import os, pathlib, sys, numpy as np
from causalkb.search.vectors.index import SemanticIndex
index = SemanticIndex.open(pathlib.Path(sys.argv[1]), "f", {DIMENSION})
{step} = lambda *a, **k: os._exit(9)
index.update(np.array([9]), np.ones((1, {DIMENSION}), "f4"), np.array([1]), 2)
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == 9
    assert states_after_crash(tmp_path) == (1, [1, 2, 3])
    built(tmp_path, 4, generation=3)
    assert states_after_crash(tmp_path) == (3, [1, 2, 3, 4])
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("large", [False, True])
def test_truncated_file_counts_as_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setattr(training, "LARGE", 200)
    built(tmp_path, 300)
    file = tmp_path / FILE_NAME
    whole = file.read_bytes()
    for size in (0, 1, 11, 12, 100, len(whole) // 2, len(whole) - 12, len(whole) - 1):
        file.unlink()  # one that is mapped into memory must not be cut short
        file.write_bytes(whole[:size])
        assert states_after_crash(tmp_path) == (-1, [])
    built(tmp_path, 3, generation=2)
    assert states_after_crash(tmp_path) == (2, [1, 2, 3])


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("place", [0, 9, 30, 60, 90])
def test_damaged_structure_counts_as_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool, place: int
) -> None:
    if large:
        monkeypatch.setattr(training, "LARGE", 200)
    built(tmp_path, 300)
    file = tmp_path / FILE_NAME
    content = bytearray(file.read_bytes())
    content[place : place + 8] = bytes(255 - byte for byte in content[place : place + 8])
    file.unlink()
    file.write_bytes(content)
    assert states_after_crash(tmp_path) == (-1, [])


def test_file_of_something_else_counts_as_no_index(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(os.urandom(5_000))
    assert states_after_crash(tmp_path) == (-1, [])
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()
    assert states_after_crash(tmp_path) == (-1, [])
