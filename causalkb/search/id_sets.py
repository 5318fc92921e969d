"""Sets of passage ids as ascending arrays; a million compare in a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def among(ids: NDArray[np.int64], held: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some ids, shape (n,), are among ascending ones; shape (n,).

    >>> among(np.array([9, 2, 4]), np.array([2, 3, 9])).tolist()
    [True, True, False]
    """
    if not held.size:
        return np.zeros(len(ids), bool)
    places = np.minimum(np.searchsorted(held, ids), len(held) - 1)
    return np.asarray(held[places] == ids)


def without(ids: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of some ids that are not among ascending others, in their order.

    >>> without(np.array([2, 4, 9]), np.array([2, 3, 9])).tolist()
    [4]
    """
    return ids[~among(ids, others)]


def chunks(ids: NDArray[np.int64], size: int) -> Iterator[Sequence[int]]:
    """Yield ids in runs of at most ``size``."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size].tolist()
