"""Contingency: more, less or equally likely by a lottery; or no comparison at all.

ΔP at varied base rates (Jenkins and Ward 1965); with nothing but null contingencies a bias could
not be told from blindness, so every group has a positive and a negative one too.
"""

from __future__ import annotations

from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, depends, root
from causalkb.probe.families.draft import Draft, Draw, Family, capital, foils
from causalkb.probe.vocabulary import names

_MORE, _LESS, _SAME, _CANNOT = range(4)
_OPTIONS = (
    "{x} makes {y} more likely",
    "{x} makes {y} less likely",
    "{x} makes no difference to {y}",
    "It cannot be told from this",
)
_QUESTION = "What do these records show? Take the shares as exact."
_RATES = range(10, 91, 10)


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    low, high = sorted(draw.structure.sample(_RATES, 2))
    level = draw.structure.choice(_RATES)
    size = draw.structure.choice((100, 200, 500, 1000))
    one, other = draw.structure.sample((size, 2 * size), 2)
    x, y = named.cause, named.effect
    lot = (
        f"In a faraway valley it was decided by lot each day whether somebody brought about {x}; "
        f"nothing else brings it about. "
    )
    both = "Of {one} days with {x}, {a} had {y}. Of {other} days without {x}, {b} had {y}."
    drafts = []
    for cell, p, q in (("positive", high, low), ("negative", low, high), ("null", level, level)):
        told = both.format(one=one, other=other, x=x, y=y, a=one * p // 100, b=other * q // 100)
        drafts.append(_draft(cell, lot + told, x, y, Fraction(p, 100), Fraction(q, 100)))
    told = f"Of {one} days with {x}, {one * level // 100} had {y}. Days without {x} were not kept."
    drafts.append(_draft("no-comparison", lot + told, x, y, Fraction(level, 100), None))
    return drafts


def _draft(cell: str, text: str, x: str, y: str, p: Fraction, q: Fraction | None) -> Draft:
    # What was not recorded may have been anything.
    possible = [q] if q is not None else [Fraction(n, 10) for n in range(11)]
    found = {_direction(_effect(p, rate)) for rate in possible}
    answer = found.pop() if len(found) == 1 else _CANNOT
    return Draft(
        cell,
        text,
        _QUESTION,
        tuple(capital(option.format(x=x, y=y)) for option in _OPTIONS),
        answer,
        foils(
            pundit=_MORE,
            sceptic=_CANNOT,
            # Without a comparison they still occurred together.
            associationist=_MORE if q is None else _direction(p - q),
        ),
        (_QUESTION, tuple(option.format(x="X", y="Y") for option in _OPTIONS)),
        f"ΔP = {p} - {'?' if q is None else q}",
        asserts=(_MORE, _LESS),
        signal=answer in (_MORE, _LESS),
    )


def _effect(p: Fraction, q: Fraction) -> Fraction:
    model = CausalModel((root("x", Fraction(1, 2)), depends("y", {(1,): p, (0,): q}, "x")))
    return model.effect("x", "y")


def _direction(effect: Fraction) -> int:
    return _MORE if effect > 0 else _LESS if effect < 0 else _SAME


FAMILY = Family("contingency", "what shares with and without a cause show", 4, 4, 24, _make)
