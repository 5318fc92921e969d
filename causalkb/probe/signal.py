"""Signal detection: sensitivity apart from readiness (Macmillan and Creelman 2005)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from causalkb.probe.resampling import Floats, Resampling, around, interval, wider

_NORMAL = NormalDist()


def detection(
    asserted: Sequence[float], signal: Sequence[bool], again: Resampling
) -> dict[str, Any]:
    """Return hits, false alarms, d' and criterion c with intervals.

    An interval is at each end the wider of the bootstrap over groups and the normal approximation
    over items (Gourevitch and Galanter 1967).

    So that 0 and 1 stay finite, one item is added to what was asserted and one to what was not,
    shared between items with and without a signal as these are (the log-linear correction, Hautus
    1995). Nothing comes back where there is no item with, or none without, a signal.
    """
    with_it = [float(one) for one in signal]
    n = sum(with_it)
    if not 0 < n < len(with_it):
        return {}
    hit = [a * s for a, s in zip(asserted, with_it, strict=True)]
    alarm = [a * (1 - s) for a, s in zip(asserted, with_it, strict=True)]
    hits, alarms = sum(hit), sum(alarm)
    d_prime, criterion = _measures(
        np.array([hits]), np.array([n]), np.array([alarms]), np.array([len(with_it) - n])
    )
    drawn = _measures(
        again.sums(hit),
        again.sums(with_it),
        again.sums(alarm),
        again.sums([1 - s for s in with_it]),
    )
    m = len(with_it) - n
    variance = _variance(hits, n, alarms, m)
    d_approximate = around(float(d_prime[0]), variance)
    c_approximate = around(float(criterion[0]), variance / 4)
    return {
        "hits": hits / n,
        "false_alarms": alarms / m,
        "d_prime": float(d_prime[0]),
        "criterion": float(criterion[0]),
        "d_prime_interval": wider(interval(drawn[0]), d_approximate),
        "criterion_interval": wider(interval(drawn[1]), c_approximate),
    }


def _measures(hits: Floats, n: Floats, alarms: Floats, m: Floats) -> tuple[Floats, Floats]:
    share = n / (n + m)
    hit = _z((hits + share) / (n + 2 * share))
    alarm = _z((alarms + 1 - share) / (m + 2 * (1 - share)))
    return hit - alarm, -(hit + alarm) / 2


def _variance(hits: float, n: float, alarms: float, m: float) -> float:
    """Return the variance of d', four times that of the criterion, with the same correction."""
    share = n / (n + m)
    variance = 0.0
    for count, part, of in ((hits, share, n), (alarms, 1 - share, m)):
        rate = (count + part) / (of + 2 * part)
        density = _NORMAL.pdf(_NORMAL.inv_cdf(rate))
        variance += rate * (1 - rate) / (of + 2 * part) / density**2
    return variance


def _z(shares: Floats) -> Floats:
    # Few shares differ, and the function is slow.
    different, places = np.unique(shares, return_inverse=True)
    return np.array([_NORMAL.inv_cdf(float(share)) for share in different])[places]


def auc(values: Sequence[float], signal: Sequence[bool]) -> float | None:
    """Return the chance that a value with a signal exceeds one without; ties count half.

    >>> auc([0.9, 0.4, 0.4], [True, True, False])
    0.75
    """
    ones = np.array([v for v, s in zip(values, signal, strict=True) if s])
    zeros = np.array([v for v, s in zip(values, signal, strict=True) if not s])
    if not ones.size or not zeros.size:
        return None
    difference = np.round(ones[:, None] - zeros[None, :], 9)
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))
