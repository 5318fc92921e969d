"""The map of the vectors: learnt from pairs of passages, kept where it helps, lost without harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from causalkb import KnowledgeBase
from causalkb.search.search_index import Part
from causalkb.search.vectors.mapping import learn, read_map


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


def test_a_map_of_another_encoder_or_a_damaged_one_is_none(tmp_path: Path) -> None:
    works, vectors = clustered(200)
    made = learn(works, vectors, "e" * 32)
    assert made is not None
    made.write(tmp_path)
    held = read_map(tmp_path, "e" * 32, 32)
    assert held is not None
    assert held.fingerprint == made.fingerprint
    assert read_map(tmp_path, "f" * 32, 32) is None
    assert read_map(tmp_path, "e" * 32, 31) is None
    file = tmp_path / "map.bin"
    content = bytearray(file.read_bytes())
    content[500] ^= 1
    file.write_bytes(content)
    assert read_map(tmp_path, "e" * 32, 32) is None


@pytest.fixture
def mapped(corpus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(corpus, tmp_path / "mapped"))


def test_the_shipped_corpus_has_one_and_searches_without_it_once_it_is_lost(mapped: Path) -> None:
    query = "do people see causes where there are none"
    with KnowledgeBase.open(mapped) as kb:
        assert "pairs of one work" in kb.stats().vector_map
        assert kb.search(query)
        assert kb.indexes.maps
        assert not kb.indexes.map_lost()
    (mapped / "index" / "map.bin").unlink()
    with KnowledgeBase.open(mapped) as kb:
        assert any("map of the vectors" in one.what for one in kb.doctor())
        assert kb.search(query)
        assert not kb.indexes.maps
        assert kb.stats().vector_map == ""
        kb.indexes.current(Part.VECTORS)
        assert kb.indexes.behind() == (0, 0, 0)
