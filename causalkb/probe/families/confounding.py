"""Confounding: what may be concluded with a lottery, a common cause, selection, strata."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from causalkb.probe.causal_models import CausalModel, Variable, depends, root
from causalkb.probe.families.draft import NO, YES, YES_NO, Draft, Draw, Family, foils
from causalkb.probe.vocabulary import names

_QUESTION = "May one conclude from this that {x} makes {y} more likely?"

_TOLD = {
    "lottery": (
        "Each day it was decided by lot whether somebody brought about {x}; nothing else brings it "
        "about. {Y} was recorded on {a} % of days with {x} and on {b} % of days without it. All "
        "days were recorded."
    ),
    "common-cause": (
        "Days were watched as they came. {U} makes {x} more likely, and whether it makes {y} more "
        "likely too is not known. {Y} was recorded on {a} % of days with {x} and on {b} % of days "
        "without it. All days were recorded, but not whether there was {u}."
    ),
    "selection": (
        "Each day it was decided by lot whether somebody brought about {x}; nothing else brings it "
        "about. Afterwards part of the records was lost; which days were lost depended on both {x} "
        "and {y}, in a way that is not known. Of the days that are left, {y} was recorded on {a} % "
        "of those with {x} and on {b} % of those without it."
    ),
    "strata": (
        "Days were watched as they came. {U} makes {x} more likely and may make {y} more likely; "
        "nothing else has an influence on both. Among days with {u}, there was {y} on {a} % of "
        "days with {x} and on {b} % of days without it; among days without {u}, on {c} % and "
        "{d} %. All days were recorded."
    ),
}


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    low, high = sorted(draw.structure.sample(range(10, 91, 5), 2))
    below, above = sorted(draw.structure.sample(range(10, 91, 5), 2))
    told = {"u": named.source, "x": named.effect, "y": named.later}
    told |= {name.upper(): word[:1].upper() + word[1:] for name, word in list(told.items())}
    numbers = {"a": high, "b": low, "c": above, "d": below}
    told |= {name: str(number) for name, number in numbers.items()}
    return [_draft(cell, told) for cell in _TOLD]


def _draft(cell: str, told: dict[str, str]) -> Draft:
    spurious = association_without_effect(cell)
    answer = NO if spurious else YES
    return Draft(
        cell,
        "In a faraway valley: " + _TOLD[cell].format(**told),
        _QUESTION.format(**told),
        YES_NO,
        answer,
        foils(pundit=YES, sceptic=NO, associationist=YES),
        (_QUESTION.format(x="X", y="Y"), YES_NO),
        f"were there no effect, the association recorded could be {spurious}",
        asserts=(YES,),
        signal=answer == YES,
    )


@cache
def association_without_effect(cell: str) -> Fraction:
    """Return the association that a study of this kind may record where X has no effect on Y.

    The largest over the models that the text allows: with and without an influence of U on Y.
    Where it is 0, an association that was recorded tells of an effect.
    """
    return max(_recorded(cell, model) for model in _models_without_effect(cell))


def _models_without_effect(cell: str) -> list[CausalModel]:
    half, often, seldom = Fraction(1, 2), Fraction(3, 4), Fraction(1, 4)
    free = cell in ("lottery", "selection")
    x = root("x", half) if free else depends("x", {(1,): often, (0,): seldom}, "u")
    kept = {(0, 0): often, (0, 1): seldom, (1, 0): seldom, (1, 1): often}
    if cell != "selection":
        kept = dict.fromkeys(kept, Fraction(1))
    found = []
    for influence in (False, True):
        y: Variable = depends("y", {(1,): often if influence else half, (0,): half}, "u")
        found.append(CausalModel((root("u", half), x, y, depends("kept", kept, "x", "y"))))
    return found


def _recorded(cell: str, model: CausalModel) -> Fraction:
    if cell != "strata":
        return model.association("x", "y", {"kept": 1})
    return max(model.association("x", "y", {"kept": 1, "u": u}) for u in (0, 1))


FAMILY = Family(
    "confounding", "what a study with a lottery, a common cause or selection shows", 4, 2, 24, _make
)
