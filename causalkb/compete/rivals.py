"""The structures that compete: graphs, and for a pair what may be hidden behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from typing import Any, Protocol

import numpy as np

from causalkb.compete import structures
from causalkb.compete.gaussian import Gaussian
from causalkb.compete.hidden import DiscreteHidden, Hidden
from causalkb.compete.hidden_gaussian import GaussianHidden
from causalkb.compete.scores import Bools, Discrete, FamilyScores, Floats, Ints, of_graphs
from causalkb.compete.structures import Graphs, Regime
from causalkb.compete.table import Table

HIDDEN = ("common cause", "selection")
"""What may link a pair without an arrow, as ``forbid`` names it."""


class Model(Protocol):
    """What scores families and simulates rows: of discrete or of continuous variables."""

    @property
    def name(self) -> str:
        """The name of the score."""

    @property
    def settable(self) -> list[int]:
        """The variables of which an experiment can be thought."""

    def scores(self, rows: Bools, families: Any) -> FamilyScores:
        """Return the log score of some families in the marked rows."""

    def simulated(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows of a structure in which a variable is set: (rows, k)."""

    def gains(self, new: Any, families: Any) -> FamilyScores:
        """Return the log predictive of new rows (s, rows, k) by some families: (s,) each."""


def model_of(table: Table) -> Model:
    """Return what scores the data: BGe of continuous, BDeu of discrete variables."""
    return Gaussian(table) if table.continuous else Discrete(table)


def written_hidden(which: int, variables: Sequence[str]) -> str:
    """Return the common cause (0) or selection (1) of a pair as text.

    >>> [written_hidden(which, ["A", "B"]) for which in (0, 1)]
    ['A <- (common cause) -> B', 'A -> (selection) <- B']
    """
    first, second = variables
    return (
        f"{first} -> (selection) <- {second}" if which else f"{first} <- (common cause) -> {second}"
    )


def _families_of(graphs: Graphs) -> list[tuple[int, int]]:
    return [(v, m) for v in range(graphs.shape[1]) for m in np.unique(graphs[:, v]).tolist()]


class Rivals:
    """n structures: g graphs, then what is hidden behind a pair, if that is among them.

    Args:
        table: The data.
        graphs: (g, k) masks of parents.
        without: What of ``HIDDEN`` is left out; of more than two variables all is.
    """

    def __init__(self, table: Table, graphs: Graphs, without: Collection[str] = ()) -> None:
        self.table, self.graphs = table, graphs
        self.variables = table.variables
        self.model = model_of(table)
        pair = len(table.variables) == 2 and not table.intervened.all()
        self.hidden = [n for n, name in enumerate(HIDDEN) if pair and name not in without]
        self._families = _families_of(graphs)
        self._behind: Hidden | None = None

    def __len__(self) -> int:
        return len(self.graphs) + len(self.hidden)

    @property
    def behind(self) -> Hidden:
        """What reckons with what is hidden behind a pair."""
        if self._behind is None:
            model = self.model
            self._behind = (
                GaussianHidden(model) if isinstance(model, Gaussian) else DiscreteHidden(self.table)
            )
        return self._behind

    def only(self, kept: Ints) -> Rivals:
        """Return some of the graphs, for what need not look at unlikely ones."""
        found = copy(self)
        found.graphs = self.graphs[kept]
        found.hidden = []
        found._families = _families_of(found.graphs)
        return found

    def written(self, n: int) -> str:
        """Return a structure as text."""
        if n < len(self.graphs):
            return structures.written(self.graphs[n].tolist(), self.variables)
        return written_hidden(self.hidden[n - len(self.graphs)], self.variables)

    def has_edge(self, cause: int, effect: int) -> Bools:
        """Return which structures have an arrow: (n,)."""
        has = np.zeros(len(self), dtype=np.bool_)
        has[: len(self.graphs)] = self.graphs[:, effect] >> cause & 1
        return has

    def followers(self, n: int, regime: Regime) -> tuple[str, ...]:
        """Return what a structure predicts to change with the variables that were set."""
        if n >= len(self.graphs):
            return ()  # what is hidden has no hold on what was set
        found = structures.followers(self.graphs[n].tolist(), regime)
        return tuple(self.variables[v] for v in found)

    def classes(self, regimes: Sequence[Regime]) -> Ints:
        """Return the number of the class of each structure: (n,)."""
        if len(self.variables) > 2:
            return structures.classes_of(self.graphs, regimes)
        return self._classes_of_pair(regimes)

    def _classes_of_pair(self, regimes: Sequence[Regime]) -> Ints:
        """Return the classes by what is linked: where nothing is set, and after each is set alone.

        Selection has a distribution of its own where one is set. A row in which both are set
        tells nothing.
        """
        done = [r for r in ((False, False), (True, False), (False, True)) if r in set(regimes)]
        keys: list[tuple[object, ...]] = []
        for of_first, of_second in self.graphs.tolist():
            arrows = {(1, 0)} if of_first else {(0, 1)} if of_second else set()
            keys.append(tuple(any(not r[effect] for _, effect in arrows) for r in done))
        for which in self.hidden:
            alone = "own" if which else False
            keys.append(tuple(alone if any(r) else True for r in done))
        numbers = {key: n for n, key in enumerate(dict.fromkeys(keys))}
        return np.array([numbers[key] for key in keys], dtype=np.int64)

    def scores(self, rows: Bools) -> Floats:
        """Return the log score of each structure in the marked rows: (n,)."""
        found = of_graphs(self.graphs, self.model.scores(rows, self._families))
        more = [
            self.behind.selection(rows) if which else self.behind.common_cause(rows)
            for which in self.hidden
        ]
        return np.concatenate([found, more])

    def simulated(self, n: int, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows of a structure in which a variable is set: (rows, k)."""
        if n < len(self.graphs):
            return self.model.simulated(self.graphs[n], variable, rows, random)
        return self.behind.simulated(self.hidden[n - len(self.graphs)], variable, rows, random)

    def gains(self, new: Any, variable: int) -> Floats:
        """Return the log predictive of new rows (s, rows, k) by each structure: (s, n)."""
        families = [(v, m) for v, m in self._families if v != variable]
        if not families:
            return np.zeros((len(new), len(self)))
        found = of_graphs(self.graphs, self.model.gains(new, families))
        if not self.hidden:
            return found
        more = self.behind.gains(new, variable)[:, self.hidden]
        return np.concatenate([found, more], axis=1)

    def edges_at(self, variable: int) -> Ints:
        """Return what setting a variable tells in the long run, as a number: (n,).

        These are the arrows into it and out of it; for a pair, what can be told at all.
        """
        if self.hidden:
            regimes = [(False, False), (variable == 0, variable == 1)]
            return self._classes_of_pair(regimes)
        edges = self.graphs[:, variable].astype(np.int64)
        for v in range(len(self.variables)):
            edges = edges * 2 + (self.graphs[:, v] >> variable & 1)
        return np.unique(edges, return_inverse=True)[1].reshape(-1).astype(np.int64)
