"""Weighing every structure of a few variables by how well it foretold the data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations
from pathlib import Path

import numpy as np

from causalkb.compete import scores, structures
from causalkb.compete.experiment import Planner
from causalkb.compete.gaussian import Gaussian
from causalkb.compete.records import Competition, LogPredictive, StructureClass
from causalkb.compete.table import Columns, Table, coded, read_columns
from causalkb.compete.warning import warnings_of
from causalkb.paths import expanded

DECIDED = 0.9
"""Least weight of the heaviest class with which it is called decided."""


def compete_structures(
    data: str | Path | Columns,
    *,
    variables: Sequence[str] | None = None,
    intervened: str | None = None,
    forbid: Sequence[str] = (),
    discretise: int | None = None,
    plan: bool = True,
    seed: int = 0,
) -> Competition:
    """Weigh every acyclic causal structure of two to five variables by how well it predicts.

    No knowledge base is needed. Each structure foretells the rows one after the other, those in
    which a variable was set after the observed ones (BDeu score of equivalent sample size 1,
    Heckerman, Geiger and Chickering 1995; if all variables are continuous, BGe, Geiger and
    Heckerman 2002; interventions after Cooper and Yoo 1999). Structures
    that data with these interventions cannot tell apart form a class (Hauser and Bühlmann 2012);
    all classes have the same prior, and the structures of a class share its weight evenly.

    Args:
        data: A CSV or TSV file with a header, or values by the name of the column.
        variables: Which columns; default: all but ``intervened``.
        intervened: The column that names what was set in a row (several between ";"), and is empty
            where nothing was.
        forbid: Edges that are left out, such as "A -> B".
        discretise: Put numbers of more values into this many groups.
        plan: Whether to simulate which experiment would tell most, which takes most of the time.
        seed: Of the simulated experiments.

    Raises:
        InputError: The data cannot be used; the message says why and what to do.
        UnknownError: A column or variable does not exist.

    >>> found = compete_structures({"A": [0, 1] * 40, "B": [0, 1] * 39 + [1, 0]})
    >>> [(one.structures, round(one.weight, 2)) for one in found.classes]
    [(('A -> B', 'B -> A'), 1.0), (('no arrow',), 0.0)]
    >>> found.next_experiment.set in ("A", "B")
    True
    """
    columns = read_columns(expanded(Path(data))) if isinstance(data, str | Path) else data
    table = coded(columns, variables, intervened, discretise)
    edges = [structures.edge_named(text, table.variables) for text in forbid]
    graphs = structures.without(structures.all_graphs(len(table.variables)), edges)
    return _Weighing(table, graphs).competition(seed if plan else None)


class _Weighing:
    """The scores of the graphs in the rows of each kind, and the weights that follow."""

    def __init__(self, table: Table, graphs: structures.Graphs) -> None:
        self.table, self.graphs = table, graphs
        every = np.ones(len(table.was_set), dtype=np.bool_)
        regimes = [tuple(map(bool, row)) for row in np.unique(table.was_set, axis=0)]
        self.classes = structures.classes_of(graphs, regimes)
        self.model = Gaussian(table) if table.continuous else scores.Discrete(table)
        self.total = scores.of_graphs(graphs, self.model.scores(every))
        self.observed = scores.of_graphs(graphs, self.model.scores(~table.intervened))
        self.weights = self._weights()

    def _weights(self) -> scores.Floats:
        """Return the weight of each graph: its share of its class's, of equal prior."""
        members = np.bincount(self.classes)[self.classes]
        log = self.total - np.log(members)
        heavy = np.exp(log - log.max())
        weights: scores.Floats = heavy / heavy.sum()
        return weights

    def competition(self, seed: int | None) -> Competition:
        """Return what came out; without a seed no experiments are simulated."""
        table = self.table
        classes = self._classes()
        planner = Planner(self.model, table.variables, self.graphs, self.weights, seed or 0)
        gains = [] if seed is None else planner.gains()
        return Competition(
            variables=table.variables,
            score=self.model.name,
            rows=len(table.was_set),
            rows_set=int(table.intervened.sum()),
            classes=classes,
            edges=self._edges(),
            no_edge=self._no_edge(),
            decided=classes[0].weight >= DECIDED,
            log_bayes_factor=self._ahead(),
            next_experiment=planner.best(gains),
            experiments=tuple((table.variables[v], bits) for v, bits in gains),
            warnings=warnings_of(table, self._by_class(self.total)),
        )

    def _by_class(self, values: scores.Floats) -> scores.Floats:
        """Return a value that all graphs of a class share: (classes,)."""
        first = np.unique(self.classes, return_index=True)[1]
        shared: scores.Floats = values[first]
        return shared

    def _ahead(self) -> float | None:
        ranked = np.sort(self._by_class(self.total))[::-1]
        return float(ranked[0] - ranked[1]) if len(ranked) > 1 else None

    def _classes(self) -> tuple[StructureClass, ...]:
        members: dict[int, list[str]] = {}
        for number, graph in zip(self.classes.tolist(), self.graphs.tolist(), strict=True):
            members.setdefault(number, []).append(structures.written(graph, self.table.variables))
        weight = np.bincount(self.classes, self.weights)
        total, observed = self._by_class(self.total), self._by_class(self.observed)
        order = np.lexsort((np.arange(len(total)), -total))
        return tuple(
            StructureClass(
                tuple(members[c]), float(weight[c]), self._predictive(total[c], observed[c])
            )
            for c in order.tolist()
        )

    def _predictive(self, total: float, observed: float) -> LogPredictive:
        was_set = self.table.intervened
        return LogPredictive(
            None if was_set.all() else float(observed),
            float(total - observed) if was_set.any() else None,
        )

    def _edges(self) -> dict[str, float]:
        names = self.table.variables
        return {
            f"{names[u]} -> {names[v]}": self._share(self._has(u, v))
            for u, v in permutations(range(len(names)), 2)
        }

    def _no_edge(self) -> dict[str, float]:
        names = self.table.variables
        return {
            f"{names[u]}, {names[v]}": self._share(~(self._has(u, v) | self._has(v, u)))
            for u, v in combinations(range(len(names)), 2)
        }

    def _has(self, cause: int, effect: int) -> scores.Bools:
        has: scores.Bools = (self.graphs[:, effect] >> cause & 1).astype(np.bool_)
        return has

    def _share(self, marked: scores.Bools) -> float:
        """Return the weight of the graphs that are marked; sums may pass 1 by rounding."""
        return min(1.0, float(self.weights[marked].sum()))
