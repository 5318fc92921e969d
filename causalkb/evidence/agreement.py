"""How far a second reader agrees with the first coding, beyond chance.

Cohen's kappa (1960) by scikit-learn, and Krippendorff's alpha (2011) for two readers of whom none
leaves a unit out (the library for it is under the GPL). "No bearing" is one of the answers, so that
agreement on what a claim does not speak of counts. Intervals come from resampling claims with a
fixed seed: the rows of one claim are not independent.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from causalkb.records import Agreement, Claim, Coding, Disagreement
from causalkb.records.codings import NO_BEARING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 400
_SEED = 1
VARIABLES = ("stance", "directness", "design", "population")
Pair = tuple[str, str, str]
"""A claim id, and what the first and the second reader entered."""


def agreement(
    codings: Sequence[Coding], claims: Mapping[str, Claim]
) -> tuple[list[Agreement], list[Disagreement]]:
    """Compare codings with the first coding.

    Args:
        codings: Of one coder.
        claims: The claims as they are coded now, by id.

    Returns:
        The agreement on each variable, and every difference.
    """
    found: list[Agreement] = []
    different: list[Disagreement] = []
    for variable in VARIABLES:
        pairs: list[Pair] = []
        for one, first, second in _pairs(variable, codings, claims):
            pairs.append((one.claim, first, second))
            if first != second:
                different.append(
                    Disagreement(
                        one.coder, one.claim, one.hypothesis, variable, first, second, one.settled
                    )
                )
        found.append(_agreement(variable, pairs))
    return found, different


def _pairs(
    variable: str, codings: Iterable[Coding], claims: Mapping[str, Claim]
) -> Iterable[tuple[Coding, str, str]]:
    seen: set[str] = set()
    for one in codings:
        claim = claims.get(one.claim)
        if claim is None:
            continue
        stance = claim.stances.get(one.hypothesis)
        if variable == "stance":
            yield one, NO_BEARING if stance is None else stance.value, one.stance
        elif variable == "directness":
            # Only where both saw a bearing: there is nothing to be direct about otherwise.
            if stance is not None and one.stance != NO_BEARING and one.directness:
                yield one, claim.warrant(one.hypothesis).directness.value, one.directness
        elif one.claim not in seen:
            second = one.design if variable == "design" else one.population
            value = claim.design if variable == "design" else claim.population
            if second:
                seen.add(one.claim)
                yield one, str(value or ""), second


def _agreement(variable: str, pairs: Sequence[Pair]) -> Agreement:
    agreed = sum(first == second for _, first, second in pairs)
    if not pairs:
        return Agreement(variable, 0, 0)
    tables, once = _resampled(pairs)
    return Agreement(
        variable,
        len(pairs),
        agreed,
        kappa=_kappa(pairs),
        kappa_interval=_interval(kappa_of(tables), tables),
        alpha=_value(alpha_of(once)),
        alpha_interval=_interval(alpha_of(tables), tables),
    )


def _kappa(pairs: Sequence[Pair]) -> float | None:
    if len({word for _, *both in pairs for word in both}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score([p[1] for p in pairs], [p[2] for p in pairs]))


def _value(measured: NDArray[np.float64]) -> float | None:
    """The one value measured, ``None`` where it has none: all answers are the same."""
    value = float(measured[0])
    return value if math.isfinite(value) else None


def _resampled(pairs: Sequence[Pair]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often each two answers meet, claims resampled, and as they are.

    Tables are (resamples, answers, answers) and (1, answers, answers).
    """
    import numpy as np

    words = sorted({word for _, *both in pairs for word in both})
    code = {word: n for n, word in enumerate(words)}
    groups = {claim: n for n, claim in enumerate(dict.fromkeys(pair[0] for pair in pairs))}
    tables = np.zeros((len(groups), len(words), len(words)))
    for claim, first, second in pairs:
        tables[groups[claim], code[first], code[second]] += 1
    rng = random.Random(_SEED)
    picks = np.zeros((RESAMPLES, len(groups)))
    for n in range(RESAMPLES):
        np.add.at(picks[n], rng.choices(range(len(groups)), k=len(groups)), 1)
    return np.tensordot(picks, tables, axes=1), tables.sum(axis=0, keepdims=True)


def kappa_of(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Cohen's kappa, (n,), of n tables of answers, (n, k, k); nan where it has no value.

    The library takes a millisecond and a half for one, and there are hundreds.
    """
    import numpy as np

    total = tables.sum(axis=(1, 2))
    same = np.trace(tables, axis1=1, axis2=2) / total
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1) / total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        found: NDArray[np.float64] = 1 - (1 - same) / (1 - chance)
    return found


def alpha_of(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Krippendorff's nominal alpha, (n,), of n tables of two readers' answers, (n, k, k)."""
    import numpy as np

    total = 2 * tables.sum(axis=(1, 2))
    each = tables.sum(axis=1) + tables.sum(axis=2)
    observed = 1 - 2 * np.trace(tables, axis1=1, axis2=2) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 1 - (each * (each - 1)).sum(axis=1) / (total * (total - 1))
        found: NDArray[np.float64] = 1 - observed / expected
    return found


def _interval(
    measured: NDArray[np.float64], tables: NDArray[np.float64]
) -> tuple[float, float] | None:
    """The middle 95 % of what was measured on tables with two answers or more."""
    import numpy as np

    answers = ((tables.sum(axis=1) + tables.sum(axis=2)) > 0).sum(axis=1)
    values = measured[(answers >= 2) & np.isfinite(measured)]
    if len(values) < RESAMPLES // 2:
        return None
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
