"""Post hoc: what came after something, without and with a control.

Truth by enumerating what may have brought about the outcome: the event, or what would have come
anyway, which nobody can exclude without a control.
"""

from __future__ import annotations

from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, Variable, copies, depends, root
from causalkb.probe.families.draft import (
    CANNOT_TELL,
    NO,
    YES,
    YES_NO_CANNOT,
    Draft,
    Draw,
    Family,
    capital,
    foils,
)
from causalkb.probe.vocabulary import names

_CELLS = {
    "after": "In {month} there was {x} in {n} valleys. In {next} there was {y} in all of them; "
    "before, there had been none. Other valleys were not watched.",
    "after-repeated": "In {n} years in a row there was {x} in one valley in {month}, and {y} in "
    "{next}. It was never tried what {next} is like without {x}.",
    "control-without": "Of {m} valleys, half were drawn by lot, and in {month} somebody brought "
    "about {x} in these and nowhere else. In {next} there was {y} in all of these {n}, and in none "
    "of the others.",
    "on-and-off": "In one valley a coin was thrown every {month} for {m} years; when it showed "
    "heads, which it did {n} times, somebody brought about {x}, and otherwise there was none. "
    "Every time there was {x}, there was {y} in {next}; every time there was not, there was none.",
    "control-with": "Of {m} valleys, half were drawn by lot, and in {month} somebody brought about "
    "{x} in these and nowhere else. In {next} there was {y} in all of these {n}, and in all of the "
    "others too.",
    "before": "In {month} there was {y} in {n} valleys for the first and only time. In {next} "
    "there was {x} in all of them for the first and only time; there had been no sign of it "
    "before.",
}
_QUESTION = "Did {x} bring about {y} there?"
_MONTHS = ("March", "April", "May", "June", "July", "August", "September", "October")


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    start = draw.structure.randrange(len(_MONTHS) - 1)
    n = draw.structure.randint(6, 40)
    told = {
        "x": named.cause,
        "y": named.effect,
        "month": _MONTHS[start],
        "next": _MONTHS[start + 1],
        "n": str(n),
        "m": str(2 * n),
    }
    return [_draft(cell, told) for cell in _CELLS]


_WHICH = {CANNOT_TELL: "some but not all have", YES: "all have", NO: "none has"}


def _draft(cell: str, told: dict[str, str]) -> Draft:
    effects = possible_effects(cell)
    answer = CANNOT_TELL if len(effects) > 1 else YES if True in effects else NO
    return Draft(
        cell,
        capital(_CELLS[cell].format(**told)),
        _QUESTION.format(**told),
        YES_NO_CANNOT,
        answer,
        # Only where both halves fare the same are the two not associated.
        foils(
            pundit=YES,
            sceptic=CANNOT_TELL,
            associationist=NO if cell == "control-with" else YES,
        ),
        (_QUESTION.format(x="X", y="Y"), YES_NO_CANNOT),
        f"of the models that fit what is told, {_WHICH[answer]} an effect",
        asserts=(YES,),
        signal=answer == YES,
    )


def possible_effects(cell: str) -> set[bool]:
    """Return whether X has an effect on Y in the models that fit what a cell tells.

    The models: Y comes by X, or it comes anyway by the time of the year, with X set from outside or
    brought by that time too; nothing that comes later brings about what came before.
    """
    if cell == "before":
        return {False}
    found = set()
    for by_x in (True, False):
        model = _model(by_x, outside=cell not in ("after", "after-repeated"))
        if _fits(cell, model):
            found.add(model.effect("x", "y") > 0)
    return found


def _model(by_x: bool, *, outside: bool) -> CausalModel:
    season = root("season", Fraction(1, 1))
    x: Variable = root("x", Fraction(1, 2)) if outside else copies("x", "season")
    rates = {(1,): Fraction(1), (0,): Fraction(0)}
    return CausalModel((season, x, depends("y", rates, "x" if by_x else "season")))


def _fits(cell: str, model: CausalModel) -> bool:
    with_it = model.probability({"y": 1}, given={"x": 1})
    if cell in ("after", "after-repeated"):
        return with_it == 1
    without = model.probability({"y": 1}, given={"x": 0})
    return with_it == 1 and without == (1 if cell == "control-with" else 0)


FAMILY = Family("posthoc", "what came after something, without and with a control", 6, 3, 18, _make)
