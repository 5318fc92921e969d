"""Monocausal: one of two things that were there when it happened, under a headline that names one.

Which of them mattered follows from the records: but-for counterfactuals in a model of two causes
(Halpern, Actual Causality, 2016). In a quarter of the items the single cause of the headline is
right, so that a preference for single causes can be told from knowledge: signal is here that a
single cause is right, and the criterion says who names one readily.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, depends, root
from causalkb.probe.families.draft import Draft, Draw, Family, capital, foils
from causalkb.probe.vocabulary import names

_ONE, _OTHER, _TOGETHER, _EITHER = range(4)
_OPTIONS = (
    "Because of {a} alone; {b} made no difference",
    "Because of {b} alone; {a} made no difference",
    "Because of both together; without either of them it would not have come about",
    "Each of the two was enough; without one of them it would have come about all the same",
)
_QUESTION = "Why was there {y} that day?"
_RULES: dict[str, Callable[[int, int], int]] = {
    "one": lambda a, b: a,  # noqa: ARG005 - the rules have one form
    "other": lambda a, b: b,  # noqa: ARG005 - the rules have one form
    "together": lambda a, b: a & b,
    "either": lambda a, b: a | b,
}


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    told = {"a": named.source, "b": named.effect, "y": named.later}
    days = draw.structure.randint(12, 60)
    headline = draw.structure.choice("ab")
    return [_draft(cell, told, days, headline) for cell in _RULES]


def _draft(cell: str, told: dict[str, str], days: int, headline: str) -> Draft:
    model = model_of(cell)
    text = (
        f"In a faraway valley, one day there was {told['a']}, {told['b']} and {told['y']}. The "
        f'newspaper writes: "It was the {told[headline]}!" In an experiment, somebody had '
        f"brought about both, one or none of the two on {days} days each. "
        + " ".join(_record(model, a, b, told) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0)))
    )
    named = _ONE if headline == "a" else _OTHER
    both = model.effect("a", "y") > 0 and model.effect("b", "y") > 0
    alone = _ONE if model.effect("a", "y") > 0 else _OTHER
    return Draft(
        cell,
        text,
        _QUESTION.format(**told),
        tuple(capital(option.format(**told)) for option in _OPTIONS),
        needed(model),
        # Both are associated with it wherever both matter, together or each.
        foils(pundit=named, associationist=_TOGETHER if both else alone),
        (
            _QUESTION.format(y="Y"),
            tuple(capital(option.format(a="A", b="B")) for option in _OPTIONS),
        ),
        _grounds(model, told),
        asserts=(_ONE, _OTHER),
        signal=cell in ("one", "other"),
    )


def _grounds(model: CausalModel, told: dict[str, str]) -> str:
    without = (told["a"], told["b"], f"both {told['a']} and {told['b']}")
    parts = (
        f"{'no' if gone else 'still'} {told['y']} without {what}"
        for what, gone in zip(without, _but_for(model), strict=True)
    )
    return f"there would have been {', '.join(parts)}"


def model_of(cell: str) -> CausalModel:
    """Return the model of two causes in which a cell's rule holds."""
    rule = _RULES[cell]
    half = Fraction(1, 2)
    rates = {(a, b): Fraction(rule(a, b)) for a in (0, 1) for b in (0, 1)}
    return CausalModel((root("a", half), root("b", half), depends("y", rates, "a", "b")))


def _but_for(model: CausalModel) -> list[bool]:
    """Return whether Y would not have come about without A, without B, without both."""
    seen = {"a": 1, "b": 1, "y": 1}
    without = ({"a": 0}, {"b": 0}, {"a": 0, "b": 0})
    return [model.counterfactual({"y": 0}, seen=seen, do=do) == 1 for do in without]


def needed(model: CausalModel) -> int:
    """Return the option that is right where A, B and Y happened."""
    a, b, _ = _but_for(model)
    return _TOGETHER if a and b else _ONE if a else _OTHER if b else _EITHER


def _record(model: CausalModel, a: int, b: int, told: dict[str, str]) -> str:
    came = model.probability({"y": 1}, do={"a": a, "b": b}) == 1
    where = {
        (1, 1): "With both",
        (1, 0): f"With {told['a']} but no {told['b']}",
        (0, 1): f"With {told['b']} but no {told['a']}",
        (0, 0): "With none",
    }[a, b]
    return f"{where} there was {'always' if came else 'never'} {told['y']}."


FAMILY = Family("monocausal", "one cause of the headline, or several", 4, 4, 24, _make)
