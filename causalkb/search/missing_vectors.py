"""Embeds the texts that have no vector yet; and the vectors from which a map is learnt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from causalkb.search.embedding.encoder import Encoder
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total)."""

_BATCH = 256
"""Texts embedded in one transaction: what an interruption costs at most."""
PAIRED = (PassageKind.TITLE, PassageKind.ABSTRACT, PassageKind.NOTE, PassageKind.CLAIM)
"""Passages from which a map is learnt: what stands for its work as a whole."""
MOST_LEARNT = 60_000
"""Passages from which a map is learnt, at most: 90 MiB."""


def embed_missing(store: Store, encoder: Encoder, after: int, progress: Progress | None) -> None:
    """Store the vectors of passages and questions that have none of this encoder yet.

    Args:
        store: The store.
        encoder: Makes the vectors.
        after: All passages up to this id have a vector.
        progress: Is told after each batch.
    """
    passages = store.passages
    ids = passages.missing(encoder.fingerprint, after=after)
    asked = list(dict.fromkeys(text for _, text in store.questions.texts()))
    have, _ = passages.vectors_of_texts(encoder.fingerprint, asked, encoder.dimension)
    held = set(have)
    asked = [text for n, text in enumerate(asked) if n not in held]
    total = len(ids) + len(asked)
    for start in range(0, total, _BATCH):
        # Read when they are embedded: the texts of a million passages take half a GiB.
        batch = passages.texts(ids[start : start + _BATCH])
        batch += asked[max(0, start - len(ids)) : max(0, start + _BATCH - len(ids))]
        if not batch:
            continue  # another process has removed them
        vectors = encoder.encode(batch)
        with store.database.atomic():
            passages.put_vectors(encoder.fingerprint, batch, vectors)
        if progress is not None:
            progress("Embedding passages", min(start + _BATCH, total), total)


def paired_vectors(
    store: Store, fingerprint: str, dimension: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the work of each passage that a map is learnt from, (n,), and the vectors, (n, d)."""
    owners = store.passages.owners(PAIRED, MOST_LEARNT)
    ids, rows = store.passages.vectors(fingerprint, owners, dimension)
    return np.array([owners[i] for i in ids.tolist()], np.int64), rows
