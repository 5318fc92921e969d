"""Every directed acyclic graph of two to five variables, and which no data tell apart.

A graph is a row of k bit masks: bit u of column v says that there is an edge u → v.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from causalkb.errors import InputError, UnknownError
from causalkb.records.competition import NO_ARROW

Graphs = np.ndarray[Any, np.dtype[np.uint8]]
Regime = tuple[bool, ...]
"""Which variables an experiment sets; none in observed rows."""


@lru_cache(maxsize=4)
def all_graphs(count: int) -> Graphs:
    """Return all acyclic graphs of ``count`` variables: (graphs, count) masks of parents.

    >>> [len(all_graphs(count)) for count in (2, 3, 4)]
    [3, 25, 543]
    """
    choices = [[m for m in range(1 << count) if not m >> v & 1] for v in range(count)]
    grids = np.meshgrid(*(np.array(one, dtype=np.uint8) for one in choices), indexing="ij")
    graphs = np.stack([grid.ravel() for grid in grids], axis=1)
    left = np.full(len(graphs), (1 << count) - 1, dtype=np.uint8)
    for _ in range(count):  # takes away what has no parent left; a cycle never goes
        gone = np.zeros_like(left)
        for v in range(count):
            gone |= np.where(graphs[:, v] & left, 0, 1 << v).astype(np.uint8)
        left &= ~gone
    found: Graphs = graphs[left == 0]
    found.setflags(write=False)
    return found


def without(graphs: Graphs, forbidden: Iterable[tuple[int, int]]) -> Graphs:
    """Return the graphs that have none of the edges given as (cause, effect)."""
    kept = graphs
    for cause, effect in forbidden:
        kept = kept[(kept[:, effect] >> cause & 1) == 0]
    return kept


def edge_named(text: str, variables: Sequence[str]) -> tuple[int, int]:
    """Return the places of cause and effect in "A -> B".

    Raises:
        InputError: It is not of that form.
        UnknownError: There is no such variable.

    >>> edge_named("rain -> wet", ["rain", "wet"])
    (0, 1)
    """
    cause, arrow, effect = (part.strip() for part in text.partition("->"))
    if not arrow or not cause or not effect or cause == effect:
        raise InputError(f"{text!r} is not an edge; write it as 'A -> B'")
    for name in (cause, effect):
        if name not in variables:
            raise UnknownError("variable", name, variables, f"there are {', '.join(variables)}")
    return variables.index(cause), variables.index(effect)


def classes_of(graphs: Graphs, regimes: Sequence[Regime]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the number of the class of each graph: (graphs,).

    Two graphs are in one class if, for each regime, the graphs without the edges into what is
    set have the same adjacent pairs and the same colliders of non-adjacent causes (Verma and Pearl
    1990; Hauser and Bühlmann 2012, theorem 10).
    """
    columns = [one for regime in regimes for one in _marks(graphs, regime)]
    key = np.zeros(len(graphs), dtype=np.int64)
    for start in range(0, len(columns), 30):  # numbered anew before the bits run out
        for column in columns[start : start + 30]:
            key = key * 2 + column
        key = np.unique(key, return_inverse=True)[1].astype(np.int64).reshape(-1)
    return key


def _marks(graphs: Graphs, regime: Regime) -> list[np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return adjacency and colliders of each graph after the surgery: each (graphs,)."""
    count = graphs.shape[1]
    cut = graphs * ~np.array(regime)
    edge = {
        (u, v): (cut[:, v] >> u & 1).astype(np.bool_)
        for u in range(count)
        for v in range(count)
        if u != v
    }
    beside = {pair: edge[pair] | edge[pair[::-1]] for pair in combinations(range(count), 2)}
    colliders = [
        edge[u, w] & edge[v, w] & ~beside[u, v]
        for u, v in beside
        for w in range(count)
        if w not in (u, v)
    ]
    return [*beside.values(), *colliders]


def followers(graph: Sequence[int], regime: Regime) -> list[int]:
    """Return the variables that change with those an experiment sets: there is a way to them.

    >>> followers([0, 1, 2], (True, False, False)), followers([0, 1, 2], (False, True, False))
    ([1, 2], [2])
    """
    start = reached = sum(1 << v for v, was_set in enumerate(regime) if was_set)
    for _ in graph:
        for v, parents in enumerate(graph):
            if not regime[v] and parents & reached:
                reached |= 1 << v
    return [v for v in range(len(graph)) if (reached & ~start) >> v & 1]


def written(graph: Sequence[int], variables: Sequence[str]) -> str:
    """Return a graph as text.

    >>> written([0, 1, 2], ["A", "B", "C"]), written([0, 0], ["A", "B"])
    ('A -> B, B -> C', 'no arrow')
    """
    edges = [
        f"{cause} -> {effect}"
        for u, cause in enumerate(variables)
        for v, effect in enumerate(variables)
        if graph[v] >> u & 1
    ]
    return ", ".join(edges) or NO_ARROW
