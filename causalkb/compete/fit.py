"""Whether the best structure fits: what it would make of the same rows, beside what came.

A posterior predictive check (Gelman, Meng and Stern 1996): parameters are drawn from
their posterior, rows are made anew with them, and it is counted how often these are as far from
what the parameters say as the rows that came. The weights compare structures with one another; this
asks whether the best one is any good. Each variable is checked given all that come before it in the
structure and what was set, and apart for each kind of row by that, so that both a missing cause
and an effect that is another one after an intervention show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from causalkb.compete.gaussian import Gaussian
from causalkb.compete.hidden import DiscreteHidden
from causalkb.compete.rivals import Rivals
from causalkb.compete.scores import Discrete, Floats, Ints, in_order, parent_states

REPEATED = 400
BADLY = 0.005
"""The share of repetitions that are as far off, below which a model is said to fit badly."""
_MOST_CELLS = 10_000
_MOST_ROWS = 4_000
"""Rows of continuous variables that are looked at; more are not needed to see what is wrong."""

Fit = dict[str, tuple[float, str]]
"""By variable: the least share of repetitions as far off, and what is off."""


def fit_of(rivals: Rivals, best: int, seed: int = 0) -> Fit:
    """Return how a structure fits, for each variable that was not set in all rows."""
    random = np.random.default_rng([seed, 7])
    model, found = rivals.model, {}
    if best >= len(rivals.graphs):
        if isinstance(rivals.behind, DiscreteHidden):
            which = rivals.hidden[best - len(rivals.graphs)]
            found[", ".join(rivals.variables)] = _fit_of_hidden(rivals.behind, which, random)
        return found
    graph = rivals.graphs[best].tolist()
    order = in_order(graph)
    for place, v in enumerate(order):
        name = rivals.variables[v]
        if isinstance(model, Discrete):
            if model.sizes[v] > 1 and not model.was_set[:, v].all():
                found[name] = (_discrete(model, graph[v], v, order[:place], random), "")
        elif isinstance(model, Gaussian) and not model.table.was_set[:, v].all():
            found[name] = _continuous(model, graph[v], v, order[:place], random)
    return found


def badly(found: Fit) -> Iterator[str]:
    """Yield a warning for each variable that even the best structure foretells badly."""
    for name, (share, what) in found.items():
        if share < BADLY:
            why = what or "it depends on more, or otherwise, than the structure says"
            yield (
                f"even the best structure fits {name} badly ({why}; as far off in"
                f" {_percent(share)} of simulated data): a cause may be missing, or the rows"
                " may depend on one another"
            )


def _percent(share: float) -> str:
    return "none" if share == 0 else f"{share:.1%}"


def _discrete(
    model: Discrete, parents: int, v: int, before: list[int], random: np.random.Generator
) -> float:
    size = model.sizes[v]
    kept = ~model.was_set[:, v]
    codes, times = model.codes[kept], model.times[kept]
    # What was set has no causes there, and comes before all others.
    done = np.where(model.was_set[kept], codes + 1, 0)
    regimes = np.unique(done, axis=0, return_inverse=True)[1].reshape(-1)
    seen = sum(1 << u for u in before)
    groups = _numbered(parent_states(codes, model.sizes, seen), regimes)
    if (int(groups.max()) + 1) * size > _MOST_CELLS:
        kinds = np.unique(model.was_set[kept], axis=0, return_inverse=True)[1].reshape(-1)
        groups = _numbered(parent_states(codes, model.sizes, parents), kinds)
    number = int(groups.max()) + 1
    if number * size > _MOST_CELLS:
        return 1.0
    counts = np.bincount(groups * size + codes[:, v], times, number * size)
    counts = counts.reshape(number, size).astype(np.int64)
    first = np.unique(groups, return_index=True)[1]
    states = parent_states(codes[first], model.sizes, parents)
    family = model.family(v, parents)
    at = np.searchsorted(family.states, states)
    shares = _dirichlets(family.alpha + family.counts, random)[:, at]
    return _far_off(counts, shares, random)


def _numbered(states: Ints, regimes: Ints) -> Ints:
    pairs = np.stack([states, regimes], axis=1)
    found: Ints = np.unique(pairs, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def _dirichlets(weights: Floats, random: np.random.Generator) -> Floats:
    drawn = random.standard_gamma(weights, (REPEATED, *weights.shape)) + 1e-300
    shares: Floats = drawn / drawn.sum(axis=-1, keepdims=True)
    return shares


def _far_off(counts: Ints, shares: Floats, random: np.random.Generator) -> float:
    """Return how often made-up counts are as far from the shares as the true ones (g, values).

    The distance is that of Freeman and Tukey, which bears cells of few rows.
    """
    rows = counts.sum(axis=1)
    made = random.multinomial(np.broadcast_to(rows, shares.shape[:2]), shares)
    expected = np.sqrt(rows[:, None] * shares)
    true = ((np.sqrt(counts) - expected) ** 2).sum(axis=(1, 2))
    drawn = ((np.sqrt(made) - expected) ** 2).sum(axis=(1, 2))
    return float(np.mean(drawn >= true))


def _fit_of_hidden(
    behind: DiscreteHidden, which: int, random: np.random.Generator
) -> tuple[float, str]:
    """Check a common cause or selection: what was not set must not follow what was."""
    shares = []
    table = behind.table
    drawn = behind.drawn
    chosen = drawn.values[random.choice(len(drawn.values), REPEATED, p=np.exp(drawn.log_weights))]
    for variable in (0, 1):
        other = 1 - variable
        rows = table.was_set[:, variable] & ~table.was_set[:, other]
        if rows.any():
            sizes = (behind.sizes[variable], behind.sizes[other])
            cells = table.codes[rows, variable] * sizes[1] + table.codes[rows, other]
            counts = np.bincount(cells, minlength=sizes[0] * sizes[1]).reshape(sizes)
            known = behind.counts.first if other == 0 else behind.counts.second
            margin = (
                _dirichlets(1 / sizes[1] + known.astype(np.float64), random)
                if which
                else chosen.sum(axis=1 + variable)
            )
            one = np.broadcast_to(margin[:, None], (REPEATED, *sizes))
            shares.append(_far_off(counts.astype(np.int64), one, random))
    return min(shares, default=1.0), ""


def _continuous(
    model: Gaussian, parents: int, v: int, before: list[int], random: np.random.Generator
) -> tuple[float, str]:
    kept = np.flatnonzero(~model.table.was_set[:, v])
    if len(kept) > _MOST_ROWS:
        kept = np.sort(random.choice(kept, _MOST_ROWS, replace=False))
    rows, regimes = model.rows[kept], model.table.was_set[kept]
    kinds = np.unique(regimes, axis=0, return_inverse=True)[1].reshape(-1)
    start, slopes, deviation, inside = model.drawn_line(v, parents, random, REPEATED)
    left = (rows[:, v] - start[:, None] - slopes @ rows[:, inside].T) / deviation[:, None]
    made = random.normal(size=left.shape)
    # What was set has no causes there, and comes before all others.
    earlier = [rows[:, u] for u in before]
    after = [rows[:, u] * regimes[:, u] for u in range(model.count) if u not in before]
    groups = [(kinds == kind) * 1.0 for kind in range(int(kinds.max()) + 1)]
    none = rows[:, :0]
    checks: dict[str, Callable[[Floats], Floats]] = {
        "its noise is not normal": _shape,
        "its relation to what comes before is no straight line": _Beside(
            _centred([one**2 for one in earlier], rows[:, before])
        ),
        "it depends on more than the structure says": _Beside(_centred(earlier + after, none)),
        "it differs by what was set": _Beside(_centred(groups, none)),
    }
    shares = {what: float(np.mean(check(made) >= check(left))) for what, check in checks.items()}
    worst = min(shares, key=lambda what: shares[what])
    return shares[worst], worst


def _shape(noise: Floats) -> Floats:
    """Return how far skewness and kurtosis are from those of normal noise (Jarque and Bera)."""
    square = noise * noise  # raising to a power takes many times as long
    third = np.einsum("dr,dr->d", square, noise) / noise.shape[1]
    fourth = np.einsum("dr,dr->d", square, square) / noise.shape[1]
    found: Floats = third**2 / 15 + (fourth - 3) ** 2 / 96
    return found


class _Beside:
    """How far noise goes together with some features (rows, f)."""

    def __init__(self, features: Floats) -> None:
        self.features = features

    def __call__(self, noise: Floats) -> Floats:
        found: Floats = ((noise @ self.features) ** 2).sum(axis=1)
        return found


def _centred(features: list[Any], without: Floats) -> Floats:
    """Return features of length 1 without what a straight line of others tells of them: (n, f)."""
    if not features:
        return np.zeros((len(without), 1))
    held = np.column_stack([np.ones(len(without)), without])
    whole = np.column_stack(features)
    whole = whole - held @ np.linalg.lstsq(held, whole, rcond=None)[0]
    length = np.sqrt((whole**2).sum(axis=0))
    found: Floats = whole / np.where(length > 1e-9, length, np.inf)
    return found
