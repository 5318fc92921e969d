"""The semantic index: FAISS over the vectors of passages.

Small collections are searched exactly; large ones by an inverted file with 8-bit vectors
(``IVFn,SQ8``), which is mapped into memory. The store holds all vectors, so the index may be
deleted at any time. One file holds FAISS's bytes, the ids, then generation and fingerprint, so that
a crash can never leave them in disagreement. Changes to a file that is not small are kept in
another beside it (:mod:`causalkb.search.vectors.recent`) until there are enough to merge.
"""

from __future__ import annotations

import errno
import os
import shutil
import zlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from causalkb.errors import NO_ROOM
from causalkb.files import PART, atomic_target, sync
from causalkb.search.id_sets import without
from causalkb.search.search_index import VectorBlocks, Vectors
from causalkb.search.vectors import recent as changes
from causalkb.search.vectors import sealed, training
from causalkb.search.vectors.faiss_options import selector_of, threads_for
from causalkb.search.vectors.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.search_index import Ids, Rows

FILE_NAME = "semantic.faiss"
NPROBE = 128
KEPT_APART = 10_000
"""Passages from which the file is not rewritten for every change."""
_EXAMINED = 10_000
"""Allowed passages that are compared at least, so that filters keep their recall."""
_TOGETHER = 16
"""Queries that FAISS is given at a time: it compares fewer than 20 with the cells one by one, and
more by a product of matrices, which rounds otherwise."""
_QUICK = 16 << 20
"""Bytes that are checked at every start, in some eight milliseconds: ten thousand passages."""
_ATTEMPTS = 5
"""How often files are read again that another process replaces meanwhile."""
_MAGIC = b"CKBFAIS2"


class _OvertakenError(Exception):
    """Another process has written the file anew meanwhile."""


class SemanticIndex:
    """Vectors of passages, searchable by cosine.

    Attributes:
        fingerprint: The encoder of its vectors.
        dimension: Length of a vector.
    """

    def __init__(self, path: Path, fingerprint: str, dimension: int) -> None:
        """Start an empty index; use :meth:`open`."""
        self._path = path
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.clear()

    @classmethod
    def open(cls, directory: Path, fingerprint: str, dimension: int) -> SemanticIndex:
        """Open the index in a directory, writing nothing.

        A missing or damaged index, or one of another encoder, is an empty one of generation -1.
        """
        index = cls(directory / FILE_NAME, fingerprint, dimension)
        index._load()
        return index

    @property
    def generation(self) -> int:
        """The store's generation that the index was made for, -1 for none."""
        return self._recent.generation if self._recent.generation >= 0 else self._written

    def ids(self) -> NDArray[np.int64]:
        """The ids of all passages in the index, ascending, shape (n,)."""
        if not self._recent.size:
            return self._ids
        left = np.concatenate([without(self._ids, self._recent.removed), self._recent.ids])
        return np.sort(left)

    def extent(self) -> tuple[int, int]:
        """How many passages there are, and the highest id that the index holds or has held."""
        count = len(self._ids) - len(self._recent.removed) + len(self._recent.ids)
        highest = [int(ids[-1]) for ids in (self._ids, self._recent.ids) if ids.size]
        return count, max(highest, default=0)

    @property
    def shortens(self) -> bool:
        """Whether it holds vectors in short, so that its cosines are a little off."""
        return self._trained_on > 0

    def intact(self) -> bool:
        """Whether the files are as they were written; a missing one is not. Reads every byte."""
        try:
            header, _ = self._read_checked()
            changes.read(changes.path_of(self._path, header["generation"]), self.dimension)
            whole = header["bytes"] + 8 * header["count"]
            return bool(sealed.checksum(self._path, whole) == header["whole"])
        except sealed.NOT_READABLE:
            return False

    def outgrown(self, count: int) -> bool:
        """Whether an index of ``count`` passages should be built anew from all vectors."""
        return training.outgrown(self._trained_on, count)

    def clear(self) -> None:
        """Forget what is held; the file stays until the next :meth:`update`."""
        self._index: Any = None
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._trained_on = 0
        self._written = -1
        self._recent = Recent.none(self.dimension)

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
        add_ids = np.asarray(add_ids, np.int64)
        few = len(add_ids) + len(remove_ids) <= changes.MOST
        if few and self._index is not None and len(self._ids) >= KEPT_APART:
            now = self._recent.changed(generation, add_ids, add_vectors, remove_ids, self._ids)
            if now.size <= 2 * changes.MOST:  # more: nobody came to merge them
                changes.write(changes.path_of(self._path, self._written), now)
                self._recent = now
                return

        def sample(count: int) -> NDArray[np.float32]:
            return add_vectors[np.random.default_rng(0).permutation(len(add_vectors))[:count]]

        self.fill(
            VectorBlocks(add_ids, sample, [Vectors(add_ids, add_vectors)]), remove_ids, generation
        )

    def fill(self, vectors: VectorBlocks, remove_ids: NDArray[np.int64], generation: int) -> int:
        """Remove and add passages as :meth:`update` does, and write the file anew.

        Returns:
            How many of the passages to add had a vector.

        Raises:
            OSError: The file cannot be written; the old one is as before.
        """
        self._make_changeable(len(vectors.ids), vectors.sample)
        self._change(self._recent.removed, [self._recent.added])
        replaced = np.intersect1d(vectors.ids, self._ids)
        count = self._change(np.union1d(remove_ids, replaced), vectors.blocks)
        with atomic_target(self._prepared()) as temporary:
            self._write(temporary, generation)
        self._written, self._recent = generation, Recent.none(self.dimension)
        self._drop_changes(generation)
        return count

    @property
    def wants_merging(self) -> bool:
        """Whether so much was changed that the file should be written anew."""
        return self._recent.size > changes.MOST

    def merge(self, alone: Callable[[], AbstractContextManager[object]]) -> None:
        """Write the file anew with the changes that stand beside it.

        What takes long is done while others search and write; ``alone`` keeps other writers out
        for the moment in which the new file takes its place. This object goes on with the old one.

        Raises:
            OSError: It cannot be written; all is as before.
        """
        fresh = SemanticIndex.open(self._path.parent, self.fingerprint, self.dimension)
        before, merged = fresh._written, fresh._recent
        if fresh._index is None or merged.generation < 0:
            return
        fresh._make_changeable(0, lambda _: merged.rows)
        fresh._change(merged.removed, [merged.added])
        with suppress(_OvertakenError), ExitStack() as held:
            with atomic_target(self._path) as temporary:
                fresh._write(temporary, merged.generation)
                sync(temporary)
                held.enter_context(alone())
                now = SemanticIndex.open(self._path.parent, self.fingerprint, self.dimension)
                if now._written != before or not temporary.exists():
                    raise _OvertakenError
                if now.generation != merged.generation:
                    left = now._recent.since(merged)
                    changes.write(changes.path_of(self._path, merged.generation), left)
            self._drop_changes(merged.generation)

    def _make_changeable(self, count: int, sample: Callable[[int], Rows]) -> None:
        """Have an index in memory: where there is none, one fit for ``count`` vectors."""
        if self._index is None:
            self._index, self._trained_on = training.fresh(self.dimension, count, sample)
        elif self._trained_on:
            import faiss

            self._index = faiss.read_index(str(self._path))  # mapped ones cannot be changed

    def _change(self, remove: NDArray[np.int64], blocks: Iterable[Vectors]) -> int:
        """Change what is in memory, and return how many were added."""
        import faiss

        if remove.size:
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(remove)))
        held = [np.setdiff1d(self._ids, remove)]
        for block in blocks:
            if block.ids.size:
                self._index.add_with_ids(np.ascontiguousarray(block.rows, np.float32), block.ids)
                held.append(block.ids)
        added = sum(map(len, held[1:]))
        self._ids = np.unique(np.concatenate(held)).astype(np.int64)
        return added

    def search(
        self, vectors: Rows, limit: int, allowed: Ids | None = None, excluded: Ids | None = None
    ) -> tuple[Rows, Ids]:
        """Return cosines and passage ids, both of shape (q, k), best first.

        What is found for a query does not depend on the others; the arguments are those of
        ``dense`` of :class:`~causalkb.search.search_index.SearchIndex`.
        """
        if allowed is not None and excluded is not None:
            allowed, excluded = without(allowed, excluded), None
        limit = min(limit, self.extent()[0])
        if self._index is None or not limit or (allowed is not None and not allowed.size):
            shape = (len(vectors), 0)
            return np.empty(shape, np.float32), np.empty(shape, np.int64)
        queries = np.ascontiguousarray(vectors, np.float32)
        found = self._search_file(queries, limit, allowed, excluded)
        if not self._recent.ids.size:
            return found
        added = self._recent.search(queries, limit, allowed, excluded)
        scores = np.concatenate([found[0], added[0]], axis=1)
        ids = np.concatenate([found[1], added[1]], axis=1)
        order = np.argsort(np.where(ids < 0, 2, -scores), axis=1, kind="stable")[:, :limit]
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(ids, order, axis=1)

    def _search_file(
        self, queries: Rows, limit: int, allowed: Ids | None, excluded: Ids | None
    ) -> tuple[Rows, Ids]:
        import faiss

        removed = self._recent.removed
        if allowed is not None:
            parameters = self._parameters(faiss, without(allowed, removed), None)
        else:
            gone = removed if excluded is None else np.union1d(removed, excluded)
            parameters = self._parameters(faiss, None, gone if gone.size else None)
        found = []
        for start in range(0, len(queries), _TOGETHER):
            some = queries[start : start + _TOGETHER]
            with threads_for(faiss, len(some)):
                found.append(self._index.search(some, limit, params=parameters))
        scores, ids = zip(*found, strict=True)
        return np.concatenate(scores), np.concatenate(ids)

    def _parameters(
        self, faiss: Any, allowed: NDArray[np.int64] | None, gone: NDArray[np.int64] | None
    ) -> Any:
        selector, left = None, len(self._ids)
        if allowed is not None:
            selector, left = selector_of(faiss, allowed), len(allowed)
        elif gone is not None:
            selector, left = faiss.IDSelectorNot(selector_of(faiss, gone)), left - len(gone)
        if not self._trained_on:
            return None if selector is None else faiss.SearchParameters(sel=selector)
        cells, probes = self._index.nlist, NPROBE
        if selector is not None:
            probes = max(probes, cells * _EXAMINED // max(1, left))
        probes = min(cells, probes)
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)

    def _load(self) -> None:
        for _ in range(_ATTEMPTS):
            before = sealed.place(self._path)
            self.clear()
            # FAISS raises RuntimeError, or MemoryError for a length that is nonsense. What is
            # missing or damaged is built from the store again.
            with suppress(*sealed.NOT_READABLE, RuntimeError, MemoryError):
                self._load_once()
            if sealed.place(self._path) == before:
                return

    def _load_once(self) -> None:
        header, ids = self._read_checked()
        if (header["fingerprint"], header["dimension"]) != (self.fingerprint, self.dimension):
            return
        import faiss

        flags = faiss.IO_FLAG_MMAP if header["trained_on"] else 0
        index = faiss.read_index(str(self._path), flags)
        if index.ntotal != len(ids):
            raise ValueError("damaged")
        written = int(header["generation"])
        recent = changes.read(changes.path_of(self._path, written), self.dimension)
        self._index, self._ids, self._recent = index, ids, recent
        self._trained_on, self._written = int(header["trained_on"]), written

    def _read_checked(self) -> tuple[dict[str, Any], NDArray[np.int64]]:
        """Check the file, of many bytes of FAISS only their structure; return header and ids."""
        with self._path.open("rb") as file:
            header, body = sealed.read_header(file, _MAGIC)
            start, end = header["bytes"], header["bytes"] + 8 * header["count"]
            if end != body:
                raise ValueError("truncated")
            file.seek(start)
            written = file.read(8 * header["count"])
        if zlib.crc32(written) != header["ids"]:
            raise ValueError("damaged")
        ids = np.frombuffer(written, "<i8").astype(np.int64)
        all_of_it = end <= _QUICK
        checksum = sealed.checksum(self._path, end if all_of_it else header["structure"])
        if checksum != header["whole" if all_of_it else "crc"]:
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

    def _prepared(self) -> Path:
        """Make room for the file, and delete what crashed writers left."""
        if self._path.is_dir():
            shutil.rmtree(self._path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for left_by_a_crash in self._path.parent.glob(f".{self._path.stem}*{PART}"):
            left_by_a_crash.unlink(missing_ok=True)
        return self._path

    def _write(self, target: Path, generation: int) -> None:
        import faiss

        try:
            faiss.write_index(self._index, str(target))
        except RuntimeError as error:  # what FAISS makes of a full disk, with words of the system
            number = next((n for n in NO_ROOM if os.strerror(n) in str(error)), errno.EIO)
            raise OSError(number, os.strerror(number), str(self._path)) from error
        size = target.stat().st_size
        structure = self._structure(size)
        ids = self._ids.astype("<i8").tobytes()
        with target.open("ab") as file:
            file.write(ids)
        header = {
            "generation": generation,
            "fingerprint": self.fingerprint,
            "dimension": self.dimension,
            "count": len(self._ids),
            "bytes": size,
            "structure": structure,
            "ids": zlib.crc32(ids),
            "crc": sealed.checksum(target, structure),
            "whole": sealed.checksum(target, size + 8 * len(self._ids)),
            "trained_on": self._trained_on,
        }
        sealed.close(target, header, _MAGIC)

    def _drop_changes(self, generation: int) -> None:
        """Delete the changes to files that were replaced."""
        current = changes.path_of(self._path, generation)
        for path in changes.all_beside(self._path):
            if path != current:
                path.unlink(missing_ok=True)
