"""Nearest known words for the words of a query that no passage has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from causalkb.search.keyword.analysis import STOP_WORDS, is_cjk, plain_tokens
from causalkb.search.query.query import Query

KnownWord = Callable[[str], bool]
WordsWithPrefix = Callable[[str], dict[str, int]]
"""From a prefix to the known plain tokens that start with it, and how many passages have each."""

_SHORTEST = 4  # shorter words have too many neighbours
_TWO_SLIPS = 8  # from this length on, two slips are forgiven


class Speller:
    """Finds the known word nearest to an unknown one.

    Args:
        known: Whether some passage has a plain token (or another form of its stem).
        is_name: Whether some passage has it among its people.
        with_prefix: The known words that start with a prefix.
    """

    def __init__(self, known: KnownWord, is_name: KnownWord, with_prefix: WordsWithPrefix) -> None:
        self._known = known
        self._is_name = is_name
        self._with_prefix = with_prefix

    def correct(self, query: Query) -> tuple[Query, tuple[str, ...]]:
        """Return the query with the nearest known words added, and a note on each.

        In phrases, which are required as they are, unknown words are replaced.
        """
        notes: list[str] = []
        terms: list[str] = []
        text = query.text
        for term in query.terms:
            terms.append(term)
            for token, known in self._corrections(term):
                terms.append(known)
                notes.append(f"no passage has {token!r}, also searched {known!r}")
                text = _after(term, known, text)
        phrases = tuple(self._phrase(phrase, notes) for phrase in query.phrases)
        for phrase, corrected in zip(query.phrases, phrases, strict=True):
            text = text.replace(phrase, corrected)
        if not notes:
            return query, ()
        changed = replace(query, text=text, terms=tuple(terms), phrases=phrases)
        return changed, tuple(notes)

    def _phrase(self, phrase: str, notes: list[str]) -> str:
        corrected = phrase
        for token, known in self._corrections(phrase):
            # Both are letters only, so neither needs escaping.
            corrected = re.sub(rf"(?i){token}", known, corrected)
            notes.append(f"no passage has {token!r}, searched {corrected!r} instead")
        return corrected

    def _corrections(self, text: str) -> list[tuple[str, str]]:
        pairs = []
        for token in dict.fromkeys(plain_tokens(text)):
            if _correctable(token) and not self._known(token):
                known = self._nearest(token, name=text[:1].isupper())
                if known is not None:
                    pairs.append((token, known))
        return pairs

    def _nearest(self, token: str, name: bool) -> str | None:
        # A slip in the first letter is rarer: the rest of the vocabulary is looked at last.
        for prefixes in ((token[0],), (token[1], "")):
            for prefix in prefixes:
                best = self._best(token, self._with_prefix(prefix), name)
                if best is not None:
                    return best
        return None

    def _best(self, token: str, candidates: dict[str, int], name: bool) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(token) >= _TWO_SLIPS else 1
        words = [word for word in candidates if abs(len(word) - len(token)) <= slips]
        near = process.extract(token, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        close = [match for match in near if _correctable(match[0])]
        if not close:
            return None
        # Dropped letters are more likely than added ones; then the more frequent word is meant.
        return min(
            close,
            key=lambda match: (
                match[1],
                name and not self._is_name(match[0]),
                len(match[0]) < len(token),
                -candidates[match[0]],
                match[0],
            ),
        )[0]


def _correctable(token: str) -> bool:
    return (
        len(token) >= _SHORTEST
        and token.isalpha()
        and token not in STOP_WORDS
        and not any(map(is_cjk, token))
    )


def _after(term: str, addition: str, text: str) -> str:
    """Return the text with a word inserted after the first occurrence of a term."""
    return text.replace(term, f"{term} {addition}", 1)
