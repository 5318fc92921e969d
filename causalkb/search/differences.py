"""What an index lacks of the store's passages, and what it holds too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.search_index import Part, SearchIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.store.passages import Passages


def difference(
    passages: Passages, index: SearchIndex, part: Part, *, added_to: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ids that a part of an index lacks, and those that it should no longer hold.

    Args:
        passages: Of the store.
        index: The index.
        part: The part.
        added_to: Whether it held all passages of some time. An id is never given twice, so that
            passages added since have higher ids, and the count tells if any are gone.
    """
    if added_to:
        count, highest = index.extent(part)
        new = passages.ids(after=highest)
        if passages.count() == count + len(new):
            return new, np.empty(0, np.int64)
    stored, held = passages.ids(), index.ids(part)
    new = np.setdiff1d(stored, held, assume_unique=True)
    return new, np.setdiff1d(held, stored, assume_unique=True)
