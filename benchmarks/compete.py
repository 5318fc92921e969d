"""How long weighing structures takes, and whether the weights mean what they say.

usage: python benchmarks/compete.py [--sets N]: N simulated data sets a kind (default 200).

Times are of this process, without the start of Python, and of the whole command; the baseline
counts the same families row by row in plain Python, and pgmpy scores them where it is installed.
The worlds of the calibration are drawn from the prior: the class evenly, then a structure in it,
then its parameters; worlds in which a variable has one value only are left out. Continuous ones
have slopes of 0.3 to 1 and noise of 1.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from math import lgamma, prod
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from causalkb import Competition, compete_structures
from causalkb.compete.rivals import Rivals
from causalkb.compete.scores import in_order
from causalkb.compete.structures import all_graphs, classes_of, written
from causalkb.compete.table import coded

Data = dict[str, list[object]]
Random = np.random.Generator
Joint = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def tree(count: int, rows: int) -> Data:
    """Two-valued variables, each like one of those before it in 80 % of the rows."""
    random = np.random.default_rng(count)
    values = [random.integers(0, 2, rows)]
    while len(values) < count:
        cause = values[random.integers(0, len(values))]
        values.append(np.where(random.random(rows) < 0.8, cause, 1 - cause))
    return {f"V{n}": one.tolist() for n, one in enumerate(values)}


def lines(count: int, rows: int) -> Data:
    """Continuous variables, each on a straight line with one of those before it."""
    random = np.random.default_rng(count)
    values = [random.normal(size=rows)]
    while len(values) < count:
        cause = values[random.integers(0, len(values))]
        values.append(0.7 * cause + random.normal(size=rows))
    return {f"V{n}": one.tolist() for n, one in enumerate(values)}


def times() -> None:
    """Print how long 10,000 rows take, and the baseline."""
    kinds = [*((tree, count) for count in (2, 3, 4, 5, 6, 8, 10, 12)), (lines, 4), (lines, 5)]
    for make, count in kinds:
        data = make(count, 10_000)
        wall, cpu = time.perf_counter(), time.process_time()
        compete_structures(data)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{make.__name__} of {count:>2}: {cpu:6.2f} s CPU, {wall:6.2f} s;",
            f"at most {most:.0f} MiB;",
            end=" ",
        )
        wall, cpu = command(data)
        print(f"the whole command {cpu:6.2f} s CPU, {wall:6.2f} s")
    data = tree(4, 10_000)
    families = [(v, p) for v in data for p in parents_of(v, list(data))]
    cpu = time.process_time()
    plain = [plain_bdeu(data, v, p) for v, p in families]
    plain_took = time.process_time() - cpu
    cpu = time.process_time()
    compete_structures(data, plan=False)
    print(f"four variables without planning {time.process_time() - cpu:.2f} s CPU;", end=" ")
    print(f"their {len(families)} families row by row in plain Python {plain_took:.2f} s CPU")
    try:
        import pandas
        from pgmpy.structure_score import BDeu  # type: ignore[import-not-found]  # optional
    except ImportError:
        print("pgmpy is not installed")
        return
    frame = pandas.DataFrame(data)
    cpu = time.process_time()
    score = BDeu(frame, equivalent_sample_size=1)
    theirs = [score.local_score(v, p) for v, p in families]
    print(f"the same by pgmpy {time.process_time() - cpu:.2f} s CPU;", end=" ")
    print(f"greatest difference {max(abs(a - b) for a, b in zip(plain, theirs, strict=True)):.1e}")


def command(data: Data) -> tuple[float, float]:
    """Wall and CPU seconds of the command, from the start of Python to its end."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([list(data), *zip(*data.values(), strict=True)])
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        args = [sys.executable, "-m", "causalkb", "compete", str(path), "--format", "markdown"]
        subprocess.run(args, check=True, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def parents_of(variable: str, names: list[str]) -> Iterator[tuple[str, ...]]:
    """Every set of others."""
    others = [name for name in names if name != variable]
    for size in range(len(others) + 1):
        yield from combinations(others, size)


def plain_bdeu(data: Data, variable: str, parents: tuple[str, ...]) -> float:
    """BDeu of a family, counted row by row."""
    sizes = {name: len(set(data[name])) for name in (variable, *parents)}
    alpha = 1 / prod(sizes.values())
    cells = Counter(zip(*(data[name] for name in (*parents, variable)), strict=True))
    states = Counter(cell[:-1] for cell in cells.elements())
    score = sum(lgamma(alpha + n) - lgamma(alpha) for n in cells.values())
    whole = alpha * sizes[variable]
    return score + sum(lgamma(whole) - lgamma(whole + n) for n in states.values())


def world(names: str, marks: list[str], random: Random) -> tuple[Data, str] | None:
    """Rows of a structure drawn from the prior, and the structure; ``None`` if one is constant."""
    count, rows = len(names), len(marks)
    # What the classes are depends on what is set, not on the values.
    filler = {name: [n % 2 for n in range(rows)] for name in names}
    rivals = Rivals(coded({**filler, "set": marks}, None, "set"), all_graphs(count))
    regimes = sorted({tuple(name in mark for name in names) for mark in marks})
    classes = rivals.classes(regimes)
    members = np.flatnonzero(classes == random.integers(0, classes.max() + 1))
    n = int(random.choice(members))
    was_set = np.array([[name in mark for name in names] for mark in marks])
    if n < len(rivals.graphs):
        codes = from_graph(rivals.graphs[n].tolist(), was_set, random)
    else:
        codes = from_hidden(rivals.hidden[n - len(rivals.graphs)], was_set, random)
    if any(len(set(codes[:, v].tolist())) < 2 for v in range(count)):
        return None
    data: Data = {name: codes[:, v].tolist() for v, name in enumerate(names)}
    return {**data, "set": list(marks)}, rivals.written(n)


def from_graph(graph: list[int], was_set: Joint, random: Random) -> Joint:
    """Rows of a graph with parameters from the prior of the score."""
    codes = np.tile(np.arange(len(was_set))[:, None] % 2, (1, len(graph)))
    for v in in_order(graph):
        inside = [u for u in range(len(graph)) if graph[v] >> u & 1]
        alpha = 1 / 2 ** (len(inside) + 1)
        chance = random.beta(alpha, alpha, 2 ** len(inside))
        state = codes[:, inside] @ (2 ** np.arange(len(inside))) if inside else 0
        drawn = random.random(len(codes)) < chance[state]
        codes[:, v] = np.where(was_set[:, v], codes[:, v], drawn)
    return codes


def from_hidden(which: int, was_set: Joint, random: Random) -> Joint:
    """Rows of a pair with a common cause (0) or selection (1)."""
    joint = random.dirichlet([0.25] * 4)
    cells = random.choice(4, len(was_set), p=joint)
    codes = np.stack([cells // 2, cells % 2], axis=1)
    for v in (0, 1):
        other = was_set[:, 1 - v]
        if which:  # not selected there: a distribution of its own
            codes[other, v] = random.random(int(other.sum())) < random.beta(0.5, 0.5)
        codes[was_set[:, v], v] = np.arange(int(was_set[:, v].sum())) % 2
    return codes


def world_of_lines(names: str, marks: list[str], random: Random) -> tuple[Data, str]:
    """Rows of a structure whose class is drawn evenly: straight lines, normal noise."""
    graphs = all_graphs(len(names))
    was_set = np.array([[name in mark for name in names] for mark in marks])
    classes = classes_of(graphs, sorted({tuple(map(bool, row)) for row in was_set.tolist()}))
    graph = graphs[random.choice(np.flatnonzero(classes == random.integers(0, classes.max() + 1)))]
    values = np.tile(np.arange(len(marks))[:, None] % 2 * 2.0 - 1, (1, len(names)))
    for v in in_order(graph.tolist()):
        drawn = random.normal(size=len(marks))
        for u in range(len(names)):
            if graph[v] >> u & 1:
                drawn += random.choice([-1, 1]) * random.uniform(0.3, 1) * values[:, u]
        values[:, v] = np.where(was_set[:, v], values[:, v], drawn)
    data: Data = {name: values[:, v].tolist() for v, name in enumerate(names)}
    return {**data, "set": list(marks)}, written(graph.tolist(), names)


def calibrated(sets: int) -> Iterator[tuple[str, float, float]]:
    """For each kind: the mean weight of the heaviest class, and how often it is true."""
    seen = [""] * 100
    kinds = {
        "pair, 100 rows seen": (world, "AB", seen),
        "pair, 100 seen, A set in 50": (world, "AB", seen + ["A"] * 50),
        "pair, 100 seen, A set in 50, B in 50": (world, "AB", seen + ["A"] * 50 + ["B"] * 50),
        "three, 100 seen": (world, "ABC", seen),
        "three, 100 seen, A set in 50": (world, "ABC", seen + ["A"] * 50),
        "three continuous, 100 seen": (world_of_lines, "ABC", seen),
        "three continuous, 100 seen, A set in 50": (world_of_lines, "ABC", seen + ["A"] * 50),
    }
    for kind, (draw, names, marks) in kinds.items():
        random = np.random.default_rng(1)
        weights, true = [], []
        while len(weights) < sets:
            made = draw(names, marks, random)
            if made is None:
                continue
            data, structure = made
            marked = any(marks)
            columns = data if marked else {k: v for k, v in data.items() if k != "set"}
            found = compete_structures(columns, intervened="set" if marked else None, plan=False)
            weights.append(found.classes[0].weight)
            true.append(structure in found.classes[0].structures)
        yield kind, float(np.mean(weights)), float(np.mean(true))


def share(sets: int, make: Callable[[Random], Data], says: Callable[[Competition], bool]) -> float:
    """How often something is said of simulated data."""
    said = 0
    for seed in range(sets):
        data = make(np.random.default_rng(seed))
        marked = "set" if "set" in data else None
        said += says(compete_structures(data, intervened=marked, plan=False))
    return said / sets


def nothing(random: Random) -> Data:
    """Two that are independent, each 1 in 80 % of 200 rows: a contingency of nil."""
    return {name: (random.random(200) < 0.8).astype(int).tolist() for name in "AB"}


def strong(random: Random) -> Data:
    """A makes B, which is like it in 85 %; A was set in 50 of 250 rows."""
    a = random.integers(0, 2, 250)
    a[200:] = np.arange(50) % 2
    b = np.where(random.random(250) < 0.85, a, 1 - a)
    return {"A": a.tolist(), "B": b.tolist(), "set": [""] * 200 + ["A"] * 50}


def common(random: Random) -> Data:
    """A common cause that both are like in 85 %; each was set in 50 of 300 rows."""
    z = random.integers(0, 2, 300)
    a, b = (np.where(random.random(300) < 0.85, z, 1 - z) for _ in "AB")
    a[200:250] = b[250:] = np.arange(50) % 2
    marks = [""] * 200 + ["A"] * 50 + ["B"] * 50
    return {"A": a.tolist(), "B": b.tolist(), "set": marks}


def studies(sets: int) -> None:
    """Print how often simulated worlds are called what they are."""

    def heaviest(structure: str) -> Callable[[Competition], bool]:
        return lambda found: found.classes[0].structures == (structure,)

    def an_edge(found: Competition) -> bool:
        return found.decided and found.classes[0].structures != ("no arrow",)

    def settled(structure: str) -> Callable[[Competition], bool]:
        return lambda found: found.decided and heaviest(structure)(found)

    cause = "A <- (common cause) -> B"

    def an_arrow(found: Competition) -> bool:
        return settled("A -> B")(found) or settled("B -> A")(found)

    def misfit(found: Competition) -> bool:
        return any("fits" in text for text in found.warnings)

    figures = {
        "contingency nil, 200 rows: no arrow is heaviest": (nothing, heaviest("no arrow")),
        "contingency nil, 200 rows: an association is decided for": (nothing, an_edge),
        "50 rows of setting a strong cause: decided, and right": (strong, settled("A -> B")),
        "common cause, each of both set in 50 rows: heaviest": (common, heaviest(cause)),
        "common cause, each of both set in 50 rows: decided": (common, settled(cause)),
        "common cause, each of both set in 50 rows: an arrow decided for": (common, an_arrow),
        "a true structure is called a bad fit": (strong, misfit),
    }
    for name, (make, says) in figures.items():
        print(f"{name}: {share(sets, make, says):.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=200)
    sets = parser.parse_args().sets
    times()
    studies(sets)
    for kind, said, so in calibrated(sets):
        print(f"{kind}: heaviest class {said:.3f} of the weight, true in {so:.3f} of {sets}")
