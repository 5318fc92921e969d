"""Words of a text that have an opposite, with the side that they take there.

``opposites.txt`` lists words and phrases by axis: "rose" is at one end of ``amount``, "fell" at the
other. A denial before a word turns it round, and so does a place after "than" or "rather than",
where a text names what something is not, or is less than.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from causalkb.search.keyword.analysis import stem
from causalkb.wording.tokens import words as listed

Axes = tuple[tuple[str, int], ...]
"""Axes of a word with its end of each, 1 or -1."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[.,;:()]")
_DENIAL = re.compile(
    r"^(?:not|no|never|cannot|nothing|none|nobody|hardly|scarcely|barely|neither|nor|rarely|seldom"
    r"|\w+n't|without|unable|nowhere|unlikely|little)$"
)
_NEITHER = frozenset(listed("neither nor"))
_FREE = "-free"
"""Ending of a word that denies what stands before it: "label-free"."""
_FAIL = frozenset(listed("fail fails failed failing"))
_CONTRAST = frozenset(listed("but while whereas although though unlike yet"))
_AFTER_COMMA = frozenset(listed("and so which who because with if when not"))
_SECOND = (("rather", "than"), ("instead", "of"), ("and", "not"), ("but", "not"))
_DEGREES = frozenset(listed("share certainty"))
"""Axes of words that only say how much: a denial before them is of the next word, too."""
_BASE = {"hidden": "hide", "hid": "hide", "broken": "break", "broke": "break", "fell": "fall"}
_REACH = 4
"""Words that say something between a denial and the last word that it may be of."""
_IDLE = frozenset(
    listed("""
    a an and any are as at be been being before after about among between by can could did do does
    done during each for from had has have having he her here his how if in into is it its may might
    must of off on onto one ones or other others out over own same shall she should so some such
    than that the their them then there these they this those through to under up us was we were
    what when where which while who whom whose why will with would
    """)
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase of the table.

    Attributes:
        text: The word as it stands, in small letters.
        stem: Its stem.
        axes: The axes on which it takes a side, before denials.
        clause: Number of its clause.
        side: -1 after "than" or "rather than", else 1.
        denied: Whether a denial is of it.
    """

    text: str
    stem: str
    axes: Axes
    clause: int
    side: int
    denied: bool

    @property
    def turn(self) -> int:
        """1, or -1 where a denial or a place after "than" turns the word round."""
        return -self.side if self.denied else self.side


@dataclass(frozen=True, slots=True)
class Signals:
    """What was read of a text: its words that say something, and the clauses of its denials."""

    words: tuple[Word, ...]
    denied: tuple[int, ...]

    @property
    def denials(self) -> int:
        """How many denials it has."""
        return len(self.denied)

    def only(self, clause: int) -> Signals:
        """Return what was read of one clause."""
        words = tuple(word for word in self.words if word.clause == clause)
        return Signals(words, tuple(one for one in self.denied if one == clause))


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, Axes], Mapping[str, Axes], Mapping[tuple[str, ...], Axes]]:
    """Return the axes of words, of beginnings of words, and of phrases."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for line in (Path(__file__).parent / "opposites.txt").read_text("utf-8").splitlines():
        axis, _, poles = line.partition(" = ")
        if poles and not axis.startswith("#"):
            for end, pole in zip((1, -1), poles.split("|"), strict=True):
                for word in pole.split():
                    found[word].append((axis, end))
    whole = {word: tuple(axes) for word, axes in found.items() if "_" not in word}
    begin = {word[:-1]: axes for word, axes in whole.items() if word.endswith("*")}
    phrases = {tuple(word.split("_")): tuple(axes) for word, axes in found.items() if "_" in word}
    return whole, begin, phrases


@lru_cache(maxsize=20_000)
def axes_of(word: str) -> Axes:
    """Return the axes of a word, by itself or by its longest beginning in the table.

    >>> axes_of("fell"), axes_of("table")
    ((('amount', -1),), ())
    """
    whole, begin, _ = _table()
    if word in whole:
        return whole[word]
    return next((begin[word[:n]] for n in range(len(word), 2, -1) if word[:n] in begin), ())


@lru_cache(maxsize=5_000)
def read(text: str) -> Signals:
    """Return the words of a text with the sides that they take."""
    tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(text)]
    _, _, phrases = _table()
    longest = max(map(len, phrases))
    found: list[Word] = []
    denials: list[int] = []
    clause, side, denied, since, n = 0, 1, False, 0, 0
    while n < len(tokens):
        word, ahead = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else ""
        size = next((k for k in range(longest, 1, -1) if tuple(tokens[n : n + k]) in phrases), 0)
        if word in ",.;:()" or word in _CONTRAST:
            if word != "," or ahead in _CONTRAST or ahead in _AFTER_COMMA:
                clause += 1
            side, denied = 1, False
        elif word == "than" or (word, ahead) in _SECOND:
            n += word != "than"
            side, denied = -1, False
        elif size:
            phrase = tuple(tokens[n : n + size])
            found.append(
                Word(" ".join(phrase), "_".join(phrase), phrases[phrase], clause, side, denied)
            )
            n, denied = n + size - 1, False
        elif _DENIAL.match(word) or (word in _FAIL and ahead == "to"):
            denials.append(clause)
            denied, since = word in _NEITHER or not denied, 0
        elif word not in _IDLE:
            free = word.endswith(_FREE)
            base = _BASE.get(word, word.removesuffix(_FREE))
            axes = axes_of(base)
            found.append(Word(word, stem(base), axes, clause, side, denied or free))
            since += 1
            # "No significant rise" denies the rise as well.
            ends = any(axis not in _DEGREES for axis, _ in axes)
            denied = denied and not ends and since < _REACH
        n += 1
    return Signals(tuple(found), tuple(denials))


def sides(words: Iterable[Word], axis: str) -> Sequence[int]:
    """Return the ends of an axis that words take, denials taken into account."""
    return [end * word.turn for word in words for name, end in word.axes if name == axis]


def side(words: Iterable[Word], axis: str) -> int:
    """Return the end of an axis that words take; 0 where they take none or both."""
    found = set(sides(words, axis))
    return found.pop() if len(found) == 1 else 0
