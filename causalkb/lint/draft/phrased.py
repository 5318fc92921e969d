"""Which hypothesis a sentence puts in everyday words, by the ways of putting it that are recorded.

A statement is worded so that it can be tested; people say the same in words that it does not have
("Nobody learns causes from records alone."). Each hypothesis may therefore record ``phrasings``.
What counts is how near the sentence is to the nearest two ways of putting the hypothesis, the words
that say something and that both have, whether both deny, and the lead over other hypotheses.

A sentence that reports what happened, once or in numbers, is no general statement, however near.

Measured on the shipped corpus: of the 51 restatements in ``tests/data/lint/restated.tsv`` 48 are
found; of 30 more, in more colloquial words, 20; of 16 written last 3. Of 250 sound sentences none
is warned of for this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from causalkb.records import Hypothesis
from causalkb.vocabulary import Sign
from causalkb.wording.classes import DETERMINERS
from causalkb.wording.tokens import tokenize
from causalkb.wording.tokens import words as listed
from causalkb.wording.verb_forms import is_past, only_past

LEAST = 0.68
"""Least score at which a sentence puts a hypothesis in other words."""
LEAST_COMMON = 0.2
"""Least weighted share of common words, unless ..."""
NEAR = 0.75
"""... the cosine is as high as this."""
WORDS_WEIGH = 0.4
"""How much the weighted share of common words adds to a cosine."""
OTHER_AMOUNT = 0.12
"""What is taken off where one says that two things are alike and the other that they differ."""
OTHER_SIDE = 0.04
"""What is taken off where the sentence denies and the wording does not, or the other way."""
SECOND = 0.3
"""Weight of the second nearest wording of a hypothesis."""
AHEAD_WEIGHS = 0.2
AHEAD = 0.2
FEW = 1.5
"""Weight of words below which common words say less."""

_NUMBER = re.compile(
    r"(?<![\w-])\d|\bper ?cent\b"
    r"|\b(?:eleven|twelve|\w+teen|twenty|thirty|forty|fifty|seven|nine)\b"
)
_PERSON = re.compile(r"\b(?:I|my|me|he|she|his|him|her)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:is|are) (?:\w+ed|written|drawn|shown|told|given|kept) (?:in|with|at|on|for)\b"
)
"""What is done with a thing, as methods tell it: "diagrams are drawn with squares"."""
_ALIKE = re.compile(
    r"\bas (?:\w+ ){1,3}as\b|\b(?:just|every bit|at least) as\b"
    r"|\bno (?:better|worse|less|more) than\b|\bequal(?:ly|s)?\b|\bon a par\b"
    r"|\b(?:match(?:es)?|alike)\b",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"\b(?:more|less|fewer|better|worse|\w{3,}er)\b(?: [\w-]+){0,6} than\b"
    r"|\b(?:beats?|outperforms?|exceeds?)\b",
    re.IGNORECASE,
)
_NOT_BEFORE_PAST = frozenset(
    listed("""
    is are was were be been being has have had having get gets got getting by the a an as when if
    than how of in with from for to at on and or its their more most less only not
    """)
)
"""After these a word in -ed is a participle or an adjective."""
_OBJECT = frozenset(
    listed("""
    the a an its their his her our my your that this these those no any some more fewer less it them
    him us me as most all both each one two three in at
    """)
)
"""Before these a word in -ed after a noun is a verb in the past."""
_PRESENT = frozenset(
    listed("is are does do has have can cannot will would may might could must should s")
)


@dataclass(frozen=True, slots=True)
class Phrased:
    """A hypothesis that a sentence puts in other words.

    Attributes:
        wording: The recorded wording that it is nearest to.
        cosine: To that wording.
        common: Weighted share of words that it has in common with that wording.
        score: What decides.
    """

    hypothesis: Hypothesis
    wording: str
    cosine: float
    common: float
    score: float

    @property
    def meant(self) -> bool:
        """Whether the sentence puts it in other words, and is not only on the same subject."""
        near = self.common >= LEAST_COMMON or self.cosine >= NEAR
        return near and self.score >= LEAST


def is_general(sentence: str) -> bool:
    """Whether a sentence may be a general statement: it reports nothing past and counts nothing.

    >>> is_general("Rewards teach agents to cheat.")
    True
    >>> is_general("The agents cheated in 12 games.")
    False
    """
    if any(one.search(sentence) for one in (_NUMBER, _PERSON, _DONE)):
        return False
    words = [word.lower() for word in tokenize(sentence).words]
    for n, word in enumerate(words):
        noun = n > 0 and words[n - 1] in DETERMINERS  # "every bit"
        if word == "did" or (only_past(word) and not noun):
            return False
        if not (word.endswith("ed") and is_past(word)) or n == 0:
            continue
        before, after = words[n - 1], words[n + 1] if n + 1 < len(words) else ""
        if before in _NOT_BEFORE_PAST or before.endswith("ly") or after not in _OBJECT:
            continue
        # "Agents trained on games do better": a participle where a verb of the present follows.
        if _PRESENT.isdisjoint(words[n + 1 :]):
            return False
    return True


def phrased(
    sentence: str,
    wordings: Sequence[tuple[Hypothesis, str, float]],
    common: Callable[[str], float],
    other_side: Callable[[str], bool],
    rivals: Callable[[Hypothesis, Hypothesis], bool],
) -> list[Phrased]:
    """Return the hypotheses by how likely a sentence puts them in other words, likeliest first.

    Args:
        sentence: The sentence.
        wordings: Ways of putting hypotheses near the sentence, with their cosines.
        common: Wording → weighted share of words that it has in common with the sentence, 0 to 1.
        other_side: Wording → whether just one of it and the sentence denies.
        rivals: Whether two hypotheses exclude each other.
    """
    compares = _compares(sentence)
    found: dict[str, list[Phrased]] = {}
    for hypothesis, text, cosine in wordings:
        shared = common(text)
        score = cosine + WORDS_WEIGH * shared - OTHER_SIDE * other_side(text)
        if {compares, _compares(text)} == {Sign.NONE, Sign.POSITIVE}:
            score -= OTHER_AMOUNT
        found.setdefault(hypothesis.slug, []).append(
            Phrased(hypothesis, text, cosine, shared, score)
        )
    best = [_blended(one) for one in found.values()]
    return sorted(_ahead(best, rivals), key=lambda one: -one.score)


@lru_cache(maxsize=2_000)
def _compares(text: str) -> Sign | None:
    """Return whether a text says that two things are alike (0) or differ (+); else ``None``."""
    if _ALIKE.search(text):
        return Sign.NONE
    return Sign.POSITIVE if _DIFFER.search(text) else None


def _blended(ways: Iterable[Phrased]) -> Phrased:
    first, *rest = sorted(ways, key=lambda one: -one.score)
    second = rest[0].score if rest else first.score
    score = (1 - SECOND) * first.score + SECOND * second
    return replace(first, score=score)


def _ahead(
    best: Sequence[Phrased], rivals: Callable[[Hypothesis, Hypothesis], bool]
) -> Iterable[Phrased]:
    """Add to each score its lead over the best hypothesis that is no rival."""
    for one in best:
        others = [
            other.score
            for other in best
            if other.hypothesis.slug != one.hypothesis.slug
            and not rivals(other.hypothesis, one.hypothesis)
        ]
        lead = min(max(one.score - max(others, default=0.0), -AHEAD), AHEAD)
        yield replace(one, score=one.score + AHEAD_WEIGHS * lead)


def share(own: frozenset[str], text: frozenset[str], weights: Mapping[str, float]) -> float:
    """Return the weighted share of common words among those of two texts, from 0 to 1."""

    def weight(words: Iterable[str]) -> float:
        return sum(weights.get(word, 1.0) for word in words)

    whole = max(weight(own), FEW) + max(weight(text), FEW)
    return 2 * weight(own & text) / whole
