"""The search indexes that the contract tests run on, and knowledge bases that use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from causalkb import KnowledgeBase
from causalkb.search.faiss_tantivy import FaissTantivyIndex
from causalkb.search.search_index import OpenIndex

ENGINES = ("local", "milvus")
STORE_ID = "0123456789abcdef" * 2


def needs(engine: str) -> None:
    """Skip a test of Milvus where the extra is not installed; ``make test-milvus`` installs it."""
    if engine == "milvus":
        pytest.importorskip("pymilvus")
        pytest.importorskip("milvus_lite")


def opener(engine: str, folder: Path) -> OpenIndex:
    """Return what opens an index of an engine in a folder."""
    if engine == "local":
        return FaissTantivyIndex
    from causalkb.search.milvus.address import Address
    from causalkb.search.milvus.index import Milvus

    return Milvus(Address(str(folder / "milvus.db"), is_file=True), STORE_ID)


def use(engine: str, kb: KnowledgeBase) -> None:
    """Have a knowledge base use an engine from now on."""
    if engine == "milvus":
        kb.reindex(index=f"milvus:{kb.directory / 'milvus.db'}")
    else:
        kb.reindex(index="local")
