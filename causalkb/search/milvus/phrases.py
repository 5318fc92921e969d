"""Scores of phrases, which the BM25 of Milvus does not give.

"out-of-distribution" and quotes are phrases: the index on this machine scores them as Lucene does,
by the frequency of the phrase and the rarity of its words together. Here that is done for the
passages that were found, from their tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from causalkb.search.milvus.collections import BM25_B, BM25_K1
from causalkb.search.milvus.words import FIELDS, PEOPLE, tokens_for
from causalkb.search.query.clauses import NAME_BOOST, PEOPLE_BOOST, STEMMED_FIELDS
from causalkb.search.query.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 asks of a collection.

    Attributes:
        passages: How many there are.
        lengths: The mean number of tokens of each field.
        having: How many passages have a stem, about.
    """

    passages: int
    lengths: Mapping[str, float]
    having: Mapping[str, int]


def score(
    row: Mapping[str, object],
    wanted: Sequence[Pattern],
    names: frozenset[str],
    statistics: Statistics,
) -> float:
    """Return the BM25 score of phrases in a passage, each field with its weight.

    Args:
        row: The passage's tokens, by field.
        wanted: Phrases of two tokens or more; one that stands twice counts twice.
        names: Tokens that may be names.
        statistics: Of the collection.
    """
    total = 0.0
    for field in FIELDS:
        text = str(row[field])
        length = text.count(" ") + 1
        mean = statistics.lengths.get(field) or 1.0
        for pattern in wanted:
            tokens = tokens_for(field, pattern)
            times = _occurrences(f" {text} ", f" {' '.join(tokens)} ")
            if times:
                people = NAME_BOOST if names.issuperset(pattern) else PEOPLE_BOOST
                weight = people if field == PEOPLE else STEMMED_FIELDS[field]
                rarity = sum(_rarity(statistics, stem) for stem in tokens_for("", pattern))
                damped = times + BM25_K1 * (1 - BM25_B + BM25_B * length / mean)
                total += weight * rarity * times * (BM25_K1 + 1) / damped
    return total


def _occurrences(text: str, phrase: str) -> int:
    """Count a phrase between blanks; the blank at its end may begin the next one."""
    count, place = 0, text.find(phrase)
    while place >= 0:
        count, place = count + 1, text.find(phrase, place + len(phrase) - 1)
    return count


def _rarity(statistics: Statistics, stem: str) -> float:
    having = min(statistics.having.get(stem, 0), statistics.passages)
    return log(1 + (statistics.passages - having + 0.5) / (having + 0.5))
