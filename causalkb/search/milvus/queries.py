"""What Milvus is asked: the best of some passages, and all that meet a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from causalkb.search.milvus import words
from causalkb.search.milvus.collections import Collections, Held, search_parameters
from causalkb.search.milvus.connection import Connection
from causalkb.search.query.patterns import Pattern
from causalkb.search.search_index import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 16_384
"""Results that Milvus gives in one answer at most."""
_NAMED = 20_000
"""Allowed ids up to which they are named in the condition. Of more, results are taken until enough
are allowed, where one answer has enough."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A ranking: of which part and field, by a vector or by words, and how many are wanted."""

    part: Part
    field: str
    by: list[float] | str
    limit: int


class Queries:
    """Asks for the passages of one knowledge base."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._collections = collections

    def best(
        self, asked: Asked, allowed: NDArray[np.int64] | None, held: Held | None
    ) -> list[tuple[int, float]]:
        """Return the best of some passages, best first: ids, and cosines or BM25 scores.

        Args:
            asked: The ranking.
            allowed: Ids to choose from; ``None`` for all.
            held: What the part holds.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        if held is None:
            return []
        if allowed is None:
            return self._best(asked, asked.limit, "", held)
        if allowed.size > _NAMED:
            deep = min(MOST, 2 * asked.limit * (1 + held.count // allowed.size))
            found = self._best(asked, deep, "", held)
            member = np.isin(np.array([id for id, _ in found], np.int64), allowed)
            if int(member.sum()) >= asked.limit or len(found) < deep:
                kept = [hit for hit, is_in in zip(found, member, strict=True) if is_in]
                return kept[: asked.limit]
        return self._best(asked, asked.limit, among(allowed), held)

    def _best(self, asked: Asked, most: int, condition: str, held: Held) -> list[tuple[int, float]]:
        (hits,) = self._connection.on(
            self._collections.name(asked.part),
            "search",
            data=[asked.by],
            anns_field=asked.field,
            limit=most,
            filter=condition,
            search_params={"params": search_parameters(held.kind, most)},
        )
        # Milvus Lite gives BM25 scores with a minus.
        sign: Any = abs if asked.part is Part.WORDS else float
        return [(int(hit["id"]), sign(hit["distance"])) for hit in hits]

    def having(self, pattern: Pattern) -> NDArray[np.int64]:
        """Return the ids of the passages that have a word or phrase, ascending.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        phrases = not self._connection.address.is_file
        condition = words.anywhere(pattern, phrases=phrases)
        if phrases or len(pattern) == 1:
            return self.matching(Part.WORDS, condition)
        name = self._collections.name(Part.WORDS)
        pages = self._connection.pages(name, condition, ["id", *words.FIELDS])
        return np.array(
            sorted(row["id"] for page in pages for row in page if words.has(row, pattern)), np.int64
        )

    def matching(self, part: Part, condition: str) -> NDArray[np.int64]:
        """Return the ids of the passages that meet a condition ("": all), ascending.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        pages = self._connection.pages(self._collections.name(part), condition, ["id"])
        return np.sort(np.array([row["id"] for page in pages for row in page], np.int64))


def among(ids: NDArray[np.int64]) -> str:
    """Return the condition that a passage is one of some."""
    return f"id in [{', '.join(map(str, ids.tolist()))}]"
