"""The semantic index: FAISS over the vectors of passages.

Small collections are searched exactly; large ones by an inverted file with 8-bit vectors
(``IVFn,SQ8``), which is mapped into memory. The store holds all vectors, so the index may be
deleted at any time. One file holds FAISS's bytes, the ids, then generation and fingerprint, so that
a crash can never leave them in disagreement.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

from causalkb.files import PART, write_atomically

FILE_NAME = "semantic.faiss"
LARGE = 50_000
"""Passages from which an inverted file is used."""
GROWTH = 2.0
"""How much a large index may grow before its cells are trained anew."""
NPROBE = 32
_FEW = 0.05
"""Share of allowed passages below which all cells are probed, so that filters keep their recall."""
_TRAINING = 40
"""Vectors a cell is trained on; FAISS asks for 39 or more."""
_QUICK = 16 << 20
"""Bytes that are checked at every start, in some eight milliseconds: ten thousand passages."""
_MAGIC = b"CKBFAISS"
_TAIL = struct.Struct("<I8s")


class SemanticIndex:
    """Vectors of passages, searchable by cosine.

    Attributes:
        generation: The store's generation that the index was made for, -1 for none.
        fingerprint: The encoder of its vectors.
        dimension: Length of a vector.
    """

    def __init__(self, path: Path, fingerprint: str, dimension: int) -> None:
        """Start an empty index; use :meth:`open`."""
        self._path = path
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.generation = -1
        self._index: Any = None
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._trained_on = 0

    @classmethod
    def open(cls, directory: Path, fingerprint: str, dimension: int) -> SemanticIndex:
        """Open the index in a directory, writing nothing.

        A missing or damaged index, or one of another encoder, is an empty one of generation -1.
        """
        index = cls(directory / FILE_NAME, fingerprint, dimension)
        index._load()
        return index

    def ids(self) -> NDArray[np.int64]:
        """The ids of all passages in the index, ascending, shape (n,)."""
        return self._ids

    def intact(self) -> bool:
        """Whether the file is as it was written; a missing one is not. Reads every byte."""
        try:
            header, _ = self._read_checked()
            with self._path.open("rb") as file:
                return bool(
                    zlib.crc32(file.read(header["bytes"] + 8 * header["count"])) == header["whole"]
                )
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            return False

    def outgrown(self, count: int) -> bool:
        """Whether an index of ``count`` passages should be built anew from all vectors."""
        if count < LARGE:
            return self._trained_on > 0
        return count > GROWTH * self._trained_on

    def clear(self) -> None:
        """Forget what is held; the file stays until the next :meth:`update`."""
        self._index = None
        self._ids = np.empty(0, np.int64)
        self._trained_on = 0

    def update(
        self,
        add_ids: NDArray[np.int64],
        add_vectors: NDArray[np.float32],
        remove_ids: NDArray[np.int64],
        generation: int,
    ) -> None:
        """Remove and add passages in one atomic step; one process at a time (the caller's lock).

        Args:
            add_ids: Shape (n,), each once; those held already are replaced.
            add_vectors: Unit vectors, shape (n, d).
            remove_ids: Shape (m,).
            generation: The store's generation that this brings the index to.

        Raises:
            OSError: The file cannot be written; the old one is as before.
        """
        import faiss

        if self._index is None:
            self._index = self._fresh(faiss, add_vectors)
        elif self._trained_on:
            self._index = faiss.read_index(str(self._path))  # mapped ones cannot be changed
        remove_ids = np.union1d(remove_ids, np.intersect1d(add_ids, self._ids))
        if remove_ids.size:
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(remove_ids)))
        if add_ids.size:
            self._index.add_with_ids(
                np.ascontiguousarray(add_vectors, np.float32), np.asarray(add_ids, np.int64)
            )
        self._ids = np.union1d(np.setdiff1d(self._ids, remove_ids), add_ids).astype(np.int64)
        self.generation = generation
        self._write(faiss)

    def _fresh(self, faiss: Any, vectors: NDArray[np.float32]) -> Any:
        """An empty index fit for these vectors."""
        if len(vectors) < LARGE:
            return faiss.IndexIDMap2(faiss.IndexFlatIP(self.dimension))
        cells = int(2 ** np.round(np.log2(2 * np.sqrt(len(vectors)))))
        index = faiss.index_factory(self.dimension, f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
        chosen = np.random.default_rng(0).permutation(len(vectors))[: cells * _TRAINING]
        index.train(vectors[chosen])
        self._trained_on = len(vectors)
        return index

    def search(
        self,
        vectors: NDArray[np.float32],
        limit: int,
        allowed: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return cosines and passage ids, both of shape (q, k), best first.

        Args:
            vectors: Unit vectors of queries, shape (q, d).
            limit: The k; rows with fewer results are filled with id -1.
            allowed: Ids to choose from; ``None`` for all.
        """
        limit = min(limit, len(self._ids))
        if self._index is None or not limit or (allowed is not None and not allowed.size):
            shape = (len(vectors), 0)
            return np.empty(shape, np.float32), np.empty(shape, np.int64)
        import faiss

        queries = np.ascontiguousarray(vectors, np.float32)
        with _threads_for(faiss, len(queries)):
            found: tuple[NDArray[np.float32], NDArray[np.int64]] = self._index.search(
                queries, limit, params=self._parameters(faiss, allowed)
            )
        return found

    def _parameters(self, faiss: Any, allowed: NDArray[np.int64] | None) -> Any:
        selector = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.ascontiguousarray(allowed))
        if not self._trained_on:
            return None if selector is None else faiss.SearchParameters(sel=selector)
        share = 1.0 if allowed is None else len(allowed) / len(self._ids)
        cells = self._index.nlist
        probes = cells if share < _FEW else min(cells, int(NPROBE / share))
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)

    def _load(self) -> None:
        try:
            header, ids = self._read_checked()
            if (header["fingerprint"], header["dimension"]) != (self.fingerprint, self.dimension):
                return
            import faiss

            flags = faiss.IO_FLAG_MMAP if header["trained_on"] else 0
            self._index = faiss.read_index(str(self._path), flags)
            if self._index.ntotal != len(ids):
                raise ValueError("damaged")
            self._trained_on = int(header["trained_on"])
            self._ids = ids
            self.generation = int(header["generation"])
        except (OSError, ValueError, KeyError, TypeError, struct.error, RuntimeError, MemoryError):
            # Missing or damaged (FAISS raises RuntimeError, or MemoryError for a length that is
            # nonsense): it is built from the store again.
            self.clear()

    def _read_checked(self) -> tuple[dict[str, Any], NDArray[np.int64]]:
        """Read what stands behind FAISS's bytes, and check it: of a large file its structure."""
        with self._path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL.size))
            length, magic = _TAIL.unpack(file.read(_TAIL.size))
            if magic != _MAGIC:
                raise ValueError("no semantic index")
            file.seek(size - _TAIL.size - length)
            header = json.loads(file.read(length))
            start, end = header["bytes"], header["bytes"] + 8 * header["count"]
            if end + length + _TAIL.size != size:
                raise ValueError("truncated")
            file.seek(start)
            ids = np.frombuffer(file.read(8 * header["count"]), "<i8").astype(np.int64)
            file.seek(0)
            all_of_it = end <= _QUICK
            checked = file.read(end if all_of_it else header["structure"])
            if zlib.crc32(checked) != header["whole" if all_of_it else "crc"]:
                raise ValueError("damaged")
        return header, ids

    def _structure(self, size: int) -> int:
        """How many leading bytes hold lengths and centroids, where damage spoils every search.

        The rest, codes and ids, is too much to read at every start, and harmless: at worst a
        passage is misplaced.
        """
        if not self._trained_on:
            return min(size, 4_096)
        lists: Any = self._index.invlists
        return int(size - self._index.ntotal * (lists.code_size + 8))

    def _write(self, faiss: Any) -> None:
        body = faiss.serialize_index(self._index)
        structure = self._structure(body.nbytes)
        ids = self._ids.astype("<i8").tobytes()
        header = json.dumps(
            {
                "generation": self.generation,
                "fingerprint": self.fingerprint,
                "dimension": self.dimension,
                "count": len(self._ids),
                "bytes": int(body.nbytes),
                "structure": structure,
                "crc": zlib.crc32(body[:structure]),
                "whole": zlib.crc32(ids, zlib.crc32(body)),
                "trained_on": self._trained_on,
            }
        ).encode()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for left_by_a_crash in self._path.parent.glob(f".{FILE_NAME}.*{PART}"):
            left_by_a_crash.unlink(missing_ok=True)
        write_atomically(
            self._path,
            (
                memoryview(body),
                ids,
                header,
                _TAIL.pack(len(header), _MAGIC),
            ),
        )


@contextmanager
def _threads_for(faiss: Any, queries: int) -> Iterator[None]:
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
