"""Keywords in one field of text, apart by commas or semicolons."""

from __future__ import annotations

from collections.abc import Iterable

from causalkb.text import clean_line


def join_keywords(words: Iterable[str]) -> str:
    """Return keywords as one field, from which :func:`split_keywords` gets them back.

    A keyword that holds a semicolon is two.

    >>> join_keywords(["rats", "causes"]), join_keywords(["learning, causal", "rats"])
    ('rats, causes', 'learning, causal; rats')
    >>> join_keywords(["learning, causal"])
    'learning, causal;'
    """
    found = [part for word in words for part in _parts(word, ";")]
    if not any("," in word for word in found):
        return ", ".join(found)
    return "; ".join(found) if len(found) > 1 else f"{found[0]};"


def split_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords of a field, each once.

    >>> split_keywords("rats, causes"), split_keywords("learning, causal; rats")
    (('rats', 'causes'), ('learning, causal', 'rats'))
    """
    return tuple(dict.fromkeys(_parts(text, ";" if ";" in text else ",")))


def _parts(text: str, separator: str) -> list[str]:
    return [word for part in text.split(separator) if (word := clean_line(part))]
