"""Is it the same journal or conference? Names in full, abbreviated, or as an acronym."""

from __future__ import annotations

from functools import lru_cache

from causalkb.lazy import compiled_on_use
from causalkb.text import fold

_WORD = compiled_on_use(r"[^\W\d_]+")
_SMALL = frozenset({"a", "an", "and", "at", "de", "der", "die", "et", "for", "fur", "in", "la"})
_SMALL |= {"le", "of", "on", "the", "und", "with", "zur"}
_OF_ANY = frozenset({"advances", "annual", "conference", "conf", "international", "intl", "int"})
_OF_ANY |= {"proceedings", "proc", "st", "nd", "rd", "th", "meeting", "symposium", "acm", "ieee"}
"""Words that proceedings of any conference have in their name; sometimes they are left out."""
_LONGEST = 12
"""Words of a name that are looked at: a longer one is a sentence, and the search must end."""


@lru_cache(maxsize=4096)
def same_venue(one: str, other: str) -> bool:
    """Whether two names of a journal, conference or publisher can mean the same one.

    >>> same_venue("Phys. Rev. Lett.", "Physical Review Letters")
    True
    >>> same_venue("NeurIPS", "Advances in Neural Information Processing Systems 33")
    True
    >>> same_venue("Science", "Nature")
    False
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return fold(one) == fold(other)
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    short, long = sorted((mine, theirs), key=lambda words: (len("".join(words)), words))
    letters = "".join(word for word in short if word not in _OF_ANY)[: 8 * _LONGEST]
    telling = tuple(word for word in long if word not in _OF_ANY)
    return bool(letters) and (
        _abbreviates("".join(short), long) or _abbreviates(letters, telling or long)
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in _WORD.findall(fold(name)) if w not in _SMALL)[:_LONGEST]


def _abbreviates(letters: str, words: tuple[str, ...]) -> bool:
    """Whether letters are taken from all the words in order, from each at least the first.

    >>> _abbreviates("icml", ("international", "conference", "machine", "learning"))
    True
    >>> _abbreviates("procnatlacadsci", ("proceedings", "national", "academy", "sciences"))
    True
    """
    # Ends of the part of ``letters`` that the words up to here can account for.
    ends = {0}
    for word in words:
        reached = set()
        for start in ends:
            if letters[start : start + 1] != word[0]:
                continue
            place = 0
            for end in range(start, len(letters)):
                found = word.find(letters[end], place)
                if found < 0:
                    break
                place = found + 1
                reached.add(end + 1)
        ends = reached
    return len(letters) in ends
