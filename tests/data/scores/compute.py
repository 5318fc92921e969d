"""Computes the scores of ``reference.json`` with libraries that others wrote.

usage: python compute.py, in an environment with pgmpy (BDeu) and dibs-lib (BGe)

pgmpy is among the test extras. dibs-lib (Lorch and others 2021) needs JAX, and has to have an
environment of its own: ``pip install jax igraph tqdm matplotlib imageio``, then ``pip install
--no-deps dibs-lib``. Of a library that is not installed, the scores in the file are kept. The rows
are in the file as well, so that they stay the same; delete the file to draw them anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

REFERENCE = Path(__file__).with_name("reference.json")


def families(names: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each variable with every set of the others."""
    for name in names:
        others = [one for one in names if one != name]
        for size in range(len(names)):
            yield from ((name, parents) for parents in combinations(others, size))


def written(name: str, parents: tuple[str, ...]) -> str:
    """Return a family as text, such as "A | B, C"."""
    return f"{name} | {', '.join(parents)}"


def discrete_rows() -> dict[str, list[Any]]:
    """Two, three, two and four values; few rows, so that many combinations never occur."""
    random = np.random.default_rng(7)
    a = random.integers(0, 2, 60)
    b = np.where(random.random(60) < 0.7, a, random.integers(0, 3, 60))
    c = np.where(random.random(60) < 0.8, a ^ (b > 0), random.integers(0, 2, 60))
    d = np.minimum(b + random.integers(0, 3, 60), 3)
    return {name: one.tolist() for name, one in zip("ABCD", (a, b, c, d), strict=True)}


def continuous_rows() -> dict[str, list[Any]]:
    """Four standardised variables; A was set in the last rows, and C in some of them."""
    random = np.random.default_rng(8)
    a, b, c, d = random.normal(size=(4, 40))
    a[28:] = np.arange(12) % 2 * 2 - 1
    b += 0.8 * a
    c += 0.5 * a - b
    c[34:] = np.arange(6) % 3 - 1
    d += 0.3 * c
    values = {}
    for name, one in zip("ABCD", (a, b, c, d), strict=True):
        values[name] = ((one - one.mean()) / one.std()).tolist()
    return {**values, "set": [""] * 28 + ["A"] * 6 + ["A;C"] * 6}


def bdeu(rows: dict[str, list[Any]]) -> dict[str, float]:
    """Score every family with pgmpy."""
    import pandas
    from pgmpy.structure_score import BDeu

    score = BDeu(pandas.DataFrame(rows), equivalent_sample_size=1)
    return {
        written(name, parents): float(score.local_score(name, parents))
        for name, parents in families(list(rows))
    }


def bge(rows: dict[str, list[Any]], *, interventions: bool) -> dict[str, float]:
    """Score every family with dibs-lib: a row does not count for what was set in it."""
    import jax

    jax.config.update("jax_enable_x64", True)
    from dibs.models.linearGaussian import BGe

    names = [name for name in rows if name != "set"]
    values = np.array([rows[name] for name in names]).T
    was_set = np.array([[name in mark for name in names] for mark in rows["set"]])
    if not interventions:
        kept = ~was_set.any(axis=1)
        values, was_set = values[kept], was_set[kept]
    model = BGe(n_vars=len(names))
    found = {}
    for name, parents in families(names):
        graph = np.zeros((len(names), len(names)))
        graph[[names.index(one) for one in parents], names.index(name)] = 1
        score = model._log_marginal_likelihood_single(
            names.index(name), len(parents), graph, values, was_set.astype(float)
        )
        found[written(name, parents)] = float(score)
    return found


def main() -> None:
    """Write the file."""
    known = json.loads(REFERENCE.read_text(encoding="utf-8")) if REFERENCE.exists() else {}
    known.setdefault("discrete", {"rows": discrete_rows()})
    known.setdefault("continuous", {"rows": continuous_rows()})
    if find_spec("pgmpy"):
        known["discrete"]["by"] = f"pgmpy {version('pgmpy')}"
        known["discrete"]["scores"] = bdeu(known["discrete"]["rows"])
    if find_spec("dibs"):
        rows = known["continuous"]["rows"]
        known["continuous"]["by"] = f"dibs-lib {version('dibs-lib')}"
        known["continuous"]["observed"] = bge(rows, interventions=False)
        known["continuous"]["all"] = bge(rows, interventions=True)
    REFERENCE.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
