"""The index in Milvus beside the one on this machine: how far they agree, and what a search takes.

The shipped corpus is indexed twice, by FAISS with Tantivy and in a Milvus, and the 270 judged
queries are searched in both. Reported for each mode: the share of the first ten works that both
find, queries whose first work and whose first three in order are the same, and CPU and wall time of
a query in one process, then of whole processes.

    python benchmarks/milvus.py [--index milvus:URI] [--kb FOLDER]

Needs the extra (``make test-milvus`` makes an environment with it). ``--kb`` copies a knowledge
base instead of loading the corpus; the default index is a file of Milvus Lite.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from causalkb import KnowledgeBase, SearchMode

HERE = Path(__file__).parent
FILES = ("queries.yaml", "questions-by-strangers.yaml")
TOP = 10
LINE = "do rats distinguish seeing from doing"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", default="")
    parser.add_argument("--kb", type=Path)
    given = parser.parse_args()
    queries = [one["query"] for name in FILES for one in yaml.safe_load((HERE / name).read_text())]
    with tempfile.TemporaryDirectory() as folder:
        local, other = Path(folder) / "local", Path(folder) / "other"
        if given.kb is None:
            with KnowledgeBase.open(local, create=True) as kb:
                kb.add_corpus()
                kb.reindex()
        else:
            shutil.copytree(given.kb, local)
        shutil.copytree(local, other)
        index = given.index or f"milvus:{other / 'milvus.db'}"
        with KnowledgeBase.open(other) as kb:
            spent, _ = timed(lambda: kb.reindex(index=index))
            print(f"{kb.stats().passages} passages, {len(queries)} queries, {index}")
            print(f"reindex: {spent[0]:.1f} s CPU, {spent[1]:.1f} s")
        for mode in SearchMode:
            compare(local, other, queries, mode)
        for name, place in (("local", local), ("Milvus", other)):
            cpu, wall = whole_process(place)
            print(f"whole process, {name}: {cpu:.2f} s CPU, {wall:.2f} s")


def compare(local: Path, other: Path, queries: list[str], mode: SearchMode) -> None:
    """Search all queries in both, and print how far the answers agree."""
    answers, spent = [], []
    for place in (local, other):
        with KnowledgeBase.open(place) as kb:
            kb.search(LINE, mode=mode)  # opens the index and loads the model
            cost, found = timed(lambda kb=kb: [tops(kb, query, mode) for query in queries])
            spent.append(cost)
            answers.append(found)
    pairs = list(zip(*answers, strict=True))
    shared = sum(len(set(a) & set(b)) for a, b in pairs) / sum(len(a) for a, _ in pairs)
    first = sum(a[:1] == b[:1] for a, b in pairs)
    three = sum(a[:3] == b[:3] for a, b in pairs)
    costs = "; ".join(
        f"{name} {1e3 * cpu / len(queries):.0f} ms CPU, {1e3 * wall / len(queries):.0f} ms"
        for name, (cpu, wall) in zip(("local", "Milvus"), spent, strict=True)
    )
    print(f"{mode.value}: shared of the first {TOP} {shared:.3f}, same first {first}, ", end="")
    print(f"same first three {three} of {len(pairs)}; a query: {costs}")


def tops(kb: KnowledgeBase, query: str, mode: SearchMode) -> list[str]:
    """Return the keys of the first works."""
    return [hit.work.key for hit in kb.search(query, mode=mode, limit=TOP)]


def timed(do: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Return CPU and wall seconds of a call, and what it returns."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = do()
    return (time.process_time() - cpu, time.perf_counter() - wall), found


def whole_process(kb: Path, times: int = 5) -> tuple[float, float]:
    """Return the median CPU and wall seconds of a search from a shell."""
    command = [sys.executable, "-m", "causalkb", "search", "--kb", str(kb), LINE]

    def runs() -> Iterator[tuple[float, float]]:
        for _ in range(times):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            yield used, time.perf_counter() - begun

    found = list(runs())
    return tuple(sorted(column)[times // 2] for column in zip(*found, strict=True))


if __name__ == "__main__":
    main()
