"""Citation keys: tidied, made where missing, and kept unique."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from string import ascii_lowercase

from causalkb.lazy import compiled_on_use
from causalkb.records import Work
from causalkb.text import clean_line, fold

MAX_KEY = 200
_UNFIT = compiled_on_use(r"[\s,{}\"'\\()=%~]+")
_WORD = compiled_on_use(r"[^\W_]+")
_SMALL = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how"}
    | {"in", "into", "is", "it", "not", "of", "on", "or", "the", "to", "what", "when", "which"}
    | {"why", "with", "without"}
)


def tidy(key: str) -> str:
    """Return a key without the characters that bibliography programs do not accept.

    >>> tidy("Smith, 2020")
    'Smith2020'
    """
    return _UNFIT.sub("", clean_line(key))[:MAX_KEY]


def make(work: Work) -> str:
    """Return a key such as ``blaisdell2006causal``: first author, year, first significant word.

    Where neither author nor year is known, as for a paper of which only the file is here, the
    first three words of the title.

    >>> make(Work("", title="The Book of Why", year=2018))
    'anon2018book'
    >>> make(Work("", title="The study of the rat"))
    'studyrat'
    """
    author = next((p.family for p in work.authors or work.editors if not p.is_others), "anon")
    family = "".join(_WORD.findall(fold(author))) or "anon"
    words = [w for w in _WORD.findall(fold(work.title)) if w not in _SMALL]
    if author == "anon" and work.year is None and words:
        return "".join(words[:3])[:MAX_KEY]
    return f"{family}{work.year or 'nd'}{words[0] if words else ''}"[:MAX_KEY]


def free(key: str, taken: Callable[[str], bool], tried: dict[str, int] | None = None) -> str:
    """Return ``key``, or with the first suffix a, b, ..., z, aa, ... under which it is free.

    ``tried`` remembers from one call to the next how many suffixes of a key are used up, so that
    many works with one key do not each try them all.
    """
    if not taken(key):
        return key
    tried = {} if tried is None else tried
    for number in count(tried.get(key, 0) + 1):
        candidate = key + _letters(number)
        if not taken(candidate):
            tried[key] = number
            return candidate
    raise AssertionError("unreachable: the loop only ends by returning")


def _letters(number: int) -> str:
    """Return the suffix of a number: 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = ascii_lowercase[letter] + letters
    return letters
