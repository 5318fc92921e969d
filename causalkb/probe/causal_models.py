"""Structural causal models of binary variables, solved by enumeration in exact fractions.

Each variable has a chance of being 1 given its parents, and noise of its own that decides: it is 1
where the noise, uniform on [0, 1), lies below that chance. The noise is cut into the intervals
between the chances that occur, so that all states of the world can be counted (Pearl, Causality,
2009, chapter 7: the three steps of a counterfactual are abduction, action and prediction).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeVar

Values = Mapping[str, int]
_Given = TypeVar("_Given", bound=tuple[int, ...])


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: its parents, and the chance of 1 for each combination of their values.

    Combinations that ``chances`` does not name have the chance 0.
    """

    name: str
    parents: tuple[str, ...] = ()
    chances: tuple[tuple[tuple[int, ...], Fraction], ...] = ()

    def chance(self, values: Values) -> Fraction:
        """Return the chance of 1 given the values of the parents."""
        wanted = tuple(values[parent] for parent in self.parents)
        return next((chance for given, chance in self.chances if given == wanted), Fraction(0))

    def noise(self) -> list[tuple[Fraction, Fraction]]:
        """Return the intervals of the noise as their lower ends with their lengths."""
        ends = sorted({Fraction(0), Fraction(1), *(chance for _, chance in self.chances)})
        return [(low, high - low) for low, high in pairwise(ends)]


@dataclass(frozen=True, slots=True)
class CausalModel:
    """Variables, parents before children.

    >>> rain = root("rain", Fraction(1, 4))
    >>> model = CausalModel((rain, copies("wet", "rain"), copies("full", "rain")))
    >>> model.probability({"full": 1}, given={"wet": 1}), model.probability(
    ...     {"full": 1}, do={"wet": 1})
    (Fraction(1, 1), Fraction(1, 4))
    """

    variables: tuple[Variable, ...]

    def probability(
        self, event: Values, *, given: Values | None = None, do: Values | None = None
    ) -> Fraction:
        """Return P(event | given) where ``do`` is set from outside.

        Raises:
            ValueError: ``given`` cannot happen.
        """
        both = whole = Fraction(0)
        for weight, values in self._worlds(do or {}):
            if _holds(given or {}, values):
                whole += weight
                both += weight * _holds(event, values)
        if not whole:
            raise ValueError(f"{given} cannot happen")
        return both / whole

    def counterfactual(self, event: Values, *, seen: Values, do: Values) -> Fraction:
        """Return the chance of ``event`` had ``do`` been set, where ``seen`` is what happened.

        Raises:
            ValueError: ``seen`` cannot happen.
        """
        both = whole = Fraction(0)
        for weight, noise in self._noises():
            if _holds(seen, self._values(noise, {})):
                whole += weight
                both += weight * _holds(event, self._values(noise, do))
        if not whole:
            raise ValueError(f"{seen} cannot happen")
        return both / whole

    def effect(self, cause: str, on: str) -> Fraction:
        """Return P(on | do(cause)) - P(on | do(not cause))."""
        event = {on: 1}
        return self.probability(event, do={cause: 1}) - self.probability(event, do={cause: 0})

    def association(self, one: str, other: str, given: Values | None = None) -> Fraction:
        """Return P(other | one) - P(other | not one), within what is ``given``."""
        event, given = {other: 1}, given or {}
        return self.probability(event, given={**given, one: 1}) - self.probability(
            event, given={**given, one: 0}
        )

    def _worlds(self, do: Values) -> Iterator[tuple[Fraction, dict[str, int]]]:
        for weight, noise in self._noises():
            yield weight, self._values(noise, do)

    def _noises(self) -> Iterator[tuple[Fraction, tuple[Fraction, ...]]]:
        for intervals in product(*(variable.noise() for variable in self.variables)):
            weight = Fraction(1)
            for _, length in intervals:
                weight *= length
            yield weight, tuple(low for low, _ in intervals)

    def _values(self, noise: tuple[Fraction, ...], do: Values) -> dict[str, int]:
        values: dict[str, int] = {}
        for variable, low in zip(self.variables, noise, strict=True):
            own = int(low < variable.chance(values))
            values[variable.name] = do.get(variable.name, own)
        return values


def root(name: str, chance: Fraction) -> Variable:
    """Return a variable without parents."""
    return Variable(name, (), (((), chance),))


def copies(name: str, parent: str) -> Variable:
    """Return a variable that is 1 exactly where its parent is."""
    return Variable(name, (parent,), (((1,), Fraction(1)),))


def depends(name: str, chances: Mapping[_Given, Fraction], *parents: str) -> Variable:
    """Return a variable with the chance of 1 for each combination of its parents' values."""
    return Variable(name, parents, tuple(sorted(chances.items())))


def _holds(event: Values, values: Values) -> bool:
    return all(values[name] == value for name, value in event.items())
