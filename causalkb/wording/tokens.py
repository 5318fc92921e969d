"""Text → tokens: words and punctuation with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every quantifier is bounded or over one class of characters: time is linear in the text.
TOKEN = re.compile(
    r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*(?:%|[^\W\d_]+)?|[^\w\s]|_",
)
HARD = frozenset(";:.?!")
"""Punctuation at which a cue ends."""


def listed(text: str) -> list[str]:
    """Return the words of a list written as text, in order."""
    return text.split()


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as text, as a set."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one sentence: ``words`` in lower case, ``spans`` as (start, end) characters."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters that the tokens ``start`` to ``end`` (exclusive) cover."""
        return self.spans[start][0], self.spans[end - 1][1]


def tokenize(text: str) -> Tokens:
    """Return the tokens of a text.

    >>> tokenize("Noise, it seems, hurts.").words
    ('noise', ',', 'it', 'seems', ',', 'hurts', '.')
    """
    words, spans = [], []
    for found in TOKEN.finditer(text):
        words.append(found.group().lower().replace("’", "'"))
        spans.append(found.span())
    return Tokens(tuple(words), tuple(spans))
