"""What the parts of an index take in of passages, read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.id_sets import chunks
from causalkb.search.search_index import KeywordDocument, Part, VectorBlocks, Vectors, Words
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.vectors.mapping import VectorMap

_TOGETHER = 1_000
READ = 20_000
"""Vectors read at a time: 30 MiB."""


def read_passages(
    store: Store, part: Part, ids: NDArray[np.int64], mapping: VectorMap | None
) -> Vectors | Words:
    """Return passages (n,) for a part; vectors as far as there are any, mapped."""
    if part is Part.WORDS:
        return Words(documents(store, ids))
    # Filled as they are read: joining them would take as much memory again.
    held = np.empty(len(ids), np.int64)
    rows = np.empty((len(ids), store.database.number("dimension")), np.float32)
    end = 0
    for block in _blocks(store, ids, mapping):
        start, end = end, end + len(block.ids)
        held[start:end] = block.ids
        rows[start:end] = block.rows
    return Vectors(held[:end], rows[:end])


def vector_blocks(
    store: Store, ids: NDArray[np.int64], mapping: VectorMap | None, told: Callable[[int], None]
) -> VectorBlocks:
    """Return passages (n,) whose vectors are read when they are asked for, mapped.

    Args:
        store: The store.
        ids: The passages, ascending.
        mapping: Maps the vectors.
        told: Is told before each block how many passages have been looked at.
    """

    def sample(count: int) -> NDArray[np.float32]:
        chosen = np.random.default_rng(0).permutation(ids)[:count]
        # In order of id, the store is read in the order in which it lies on the disk.
        found = read_passages(store, Part.VECTORS, np.sort(chosen), mapping)
        assert isinstance(found, Vectors)
        return found.rows

    return VectorBlocks(ids, sample, _blocks(store, ids, mapping, told))


def _blocks(
    store: Store,
    ids: NDArray[np.int64],
    mapping: VectorMap | None,
    told: Callable[[int], None] = lambda _: None,
) -> Iterator[Vectors]:
    fingerprint, dimension = store.database.meta("fingerprint"), store.database.number("dimension")
    for n, chunk in enumerate(chunks(ids, READ)):
        told(n * READ)
        held, rows = store.passages.vectors(fingerprint, chunk, dimension)
        yield Vectors(held, rows if mapping is None else mapping.apply(rows))


def documents(store: Store, ids: NDArray[np.int64]) -> Iterator[KeywordDocument]:
    """Yield passages with what their works say of them, in the order of ids (n,).

    Those that another process has removed meanwhile, or whose work is gone, are left out.
    """
    for chunk in chunks(ids, _TOGETHER):
        rows = list(store.passages.documents(chunk))
        works = store.works.many(row[1] for row in rows)
        for passage_id, work_id, kind, text in rows:
            if (work := works.get(work_id)) is None:
                continue
            main = kind in (PassageKind.TITLE, PassageKind.ABSTRACT)
            people = [p.name for p in (*work.authors, *work.editors) if not p.is_others]
            labels = [work.venue or "", work.key, work.fields.get("keywords", "")]
            labels += [tag.replace("-", " ") for tag in (*work.tags, *work.questions)]
            yield KeywordDocument(
                id=passage_id,
                title=work.title,
                text=text if main else f"{work.title}. {text}",
                people=" ; ".join(people),
                labels=" ; ".join(labels),
            )
