"""Words for Milvus: passages as tokens, and queries as texts and conditions over them.

The tokens are those of the index on this machine (:mod:`causalkb.search.keyword.analysis`), with
blanks between them, so that both engines find the same words. A pattern of several tokens is one
phrase; where Milvus has no condition for phrases (Milvus Lite), it finds the passages that have all
tokens, and the phrase is looked for in these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causalkb.search.keyword.analysis import plain_tokens, stem
from causalkb.search.query.clauses import NAME_BOOST, PEOPLE_BOOST, STEMMED_FIELDS
from causalkb.search.query.patterns import Pattern, Patterns
from causalkb.search.search_index import KeywordDocument

PEOPLE = "people"
FIELDS = (*STEMMED_FIELDS, PEOPLE)
"""The fields, named as in :class:`~causalkb.search.search_index.KeywordDocument`."""
_MOST_BYTES = 65_000


def sparse(field: str) -> str:
    """Return the name of the BM25 vector of a field."""
    return f"{field}_bm25"


def to_row(document: KeywordDocument) -> dict[str, object]:
    """Return a passage as the row of a collection."""
    return {"id": document.id} | {
        field: _joined(tokens_for(field, plain_tokens(getattr(document, field))))
        for field in FIELDS
    }


def tokens_for(field: str, tokens: Iterable[str]) -> list[str]:
    """Return plain tokens as a field holds them: names as they are, all else stemmed."""
    return list(tokens) if field == PEOPLE else [stem(token) for token in tokens]


def _joined(tokens: Sequence[str]) -> str:
    # A passage has some kilobytes; only labels could be longer, with thousands of keywords.
    text = " ".join(tokens)
    while len(text.encode()) > _MOST_BYTES:
        text = text[: len(text) // 2].rpartition(" ")[0]
    return text


def asked(wanted: Patterns) -> dict[str, tuple[str, float]]:
    """Return for each field the words to rank by, and the weight of the field.

    Phrases are scored apart (:mod:`causalkb.search.milvus.phrases`); where nothing else is asked
    for, their words find the passages.

    A word that stands twice counts twice: that is how words written with a capital, perhaps
    names, weigh more among the people.
    """
    every = (*wanted.required, *wanted.optional)
    tokens = [pattern[0] for pattern in every if len(pattern) == 1]
    tokens = tokens or [token for pattern in every for token in pattern]
    if not tokens:
        return {}
    words = " ".join(tokens_for("", tokens))
    found = {field: (words, weight) for field, weight in STEMMED_FIELDS.items()}
    unit = 0.5
    times = {True: round(NAME_BOOST / unit), False: round(PEOPLE_BOOST / unit)}
    names = [token for token in tokens for _ in range(times[token in wanted.names])]
    return {**found, PEOPLE: (" ".join(names), unit)}


def anywhere(pattern: Pattern, *, phrases: bool) -> str:
    """Return the condition that a pattern stands in any of the fields.

    Args:
        pattern: Its tokens.
        phrases: Whether Milvus has a condition for phrases; where not, all tokens have to be there.
    """
    return "(" + " or ".join(_condition(field, pattern, phrases) for field in FIELDS) + ")"


def _condition(field: str, pattern: Pattern, phrases: bool) -> str:
    # Tokens are letters and digits only: nothing in them could end a string.
    tokens = tokens_for(field, pattern)
    if phrases and len(tokens) > 1:
        return f'PHRASE_MATCH({field}, "{" ".join(tokens)}")'
    each = [f'text_match({field}, "{token}")' for token in dict.fromkeys(tokens)]
    return each[0] if len(each) == 1 else "(" + " and ".join(each) + ")"


def has(row: dict[str, object], pattern: Pattern) -> bool:
    """Whether a pattern stands in any of the fields of a row."""
    return any(f" {' '.join(tokens_for(field, pattern))} " in f" {row[field]} " for field in FIELDS)
