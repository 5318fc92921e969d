"""What FAISS is told beside the query: which ids are allowed, and how many threads to use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MANY = 5_000
"""Allowed ids from which a bit for each id takes less time and room than a set of them."""


def selector_of(faiss: Any, allowed: NDArray[np.int64]) -> Any:
    """Return what lets FAISS choose among some ids, shape (n,), n > 0."""
    if len(allowed) < _MANY:
        return faiss.IDSelectorBatch(np.ascontiguousarray(allowed))
    bits = np.zeros(int(allowed.max()) + 1, bool)
    bits[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))


@contextmanager
def threads_for(faiss: Any, queries: int) -> Iterator[None]:
    """Let one query be searched by one thread.

    Nothing is shared out of a single one, and threads that OpenMP has started wait for more work
    by turning in a loop, which costs three times as much as the whole search.
    """
    threads = faiss.omp_get_max_threads()
    if queries == 1:
        faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)
