"""Which part of an argument a sentence is, and how likely it states what its work found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causalkb.candidates.cues import APPARATUS, CUES, FOUND, OTHERS, OWN, REVIEWS, SentenceCue
from causalkb.candidates.words import model, ngrams, tokens

_FROM_END = (1.3, -0.9, -1.8, -2.3, -2.7, -3.0)
"""Log-odds of a sentence by its distance from the end of the text."""
_FIRST_HALF = -0.7
_OWN_WORDS = -1.8
"""The lowest log-odds by place of a sentence that says in its own name what the work found."""
_REVIEW = -1.2
"""Log-odds of the sentences of a text that lays out the work of others and found nothing itself."""
_AFTER_THE_END = -4.0
_RESULT = 0.37
"""Probability from which a sentence is taken for a result (chosen on CSAbstruct)."""


class Role(StrEnum):
    """Which part of an argument a sentence is."""

    RESULT = "result"
    METHOD = "method"
    OBJECTIVE = "objective"
    BACKGROUND = "background"
    OTHERS = "others"
    """What others found."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's role, its score as a claim of the work in [0, 1], and the cues that decided."""

    role: Role
    score: float
    cues: tuple[str, ...]


def cues_in(sentence: str) -> list[SentenceCue]:
    """Return the cues that a sentence holds."""
    return [cue for cue in CUES if cue.pattern.search(sentence)]


def role_features(
    sentences: Sequence[str], n: int, found: Sequence[Sequence[SentenceCue]]
) -> dict[str, float]:
    """Return the features of a sentence among those of its text: words, place, neighbours.

    ``found`` holds the cues of each sentence.
    """
    features: dict[str, float] = dict.fromkeys(ngrams(["^", *tokens(sentences[n])], 3), 1.0)
    count = len(sentences)
    features[f"end-{min(count - 1 - n, 6)}"] = 1.0
    features[f"begin-{min(n, 4)}"] = 1.0
    features[f"part-{5 * n // count}"] = 1.0
    features |= {f"cue:{cue.name}": 1.0 for cue in found[n]}
    for other, name in ((n - 1, "before:"), (n + 1, "after:")):
        if 0 <= other < count:
            beginning = ["^", *tokens(sentences[other])[:5]]
            features |= {name + gram: 0.5 for gram in ngrams(beginning, 2)}
            features |= {f"{name}cue:{cue.name}": 0.7 for cue in found[other]}
    return features


def judge(sentences: Sequence[str]) -> list[Judged]:
    """Judge the sentences of an abstract, or of another short text that ends with its result."""
    found = [cues_in(sentence) for sentence in sentences]
    last = max((n for n, cues in enumerate(found) if APPARATUS not in cues), default=-1)
    own = any(cue.name in FOUND for cues in found for cue in cues)
    lean = _REVIEW if not own and any(map(REVIEWS.search, sentences)) else 0.0
    return [_judged(sentences, n, found, last, lean) for n in range(len(sentences))]


def _judged(
    sentences: Sequence[str],
    n: int,
    found: Sequence[Sequence[SentenceCue]],
    last: int,
    lean: float,
) -> Judged:
    odds = lean + _by_place(n, last, found[n]) + sum(cue.weight for cue in found[n])
    at = last - n
    names = [f"{at} before the end" if at > 0 else "last sentence"] if at >= 0 else []
    names += said(sentences[n], found[n])
    role = _role(found[n], role_features(sentences, n, found))
    return Judged(role, 1 / (1 + math.exp(-odds)), tuple(dict.fromkeys(names)))


def _by_place(n: int, last: int, found: Sequence[SentenceCue]) -> float:
    """Log-odds of a sentence by its place; ``last`` is the last before remarks on funding."""
    if n > last:
        return _AFTER_THE_END
    odds = _FROM_END[min(last - n, len(_FROM_END) - 1)] + (_FIRST_HALF if 2 * n < last else 0.0)
    return max(odds, _OWN_WORDS) if any(cue.name in OWN for cue in found) else odds


def said(sentence: str, found: Sequence[SentenceCue]) -> list[str]:
    """Return the words by which cues speak for a claim."""
    matches = [cue.pattern.search(sentence) for cue in found if cue.weight > 0]
    texts = [" ".join(match.group().split())[:60] for match in matches if match]
    return [text for text in texts if text]


def _role(found: Sequence[SentenceCue], features: Mapping[str, float]) -> Role:
    likely = model("roles").probabilities(features)
    if APPARATUS in found:
        return Role.OTHER
    if likely["result"] >= _RESULT:
        return Role.RESULT
    if OTHERS in found:
        return Role.OTHERS
    return Role(max((v, k) for k, v in likely.items() if k != "result")[1])
