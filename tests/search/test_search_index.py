"""The interface of a search index is enough: one that lives in memory serves a knowledge base."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from causalkb import KnowledgeBase
from causalkb.search.query.query import Query
from causalkb.search.search_index import Part, SearchIndex, Vectors, Words

ENTRIES = b"""
@article{rats2006, title={Causal reasoning in rats}, author={Blaisdell, A}, year={2006}}
@article{wages1990, title={Immigration and wages in Miami}, author={Card, D}, year={1990}}
"""
Files = dict[Path, tuple[dict[Part, int], dict[int, NDArray[np.float32]], dict[int, str]]]


class Memory:
    """Vectors and texts in dictionaries; ``files`` stands for the disk."""

    def __init__(self, files: Files, folder: Path) -> None:
        generations, vectors, texts = files.setdefault(folder, ({}, {}, {}))
        self._files, self._folder = files, folder
        self._generations, self._vectors, self._texts = (
            dict(generations),
            dict(vectors),
            dict(texts),
        )

    def _part(self, part: Part) -> dict[int, NDArray[np.float32]] | dict[int, str]:
        return self._vectors if part is Part.VECTORS else self._texts

    def generation(self, part: Part, *, check: bool = False) -> int:
        return self._generations.get(part, -1)

    def ids(self, part: Part) -> NDArray[np.int64]:
        return np.array(sorted(self._part(part)), np.int64)

    def extent(self, part: Part) -> tuple[int, int]:
        return len(self._part(part)), max(self._part(part), default=0)

    def outgrown(self, part: Part, count: int) -> bool:
        return False

    def delete(self, part: Part, ids: NDArray[np.int64] | None) -> None:
        for one in list(self._part(part)) if ids is None else ids.tolist():
            self._part(part).pop(one, None)

    def upsert(self, passages: Vectors | Words, generation: int) -> None:
        if isinstance(passages, Vectors):
            self._vectors.update(zip(passages.ids.tolist(), passages.rows, strict=True))
            self._generations[Part.VECTORS] = generation
        else:
            self._texts.update({one.id: one.text for one in passages.documents})
            self._generations[Part.WORDS] = generation
        old = self._files[self._folder]
        part = isinstance(passages, Vectors)
        self._files[self._folder] = (
            {**old[0], **self._generations},
            self._vectors if part else old[1],
            old[2] if part else self._texts,
        )

    def dense(
        self,
        vectors: NDArray[np.float32],
        limit: int,
        allowed: NDArray[np.int64] | None = None,
        excluded: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        ids = self.ids(Part.VECTORS) if allowed is None else allowed
        ids = ids if excluded is None else np.setdiff1d(ids, excluded)
        rows = np.array([self._vectors[one] for one in ids.tolist()]).reshape(len(ids), -1)
        cosines = vectors @ rows.T if len(ids) else np.empty((len(vectors), 0), np.float32)
        best = np.argsort(-cosines, axis=1)[:, :limit]
        return np.take_along_axis(cosines, best, axis=1), ids[best]

    def keyword(
        self, query: Query, limit: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        counts = {
            one: float(sum(term.lower() in text.lower().split() for term in query.terms))
            for one, text in self._texts.items()
            if allowed is None or one in allowed
        }
        found = [(one, count) for one, count in counts.items() if count]
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def filter(self, query: Query) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
        return None, np.empty(0, np.int64)


@pytest.fixture
def files() -> Files:
    return {}


def opened(path: Path, files: Files) -> KnowledgeBase:
    def index(folder: Path, fingerprint: str, dimension: int) -> SearchIndex:
        return Memory(files, folder)

    return KnowledgeBase.open(path, create=True, index=index)


def keys(kb: KnowledgeBase, query: str, mode: str = "hybrid") -> list[str]:
    return [hit.work.key for hit in kb.search(query, mode=mode)]


def test_an_index_of_its_own_finds_and_forgets(tmp_path: Path, files: Files) -> None:
    with opened(tmp_path / "kb", files) as kb:
        kb.add_content(ENTRIES, "two.bib")
        assert keys(kb, "what do animals understand of causes?")[0] == "rats2006"
        assert keys(kb, "Miami", "keyword") == ["wages1990"]
        assert keys(kb, "interventions author:card") == ["wages1990"]
        assert kb.indexes.behind() == (0, 0, 0)
        kb.works.remove("rats2006")
        assert keys(kb, "animals and causes") == ["wages1990"]
    assert not list((tmp_path / "kb" / "index").glob("*faiss*"))


def test_an_index_that_forgot_everything_is_filled_from_the_store(
    tmp_path: Path, files: Files
) -> None:
    with opened(tmp_path / "kb", files) as kb:
        kb.add_content(ENTRIES, "two.bib")
        assert len(keys(kb, "causes")) == 2
    files.clear()
    with opened(tmp_path / "kb", files) as kb:
        assert kb.indexes.behind() == (0, 2, 2)
        assert keys(kb, "Miami", "keyword") == ["wages1990"]
        assert len(keys(kb, "causes")) == 2
        assert kb.indexes.behind() == (0, 0, 0)


def test_changing_the_index_changes_no_result(tmp_path: Path, files: Files) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as kb:
        kb.add_content(ENTRIES, "two.bib")
        shipped = keys(kb, "what do animals understand of causes?", "semantic")
    with opened(tmp_path / "kb", files) as kb:
        assert keys(kb, "what do animals understand of causes?", "semantic") == shipped
    with KnowledgeBase.open(tmp_path / "kb") as kb:
        assert keys(kb, "what do animals understand of causes?", "semantic") == shipped
