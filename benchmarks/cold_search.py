"""Cold start: whole processes, from the shell's point of view, with their peak memory.

``causalkb search`` against what one would write by hand: a script that loads the same model with
sentence-transformers and searches the same vectors with FAISS. 5,000 abstracts; the knowledge base
is kept in a temporary folder named by its content, so that only the first run embeds. All commands
run in turns, and the median of each counts. Beside it two floors: Python with the libraries that
no such search can do without, and one query encoded; the ratio is the median of runs in turn.

    python benchmarks/cold_search.py [--works 5000] [--runs 7] [--kb PATH]
"""

from __future__ import annotations

import argparse
import compileall
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Container, Sequence
from pathlib import Path

import numpy as np
from texts import abstracts, bibtex

import causalkb
from causalkb import KnowledgeBase
from causalkb.search.embedding.encoder import load_encoder
from causalkb.search.embedding.model_files import DEFAULT_MODEL, locate

QUERY = "how should information be retrieved automatically?"
BASELINE = """
import sys
import faiss
import numpy as np
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
vectors = np.load(sys.argv[2])
titles = open(sys.argv[3], encoding="utf-8").read().splitlines()
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
query = model.encode([sys.argv[4]], normalize_embeddings=True)
scores, found = index.search(query, 10)
for score, n in zip(scores[0], found[0]):
    print(f"{score:.3f} {titles[n]}")
"""
# A process starts with the peak memory of the one that it was forked from: fork from a small one.
LAUNCHER = """
import os, sys, time
began = time.perf_counter()
nowhere = os.open(os.devnull, os.O_WRONLY)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                     file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(pid, 0)
print(time.perf_counter() - began, usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
sys.exit(os.waitstatus_to_exitcode(status))
"""
BASELINE_NAME = "sentence-transformers + FAISS"
FLOOR = """
import sys
import numpy, faiss, onnxruntime, tokenizers
from causalkb.search.embedding.onnx_engine import OnnxEngine
from pathlib import Path
folder = Path(sys.argv[1])
OnnxEngine(folder / "query.onnx", folder / "tokenizer.json", 256).encode([sys.argv[2]])
"""
"""What no search of this kind can do without: the libraries are imported, one query is encoded."""
FLOOR_OF_A_PROGRAM = (
    """
import sqlite3, typer, typer.main, rich.console, tantivy
"""
    + FLOOR
)
"""The same with what reads a command line and writes to a terminal, and the other two engines."""
FLOORS = {"floor": FLOOR, "floor with Typer, Rich, SQLite, Tantivy": FLOOR_OF_A_PROGRAM}
SEARCH = "causalkb search"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--floor-runs", type=int, default=15, help="runs in turn with the floors")
    parser.add_argument("--kb", type=Path, help="a knowledge base to search instead")
    arguments = parser.parse_args()
    folder = arguments.kb or build(arguments.works)
    # As pip does at installation; the environment may keep Python from doing it when it runs.
    compileall.compile_dir(str(Path(causalkb.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        commands = prepare(folder, Path(temporary))
        measure(commands, arguments.runs)
        against_floors(commands[SEARCH], Path(temporary), arguments.floor_runs)


def build(count: int) -> Path:
    """Return a knowledge base of ``count`` abstracts, made on the first call."""
    content = bibtex(abstracts(count))
    name = hashlib.sha256(content).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"causalkb-benchmark-{name}"
    done = folder / "complete"
    if not done.is_file():
        print(f"embedding {count} abstracts (once) into {folder}", file=sys.stderr)
        with KnowledgeBase.open(folder, create=True) as kb:
            kb.add_questions()
            kb.add_content(content, "benchmark.bib")
        done.touch()
    return folder


def prepare(folder: Path, temporary: Path) -> dict[str, list[str]]:
    """Return the commands to measure, by name; all data of the baseline is written out."""
    with KnowledgeBase.open(folder) as kb:
        works = kb.works.list()
        passages = kb.store.passages
        ids, vectors = passages.vectors(
            kb.indexes.fingerprint, passages.ids().tolist(), kb.indexes.dimension
        )
        titles = [p.text.partition("\n")[0][:80] for _, p in passages.many(ids.tolist()).values()]
        print(f"{len(works)} works, {len(ids)} passages\n")
    np.save(temporary / "vectors.npy", vectors)
    (temporary / "titles.txt").write_text("\n".join(titles), encoding="utf-8")
    (temporary / "baseline.py").write_text(BASELINE, encoding="utf-8")
    tool = Path(sys.executable).with_name("causalkb")
    ours = [str(tool)] if tool.exists() else [sys.executable, "-m", "causalkb.cli.main"]
    place = ["--kb", str(folder)]
    return {
        BASELINE_NAME: [
            *(sys.executable, str(temporary / "baseline.py"), str(locate(DEFAULT_MODEL).path)),
            *(str(temporary / "vectors.npy"), str(temporary / "titles.txt"), QUERY),
        ],
        SEARCH: [*ours, *place, "search", QUERY],
        "causalkb search, keyword": [*ours, *place, "search", "--mode", "keyword", QUERY],
        "causalkb show": [*ours, *place, "show", works[0].key],
        "causalkb --help": [*ours, "--help"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def measure(
    commands: dict[str, list[str]],
    runs: int,
    baseline: str = BASELINE_NAME,
    codes: Container[int] = (0,),
) -> None:
    """Run all commands in turns and print medians, and how many times as fast as a baseline."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["HF_HUB_OFFLINE"] = "1"
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            spent, peak = run(command, environment, codes)
            if turn:  # the first one warms the disk cache of all alike
                seconds[name].append(spent)
                memory[name].append(peak)
    slowest = statistics.median(seconds[baseline])
    print(f"{'command':<32}{'median s':>9}{'least s':>9}{'MiB':>7}{'times faster':>14}")
    for name in commands:
        middle = statistics.median(seconds[name])
        print(
            f"{name:<32}{middle:>9.3f}{min(seconds[name]):>9.3f}"
            f"{statistics.median(memory[name]):>7.0f}{slowest / middle:>14.1f}"
        )


def against_floors(search: Sequence[str], temporary: Path, runs: int) -> None:
    """Run the search and both floors in turns; print medians and the median of the ratios."""
    exported = load_encoder().exported
    assert exported is not None
    commands = {SEARCH: list(search)}
    for n, (name, code) in enumerate(FLOORS.items()):
        script = temporary / f"floor{n}.py"
        script.write_text(code, encoding="utf-8")
        commands[name] = [sys.executable, str(script), str(exported), QUERY]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"OPENBLAS_NUM_THREADS": "1"}  # as the program sets it
    environment["PYTHONPATH"] = str(Path(causalkb.__file__).parents[1])
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            wall, _, processor = run_counted(command, environment)
            if turn:
                taken[name].append((wall, processor))
    print(f"\n{'':<42}{'median s':>9}{'CPU-s':>8}{'search takes times':>20}{'CPU':>7}")
    for name, own in taken.items():
        pairs = list(zip(taken[SEARCH], own, strict=True))
        wall, processor = (statistics.median(s[i] / f[i] for s, f in pairs) for i in (0, 1))
        middle = [statistics.median(one[i] for one in own) for i in (0, 1)]
        print(f"{name:<42}{middle[0]:>9.3f}{middle[1]:>8.3f}{wall:>20.2f}{processor:>7.2f}")


def run(
    command: Sequence[str], environment: dict[str, str], codes: Container[int] = (0,)
) -> tuple[float, float]:
    """Run a command and return its wall time in seconds and its peak memory in MiB."""
    return run_counted(command, environment, codes)[:2]


def run_counted(
    command: Sequence[str], environment: dict[str, str], codes: Container[int] = (0,)
) -> tuple[float, float, float]:
    """Run a command and return wall seconds, peak memory in MiB, and processor seconds."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    spent, peak, processor = map(float, done.stdout.split())
    return spent, peak / (1024.0**2 if sys.platform == "darwin" else 1024.0), processor


if __name__ == "__main__":
    main()
