"""Direction: which of two brings about the other, whichever is mentioned first."""

from __future__ import annotations

from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, depends, root
from causalkb.probe.families.draft import Draft, Draw, Family, capital, foils
from causalkb.probe.vocabulary import names

_QUESTION = "Which brings about the other?"
_OPTIONS = ("{x} brings about {y}", "{y} brings about {x}")


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    x, y = named.cause, named.effect
    low, high = sorted(draw.structure.sample(range(1, 10), 2))
    base = draw.structure.randint(2, 8)
    return [
        _draft(f"{way}-{order}", x, y, way == "forward", order == "cause-first", low, high, base)
        for way in ("forward", "backward")
        for order in ("cause-first", "effect-first")
    ]


def _draft(
    cell: str, x: str, y: str, forward: bool, cause_first: bool, low: int, high: int, base: int
) -> Draft:
    rates = {(1,): Fraction(high, 10), (0,): Fraction(low, 10)}
    model = CausalModel((root("cause", Fraction(base, 10)), depends("effect", rates, "cause")))
    back, there = model.effect("effect", "cause"), model.effect("cause", "effect")
    if back or not there:
        raise AssertionError("the cause must have an effect, and not be one")
    cause, effect = (x, y) if forward else (y, x)
    told = [
        f"When somebody brought about {cause} from outside, there was {effect} on {high} of 10 "
        f"days; when somebody prevented {cause}, on {low} of 10.",
        f"When somebody brought about {effect} from outside, there was {cause} on {base} of 10 "
        f"days; when somebody prevented {effect}, on {base} of 10 as well.",
    ]
    first = cause if cause_first else effect
    text = "In a faraway valley two things go together. " + " ".join(
        told if cause_first else told[::-1]
    )
    return Draft(
        cell,
        text,
        _QUESTION,
        tuple(capital(option.format(x=x, y=y)) for option in _OPTIONS),
        0 if forward else 1,
        # What is named first is the cause to the pundit; association has no direction.
        foils(pundit=0 if first == x else 1),
        (_QUESTION, tuple(option.format(x="X", y="Y") for option in _OPTIONS)),
        f"effect of the cause {there}, of the effect {back}",
    )


FAMILY = Family("direction", "which of two brings about the other", 4, 2, 24, _make)
