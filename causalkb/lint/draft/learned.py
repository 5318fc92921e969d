"""Small logistic models over features that have a name each, with weights that ship as a table.

``learned.json`` holds for each model the weight of every feature, the bias, and the log odds from
which a sentence gets a finding. ``scripts/train_lint.py`` writes it from the sentences in
``benchmarks/lint-development.tsv``; what the features mean stands where they are made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "learned.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model.

    Attributes:
        bias: Log odds where all features are 0.
        weights: What each feature adds for each unit of it; features without one add nothing.
        least: The log odds from which a sentence gets a finding.
    """

    bias: float
    weights: Mapping[str, float]
    least: float

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the log odds that features speak for."""
        return self.bias + sum(
            self.weights.get(name, 0.0) * value for name, value in features.items()
        )

    def finds(self, features: Mapping[str, float]) -> bool:
        """Whether features suffice for a finding."""
        return self.log_odds(features) >= self.least


@lru_cache(maxsize=4)
def model(name: str) -> Model:
    """Return a model of the table: ``extent`` or ``opposite``."""
    held = json.loads(TABLE.read_text("utf-8"))[name]
    return Model(held["bias"], held["weights"], held["least"])
