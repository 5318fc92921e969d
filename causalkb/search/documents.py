"""What the parts of an index take in of passages, read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.id_sets import chunks
from causalkb.search.search_index import KeywordDocument, Part, Vectors, Words
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.vectors.mapping import VectorMap

_TOGETHER = 1_000
_READ = 20_000
"""Vectors read at a time: 30 MiB."""


def read_passages(
    store: Store, part: Part, ids: NDArray[np.int64], mapping: VectorMap | None
) -> Vectors | Words:
    """Return passages (n,) for a part; vectors as far as there are any, mapped."""
    if part is Part.WORDS:
        return Words(documents(store, ids))
    fingerprint, dimension = store.database.meta("fingerprint"), store.database.number("dimension")
    # Filled as they are read: a million take 1.8 GiB, and joining them would take that again.
    held, rows = np.empty(len(ids), np.int64), np.empty((len(ids), dimension), np.float32)
    end = 0
    for chunk in chunks(ids, _READ):
        found = store.passages.vectors(fingerprint, chunk, dimension)
        start, end = end, end + len(found[0])
        held[start:end] = found[0]
        rows[start:end] = found[1] if mapping is None else mapping.apply(found[1])
    return Vectors(held[:end], rows[:end])


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
