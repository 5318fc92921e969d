"""Passages ranked by words: BM25 in each field by Milvus, put together here, with phrases."""

from __future__ import annotations

import numpy as np

from causalkb.search.milvus import words
from causalkb.search.milvus.collections import Held
from causalkb.search.milvus.phrases import Statistics, score
from causalkb.search.milvus.queries import Among, Asked, Queries
from causalkb.search.milvus.vocabulary import Vocabulary
from causalkb.search.query.patterns import Patterns
from causalkb.search.search_index import Part

_IDS = 5_000
"""Passages scored in one call."""


class Ranking:
    """Ranks the passages of one knowledge base by words."""

    def __init__(self, queries: Queries, vocabulary: Vocabulary, held: Held) -> None:
        """Take what asks Milvus, and what the words hold."""
        self._queries = queries
        self._vocabulary = vocabulary
        self._held = held

    def best(self, wanted: Patterns, limit: int, among: Among) -> list[tuple[int, float]]:
        """Return ids and scores of the passages that match best.

        Args:
            wanted: The words and phrases.
            limit: The most results.
            among: Which passages there are to choose from, under phrases and exclusions.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        fields = words.asked(wanted)
        if not fields:
            return []
        scores = {
            field: dict(self._ranked(field, text, limit, among))
            for field, (text, _) in fields.items()
        }
        self._complete(scores, {field: text for field, (text, _) in fields.items()})
        total = {
            id: sum(fields[field][1] * found.get(id, 0.0) for field, found in scores.items())
            for id in set().union(*scores.values())
        }
        total = self._with_phrases(total, wanted)
        return sorted(total.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _ranked(self, field: str, text: str, limit: int, among: Among) -> list[tuple[int, float]]:
        asked = Asked(Part.WORDS, words.sparse(field), text, limit)
        return self._queries.best(asked, among, self._held)

    def _complete(self, scores: dict[str, dict[int, float]], texts: dict[str, str]) -> None:
        """Score in every field what only some fields have among their best."""
        everything = set().union(*scores.values())
        for field, found in scores.items():
            lacking = np.array(sorted(everything - found.keys()), np.int64)
            for start in range(0, len(lacking), _IDS):
                some = lacking[start : start + _IDS]
                found.update(self._ranked(field, texts[field], len(some), Among(some)))

    def _with_phrases(self, found: dict[int, float], wanted: Patterns) -> dict[int, float]:
        """Add the scores of phrases; where only phrases are asked for, nothing else counts."""
        every = (*wanted.required, *wanted.optional)
        phrases = [pattern for pattern in every if len(pattern) > 1]
        if not phrases or not found:
            return found
        stems = {stem for phrase in phrases for stem in words.tokens_for("", phrase)}
        added = max(1, self._held.added)
        statistics = Statistics(
            self._held.count,
            {field: tokens / added for field, tokens in self._held.lengths.items()},
            self._vocabulary.having(sorted(stems)),
        )
        extra = {
            row["id"]: score(row, phrases, wanted.names, statistics)
            for row in self._queries.rows_with(phrases, np.array(sorted(found), np.int64))
        }
        if len(phrases) == len(every):
            return {id: points for id, points in extra.items() if points}
        return {id: points + extra.get(id, 0.0) for id, points in found.items()}
