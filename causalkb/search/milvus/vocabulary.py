"""The words of all passages in a collection of their own, by which mistyped ones are put right.

Milvus tells no terms of its index. A word that no passage has any more stays until the index is
built anew: then it is searched as it is typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from causalkb.search.keyword.analysis import plain_tokens, stem
from causalkb.search.milvus.collections import Collections
from causalkb.search.milvus.connection import Connection
from causalkb.search.milvus.words import FIELDS, PEOPLE
from causalkb.search.query.query import Query
from causalkb.search.query.spelling import Speller
from causalkb.search.search_index import KeywordDocument

_AT_ONCE = 2_000
"""Words named in one call."""
_FULL_SPELLING = 50_000
"""Passages up to which the whole vocabulary is looked through for a typo."""


@dataclass(slots=True)
class Tally:
    """What passages are made of.

    Attributes:
        words: How many passages have a word: (word, whether of a person).
        lengths: Tokens in each field.
        passages: How many there were.
    """

    words: Counter[tuple[str, bool]] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)
    passages: int = 0

    def counting(self, documents: Iterable[KeywordDocument]) -> Iterator[KeywordDocument]:
        """Yield passages, and count them."""
        for document in documents:
            self.passages += 1
            for name in FIELDS:
                tokens = plain_tokens(getattr(document, name))
                self.lengths[name] += len(tokens)
                self.words.update((token, name == PEOPLE) for token in set(tokens))
            yield document


class Vocabulary:
    """Counts the passages that have each word."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._name = collections.vocabulary

    def add(self, found: Counter[tuple[str, bool]]) -> None:
        """Add words of passages that were put into the index.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        words = sorted({word for word, _ in found})
        for start in range(0, len(words), _AT_ONCE):
            some = words[start : start + _AT_ONCE]
            before = {row["word"]: row for row in self._rows(_one_of("word", some))}
            rows = []
            for word in some:
                old = before.get(word, {"texts": 0, "people": 0})
                row = {"word": word, "stem": stem(word), "unused": [0.0, 0.0]}
                row["texts"] = old["texts"] + found[word, False]
                row["people"] = old["people"] + found[word, True]
                rows.append(row)
            self._connection.on(self._name, "upsert", data=rows)

    def having(self, stems: Iterable[str]) -> dict[str, int]:
        """Return how many passages have words of some stems; one with two of them counts twice.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        counts: Counter[str] = Counter()
        for row in self._rows(_one_of("stem", stems)):
            counts[row["stem"]] += row["texts"]
        return counts

    def correct(self, query: Query, passages: int) -> tuple[Query, tuple[str, ...]]:
        """Return a query with known words for unknown ones, and a note on each.

        Args:
            query: The query.
            passages: How many there are.

        Raises:
            StoreError: Milvus cannot be reached.
        """
        texts = (*query.terms, *query.phrases)
        tokens = sorted({token for text in texts for token in plain_tokens(text)})
        if not tokens:
            return query, ()
        stems = sorted({stem(token) for token in tokens})
        asked = f"{_one_of('word', tokens)} or {_one_of('stem', stems)}"
        rows = {row["word"]: row for row in self._rows(asked)}
        of_texts = {row["stem"] for row in rows.values() if row["texts"]}

        def is_name(word: str) -> bool:
            return word in rows and bool(rows[word]["people"])

        def with_prefix(prefix: str) -> dict[str, int]:
            if not prefix and passages > _FULL_SPELLING:
                return {}
            for row in self._rows(f'word like "{prefix}%"'):
                rows[row["word"]] = row
            return {
                word: row["texts"] + row["people"]
                for word, row in rows.items()
                if word.startswith(prefix)
            }

        def known(token: str) -> bool:
            return is_name(token) or stem(token) in of_texts

        return Speller(known, is_name, with_prefix).correct(query)

    def _rows(self, condition: str) -> Iterator[dict[str, Any]]:
        fields = ["word", "stem", "texts", "people"]
        for page in self._connection.pages(self._name, condition, fields):
            yield from page


def _one_of(name: str, values: Iterable[str]) -> str:
    # Tokens are letters and digits only: nothing in them could end a string.
    quoted = ", ".join(f'"{value}"' for value in values)
    return f"{name} in [{quoted}]"
