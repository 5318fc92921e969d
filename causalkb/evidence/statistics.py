"""Two small statistics, without SciPy, whose import costs more than all the rest together."""

from __future__ import annotations

from functools import lru_cache
from math import comb, exp, lgamma, sqrt

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution, for an interval of 95 %."""


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of ``n`` (E. B. Wilson 1927, without correction).

    Raises:
        ValueError: ``n`` is not positive, or the share is not between 0 and 1.

    >>> low, high = wilson(0.75, 8)
    >>> round(low, 3), round(high, 3)
    (0.409, 0.929)
    """
    if n < 1 or not 0 <= share <= 1:
        raise ValueError(f"no interval for a share of {share} of {n}")
    scale = 1 + _Z * _Z / n
    centre = (share + _Z * _Z / (2 * n)) / scale
    half = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


@lru_cache(maxsize=10_000)
def fisher(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided p of Fisher's exact test for the table [[a, b], [c, d]].

    The sum of the probabilities of all tables with the same margins that are no likelier than the
    one given, as R and SciPy have it.

    >>> round(fisher(6, 0, 1, 7), 4)
    0.0047
    """
    row, column, total = a + b, a + c, a + b + c + d
    span = range(max(0, column - (total - row)), min(row, column) + 1)
    if total <= _EXACT:
        ways = {k: comb(row, k) * comb(total - row, column - k) for k in span}
        # Whole numbers: no table is missed by rounding.
        return sum(w for w in ways.values() if w <= ways[a]) / comb(total, column)
    logs = {k: _log_comb(row, k) + _log_comb(total - row, column - k) for k in span}
    whole = _log_comb(total, column)
    likely = logs[a] + 1e-7  # as SciPy: tables that only rounding makes likelier are in
    return min(1.0, sum(exp(w - whole) for w in logs.values() if w <= likely))


_EXACT = 1000
"""Above so many groups, logarithms instead of whole numbers, which would grow too long."""


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
