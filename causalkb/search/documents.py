"""What the words of an index take in of passages, read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causalkb.search.id_sets import chunks
from causalkb.search.search_index import KeywordDocument
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOGETHER = 1_000


def documents(store: Store, ids: NDArray[np.int64]) -> Iterator[KeywordDocument]:
    """Yield passages with what their works say of them, in the order of ids (n,)."""
    for chunk in chunks(ids, _TOGETHER):
        rows = list(store.passages.documents(chunk))
        works = store.works.many(row[1] for row in rows)
        for passage_id, work_id, kind, text in rows:
            work = works[work_id]
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
