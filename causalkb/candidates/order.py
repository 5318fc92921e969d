"""The order in which candidates are shown, learned from what was accepted and set aside so far.

Kernel logistic regression (Jaakkola and Haussler 1999, "Probabilistic Kernel Regression Models")
with the score of each candidate as its starting point, fitted by Newton's method: without
decisions the order is that of the scores. Two candidates are alike by the vectors of their
sentences, by their work and by their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from causalkb.evidence.exemplars import Floats
from causalkb.records import Candidate
from causalkb.store.store import Store

FEWEST = 10
"""Decisions, of both kinds, from which the order is learned."""
_MOST = 1_000
_RIDGE = 0.3
_ROUNDS = 12
_VECTORS, _WORK, _KIND = 3.0, 0.3, 0.3
_SCORE = 0.5
"""How much of a candidate's log-odds is the starting point."""
Rows = Callable[[Sequence[str]], Floats]
Doubles = NDArray[np.float64]
Name = tuple[str, str]
"""Work and quote."""


class Order:
    """Knows what was decided, and which of the others are likely to be accepted."""

    def __init__(self, rows: Rows) -> None:
        """Take what makes unit rows (n, d) of n texts."""
        self._rows = rows
        self._row: dict[Name, Floats] = {}
        self._decided: dict[Name, tuple[Candidate, bool]] = {}
        self._told: set[Name] = set()

    def told(self, one: Candidate, accepted: bool) -> None:
        """Learn a decision."""
        self._decided[_name(one)] = (one, accepted)

    def tell(self, decided: Sequence[tuple[Candidate, bool]]) -> None:
        """Learn decisions, and forget those that were told like this before and are not there."""
        for name in self._told - {_name(one) for one, _ in decided}:
            self._decided.pop(name, None)
        self._told = {_name(one) for one, _ in decided}
        for one, accepted in decided:
            self.told(one, accepted)

    @property
    def learns(self) -> bool:
        """Whether enough was accepted, and enough set aside, to learn from."""
        said = [accepted for _, accepted in self._decided.values()]
        return len(said) >= FEWEST and 2 <= sum(said) <= len(said) - 2

    def sorted(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Return candidates, what was put off last; as they were, where nothing was learned.

        The candidates of a work stay together; the work with the likeliest of them is first.
        """
        found = list(candidates)
        if self.learns and found:
            odds = self.odds(found)
            best: dict[str, float] = {}
            for one, x in zip(found, odds, strict=True):
                best[one.work] = max(best.get(one.work, -np.inf), float(x))
            order = sorted(
                range(len(found)), key=lambda n: (-best[found[n].work], found[n].work, -odds[n])
            )
            found = [found[n] for n in order]
        return sorted(found, key=lambda one: one.skipped)

    def odds(self, asked: Sequence[Candidate]) -> Floats:
        """Return the log-odds that n candidates are accepted, shape (n,)."""
        pairs = list(self._decided.values())[-_MOST:]
        seen = [one for one, _ in pairs]
        given = np.array([accepted for _, accepted in pairs], np.float64)
        start = _start(seen)
        near = self._alike(seen, seen).astype(np.float64)
        weights = _fit(near, given, start)
        return np.asarray(_start(asked) + self._alike(asked, seen) @ weights, np.float32)

    def _alike(self, some: Sequence[Candidate], others: Sequence[Candidate]) -> Floats:
        left, right = self._vectors(some), self._vectors(others)
        near = 1.0 + _VECTORS * (left @ right.T)
        for weight, what in ((_WORK, "work"), (_KIND, "kind")):
            a = np.array([getattr(one, what) for one in some])
            b = np.array([getattr(one, what) for one in others])
            near += weight * (a[:, None] == b[None, :])
        return np.asarray(near, np.float32)

    def _vectors(self, candidates: Sequence[Candidate]) -> Floats:
        new = [one for one in candidates if _name(one) not in self._row]
        if new:
            made = self._rows([one.quote for one in new])
            self._row |= {_name(one): row for one, row in zip(new, made, strict=True)}
        return np.array([self._row[_name(one)] for one in candidates], np.float32)


def order_of(store: Store, rows: Rows) -> Order:
    """Return an order that knows what was decided in a knowledge base."""
    order = Order(rows)
    for work, state in store.candidates.decided():
        one = Candidate(work, state.quote, state.locator, score=0.5, by=state.by)
        order.told(one, state.state == "accepted")
    return order


def _start(candidates: Sequence[Candidate]) -> Floats:
    scores = np.clip([one.score for one in candidates], 0.02, 0.98)
    return np.asarray(_SCORE * np.log(scores / (1 - scores)), np.float32)


def _fit(near: Doubles, given: Doubles, start: Floats) -> Floats:
    """Return the weights (n,) of n decided candidates."""
    weights: Doubles = np.zeros(len(given))
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(start + near @ weights, -30, 30)))
        sure = np.maximum(likely * (1 - likely), 1e-3)
        aim = near @ weights + (given - likely) / sure
        new = np.asarray(np.linalg.solve(near + np.diag(_RIDGE / sure), aim), np.float64)
        if np.abs(new - weights).max() < 1e-4:
            break
        weights = new
    return np.asarray(weights, np.float32)


def _name(one: Candidate) -> Name:
    return one.work, one.quote
