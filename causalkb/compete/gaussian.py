"""Continuous variables: linear effects and normal noise, by the BGe score.

Geiger and Heckerman (2002), in the form of Kuipers, Moffa and Heckerman (2014). Values are
standardised. As for discrete variables, a row does not count for a variable that was set in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln, multigammaln

from causalkb.compete.scores import Bools, FamilyScores, Floats, in_order
from causalkb.compete.table import Table

MEAN_SIZE = 1.0
"""Rows that the prior of the means is worth."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What the score needs of rows of k variables, of one data set or of several (s).

    ``count`` of rows, ``total``: (..., k) sums, ``products``: (..., k, k) sums of products.
    """

    count: int
    total: Floats
    products: Floats

    def plus(self, other: Moments) -> Moments:
        """Return the moments of the rows of both."""
        return Moments(
            self.count + other.count, self.total + other.total, self.products + other.products
        )


def moments_of(rows: Floats) -> Moments:
    """Return the moments of rows: (..., rows, k)."""
    products = np.einsum("...ri,...rj->...ij", rows, rows)
    return Moments(rows.shape[-2], rows.sum(axis=-2), products)


class Gaussian:
    """Scores, and simulates, standardised rows of continuous variables.

    The prior is that of Kuipers, Moffa and Heckerman: Wishart of k + 2 degrees of freedom, with
    half the identity as scale.
    """

    name = "BGe"

    def __init__(self, table: Table) -> None:
        values = table.values
        self.rows: Floats = (values - values.mean(axis=0)) / values.std(axis=0)
        self.table = table
        self.count = len(table.variables)
        self.freedom = self.count + MEAN_SIZE + 1
        self.scale = MEAN_SIZE * (self.freedom - self.count - 1) / (MEAN_SIZE + 1)
        self.known = [self._moments(v, np.ones(len(values), dtype=np.bool_)) for v in self.all]

    @property
    def all(self) -> range:
        """The places of the variables."""
        return range(self.count)

    @property
    def settable(self) -> list[int]:
        """The variables of which an experiment can be thought."""
        return list(self.all)

    def _moments(self, variable: int, rows: Bools) -> Moments:
        return moments_of(self.rows[rows & ~self.table.was_set[:, variable]])

    def scores(self, rows: Bools, families: Iterable[tuple[int, int]]) -> FamilyScores:
        """Return the log score of some families in the marked rows."""
        known = [self._moments(v, rows) for v in self.all]
        return {(v, m): self.family(known[v], v, m) for v, m in families}

    def family(self, known: Moments, variable: int, parents: int) -> Any:
        """Return the log score of a variable given parents: of both, less that of the parents."""
        inside = [v for v in self.all if parents >> v & 1]
        return self.subset(known, [*inside, variable]) - self.subset(known, inside)

    def subset(self, known: Moments, inside: list[int]) -> Any:
        """Return the log marginal likelihood of some variables (Kuipers and others, equation 4)."""
        size, n = len(inside), known.count
        if not size:
            return 0.0
        freedom = self.freedom - self.count + size
        scatter = self._scatter(known)[..., np.ix_(inside, inside)[0], inside]
        return (
            size / 2 * np.log(MEAN_SIZE / (n + MEAN_SIZE))
            + multigammaln((n + freedom) / 2, size)
            - multigammaln(freedom / 2, size)
            - size * n / 2 * np.log(np.pi)
            + freedom / 2 * size * np.log(self.scale)
            - (n + freedom) / 2 * np.linalg.slogdet(scatter)[1]
        )

    def _scatter(self, known: Moments) -> Floats:
        """Return the posterior scale matrix: (..., k, k); the prior means are 0."""
        outer = known.total[..., :, None] * known.total[..., None, :]
        scatter: Floats = (
            self.scale * np.eye(self.count) + known.products - outer / (known.count + MEAN_SIZE)
        )
        return scatter

    def alone(self, known: Moments) -> Any:
        """Return the log marginal likelihood of the moments (..., 1) of one variable by itself."""
        n, freedom = known.count, self.freedom - self.count + 1
        left = self.scale + known.products[..., 0, 0]
        left = left - known.total[..., 0] ** 2 / (n + MEAN_SIZE)
        return (
            np.log(MEAN_SIZE / (n + MEAN_SIZE)) / 2
            + gammaln((n + freedom) / 2)
            - gammaln(freedom / 2)
            - n / 2 * np.log(np.pi)
            + freedom / 2 * np.log(self.scale)
            - (n + freedom) / 2 * np.log(left)
        )

    def drawn_alone(self, known: Moments, random: np.random.Generator) -> tuple[float, float]:
        """Return mean and standard deviation of such a variable, drawn from their posterior."""
        weight, freedom = known.count + MEAN_SIZE, self.freedom - self.count + 1 + known.count
        left = self.scale + known.products[0, 0] - known.total[0] ** 2 / weight
        deviation = float(np.sqrt(left / random.chisquare(freedom)))
        mean = float(known.total[0] / weight)
        return mean + deviation / float(np.sqrt(weight)) * random.normal(), deviation

    def simulated(self, graph: Any, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows in which a variable is set one deviation below and above its mean."""
        values = np.zeros((rows, self.count))
        values[:, variable] = np.arange(rows) % 2 * 2 - 1
        for v in in_order(graph):
            if v != variable:
                values[:, v] = self._drawn(values, v, int(graph[v]), random)
        return values

    def _drawn(self, values: Floats, v: int, parents: int, random: np.random.Generator) -> Floats:
        """Return values of a variable, its parameters drawn from their posterior: (rows,)."""
        start, slopes, deviation, inside = self.drawn_line(v, parents, random)
        found: Floats = start + values[:, inside] @ slopes[0]
        return found + deviation * random.normal(size=len(values))

    def drawn_line(
        self, v: int, parents: int, random: np.random.Generator, draws: int = 1
    ) -> tuple[Floats, Floats, Floats, list[int]]:
        """Draw how a variable depends on its parents from the posterior.

        Returns:
            Intercepts (draws,), slopes (draws, parents), standard deviations (draws,), and which
            the parents are.
        """
        known = self.known[v]
        inside = [u for u in self.all if parents >> u & 1]
        scatter = self._scatter(known)
        inverse = np.linalg.inv(scatter[np.ix_(inside, inside)])
        slope = inverse @ scatter[inside, v]
        left = scatter[v, v] - scatter[v, inside] @ slope
        freedom = self.freedom - self.count + len(inside) + 1 + known.count
        deviation: Floats = np.sqrt(left / random.chisquare(freedom, draws))
        away = random.normal(size=(draws, len(inside))) @ np.linalg.cholesky(inverse).T
        slopes: Floats = slope + deviation[:, None] * away
        weight = known.count + MEAN_SIZE
        mean = known.total / weight
        start: Floats = mean[v] - slopes @ mean[inside]
        start = start + deviation / np.sqrt(weight) * random.normal(size=draws)
        return start, slopes, deviation, inside

    def gains(self, new: Any, families: Iterable[tuple[int, int]]) -> FamilyScores:
        """Return the log predictive of new rows (s, rows, k) by some families: (s,) each."""
        added = moments_of(new)
        return {
            (v, m): self.family(self.known[v].plus(added), v, m) - self.family(self.known[v], v, m)
            for v, m in families
        }
