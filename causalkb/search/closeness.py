"""How close a hit is to its query, on a scale that is the same for every query.

Cosine and the share of the query's words that the hit holds are both absolute, unlike the fused
score, which compares the hits of one query with each other. Figures: ``benchmarks/README.md``.
"""

from __future__ import annotations

from functools import lru_cache

from causalkb.records import Hit
from causalkb.search.keyword.analysis import plain_tokens, stem, stems
from causalkb.search.query.patterns import patterns
from causalkb.search.query.query import Query

LINE = 0.47
"""Closeness below which a hit counts as not close."""
_WORDS = 0.25
"""Share of the words in the closeness; the rest is the cosine's."""


def closeness(query: Query, hit: Hit) -> float:
    """Return how close a hit is, in [0, 1]; a work that the query names has 1.

    Without a cosine (keyword search) it is the share of the query's words alone.
    """
    if "known" in hit.ranks:
        return 1.0
    coverage = _coverage(query, hit)
    cosine = hit.scores.get("semantic")
    if cosine is None:
        return coverage
    return min(1.0, max(0.0, (1 - _WORDS) * min(1.0, cosine / 0.8) + _WORDS * coverage))


def _coverage(query: Query, hit: Hit) -> float:
    """Return the share of the query's words that passage, title, people or labels have."""
    wanted = {token for pattern in _asked(query) for token in pattern}
    if not wanted:
        return 0.0
    work = hit.work
    people = [person.name for person in (*work.authors, *work.editors)]
    labels = [work.venue or "", work.key, *work.tags, *work.questions]
    text = " ".join((work.title, hit.passage.text, *people, *labels, str(work.year or "")))
    held = _held(text)
    return sum(token in held or stem(token) in held for token in wanted) / len(wanted)


@lru_cache(maxsize=256)
def _held(text: str) -> frozenset[str]:
    """The plain tokens of a text, and their stems; queries of one block share many texts."""
    return frozenset(plain_tokens(text)).union(stems(text))


def _asked(query: Query) -> tuple[tuple[str, ...], ...]:
    wanted = patterns(query)
    return wanted.optional + wanted.required
