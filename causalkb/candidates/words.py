"""Words of a text, and linear models over them: which class do these words speak for?

A model is a table of weights by feature and class, made by ``scripts/train_candidates.py`` with
multinomial logistic regression; a text's score for a class is the sum of its features' weights,
its probability the softmax of these.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from causalkb.sentences import FREQUENT

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?|[%<>=±]")
_ONLY_WORDS = re.compile(r"[a-z]{2,}")


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case; every number is "#".

    >>> tokens("Rats didn't: p < 0.05")
    ['rats', "didn't", 'p', '<', '#']
    """
    return ["#" if t[0].isdigit() else t for t in _WORD.findall(text.lower())]


def ngrams(words: Sequence[str], longest: int) -> list[str]:
    """Return the runs of up to ``longest`` words.

    >>> ngrams(["we", "show"], 2)
    ['we', 'show', 'we show']
    """
    return [
        " ".join(words[n : n + size])
        for size in range(1, longest + 1)
        for n in range(len(words) - size + 1)
    ]


def topic_features(title: str, text: str) -> dict[str, float]:
    """Return the features by which a text is classed: its words and pairs, and its title's."""
    found: dict[str, float] = {}
    for prefix, part in (("", text), ("", title), ("title:", title)):
        for gram in ngrams(_ONLY_WORDS.findall(part.lower()), 2):
            found[prefix + gram] = 1.0
    return found


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature: a class's position and its weight, in turns; ``bias`` is always added."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[float]]

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each class; they sum to 1."""
        sums = list(self.bias)
        for feature, value in features.items():
            row = self.weights.get(feature, ())
            for n in range(0, len(row), 2):
                sums[int(row[n])] += value * row[n + 1]
        top = max(sums)
        powers = [math.exp(x - top) for x in sums]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.classes, powers, strict=True)}

    def speaks_for(self, features: Mapping[str, float], name: str, most: int = 2) -> list[str]:
        """Return the features that speak most for a class, the strongest first."""
        at = self.classes.index(name)
        said: dict[str, float] = {}
        for feature, value in features.items():
            row = self.weights.get(feature, ())
            if at in row[::2]:
                said[feature] = value * row[2 * list(row[::2]).index(at) + 1]
        said = {f: x for f, x in said.items() if x > 0 and not FREQUENT.issuperset(f.split())}
        best = sorted(said, key=lambda f: (-said[f], f))
        return best[:most]


@cache
def model(name: str) -> Linear:
    """Return a model that ships with the program: ``roles``, ``design``, ``population``, ..."""
    data = json.loads((Path(__file__).parent / "models" / f"{name}.json").read_text("utf-8"))
    return Linear(tuple(data["classes"]), tuple(data["bias"]), data["weights"])
