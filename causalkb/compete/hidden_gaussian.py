"""A common cause, or selection, in place of an arrow between two continuous variables."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import logsumexp, multigammaln

from causalkb.compete.gaussian import Gaussian, Moments, moments_of
from causalkb.compete.hidden import DRAWS, Weighted, set_alone
from causalkb.compete.scores import Bools, Floats

_TAILS = 5.0
"""Degrees of freedom of the t distribution from which parameters are proposed."""
_STEP = 1e-3


class GaussianHidden:
    """The two rivals for continuous variables: the pair is normal, with the prior of BGe."""

    def __init__(self, model: Gaussian) -> None:
        self.model, self.table = model, model.table
        every = np.ones(len(model.rows), dtype=np.bool_)
        self.seen, self.alone = self._parts(every)
        self._drawn: Weighted | None = None

    def _parts(self, rows: Bools) -> tuple[Moments, list[Moments]]:
        """Return the moments of both where nothing was set, and of each where the other was."""
        seen = moments_of(self.model.rows[rows & ~self.table.intervened])
        alone = [
            moments_of(self.model.rows[set_alone(self.table, 1 - v, rows)][:, [v]]) for v in (0, 1)
        ]
        return seen, alone

    def common_cause(self, rows: Bools) -> float:
        """Return the log marginal likelihood of the marked rows with a common cause."""
        seen, alone = self._parts(rows)
        for v in (0, 1):
            if not alone[v].count:  # the other one: margin, times this one given it
                other = 1 - v
                margin = self._margin(_only(seen, other).plus(alone[other]))
                rest = self.model.subset(seen, [0, 1]) - self._margin(_only(seen, other))
                return float(margin + rest)
        return _integrated(self.model, seen, alone)[0]

    def selection(self, rows: Bools) -> float:
        """Return the same with selection."""
        seen, alone = self._parts(rows)
        return float(self.model.subset(seen, [0, 1]) + sum(self._margin(one) for one in alone))

    def _margin(self, known: Moments) -> Any:
        """Return the log marginal likelihood of one variable of which the moments are."""
        return self.model.alone(known)

    @property
    def drawn(self) -> Weighted:
        """Means and standard deviations (draws, 2, 2) from their posterior."""
        if self._drawn is None:
            _, found = _integrated(self.model, self.seen, self.alone)
            mean, cov = _mean_and_cov(found.values)
            deviation = np.sqrt(np.diagonal(cov, axis1=1, axis2=2))
            self._drawn = Weighted(np.stack([mean, deviation], axis=2), found.log_weights)
        return self._drawn

    def simulated(self, which: int, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows in which a variable is set, by the common cause (0) or selection (1)."""
        other = 1 - variable
        values = np.zeros((rows, 2))
        values[:, variable] = np.arange(rows) % 2 * 2 - 1
        if which:
            mean, deviation = self.model.drawn_alone(self.alone[other], random)
        else:
            at = random.choice(len(self.drawn.values), p=np.exp(self.drawn.log_weights))
            mean, deviation = self.drawn.values[at, other]
        values[:, other] = mean + deviation * random.normal(size=rows)
        return values

    def gains(self, new: Any, variable: int) -> Floats:
        """Return the log predictive of new rows (s, rows, 2) by both: (s, 2)."""
        other = 1 - variable
        added = moments_of(new[..., [other]])
        mean, deviation = self.drawn.values[:, other].T
        log = _log_normal(added, mean, deviation)
        shared = logsumexp(log + self.drawn.log_weights, axis=1)
        known = self.alone[other]
        own = self._margin(known.plus(added)) - self._margin(known)
        return np.stack([shared, own], axis=1)


def _only(known: Moments, variable: int) -> Moments:
    return Moments(
        known.count, known.total[[variable]], known.products[np.ix_([variable], [variable])]
    )


def _log_normal(rows: Moments, mean: Floats, deviation: Floats) -> Floats:
    """Return the log density of data sets (..., 1) by each of the parameters (d,): (..., d)."""
    total, square = rows.total[..., 0, None], rows.products[..., 0, 0, None]
    left = square - 2 * mean * total + rows.count * mean**2
    found: Floats = -rows.count * (np.log(deviation) + np.log(2 * np.pi) / 2)
    return found - left / (2 * deviation**2)


def _mean_and_cov(parameters: Floats) -> tuple[Floats, Floats]:
    """Return means (d, 2) and covariance matrices (d, 2, 2) of parameters (d, 5).

    They are both means, and log l₁₁, l₂₁, log l₂₂ of the Cholesky factor of the precision matrix.
    """
    return parameters[:, :2], np.linalg.inv(_precision(parameters))


def _precision(parameters: Floats) -> Floats:
    lower = np.zeros((len(parameters), 2, 2))
    lower[:, 0, 0], lower[:, 1, 1] = np.exp(parameters[:, 2]), np.exp(parameters[:, 4])
    lower[:, 1, 0] = parameters[:, 3]
    precision: Floats = lower @ np.swapaxes(lower, 1, 2) + 1e-12 * np.eye(2)
    return precision


def _log_target(model: Gaussian, seen: Moments, alone: list[Moments], at: Floats) -> Floats:
    """Return the log of prior times likelihood at parameters (d, 5): (d,)."""
    mean, precision = at[:, :2], _precision(at)
    log_det = 2 * (at[:, 2] + at[:, 4])
    # Wishart of k + 2 degrees of freedom and the scale of BGe; the means are worth one row.
    freedom = model.freedom
    log = (freedom - 3) / 2 * log_det - model.scale / 2 * np.trace(precision, axis1=1, axis2=2)
    log += freedom * np.log(model.scale) - freedom * np.log(2) - multigammaln(freedom / 2, 2)
    log += log_det / 2 - np.log(2 * np.pi) - np.einsum("di,dij,dj->d", mean, precision, mean) / 2
    # From the precision matrix to the logarithms of its factor.
    log += 2 * np.log(2) + 3 * at[:, 2] + 2 * at[:, 4]
    outer = mean[:, :, None] * mean[:, None, :]
    crossed = mean[:, :, None] * seen.total
    left = seen.products - crossed - np.swapaxes(crossed, 1, 2) + seen.count * outer
    log += seen.count * (log_det / 2 - np.log(2 * np.pi))
    log -= np.einsum("dij,dij->d", precision, left) / 2
    variance = np.linalg.inv(precision)
    for v in (0, 1):
        log += _log_normal(alone[v], mean[:, v], np.sqrt(variance[:, v, v]))
    found: Floats = log
    return found


def _integrated(model: Gaussian, seen: Moments, alone: list[Moments]) -> tuple[float, Weighted]:
    """Return the log marginal likelihood, and parameters from the posterior.

    By importance sampling from a t distribution about the mode, then once more about the mean and
    with the covariance of what that gave.
    """
    from scipy.optimize import minimize

    random = np.random.default_rng(0)

    def loss(at: Floats) -> float:
        with np.errstate(all="ignore"):
            value = float(_log_target(model, seen, alone, at[None])[0])
        return -value if np.isfinite(value) else 1e300

    centre = minimize(loss, np.zeros(5), method="Nelder-Mead", options={"maxiter": 4000}).x
    spread = np.linalg.inv(_curvature(model, seen, alone, centre))
    total, found = 0.0, Weighted(centre[None], np.zeros(1))
    for _ in range(3):
        total, found = _once(model, seen, alone, centre, spread, random)
        weights = np.exp(found.log_weights)
        centre = weights @ found.values
        away = found.values - centre
        spread = np.einsum("d,di,dj->ij", weights, away, away) + 1e-10 * np.eye(5)
    return total, found


def _curvature(model: Gaussian, seen: Moments, alone: list[Moments], at: Floats) -> Floats:
    """Return the negative second derivatives at the mode, made positive definite."""
    steps = _STEP * np.eye(5)
    found = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            points = np.stack(
                [
                    at + steps[i] + steps[j],
                    at + steps[i] - steps[j],
                    at - steps[i] + steps[j],
                    at - steps[i] - steps[j],
                ]
            )
            values = _log_target(model, seen, alone, points)
            found[i, j] = -(values[0] - values[1] - values[2] + values[3]) / (4 * _STEP**2)
    values, vectors = np.linalg.eigh((found + found.T) / 2)
    positive: Floats = (vectors * np.maximum(values, 1e-2)) @ vectors.T
    return positive


def _once(
    model: Gaussian,
    seen: Moments,
    alone: list[Moments],
    centre: Floats,
    spread: Floats,
    random: np.random.Generator,
) -> tuple[float, Weighted]:
    size = len(centre)
    factor = np.linalg.cholesky(spread)
    normal = random.normal(size=(DRAWS, size))
    away = normal / np.sqrt(random.chisquare(_TAILS, DRAWS) / _TAILS)[:, None]
    drawn = centre + away @ factor.T
    from scipy.special import gammaln

    log_proposed = (
        gammaln((_TAILS + size) / 2)
        - gammaln(_TAILS / 2)
        - size / 2 * np.log(_TAILS * np.pi)
        - np.log(np.diag(factor)).sum()
        - (_TAILS + size) / 2 * np.log1p((away**2).sum(axis=1) / _TAILS)
    )
    with np.errstate(all="ignore"):
        log = _log_target(model, seen, alone, drawn) - log_proposed
    log = np.where(np.isfinite(log), log, -np.inf)
    total = float(logsumexp(log))
    return total - float(np.log(DRAWS)), Weighted(drawn, log - total)
