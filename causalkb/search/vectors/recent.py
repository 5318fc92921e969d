"""What was added to and removed from a semantic index since its file was written.

A small file beside it, so that adding one work to a million does not rewrite a gigabyte. Its name
holds the generation of the file that it belongs to: a crash can never bring two together that do
not belong together.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causalkb.files import atomic_target
from causalkb.search.id_sets import among
from causalkb.search.search_index import Vectors
from causalkb.search.vectors import sealed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.search_index import Ids, Rows

MOST = 10_000
"""Changes from which they are merged: read at every start, in some twenty milliseconds."""
_LONGEST = 1 << 20
_MAGIC = b"CKBRECN2"
_ENDING = ".recent"


@dataclass(frozen=True)
class Recent:
    """Changes to a semantic index.

    Attributes:
        generation: The mark of the index with these changes, -1 where there are none.
        ids: Of the passages added, ascending, shape (n,).
        rows: Their unit vectors, shape (n, d).
        removed: Ids in the file that no longer count, ascending, shape (m,).
    """

    generation: int
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]
    removed: NDArray[np.int64]

    @classmethod
    def none(cls, dimension: int) -> Recent:
        """No changes."""
        nothing = np.empty(0, np.int64)
        # A damaged store may give any number.
        length = dimension if 0 < dimension < _LONGEST else 0
        return cls(-1, nothing, np.empty((0, length), np.float32), nothing)

    @property
    def size(self) -> int:
        """How many changes there are."""
        return len(self.ids) + len(self.removed)

    @property
    def added(self) -> Vectors:
        """The passages added."""
        return Vectors(self.ids, self.rows)

    def changed(
        self,
        generation: int,
        add_ids: NDArray[np.int64],
        add_rows: NDArray[np.float32],
        remove: NDArray[np.int64],
        held: NDArray[np.int64],
    ) -> Recent:
        """Return these changes with further ones.

        Args:
            generation: The mark of the index with them.
            add_ids: Ids of passages to add, each once, shape (n,); those held are replaced.
            add_rows: Their unit vectors, shape (n, d).
            remove: Ids of passages to remove.
            held: All ids in the file that these are changes to, ascending.
        """
        order = np.argsort(add_ids)
        stay = ~np.isin(self.ids, np.concatenate([remove, add_ids]))
        ids = np.concatenate([self.ids[stay], add_ids[order]])
        rows = np.concatenate([self.rows[stay], add_rows[order]])
        merged = np.argsort(ids, kind="stable")
        named = np.concatenate([remove, add_ids])
        gone = np.unique(named[among(named, held)])
        return Recent(generation, ids[merged], rows[merged], np.union1d(self.removed, gone))

    def since(self, earlier: Recent) -> Recent:
        """Return what has to be done to a file into which ``earlier`` changes were merged."""
        new = ~np.isin(self.ids, earlier.ids)
        gone = np.setdiff1d(earlier.ids, self.ids)
        removed = np.union1d(np.setdiff1d(self.removed, earlier.removed), gone)
        return replace(self, ids=self.ids[new], rows=self.rows[new], removed=removed)

    def search(
        self, queries: Rows, limit: int, allowed: Ids | None, excluded: Ids | None
    ) -> tuple[Rows, Ids]:
        """Return cosines and ids of the nearest passages added, exactly; shapes (q, k)."""
        chosen = np.ones(len(self.ids), bool) if allowed is None else np.isin(self.ids, allowed)
        if excluded is not None:
            chosen &= ~among(self.ids, excluded)
        ids, rows = self.ids[chosen], self.rows[chosen]
        # One by one: a product with several queries rounds otherwise.
        scores = np.stack([rows @ query for query in queries])
        order = np.argsort(-scores, axis=1, kind="stable")[:, :limit]
        return np.take_along_axis(scores, order, axis=1), ids[order]


def path_of(main: Path, generation: int) -> Path:
    """Return where the changes to a file of some generation stand."""
    return main.with_name(f"{main.stem}-{generation & (2**64 - 1):x}{_ENDING}")


def all_beside(main: Path) -> Iterator[Path]:
    """Yield all files of changes beside a file of an index."""
    return main.parent.glob(f"{main.stem}-*{_ENDING}")


def write(path: Path, recent: Recent) -> None:
    """Write changes atomically.

    Raises:
        OSError: They cannot be written; the file is as before.
    """
    body = b"".join(
        (
            np.ascontiguousarray(recent.ids, "<i8").tobytes(),
            np.ascontiguousarray(recent.rows, "<f4").tobytes(),
            np.ascontiguousarray(recent.removed, "<i8").tobytes(),
        )
    )
    header = {
        "generation": recent.generation,
        "added": len(recent.ids),
        "removed": len(recent.removed),
        "dimension": recent.rows.shape[1],
        "crc": zlib.crc32(body),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_target(path) as temporary:
        temporary.write_bytes(body)
        sealed.close(temporary, header, _MAGIC)


def read(path: Path, dimension: int) -> Recent:
    """Return the changes in a file; none where there is no file.

    Raises:
        ValueError, KeyError, TypeError, struct.error, OSError: It is damaged or cannot be read.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return Recent.none(dimension)
    with file:
        header, length = sealed.read_header(file, _MAGIC)
        file.seek(0)
        body = file.read(length)
    added, removed = int(header["added"]), int(header["removed"])
    rows = 4 * dimension * added
    whole = len(body) == 8 * added + rows + 8 * removed
    if not whole or header["dimension"] != dimension or zlib.crc32(body) != header["crc"]:
        raise ValueError("damaged")
    return Recent(
        int(header["generation"]),
        np.frombuffer(body, "<i8", added).astype(np.int64),
        np.frombuffer(body, "<f4", dimension * added, 8 * added).reshape(added, dimension),
        np.frombuffer(body, "<i8", removed, 8 * added + rows).astype(np.int64),
    )
