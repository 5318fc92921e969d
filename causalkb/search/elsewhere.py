"""Filling an index that is kept elsewhere: in batches, and as a whole only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from causalkb.errors import StoreError
from causalkb.search.search_index import KeptElsewhere, Part, SearchIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def batches(index: SearchIndex, ids: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield the passages that an index is given at a time, and how many went before; one at least.

    An index beside the store is written as a whole, and so gets all at once.
    """
    step = index.batch if isinstance(index, KeptElsewhere) else max(1, len(ids))
    for start in range(0, max(1, len(ids)), step):
        yield start, ids[start : start + step]


def trouble(index: KeptElsewhere, part: Part, generation: int) -> str:
    """Say what is wrong with a part, "" where nothing is.

    Args:
        index: The index.
        part: The part.
        generation: The store's generation that it holds, -1 where it is not of this store.

    Raises:
        StoreError: The index cannot be reached.
    """
    if generation >= 0:
        return ""
    why = index.trouble(part) or "was written for another copy or another state of it"
    return f"the index of this knowledge base {why} ({part.value})"


def troubles(index: SearchIndex, held: Callable[[Part], int]) -> tuple[str, ...]:
    """Say what is wrong with each part of an index, if it is kept elsewhere.

    Args:
        index: The index.
        held: Gives the store's generation that a part holds, as for :func:`trouble`.

    Raises:
        StoreError: The index cannot be reached.
    """
    if not isinstance(index, KeptElsewhere):
        return ()
    return tuple(line for part in Part if (line := trouble(index, part, held(part))))


def may_build(index: SearchIndex, part: Part, generation: int, *, asked: bool) -> None:
    """Refuse to build as a whole what nobody has asked to build.

    Raises:
        StoreError: The index is kept elsewhere, and what is there is of no use.
    """
    if not asked and isinstance(index, KeptElsewhere):
        raise StoreError(f"{trouble(index, part, generation)}; 'causalkb reindex' builds it anew")
