"""The numbers of the rule: how much a claim weighs by its design, and where the verdicts begin.

The unit is the deciban of I. J. Good and A. M. Turing, ten times the common logarithm of a Bayes
factor (Good 1985, "Weight of evidence: a brief survey"): 10 decibans are odds of ten to one. The
numbers are conventions, set in that unit so that they can be criticised in it; nobody measured
them. ``docs/evidence-model.md`` gives the reasons and the limits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType

from causalkb.errors import InputError, nearest
from causalkb.vocabulary import Design

MOST = 100.0
"""No design weighs more than this: ten thousand million to one is beyond any single study."""

_DESIGNS: Mapping[Design, float] = MappingProxyType(
    {
        Design.THEOREM: 6.0,
        Design.EXPERIMENT: 6.0,
        Design.NATURAL_EXPERIMENT: 5.0,
        Design.OBSERVATIONAL: 3.0,
        Design.SIMULATION: 3.0,
        Design.BENCHMARK: 3.0,
        Design.REVIEW: 1.0,
        Design.POSITION: 0.0,
    }
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of the rule.

    Attributes:
        designs: Decibans of a claim by its design; every design has one.
        margin: Net decibans from which a hypothesis is supported or contradicted (10: the odds
            have moved by a factor of ten).
        serious: Decibans from which the weaker side is taken seriously, so that a balance that
            does not tip is contested and not merely insufficient.
        ratio: How many times the stronger side must outweigh the weaker before it can win.
    """

    designs: Mapping[Design, float] = dataclass_field(default_factory=lambda: _DESIGNS)
    margin: float = 10.0
    serious: float = 5.0
    ratio: float = 2.0

    def of(self, design: Design | None) -> float:
        """The decibans of a claim with this design; one without a design gets the lowest."""
        if design is None:
            return min(self.designs.values())
        return self.designs[design]

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Weights:
        """Return the default table with some numbers replaced.

        Args:
            values: Numbers by name of a design or of a threshold.

        Raises:
            InputError: A name that does not exist or a value that is no number in range.

        >>> Weights.from_mapping({"benchmark": 1, "margin": 13}).of(Design.BENCHMARK)
        1.0
        """
        designs = dict(_DESIGNS)
        thresholds = {name: float(getattr(DEFAULT_WEIGHTS, name)) for name in _LEAST}
        for name, value in values.items():
            if name in thresholds:
                thresholds[name] = _number(name, value, _LEAST[name], above=name != "ratio")
            elif name in designs:
                designs[Design(name)] = _number(name, value, 0.0)
            else:
                raise InputError(_unknown(name))
        return cls(designs=MappingProxyType(designs), **thresholds)

    def to_mapping(self) -> dict[str, float]:
        """All numbers by name, as :meth:`from_mapping` takes them."""
        thresholds = {name: float(getattr(self, name)) for name in _LEAST}
        return {design.value: weight for design, weight in self.designs.items()} | thresholds


_LEAST = {"margin": 0.0, "serious": 0.0, "ratio": 1.0}

DEFAULT_WEIGHTS = Weights()


def _number(name: str, value: object, least: float, *, above: bool = False) -> float:
    allowed = f"a number {'above' if above else 'from'} {least:g} to {MOST:g}"
    # bool is an int to Python and a slip to a person.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"weight {name!r} must be {allowed}, not {value!r}")
    if not math.isfinite(value) or not least <= value <= MOST or (above and value == least):
        raise InputError(f"weight {name!r} must be {allowed}, not {value!r}")
    return float(value)


def _unknown(name: str) -> str:
    known = [*(design.value for design in Design), *_LEAST]
    close = nearest(name, known)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    return f"no weight {name!r}; {hint}"
