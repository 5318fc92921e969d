"""Six to twelve variables: exact sums over all structures, and some drawn by their weights."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from causalkb.compete.claimed import Prior
from causalkb.compete.layers import Layers
from causalkb.compete.rivals import Rivals, model_of
from causalkb.compete.table import Table
from causalkb.compete.weighing import Weighing
from causalkb.records.competition import Competition

MOST_PARENTS = 4
"""Causes that one variable may have of six and more."""
DRAWN = 500
"""Structures that are drawn by their weights, to name classes and to think of experiments."""


def summed(
    table: Table, forbidden: Iterable[tuple[int, int]], prior: Prior, seed: int, *, plan: bool
) -> Competition:
    """Weigh the structures of six to twelve variables.

    The probabilities of the edges are exact, the classes those of structures that were drawn.
    """
    count = len(table.variables)
    barred = list(forbidden)
    families = [
        (v, m)
        for v in range(count)
        for m in range(1 << count)
        if not m >> v & 1
        and m.bit_count() <= MOST_PARENTS
        and not any(m >> u & 1 for u, w in barred if w == v)
    ]
    every = np.ones(len(table.was_set), dtype=np.bool_)
    scores = np.full((count, 1 << count), -np.inf)
    before = np.zeros((count, 1 << count))
    for (v, m), score in model_of(table).scores(every, families).items():
        scores[v, m], before[v, m] = score, prior.of_family(v, m)
    layers = Layers(scores + before)
    graphs = layers.drawn(DRAWN, np.random.default_rng([seed, count]))
    kinds, times = np.unique(graphs, axis=0, return_counts=True)
    note = (
        f"{count} variables: edges are summed over all structures in which a variable has at most"
        f" {MOST_PARENTS} causes, each of the same prior; the classes are those of {DRAWN} drawn"
    )
    weighing = Weighing(
        Rivals(table, kinds),
        prior,
        weights=times / DRAWN,
        edges=layers.edges(),
        edges_without=Layers(scores).edges() if prior else None,
        drawn=DRAWN,
        notes=(note,),
    )
    return weighing.competition(seed if plan else None)
