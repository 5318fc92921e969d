"""From scores of structures to weights, classes, edges and what is told of them."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np

from causalkb.compete.claimed import Prior
from causalkb.compete.experiment import Planner
from causalkb.compete.fit import badly, fit_of
from causalkb.compete.rivals import Rivals
from causalkb.compete.scores import Bools, Floats
from causalkb.compete.warning import warnings_of
from causalkb.records.competition import Competition, LogPredictive, StructureClass

NEGLIGIBLE = 1e-4
"""Weight of the unlikeliest structures that the next experiment is planned without."""
DECIDED = 0.9
"""Least weight of the heaviest class with which it is called decided."""


class Weighing:
    """The scores of the structures in the rows of each kind, and the weights that follow.

    Args:
        rivals: The structures.
        prior: What makes some more likely beforehand.
        weights: Their weights if they are known otherwise, (n,), of sum 1.
        edges: The probability of each arrow from u to v, (k, k), if it is known otherwise.
        edges_without: The same without the prior.
        drawn: Of how many structures, drawn by weight, these are the different ones.
        notes: What has to be told.
    """

    def __init__(
        self,
        rivals: Rivals,
        prior: Prior,
        *,
        weights: Floats | None = None,
        edges: Any = None,
        edges_without: Any = None,
        drawn: int | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.rivals, self.table, self.drawn, self.notes = rivals, rivals.table, drawn, notes
        every = np.ones(len(self.table.was_set), dtype=np.bool_)
        self.regimes = [tuple(map(bool, row)) for row in np.unique(self.table.was_set, axis=0)]
        self.classes = rivals.classes(self.regimes)
        self.total = rivals.scores(every)
        was_set = self.table.intervened
        self.some_set, self.some_seen = bool(was_set.any()), not was_set.all()
        self.observed = rivals.scores(~was_set) if self.some_set else self.total
        self.prior, self.edges, self.edges_without = prior, edges, edges_without
        before = prior.of_graphs(rivals.graphs, len(rivals.hidden))
        self.weights = self._weights(before) if weights is None else weights
        self.without = self._weights(np.zeros(len(rivals))) if prior and weights is None else None

    def _weights(self, before: Floats) -> Floats:
        """Return the weight of each structure: its share of its class's, of equal prior."""
        members = np.bincount(self.classes)[self.classes]
        log = self.total - np.log(members) + before
        heavy = np.exp(log - log.max())
        weights: Floats = heavy / heavy.sum()
        return weights

    def competition(self, seed: int | None) -> Competition:
        """Return what came out; without a seed no experiments are simulated."""
        table, rivals = self.table, self.rivals
        classes = self._classes()
        planner = Planner(*self._likely(), seed or 0)
        gains = [] if seed is None else planner.gains()
        fit = fit_of(rivals, self._best())
        return Competition(
            variables=table.variables,
            score=rivals.model.name,
            rows=len(table.was_set),
            rows_set=int(table.intervened.sum()),
            classes=classes,
            edges=self._edges(),
            no_edge=self._no_edge(),
            # A single class that is left has won against nothing.
            decided=classes[0].weight >= DECIDED and (len(classes) > 1 or self.drawn is not None),
            log_bayes_factor=self._ahead(classes),
            next_experiment=planner.best(gains),
            experiments=tuple((table.variables[v], bits) for v, bits in gains),
            warnings=(
                *self.notes,
                *warnings_of(table, self._by_class(self.total) if self.drawn is None else None),
                *badly(fit),
            ),
            hidden=self._hidden(),
            fit={name: share for name, (share, _) in fit.items()},
            drawn=self.drawn,
            prior={
                f"{table.variables[u]} -> {table.variables[v]}": float(np.exp(odds))
                for (u, v), odds in self.prior.log_odds.items()
            },
            edges_without={
                f"{table.variables[u]} -> {table.variables[v]}": self._edge_without(u, v)
                for u, v in self.prior.log_odds
            },
        )

    def _likely(self) -> tuple[Rivals, Floats]:
        """Return the structures that together have nearly all weight, with their weights."""
        if self.rivals.hidden:
            return self.rivals, self.weights
        order = np.argsort(-self.weights, kind="stable")
        enough = int(np.searchsorted(np.cumsum(self.weights[order]), 1 - NEGLIGIBLE)) + 1
        kept = np.sort(order[:enough])
        return self.rivals.only(kept), self.weights[kept] / self.weights[kept].sum()

    def _best(self) -> int:
        """Return a structure of the heaviest class, a graph if there is one."""
        weight = np.bincount(self.classes, self.weights)
        return int(np.flatnonzero(self.classes == weight.argmax())[0])

    def _by_class(self, values: Floats) -> Floats:
        """Return a value that all structures of a class share: (classes,)."""
        first = np.unique(self.classes, return_index=True)[1]
        shared: Floats = values[first]
        return shared

    def _ahead(self, classes: tuple[StructureClass, ...]) -> float | None:
        """Return by how much the heaviest class foretold better than the next."""
        if len(classes) < 2 or self.drawn is not None:
            return None
        first, second = (one.log_predictive for one in classes[:2])
        return sum(
            (a or 0.0) - (b or 0.0)
            for a, b in (
                (first.observed, second.observed),
                (first.intervened, second.intervened),
            )
        )

    def _classes(self) -> tuple[StructureClass, ...]:
        members: dict[int, list[str]] = {}
        for n, number in enumerate(self.classes.tolist()):
            members.setdefault(number, []).append(self.rivals.written(n))
        weight = np.bincount(self.classes, self.weights)
        without = None if self.without is None else np.bincount(self.classes, self.without)
        total, observed = self._by_class(self.total), self._by_class(self.observed)
        # Weights of two very unlikely classes may both be 0; then the scores tell their order.
        order = np.lexsort((np.arange(len(total)), -total, -weight))
        first = np.unique(self.classes, return_index=True)[1]
        return tuple(
            StructureClass(
                tuple(members[c]),
                float(weight[c]),
                self._predictive(total[c], observed[c]),
                None if without is None else float(without[c]),
                self._follows(int(first[c])),
            )
            for c in order.tolist()
        )

    def _follows(self, structure: int) -> dict[str, tuple[str, ...]]:
        """Return by what was set what a structure, as all of its class, predicts to follow."""
        names = self.table.variables
        return {
            ";".join(name for name, was_set in zip(names, regime, strict=True) if was_set): (
                self.rivals.followers(structure, regime)
            )
            for regime in self.regimes
            if any(regime) and not all(regime)
        }

    def _predictive(self, total: float, observed: float) -> LogPredictive:
        return LogPredictive(
            float(observed) if self.some_seen else None,
            float(total - observed) if self.some_set else None,
        )

    def _edges(self) -> dict[str, float]:
        names = self.table.variables
        return {
            f"{names[u]} -> {names[v]}": self._edge(u, v)
            for u, v in permutations(range(len(names)), 2)
        }

    def _edge(self, cause: int, effect: int) -> float:
        if self.edges is not None:
            return float(self.edges[cause, effect])
        return self._share(self.rivals.has_edge(cause, effect))

    def _edge_without(self, cause: int, effect: int) -> float:
        if self.without is None:
            return float(self.edges_without[cause, effect])
        return min(1.0, float(self.without[self.rivals.has_edge(cause, effect)].sum()))

    def _no_edge(self) -> dict[str, float]:
        names, has = self.table.variables, self.rivals.has_edge
        found = {}
        for u, v in combinations(range(len(names)), 2):
            exact = 1.0 - self._edge(u, v) - self._edge(v, u)
            found[f"{names[u]}, {names[v]}"] = (
                self._share(~(has(u, v) | has(v, u))) if self.edges is None else max(0.0, exact)
            )
        return found

    def _hidden(self) -> dict[str, float]:
        """Return the weights of what may be hidden behind a pair."""
        graphs = len(self.rivals.graphs)
        return {
            self.rivals.written(graphs + n): float(self.weights[graphs + n])
            for n in range(len(self.rivals.hidden))
        }

    def _share(self, marked: Bools) -> float:
        """Return the weight of the structures that are marked; sums may pass 1 by rounding."""
        return min(1.0, float(self.weights[marked].sum()))
