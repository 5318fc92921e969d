"""The numbers of the rule: how much a claim weighs by its design, and where the verdicts begin.

The form is I. J. Good's weight of evidence (Good 1985, "Weight of evidence: a brief survey"):
independent pieces of evidence have signed weights that add up. The numbers are not his: a true
weight is the logarithm of a Bayes factor, and nobody computed Bayes factors for these claims. They
are points, a convention that ``docs/evidence-model.md`` justifies and a user may replace.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from types import MappingProxyType

from causalkb.errors import InputError, nearest
from causalkb.files import read_file
from causalkb.vocabulary import Design

MOST = 100.0
"""No number of the table may be larger."""

_DESIGNS: Mapping[Design, float] = MappingProxyType(
    {
        # Exact about what follows, silent on whether the premises hold of the world.
        Design.THEOREM: 2.0,
        Design.EXPERIMENT: 3.0,
        Design.NATURAL_EXPERIMENT: 2.5,
        Design.OBSERVATIONAL: 1.5,
        Design.SIMULATION: 1.5,
        Design.WITHIN_STUDY_COMPARISON: 3.0,
        Design.META_ANALYSIS: 3.0,
        Design.EVALUATION: 2.0,
        Design.REVIEW: 0.5,
        Design.POSITION: 0.25,
    }
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of the rule, in points.

    Attributes:
        designs: Points of a claim by its design; every design has some.
        margin: Net points from which a hypothesis is supported or contradicted.
        ratio: How many times the stronger side must outweigh the weaker before it can win. At 2,
            the weaker side of a verdict has at most a third of the total.
        serious: Points from which the weaker side is taken seriously, so that a balance that does
            not tip is contested and not merely insufficient.
    """

    designs: Mapping[Design, float] = dataclass_field(default_factory=lambda: _DESIGNS)
    margin: float = 5.0
    ratio: float = 2.0
    serious: float = 2.0

    def of(self, design: Design | None) -> float:
        """The points of a claim with this design; one without a design gets the lowest."""
        if design is None:
            return min(self.designs.values())
        return self.designs[design]

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Weights:
        """Return the default table with some numbers replaced.

        Args:
            values: Numbers by name of a design or of a threshold.

        Raises:
            InputError: A name that does not exist or a value that is not a number in range.

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
                raise InputError(_unknown(str(name)))
        return cls(designs=MappingProxyType(designs), **thresholds)

    @classmethod
    def from_file(cls, path: str | Path) -> Weights:
        """Return the table of a YAML or JSON file: one mapping, as :meth:`from_mapping` takes it.

        Raises:
            InputError: It cannot be read, or holds something else; the message names the file.
        """
        import yaml

        path = Path(path)
        try:
            values = yaml.safe_load(read_file(path, _LARGEST).decode())
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError(f"{path}: not YAML or JSON: {' '.join(str(error).split())}") from error
        if not isinstance(values, dict):
            raise InputError(f"{path}: weights are lines like 'experiment: 3', one for each name")
        try:
            return cls.from_mapping(values)
        except InputError as error:
            raise InputError(f"{path}: {error}") from error

    def to_mapping(self) -> dict[str, float]:
        """All numbers by name, as :meth:`from_mapping` takes them."""
        thresholds = {name: float(getattr(self, name)) for name in _LEAST}
        return {design.value: weight for design, weight in self.designs.items()} | thresholds


_LARGEST = 1_000_000
"""Bytes of a file with weights."""
_LEAST = {"margin": 0.0, "ratio": 1.0, "serious": 0.0}

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
    hint = f"did you mean {close[0]}? " if close else ""
    return f"no weight {name!r}; {hint}there are {', '.join(known)}"


def weights_from(path: str | Path | None) -> Weights:
    """Return the weights of a YAML or JSON file; without one, the default.

    Raises:
        InputError: They cannot be read.
    """
    return DEFAULT_WEIGHTS if path is None else Weights.from_file(path)
