"""Putting passages into a part of an index: in blocks, in batches, or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkb.search import documents, elsewhere
from causalkb.search.search_index import Part, SearchIndex, TakesBlocks, Vectors
from causalkb.store.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from causalkb.search.missing_vectors import Progress
    from causalkb.search.vectors.mapping import VectorMap


class Filling:
    """Fills the indexes of one knowledge base."""

    def __init__(self, store: Store, progress: Progress | None) -> None:
        """Read from a store; ``progress`` is told what is being done."""
        self._store = store
        self._progress = progress

    def put(
        self,
        index: SearchIndex,
        part: Part,
        ids: NDArray[np.int64],
        mapping: VectorMap | None,
        mark: int,
    ) -> int:
        """Put passages into a part, and return how many were: some may have no vector yet.

        Raises:
            StoreError, OSError: The index cannot be written.
        """

        def told(done: int) -> None:
            if self._progress is not None:
                what = f"Updating the {part.value} of the index"
                self._progress(what, done, max(1, len(ids)))

        many = part is Part.VECTORS and len(ids) > documents.READ
        if many and isinstance(index, TakesBlocks):
            return index.fill(documents.vector_blocks(self._store, ids, mapping, told), mark)
        put = 0
        for start, some in elsewhere.batches(index, ids):
            told(start)
            passages = documents.read_passages(self._store, part, some, mapping)
            index.upsert(passages, mark)
            put += len(passages.ids) if isinstance(passages, Vectors) else len(some)
        return put
