"""What an index lacks of the store's passages, and what it holds too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.id_sets import without
from causalkb.search.search_index import Part, SearchIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.store.passages import Passages

    _Both = tuple[NDArray[np.int64], NDArray[np.int64]]


class Differences:
    """Compares indexes with the passages of a store."""

    def __init__(self, passages: Passages) -> None:
        """Compare with these passages."""
        self._passages = passages
        self._last: tuple[tuple[int, int], _Both] | None = None

    def of(self, index: SearchIndex, part: Part, since: tuple[int, int] | None = None) -> _Both:
        """Return the ids that a part of an index lacks, and those that it should no longer hold.

        Args:
            index: The index.
            part: The part.
            since: Where the part held all passages of a generation of the store: that generation,
                and the present one. What was found of one part is then true of the other.
        """
        if since is None or index.extent(part)[0] < 0:
            return self._compared(index, part)
        if self._last is None or self._last[0] != since:
            self._last = since, self._added(index, part) or self._compared(index, part)
        return self._last[1]

    def _added(self, index: SearchIndex, part: Part) -> _Both | None:
        """Return what was added, if nothing is gone.

        An id is never given twice, so that passages added since have higher ids, and the count
        tells if any are gone.
        """
        count, highest = index.extent(part)
        new = self._passages.ids(after=highest)
        if self._passages.count() != count + len(new):
            return None
        return new, np.empty(0, np.int64)

    def _compared(self, index: SearchIndex, part: Part) -> _Both:
        stored, held = self._passages.ids(), index.ids(part)
        return without(stored, held), without(held, stored)
