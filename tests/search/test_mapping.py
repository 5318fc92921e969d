"""The map of the vectors: learnt from pairs of passages, and kept where it helps."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from causalkb import KnowledgeBase
from causalkb.search.vectors.mapping import VectorMap, learn, read_map


def clustered(works: int, noise: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """Three passages a work; what tells works apart lies in a few of the directions."""
    rng = np.random.default_rng(1)
    topic = rng.normal(size=(works, 8)).repeat(3, axis=0)
    rest = 1.5 * rng.normal(size=(3 * works, noise))
    vectors = np.concatenate([topic, rest], axis=1).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.arange(works).repeat(3), vectors


def test_a_map_is_learnt_where_pairs_left_out_gain_and_is_the_same_again() -> None:
    works, vectors = clustered(200)
    first, again = learn(works, vectors, "e"), learn(works, vectors, "e")
    assert first is not None
    assert again is not None
    assert first.after > first.before
    assert first.fingerprint == again.fingerprint
    assert np.allclose(np.linalg.norm(first.apply(vectors), axis=1), 1, atol=1e-5)


def test_nothing_is_learnt_from_few_works_or_from_noise() -> None:
    works, vectors = clustered(100)
    assert learn(works, vectors, "e") is None
    noise = np.random.default_rng(2).normal(size=(600, 32)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    assert learn(np.arange(200).repeat(3), noise, "e") is None


def test_a_map_of_another_encoder_or_a_damaged_one_is_none() -> None:
    works, vectors = clustered(200)
    made = learn(works, vectors, "e" * 32)
    assert made is not None
    text = made.to_text()
    held = read_map(text, "e" * 32, 32)
    assert held is not None
    assert held.fingerprint == made.fingerprint
    assert (held.before, held.after) == (made.before, made.after)
    assert read_map(text, "f" * 32, 32) is None
    assert read_map(text, "e" * 32, 31) is None
    for damaged in (
        text[:-8],
        text[:500] + ("A" if text[500] != "A" else "B") + text[501:],
        "",
        "é",
    ):
        assert read_map(damaged, "e" * 32, 32) is None


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e30])
def test_a_map_of_a_stranger_makes_no_vector_infinite(number: float) -> None:
    made = VectorMap(np.full((4, 4), number, np.float32), "e")
    assert read_map(made.to_text(), "e", 4) is None


@pytest.fixture
def mapped(corpus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(corpus, tmp_path / "mapped"))


def test_the_shipped_corpus_has_one_that_outlives_the_index(mapped: Path) -> None:
    query = "do people see causes where there are none"
    with KnowledgeBase.open(mapped) as kb:
        assert "pairs of one work" in kb.stats().vector_map
        before = [(hit.work.key, round(hit.score, 6)) for hit in kb.search(query, mode="semantic")]
        assert kb.indexes.maps
        assert not kb.indexes.map_lost()
    shutil.rmtree(mapped / "index")
    with KnowledgeBase.open(mapped) as kb:
        after = [(hit.work.key, round(hit.score, 6)) for hit in kb.search(query, mode="semantic")]
        assert kb.indexes.maps
    assert after == before
