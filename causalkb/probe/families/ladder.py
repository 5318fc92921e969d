"""Ladder: seeing, doing and undoing on a fork and on a chain.

In a fork one effect tells of the other, and setting it changes nothing: what seeing and doing have
in common is the question, what sets them apart is the answer (Pearl, Causality, 2009, chapter 1).
"""

from __future__ import annotations

from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, copies, root
from causalkb.probe.families.draft import NO, YES, YES_NO, Draft, Draw, Family, capital, foils
from causalkb.probe.vocabulary import names

_SEE = "Somebody learns that there is {x} today. Does this make it more likely that there is {y}?"
_DO = (
    "Somebody brings about {x} today from outside, without touching anything else. Does this make "
    "it more likely that there is {y}?"
)
_UNDO = (
    "Yesterday there was {u}, {x} and {y}. Suppose that somebody had prevented {x} from outside, "
    "without touching anything else. Would there have been no {y}?"
)


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    days = draw.structure.randint(11, 89)
    chance = Fraction(days, 100)
    fork = _Story(
        CausalModel((root("u", chance), copies("x", "u"), copies("y", "u"))),
        {"u": named.cause, "x": named.effect, "y": named.other},
        "Exactly when there is {u}, it causes {x}. Exactly when there is {u}, it also causes {y}. "
        "{X} and {y} do not affect one another.",
        days,
    )
    chain = _Story(
        CausalModel((root("u", chance), copies("x", "u"), copies("y", "x"))),
        {"u": named.source, "x": named.effect, "y": named.later},
        "Exactly when there is {u}, it causes {x}. Exactly when there is {x}, it causes {y}. "
        "{U} affects {y} in no other way.",
        days,
    )
    return [
        fork.item("fork-see", _SEE, "x", "y"),
        fork.item("fork-do", _DO, "x", "y"),
        fork.item("fork-undo", _UNDO, "x", "y"),
        chain.item("chain-do", _DO, "x", "y"),
        chain.item("chain-do-back", _DO, "y", "x"),
        chain.item("chain-undo", _UNDO, "x", "y"),
    ]


class _Story:
    def __init__(self, model: CausalModel, named: dict[str, str], rule: str, days: int) -> None:
        self._model = model
        self._named = named
        told = {**named, **{name.upper(): capital(word) for name, word in named.items()}}
        self._text = (
            f"In a faraway valley, there is {named['u']} on about {days} of 100 days. "
            + rule.format(**told)
            + " As long as nobody interferes, nothing else brings any of them about."
        )

    def item(self, cell: str, question: str, x: str, y: str) -> Draft:
        named = {"u": self._named["u"], "x": self._named[x], "y": self._named[y]}
        answer = YES if self._true(question, x, y) else NO
        associated = self._model.association(x, y) > 0
        return Draft(
            cell,
            self._text,
            question.format(**named),
            YES_NO,
            answer,
            foils(pundit=YES, sceptic=NO, associationist=YES if associated else NO),
            (question.format(u="U", x="X", y="Y"), YES_NO),
            self._grounds(question, x, y),
            # Learning something is no causal relation.
            asserts=() if question is _SEE else (YES,),
            signal=None if question is _SEE else answer == YES,
        )

    def _true(self, question: str, x: str, y: str) -> bool:
        if question is _SEE:
            return self._model.association(x, y) > 0
        if question is _DO:
            return self._model.effect(x, y) > 0
        seen = {"u": 1, "x": 1, "y": 1}
        return self._model.counterfactual({y: 0}, seen=seen, do={x: 0}) == 1

    def _grounds(self, question: str, x: str, y: str) -> str:
        model = self._model
        if question is _SEE:
            return f"P(y | x) - P(y | not x) = {model.association(x, y)}"
        if question is _DO:
            return f"P(y | do x) - P(y | do not x) = {model.effect(x, y)}"
        gone = model.counterfactual({y: 0}, seen={"u": 1, "x": 1, "y": 1}, do={x: 0})
        return f"P(no y had x been prevented | u, x, y) = {gone}"


FAMILY = Family(
    "ladder",
    "seeing, doing and undoing on a fork and a chain",
    6,
    2,
    18,
    _make,
    (("see-do", "fork-see", "fork-do"),),
)
