"""The kind of index that FAISS is given for a number of vectors, and its cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from causalkb.search.search_index import Rows

LARGE = 50_000
"""Passages from which an inverted file is used."""
GROWTH = 2.0
"""How much a large index may grow before its cells are trained anew."""
_TRAINING = 40
"""Vectors a cell is trained on; FAISS asks for 39 or more."""


def fresh(dimension: int, count: int, sample: Callable[[int], Rows]) -> tuple[Any, int]:
    """Return an empty index fit for some vectors.

    Args:
        dimension: The length of a vector.
        count: How many there are.
        sample: Gives so many of them, chosen at random; all of them are never needed.

    Returns:
        The index, and the number of vectors that it was trained for, 0 where it has no cells.
    """
    import faiss

    if count >= LARGE:
        cells = int(2 ** np.round(np.log2(2 * np.sqrt(count))))
        rows = np.ascontiguousarray(sample(cells * _TRAINING), np.float32)
        if len(rows) >= cells:  # fewer: most have no vector yet
            index = faiss.index_factory(dimension, f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
            index.train(rows)
            return index, count
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)), 0


def outgrown(trained_on: int, count: int) -> bool:
    """Whether an index should be made anew for ``count`` vectors."""
    if count < LARGE:
        return trained_on > 0
    return count > GROWTH * trained_on
