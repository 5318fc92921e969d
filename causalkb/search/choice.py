"""Which search index a knowledge base uses: its store says so."""

from __future__ import annotations

from causalkb.search.search_index import OpenIndex
from causalkb.store.database import Database
from causalkb.store.patience import Say

KEY = "index"
"""Of the metadata: "" for FAISS with Tantivy, else ``milvus:`` and where it is."""


def opener(database: Database, stored: str, say: Say | None = None) -> OpenIndex:
    """Return what opens an index.

    Args:
        database: Of the knowledge base.
        stored: The choice as it is kept.
        say: Takes a line when something has to be waited for.
    """
    if not stored:
        from causalkb.search.faiss_tantivy import FaissTantivyIndex

        return FaissTantivyIndex
    from causalkb.search.milvus.address import from_stored
    from causalkb.search.milvus.index import Milvus

    return Milvus(from_stored(stored, database.directory), database.meta("store_id"), say)
