"""What size costs: whole processes on knowledge bases of up to a million works and more.

Generated works (:mod:`generated`) are added to the shipped corpus: passages are a fifth more than
works, as one work in five has a claim. Every figure stands beside the one on the shipped corpus
alone, in the same run. Processor seconds count, because they hold on a busy machine too; wall time
is given beside them. Building a million works takes some twelve minutes and six GiB of disk.

    python benchmarks/scale.py --folder FOLDER [--works 10000 100000 1000000] [--plot SVG]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cold_search import run_counted
from generated import build, neighbours
from loglog import draw

from causalkb import KnowledgeBase
from causalkb.search.faiss_tantivy import FaissTantivyIndex
from causalkb.search.search_index import Part

QUERY = "are interventions necessary to learn causes?"
ENTRY = """@article{{measured{n},
  title = {{A measured study of rats and levers, number {n}}}, author = {{Zimmer, Zoe}},
  year = 2024,
  abstract = {{Rats that pressed lever {n} expected food, and those that saw it pressed did not.}}
}}
"""
SEARCHES: Mapping[str, tuple[str, ...]] = {
    "search": (),
    "search --field": ("--field", "physics"),
    "search --year": ("--year", "2005:2010"),
    "search --question": ("--question", "interventions"),
    "search --author": ("--author", "Pearl"),
}
ASKED: Mapping[str, str] = {
    "search author:": f"{QUERY} author:Pearl",
    "search -word": f"{QUERY} -rats",
    'search "phrase"': f'{QUERY} "causal model"',
}
OTHERS: Mapping[str, tuple[str, ...]] = {
    "show": ("show", "blaisdell2006causal"),
    "list --limit 20": ("list", "--limit", "20"),
    "claims --limit 20": ("claims", "--limit", "20"),
    "evidence, one hypothesis": ("evidence", "association-explains-animals"),
    "map": ("map",),
    "stats": ("stats",),
    "doctor": ("doctor",),
}


@dataclass(frozen=True)
class Cost:
    """What a command took: medians of several runs."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Build what is not there yet, measure, print a table and draw it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="where the large ones are kept")
    parser.add_argument("--works", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plot", type=Path, help="an SVG file to draw")
    parser.add_argument("--only", nargs="+", choices=("commands", "changes", "quality", "many"))
    arguments = parser.parse_args()
    wanted = set(arguments.only or ("commands", "changes", "quality", "many"))
    places = {0: shipped(arguments.folder)}
    for count in arguments.works:
        places[count] = built(arguments.folder, places[0], count)
    costs: dict[str, dict[int, Cost]] = {}
    passages = {count: number_of_passages(place) for count, place in places.items()}
    for count, place in places.items():
        print(f"\n{count:,} works added: {passages[count]:,} passages", flush=True)
        for name, cost in measured(place, arguments.runs, wanted):
            costs.setdefault(name, {})[passages[count]] = cost
            least = costs[name][passages[0]]
            print(
                f"  {name:<26}{cost.processor:>8.2f} CPU-s{cost.wall:>8.2f} s"
                f"{cost.memory:>7.0f} MiB"
                f"{cost.processor / least.processor:>7.1f} times the shipped corpus",
                flush=True,
            )
        if "quality" in wanted:
            quality(place)
        if "many" in wanted:
            many(place)
    if arguments.plot:
        series = {n: {size: c.processor for size, c in by.items()} for n, by in costs.items()}
        arguments.plot.write_text(
            draw(series, "passages", "processor seconds, whole process"), encoding="utf-8"
        )


def shipped(folder: Path) -> Path:
    """Return a knowledge base of the shipped corpus, made on the first call."""
    place = folder / "shipped"
    if not place.exists():
        command = [sys.executable, "-m", "causalkb", "--kb", str(place), "init"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return place


def built(folder: Path, base: Path, works: int) -> Path:
    """Return a knowledge base with so many generated works, indexed; made on the first call."""
    place = folder / f"{works}"
    if not place.exists():
        began = time.process_time()
        build(base, place, works)
        print(f"{works:,} works generated in {time.process_time() - began:.0f} CPU-s", flush=True)
    began = time.process_time()
    with KnowledgeBase.open(place) as kb:
        kb.sync()
        passages = kb.store.passages.count()
    spent = time.process_time() - began
    if spent > 1:
        print(
            f"{passages:,} passages indexed in {spent:.0f} CPU-s: {60 * passages / spent:,.0f}/min"
        )
    return place


def number_of_passages(place: Path) -> int:
    """Return how many passages a knowledge base has."""
    with KnowledgeBase.open(place) as kb:
        return kb.store.passages.count()


def measured(place: Path, runs: int, wanted: set[str]) -> Iterator[tuple[str, Cost]]:
    """Yield each command's name with what it costs on a knowledge base."""
    commands: dict[str, Callable[[int], list[str]]] = {}
    if "commands" in wanted:
        for name, more in SEARCHES.items():
            commands[name] = lambda _, more=more: ["search", *more, "--", QUERY]
        for name, query in ASKED.items():
            commands[name] = lambda _, query=query: ["search", "--", query]
        for name, words in OTHERS.items():
            commands[name] = lambda _, words=words: list(words)
    for name, command in commands.items():
        yield name, cost(place, command, runs)
    if "changes" in wanted:
        entry = place.with_name("measured.bib")

        def add(turn: int) -> list[str]:
            entry.write_text(ENTRY.format(n=turn), encoding="utf-8")
            return ["add", str(entry)]

        yield "add, one work", cost(place, add, runs)
        yield "remove, one work", cost(place, lambda n: ["remove", f"measured{n}", "--yes"], runs)


def cost(place: Path, command: Callable[[int], list[str]], runs: int) -> Cost:
    """Run a command several times in whole processes; the first warms the disk cache."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    taken = [
        run_counted(
            [sys.executable, "-m", "causalkb", "--kb", str(place), *command(turn)],
            environment,
            codes=(0, 1),
        )
        for turn in range(runs + 1)
    ][1:]
    wall, memory, processor = (statistics.median(each) for each in zip(*taken, strict=True))
    return Cost(wall, processor, memory)


class Exact(FaissTantivyIndex):
    """The same words, and vectors that are compared one by one, read from the store."""

    vectors: np.ndarray
    passages: np.ndarray

    def dense(self, vectors, limit, allowed=None):  # type: ignore[no-untyped-def]
        """Return cosines and ids of the nearest passages of all."""
        scores = vectors @ self.vectors.T
        if allowed is not None:
            scores[:, ~np.isin(self.passages, allowed)] = -2
        best = np.argpartition(-scores, min(limit, scores.shape[1] - 1), axis=1)[:, :limit]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        return np.take_along_axis(scores, best, axis=1), self.passages[best]


def quality(place: Path, queries: int = 100) -> None:
    """Print the recall of the vector index, and how often the best three hits are as exact."""
    with KnowledgeBase.open(place) as kb:
        kb.search(QUERY)
        indexes = kb.indexes
        stored = kb.store.passages.ids().tolist()
        ids, rows = kb.store.passages.vectors(indexes.fingerprint, stored, indexes.dimension)
        mapped = indexes.mapped(rows)
        del rows
        index = indexes.current(Part.VECTORS)
        rng = np.random.default_rng(5)
        asked = neighbours(mapped, rng.integers(0, len(mapped), queries), rng)
        Exact.vectors, Exact.passages = mapped, ids
        found = index.dense(asked, 10)[1]
        scores = asked @ mapped.T
        best = np.argpartition(-scores, 10, axis=1)[:, :10]
        recall = np.mean(
            [len({*a} & {*ids[b]}) / 10 for a, b in zip(found.tolist(), best, strict=True)]
        )
        del scores
        texts = [kb.store.passages.many([i])[i][1].text for i in rng.choice(ids, queries).tolist()]
        asked_in_words = [" ".join(text.split()[:9]) for text in texts]
        ours = [[h.work.key for h in hits] for hits in kb.search_many(asked_in_words, limit=3)]
    with KnowledgeBase.open(place, index=Exact) as kb:
        exact = [[h.work.key for h in hits] for hits in kb.search_many(asked_in_words, limit=3)]
    same = sum(a == b for a, b in zip(ours, exact, strict=True))
    print(f"  recall@10 of the vectors {recall:.3f}; best three as exact: {same} of {queries}")


def many(place: Path, queries: int = 1_000) -> None:
    """Print how many queries a second are answered in one process that is warm."""
    with KnowledgeBase.open(place) as kb:
        words = QUERY.split()
        asked = [
            f"{words[n % len(words)]} {n} {words[(n // 7) % len(words)]}" for n in range(queries)
        ]
        kb.search_many(asked[:10])
        wall, processor = time.perf_counter(), time.process_time()
        kb.search_many(asked)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"  {queries / wall:.0f} queries a second, {queries / processor:.0f} a processor second")


if __name__ == "__main__":
    if shutil.disk_usage(Path.cwd()).free < 10 << 30:
        print("less than 10 GiB of disk are free; a million works need six", file=sys.stderr)
    main()
