"""Choice of experiment: which of three would settle what brings about what.

Every experiment is tried on every hypothesis; the right one is the only one whose outcome under the
hypothesis asked for differs from that under each of its rivals.
"""

from __future__ import annotations

from fractions import Fraction

from causalkb.probe.causal_models import CausalModel, depends, root
from causalkb.probe.families.draft import Draft, Draw, Family, capital, foils
from causalkb.probe.vocabulary import names

_HYPOTHESES = ("x-to-y", "y-to-x", "common-cause")
_EXPERIMENTS = {
    "do-x": "bring about {x} on days drawn by lot, and compare how often there is {y}",
    "do-y": "bring about {y} on days drawn by lot, and compare how often there is {x}",
    "do-u": "bring about {u} on days drawn by lot, and compare how often there is {x}",
    "watch": "record many more days without touching anything, and see whether {x} and {y} still "
    "go together",
}
_SHORT = {
    "do-x": "bringing about {x}",
    "do-y": "bringing about {y}",
    "do-u": "bringing about {u}",
    "watch": "recording more days",
}
_CLAIMS = {
    "x-to-y": "{x} brings about {y}",
    "y-to-x": "{y} brings about {x}",
    "common-cause": "{u} brings about both",
}
_OFFERED = {
    "x-to-y": ("do-x", "do-y", "watch"),
    "y-to-x": ("do-x", "do-y", "watch"),
    "common-cause": ("do-u", "do-x", "watch"),
}


def _make(draw: Draw) -> list[Draft]:
    named = names(draw.naming, draw.words, draw.turn)
    told = {"x": named.effect, "y": named.other, "u": named.cause}
    days = draw.structure.randint(20, 95)
    text = (
        f"In a faraway valley {told['x']} and {told['y']} were found together on {days} days, and "
        "hardly ever one without the other. There are three explanations, and exactly one of them "
        f"is true: {told['x']} brings about {told['y']}; {told['y']} brings about {told['x']}; or "
        f"{told['u']} brings about both, and they do not affect one another."
        " In the first two, {u} plays no part.".format(**told)
    )
    return [_draft(target, text, told) for target in _HYPOTHESES]


def _draft(target: str, text: str, told: dict[str, str]) -> Draft:
    offered = _OFFERED[target]
    telling = [place for place, plan in enumerate(offered) if _tells(plan, target)]
    if len(telling) != 1:
        raise AssertionError(f"{len(telling)} plans tell whether {target}")
    signs = {"x": "X", "y": "Y", "u": "U"}
    question = "Which plan would show whether {claim}?"
    return Draft(
        target,
        text,
        question.format(claim=_CLAIMS[target].format(**told)),
        tuple(capital(_EXPERIMENTS[plan].format(**told)) for plan in offered),
        telling[0],
        # To the one, what goes together is cause enough; the others see nothing but association.
        foils(
            pundit=offered.index("watch"),
            sceptic=offered.index("watch"),
            associationist=offered.index("watch"),
        ),
        (
            question.format(claim=_CLAIMS[target].format(**signs)),
            tuple(capital(_EXPERIMENTS[plan].format(**signs)) for plan in offered),
        ),
        _grounds(offered, told),
    )


def _grounds(offered: tuple[str, ...], told: dict[str, str]) -> str:
    found = (
        f"{', '.join(str(outcome(plan, h)) for h in _HYPOTHESES)} by {_SHORT[plan].format(**told)}"
        for plan in offered
    )
    claims = ", or ".join(_CLAIMS[h].format(**told) for h in _HYPOTHESES)
    return f"if {claims}, the difference found would be {'; '.join(found)}"


def _tells(plan: str, target: str) -> bool:
    rivals = [h for h in _HYPOTHESES if h != target]
    return all(outcome(plan, target) != outcome(plan, rival) for rival in rivals)


def outcome(plan: str, hypothesis: str) -> Fraction:
    """Return the difference that a plan would find if a hypothesis were true."""
    model = _MODELS[hypothesis]
    if plan == "watch":
        return model.association("x", "y")
    where = {"do-x": ("x", "y"), "do-y": ("y", "x"), "do-u": ("u", "x")}[plan]
    return model.effect(*where)


_HALF = Fraction(1, 2)
_STRONG = {(1,): Fraction(1), (0,): Fraction(0)}
_MODELS = {
    "x-to-y": CausalModel((root("u", _HALF), root("x", _HALF), depends("y", _STRONG, "x"))),
    "y-to-x": CausalModel((root("u", _HALF), root("y", _HALF), depends("x", _STRONG, "y"))),
    "common-cause": CausalModel(
        (root("u", _HALF), depends("x", _STRONG, "u"), depends("y", _STRONG, "u"))
    ),
}

FAMILY = Family("choice", "which experiment settles a causal question", 3, 3, 33, _make)
