"""A query as sequences of tokens, by which the index searches and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from causalkb.search.keyword.analysis import STOP_WORDS, is_cjk, plain_tokens, stem, stem_spans
from causalkb.search.query.query import Query

Pattern = tuple[str, ...]
"""Plain tokens that must follow each other; a single word is a pattern of one."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """A query as patterns.

    Attributes:
        optional: Each one that matches adds to the score, as often as it stands here.
        required: Each one must match.
        excluded: None may match.
        names: Single tokens that were written with a capital, so perhaps names.
    """

    optional: tuple[Pattern, ...]
    required: tuple[Pattern, ...]
    excluded: tuple[Pattern, ...]
    names: frozenset[str]


@lru_cache(maxsize=256)
def patterns(query: Query) -> Patterns:
    """Turn a query into patterns. Stop words are dropped unless nothing else is asked for."""
    required = _sequences(query.phrases)
    optional = [pattern for term in query.terms for pattern in _of_term(term)]
    telling = [pattern for pattern in optional if len(pattern) > 1 or pattern[0] not in STOP_WORDS]
    names = {
        token for term in query.terms if term[:1].isupper() for token in plain_tokens(term)
    } - STOP_WORDS
    return Patterns(
        optional=tuple(telling if telling or required else optional),
        required=required,
        excluded=_sequences(query.excluded),
        names=frozenset(names),
    )


def _sequences(texts: Iterable[str]) -> tuple[Pattern, ...]:
    sequences = (tuple(plain_tokens(text)) for text in texts)
    return tuple(dict.fromkeys(sequence for sequence in sequences if sequence))


def _of_term(term: str) -> list[Pattern]:
    tokens = plain_tokens(term)
    found: list[Pattern] = []
    if len(tokens) > 1 and not any(map(is_cjk, tokens)):
        # "out-of-distribution": the whole ranks highest, its parts are found as well.
        found.append(tuple(tokens))
    for index, token in enumerate(tokens):
        if not is_cjk(token):
            found.append((token,))
        elif index + 1 < len(tokens) and is_cjk(tokens[index + 1]):
            # Pairs of characters stand in for words (the usual treatment of CJK, as in Lucene).
            found.append((token, tokens[index + 1]))
        elif index == 0 or not is_cjk(tokens[index - 1]):
            found.append((token,))
    return found


def matched_spans(query: Query, text: str) -> list[tuple[int, int]]:
    """The ``(start, end)`` character spans of ``text`` that the words and phrases of a query match.

    Words match by stem, as in the index. The spans are sorted and do not overlap. The time is
    linear in the length of the text.

    >>> from causalkb.search.query.query import parse_query
    >>> matched_spans(parse_query("intervening"), "Rats intervene.")
    [(5, 14)]
    """
    by_first = _stems_by_first(query)
    if not by_first:
        return []
    stems, starts, ends = stem_spans(text)
    spans: list[tuple[int, int]] = []
    for index in [n for n, first in enumerate(stems) if first in by_first]:
        for sequence in by_first[stems[index]]:
            stop = index + len(sequence)
            if len(sequence) == 1 or stems[index:stop] == sequence:
                _append(spans, starts[index], ends[stop - 1])
    return spans


@lru_cache(maxsize=256)
def _stems_by_first(query: Query) -> dict[str, list[list[str]]]:
    """The stems of the patterns that are marked, by the first of them."""
    wanted = patterns(query)
    by_first: dict[str, list[list[str]]] = {}
    for pattern in wanted.optional + wanted.required:
        stems = [stem(token) for token in pattern]
        by_first.setdefault(stems[0], []).append(stems)
    return by_first


def _append(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span that starts no earlier than the last one, merging the two if they overlap."""
    if spans and start < spans[-1][1]:
        spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
    else:
        spans.append((start, end))
