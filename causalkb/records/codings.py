"""A second reader's judgement, and how far two readers agree."""

from __future__ import annotations

from dataclasses import dataclass

NO_BEARING = "none"
"""The answer of a coder to whom a claim has no bearing on a hypothesis."""


@dataclass(frozen=True, slots=True)
class Coding:
    """What a coder entered for one claim and hypothesis, without seeing the first coding.

    ``stance`` is a stance or :data:`NO_BEARING`; the other words are empty where the coder left
    them out. ``settled`` says whether a disagreement was decided.
    """

    coder: str
    claim: str
    hypothesis: str
    stance: str
    directness: str = ""
    design: str = ""
    population: str = ""
    at: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree on one variable.

    ``kappa`` is Cohen's, ``alpha`` Krippendorff's (nominal); each with a 95 % interval from
    resampling claims. They are ``None`` where there is nothing to compare or no variation.
    """

    variable: str
    items: int
    agreed: int
    kappa: float | None = None
    kappa_interval: tuple[float, float] | None = None
    alpha: float | None = None
    alpha_interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What two readers entered differently: the first coding and the coder's."""

    coder: str
    claim: str
    hypothesis: str
    variable: str
    first: str
    second: str
    settled: bool = False
