"""Which part of an argument a sentence is, and how likely it states what its work found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from causalkb.candidates.cues import APPARATUS, CUES, OTHERS
from causalkb.candidates.words import model, ngrams, tokens

_FROM_END = (1.5, -0.6, -1.5, -2.1, -2.6, -3.0)
"""Log-odds of a sentence by its distance from the end of the text."""
_FIRST_HALF = -1.0
_SURELY = 0.8
"""Score from which a sentence is not background, whatever its words resemble."""
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


def role_features(sentences: Sequence[str], n: int) -> dict[str, float]:
    """Return the features of a sentence among those of its text: words, place, neighbours."""
    found: dict[str, float] = dict.fromkeys(ngrams(["^", *tokens(sentences[n])], 3), 1.0)
    count = len(sentences)
    found[f"end-{min(count - 1 - n, 6)}"] = 1.0
    found[f"begin-{min(n, 4)}"] = 1.0
    found[f"part-{5 * n // count}"] = 1.0
    for other, name in ((n - 1, "before:"), (n + 1, "after:")):
        if 0 <= other < count:
            beginning = ["^", *tokens(sentences[other])[:5]]
            found |= {name + gram: 0.5 for gram in ngrams(beginning, 2)}
    for cue in CUES:
        if cue.pattern.search(sentences[n]):
            found[f"cue:{cue.name}"] = 1.0
    return found


def judge(sentences: Sequence[str]) -> list[Judged]:
    """Judge the sentences of an abstract, or of another short text that ends with its result."""
    last = max((n for n, s in enumerate(sentences) if not APPARATUS.pattern.search(s)), default=-1)
    return [_judged(sentences, n, last) for n in range(len(sentences))]


def _judged(sentences: Sequence[str], n: int, last: int) -> Judged:
    sentence = sentences[n]
    found = [cue for cue in CUES if cue.pattern.search(sentence)]
    odds = _FROM_END[min(max(last - n, 0), 5)] if n <= last else -4.0
    odds += _FIRST_HALF if 2 * n < last else 0.0
    odds += sum(cue.weight for cue in found)
    score = 1 / (1 + math.exp(-odds))
    at = last - n
    names = [f"{at} before the end" if at > 0 else "last sentence"] if n <= last else []
    names += [_said(cue.pattern.search(sentence)) for cue in found if cue.weight > 0]
    return Judged(_role(sentences, n, score), score, tuple(dict.fromkeys(names)))


def _said(found: object) -> str:
    text = found.group() if hasattr(found, "group") else ""
    return " ".join(str(text).split())[:60]


def _role(sentences: Sequence[str], n: int, score: float) -> Role:
    likely = model("roles").probabilities(role_features(sentences, n))
    if APPARATUS.pattern.search(sentences[n]):
        return Role.OTHER
    if likely["result"] >= _RESULT:
        return Role.RESULT
    if OTHERS.pattern.search(sentences[n]):
        return Role.OTHERS
    role = Role(max((v, k) for k, v in likely.items() if k != "result")[1])
    return Role.RESULT if role is Role.BACKGROUND and score >= _SURELY else role
