"""What may make an association of a pair without an arrow: a common cause, or selection.

Both allow any joint distribution of the two where nothing was set, and have the prior over it that
an arrow has, so that observation cannot tell them from an arrow. They part where something is set:

- with a *common cause* a variable that was not set keeps its distribution, the margin of the joint
  one. A row in which one of the two was set is then a row in which that one is missing.
- with *selection* the observed rows were selected by a common effect, and those in which one was
  set were not: a variable that was not set has a distribution of its own there.

Where both were set (in different rows) the common cause has no closed form, as in all problems
with values missing now here and now there. Two-valued variables are reckoned by an exact sum,
others by importance sampling with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.special import gammaln, logsumexp, xlogy

from causalkb.compete.scores import SAMPLE_SIZE, Bools, Floats, Ints, log_bdeu
from causalkb.compete.table import Table

DRAWS = 4_000
"""Draws of the parameters from their posterior, of which an integral is the mean."""
MOST_SUMMED = 20_000
"""Rows in which one variable was set, up to which the sum is reckoned exactly."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Draws of parameters with the logarithms of their weights, of sum 1."""

    values: Any
    log_weights: Floats


class Hidden(Protocol):
    """The two rivals of a pair; a variable is 0 or 1, the other one is ``1 - variable``."""

    def common_cause(self, rows: Bools) -> float:
        """Return the log marginal likelihood of the marked rows with a common cause."""

    def selection(self, rows: Bools) -> float:
        """Return the same with selection."""

    def simulated(self, which: int, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows in which a variable is set, by the common cause (0) or selection (1)."""

    def gains(self, new: Any, variable: int) -> Floats:
        """Return the log predictive of new rows (s, rows, 2) by both: (s, 2)."""


def set_alone(table: Table, variable: int, rows: Bools) -> Bools:
    """Return which of the marked rows had this variable of a pair set, and not the other."""
    alone: Bools = rows & table.was_set[:, variable] & ~table.was_set[:, 1 - variable]
    return alone


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of a pair: ``both`` (r, s) where nothing was set, and of what was not set."""

    both: Ints
    first: Ints
    """(r,) values of the first variable where the second was set."""
    second: Ints
    """(s,) the other way round."""

    def turned(self) -> _Counts:
        return _Counts(self.both.T, self.second, self.first)


class DiscreteHidden:
    """The two rivals for discrete variables."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.sizes = tuple(map(len, table.levels))
        self.counts = self._counts(np.ones(len(table.codes), dtype=np.bool_))
        self._drawn: Weighted | None = None

    def _counts(self, rows: Bools) -> _Counts:
        table, (r, s) = self.table, self.sizes
        seen = table.codes[rows & ~table.intervened]
        both = np.bincount(seen[:, 0] * s + seen[:, 1], minlength=r * s).reshape(r, s)
        alone = [
            np.bincount(
                table.codes[set_alone(table, 1 - v, rows), v], minlength=self.sizes[v]
            ).astype(np.int64)
            for v in (0, 1)
        ]
        return _Counts(both.astype(np.int64), alone[0], alone[1])

    def common_cause(self, rows: Bools) -> float:
        """Return the log marginal likelihood of the marked rows with a common cause."""
        return log_common_cause(self._counts(rows))

    def selection(self, rows: Bools) -> float:
        """Return the same with selection."""
        found = self._counts(rows)
        joint = _joint(found.both)
        apart = [log_bdeu(one[None], SAMPLE_SIZE / len(one)) for one in (found.first, found.second)]
        return float(joint + sum(apart))

    @property
    def drawn(self) -> Weighted:
        """Joint distributions (draws, r, s) from their posterior with a common cause."""
        if self._drawn is None:
            self._drawn = _sampled(self.counts)[1]
        return self._drawn

    def simulated(self, which: int, variable: int, rows: int, random: np.random.Generator) -> Any:
        """Return rows in which a variable is set, by the common cause (0) or selection (1)."""
        other = 1 - variable
        codes = np.zeros((rows, 2), dtype=np.int64)
        codes[:, variable] = np.arange(rows) % self.sizes[variable]
        if which:
            known = self.counts.first if other == 0 else self.counts.second
            shares = random.dirichlet(SAMPLE_SIZE / len(known) + known + 1e-12)
        else:
            at = random.choice(len(self.drawn.values), p=np.exp(self.drawn.log_weights))
            shares = self.drawn.values[at].sum(axis=variable)
        codes[:, other] = random.choice(len(shares), rows, p=shares / shares.sum())
        return codes

    def gains(self, new: Any, variable: int) -> Floats:
        """Return the log predictive of new rows (s, rows, 2) by both: (s, 2)."""
        other = 1 - variable
        size = self.sizes[other]
        added = np.stack([np.bincount(one[:, other], minlength=size) for one in new])
        with np.errstate(divide="ignore"):
            margins = np.log(self.drawn.values.sum(axis=1 + variable) + 1e-300)
        shared = logsumexp(added @ margins.T + self.drawn.log_weights, axis=1)
        known = (self.counts.first if other == 0 else self.counts.second)[None, None]
        alpha = SAMPLE_SIZE / size
        own = log_bdeu(known + added[:, None], alpha) - log_bdeu(known, alpha)
        return np.stack([shared, np.broadcast_to(own, shared.shape)], axis=1)


def log_common_cause(found: _Counts) -> float:
    """Return the log marginal likelihood of counts if a common cause made the association.

    The prior of the joint distribution is a Dirichlet one of 1 / (r s) a cell, as for an arrow.
    """
    if not found.first.any():
        return _one_margin(found)
    if not found.second.any():
        return _one_margin(found.turned())
    (r, s), total = found.both.shape, int(found.first.sum() + found.second.sum())
    if min(r, s) == 2 and total <= MOST_SUMMED:
        return _summed(found if s == 2 else found.turned())
    return _sampled(found)[0]


def _joint(both: Ints) -> float:
    return float(log_bdeu(both.reshape(1, -1), SAMPLE_SIZE / both.size))


def _one_margin(found: _Counts) -> float:
    """Return it where only the first variable was set: the second is that margin times the rest."""
    both, alpha = found.both, SAMPLE_SIZE / found.both.size
    margin = log_bdeu((both.sum(axis=0) + found.second)[None], alpha * len(both))
    return float(margin + log_bdeu(both.T, alpha))


def _summed(found: _Counts) -> float:
    """Return it for a second variable of two values, summed over where the first ones belong.

    Of the K rows in which the first variable had a value, any number may have had the second one's
    first value; the sum over all is a convolution over the values of the first variable.
    """
    both, alpha = found.both, SAMPLE_SIZE / found.both.size
    ways: Floats = np.zeros(1)
    for (one, other), rows in zip(both.tolist(), found.first.tolist(), strict=True):
        x = np.arange(rows + 1)
        here = gammaln(rows + 1) - gammaln(x + 1) - gammaln(rows - x + 1)
        here += gammaln(alpha + one + x) + gammaln(alpha + other + rows - x) - 2 * gammaln(alpha)
        ways = _convolved(ways, here)
    rows = int(found.first.sum())
    x = np.arange(rows + 1)
    total = 0.0
    for here, margin, more in zip((x, rows - x), both.sum(axis=0), found.second, strict=True):
        weight = alpha * len(both) + margin + here
        ways = ways + gammaln(weight + more) - gammaln(weight)
    count = SAMPLE_SIZE + both.sum() + rows + found.second.sum()
    total += float(logsumexp(ways)) + float(gammaln(SAMPLE_SIZE) - gammaln(count))
    return total


def _convolved(one: Floats, other: Floats) -> Floats:
    """Return the convolution of two arrays of logarithms."""
    short, long = sorted((one, other), key=len)
    found = np.full(len(short) + len(long) - 1, -np.inf)
    for at, value in enumerate(short.tolist()):
        part = found[at : at + len(long)]
        np.logaddexp(part, long + value, out=part)
    return found


def _sampled(found: _Counts, draws: int = DRAWS * 5) -> tuple[float, Weighted]:
    """Return it by importance sampling, with joint distributions from the posterior.

    Half of the draws come from the posterior given what was only observed, half from one that has
    been moved to where the other rows are likely.
    """
    random = np.random.default_rng(0)
    both = found.both.astype(np.float64)
    prior = SAMPLE_SIZE / both.size + both
    moved = prior + 0.7 * _placed(prior, found)
    theta = np.concatenate([_dirichlets(one, draws // 2, random) for one in (prior, moved)])
    ratio = _log_norm(moved) - _log_norm(prior)
    ratio = ratio + xlogy(moved - prior, theta).sum(axis=(1, 2))
    likely = xlogy(found.first, theta.sum(axis=2)).sum(axis=1)
    likely += xlogy(found.second, theta.sum(axis=1)).sum(axis=1)
    log = likely - np.logaddexp(np.log(0.5), np.log(0.5) + ratio)
    total = float(logsumexp(log))
    kept = np.argsort(-log)[:DRAWS]
    weights = log[kept] - logsumexp(log[kept])
    return _joint(found.both) + total - float(np.log(len(log))), Weighted(theta[kept], weights)


def _placed(prior: Floats, found: _Counts) -> Floats:
    """Return how the rows in which a value is missing are shared out over the cells (EM)."""
    added = np.zeros_like(prior)
    for _ in range(50):
        theta = (prior + added) / (prior + added).sum()
        added = found.second * theta / theta.sum(axis=0)
        added = added + found.first[:, None] * theta / theta.sum(axis=1, keepdims=True)
    return added


def _dirichlets(weights: Floats, draws: int, random: np.random.Generator) -> Floats:
    drawn = random.standard_gamma(weights, (draws, *weights.shape)) + 1e-300
    theta: Floats = drawn / drawn.sum(axis=(1, 2), keepdims=True)
    return theta


def _log_norm(weights: Floats) -> float:
    return float(gammaln(weights.sum()) - gammaln(weights).sum())
