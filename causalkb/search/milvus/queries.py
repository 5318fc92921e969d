"""What Milvus is asked: the best of some passages, and all that meet a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Among:
    """Passages to choose from: the allowed ones (``None``: all) but for those excluded."""

    allowed: NDArray[np.int64] | None
    excluded: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def empty(self) -> bool:
        """Whether there are none."""
        return self.allowed is not None and not np.setdiff1d(self.allowed, self.excluded).size

    @property
    def condition(self) -> str:
        """The condition, "" for none."""
        if self.allowed is not None:
            return one_of(np.setdiff1d(self.allowed, self.excluded))
        return f"not ({one_of(self.excluded)})" if self.excluded.size else ""

    def has(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of some passages is among them, shape (n,)."""
        chosen = np.ones(len(ids), bool) if self.allowed is None else np.isin(ids, self.allowed)
        return chosen & ~np.isin(ids, self.excluded)


class Queries:
    """Asks for the passages of one knowledge base."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._collections = collections

    def best(self, asked: Asked, among: Among, held: Held | None) -> list[tuple[int, float]]:
        """Return the best of some passages, best first: ids, and cosines or BM25 scores.

        Args:
            asked: The ranking.
            among: Which passages there are to choose from.
            held: What the part holds.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        if held is None or among.empty:
            return []
        allowed, limit = among.allowed, asked.limit
        named, left = among.excluded.size, max(1, held.count - among.excluded.size)
        if allowed is not None:
            named = left = allowed.size
        if named > _NAMED:
            deep = min(MOST, 2 * limit * (1 + held.count // left))
            found = self._best(asked, deep, "", held)
            member = among.has(np.array([id for id, _ in found], np.int64))
            if int(member.sum()) >= limit or len(found) < deep:
                return [hit for hit, is_in in zip(found, member, strict=True) if is_in][:limit]
        return self._best(asked, limit, among.condition, held)

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
        phrases = not self._connection.is_lite
        condition = words.anywhere(pattern, phrases=phrases)
        if phrases or len(pattern) == 1:
            return self.matching(Part.WORDS, condition)
        having = sorted(row["id"] for row in self._rows(condition) if words.has(row, pattern))
        return np.array(having, np.int64)

    def rows_with(
        self, phrases: Iterable[Pattern], ids: NDArray[np.int64]
    ) -> Iterator[dict[str, Any]]:
        """Yield the tokens of those of some passages that may have one of some phrases.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        exact = not self._connection.is_lite
        any_of = " or ".join(
            words.anywhere(phrase, phrases=exact) for phrase in dict.fromkeys(phrases)
        )
        yield from self._rows(f"{one_of(ids)} and ({any_of})")

    def _rows(self, condition: str) -> Iterator[dict[str, Any]]:
        name = self._collections.name(Part.WORDS)
        for page in self._connection.pages(name, condition, ["id", *words.FIELDS]):
            yield from page

    def matching(self, part: Part, condition: str) -> NDArray[np.int64]:
        """Return the ids of the passages that meet a condition ("": all), ascending.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        pages = self._connection.pages(self._collections.name(part), condition, ["id"])
        return np.sort(np.array([row["id"] for page in pages for row in page], np.int64))


def one_of(ids: NDArray[np.int64]) -> str:
    """Return the condition that a passage is one of some."""
    return f"id in [{', '.join(map(str, ids.tolist()))}]"
