"""What is said about rival structures, the same in every format; drawn from what was derived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from causalkb.explanations.records import (
    Adjusting,
    Adjustment,
    Explanation,
    How,
    Match,
    Rival,
    Route,
    Shape,
    Side,
    Structure,
    Test,
    Ways,
)
from causalkb.explanations.structures import tests_of, told_apart
from causalkb.vocabulary import Rung, Sign

TESTS = {
    Test.AGAIN: "in a fresh sample",
    Test.SET_X: "set X: does Y change?",
    Test.SET_Y: "set Y: does X change?",
    Test.HOLD_Z: "hold Z fixed",
    Test.ALL_CASES: "all cases, unselected",
}
_MOST = 8
"""Labels that a sentence lists; JSON has all."""
SYMBOLS = "Z: a common cause; [S]: what the sample was selected by."


def answer(test: Test, linked: bool) -> str:
    """Return a prediction in a word.

    >>> answer(Test.SET_X, True), answer(Test.HOLD_Z, False)
    ('changes', 'gone')
    """
    if test in (Test.SET_X, Test.SET_Y):
        return "changes" if linked else "stays"
    return "linked" if linked else "gone"


def distinctions(structures: Sequence[Structure]) -> Iterator[str]:
    """Yield what each test tells apart, a clause each: chance first, then among the others."""
    says = {
        Test.AGAIN: "a fresh sample",
        Test.SET_X: "setting X",
        Test.SET_Y: "setting Y",
        Test.HOLD_Z: "holding Z fixed",
        Test.ALL_CASES: "looking at all cases",
    }
    left = list(structures)
    for test in Test:
        groups = told_apart(left, test)
        if len(groups) > 1:
            small = min(groups, key=len)
            yield f"{says[test]} tells {pictures(small)} from the rest"
            # Nobody goes on to explain an association that was not there again.
            left = [one for one in left if one.shape is not Shape.CHANCE or test is not Test.AGAIN]


def pictures(structures: Iterable[Structure]) -> str:
    """Return structures as a list in a sentence."""
    # "No arrow" does not name an explanation.
    names = [one.name if one.shape is Shape.CHANCE else one.picture for one in structures]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def what_rung_tells(rival: Rival, rung: Rung | None, structures: Sequence[Structure]) -> str:
    """Return what claims of a rung about a structure can tell apart, by what was derived."""
    shape = rival.structure.shape
    if shape in (Shape.COMMON_CAUSE, Shape.SELECTION):
        if rung in (None, Rung.ASSOCIATION):
            return "each of its arrows may itself be explained in five ways"
        return "its arrows, each in its own setting; not how much of the association they make"
    own = [one for one in rival.bearings if one.claim.rung is rung]
    steps = [one for one in own if one.sign is None and shape is not Shape.CHANCE]
    if steps and len(steps) == len(own):
        return "steps of a longer path, each in its own setting: they need not compose"
    more = "; a step shows its own arrow only" if steps else ""
    if Test.AGAIN in tests_of(rung):
        together = told_apart(structures, Test.AGAIN)[0]
        return f"{pictures(together)} all predict an association: tells them from chance only{more}"
    test = Test.SET_Y if shape is Shape.BACKWARD else Test.SET_X
    alone = told_apart(structures, test)
    (only,) = (group for group in alone if group[0].predicts(test))
    cause, effect = ("Y", "X") if test is Test.SET_Y else ("X", "Y")
    said = f"only {pictures(only)} predicts that {effect} changes when {cause} is set"
    if shape is Shape.CHANCE:
        others = next(group for group in alone if not group[0].predicts(test))
        return f"{said}; {pictures(others)} predict that it stays"
    return said + more


def what_tells_apart(structures: Sequence[Structure]) -> str:
    """Return :func:`distinctions` as a sentence.

    >>> from causalkb.explanations.structures import structures
    >>> what_tells_apart(structures()).split(";")[0]
    'A fresh sample tells chance from the rest'
    """
    first, *others = distinctions(structures)
    then = "; ".join(others)
    return f"{first[0].upper()}{first[1:]}; if it is not chance, {then}."


def rung_of(rung: Rung | None) -> str:
    """Return the name of a rung."""
    return "rung not stated" if rung is None else rung.value


def sign_of(sign: Sign | None) -> str:
    """Return a sign as it is shown; empty where there is none."""
    return "" if sign is None else sign.value.replace("-", "−")


def tally(rival: Rival) -> str:
    """Return how many claims bear on a structure: "2 for, 3 against"."""
    counts = [(sum(b.side is side for b in rival.bearings), side.value) for side in Side]
    return ", ".join(f"{n} {word}" for n, word in counts if n) or "no claims"


def match_of(match: Match) -> str:
    """Return a label with why, or how far, it is taken."""
    if match.how is How.SAME:
        return f"{match.label} (same label)"
    why = "" if match.how is How.NOT_TAKEN else f"{match.how.value}, "
    return f"{match.label} ({why}{match.similarity:.2f})"


def chain(route: Route) -> str:
    """Return a path in one line, with the signs of each arrow."""
    text = route.steps[0].cause
    for n, step in enumerate(route.steps):
        before = route.steps[n - 1].effect if n else step.cause
        if step.cause != before:
            text += f" = {step.cause}"
        text += f" —({step.signs})→ {step.effect}"
    return text


def adjusting(ways: Ways, x: str, y: str) -> Iterator[str]:
    """Yield what to adjust for, were the graph of claims true, in sentences."""
    one: Adjustment = ways.adjustment
    cause, effect = (x, y) if one.cause == "X" else (y, x)
    of = f"the effect of {cause} on {effect}"
    if one.status is Adjusting.CYCLE:
        yield (
            f"The claims make a cycle: {_around(one.cycle)}. d-separation is not defined there,"
            " so nothing is said about what to adjust for."
        )
        return
    if one.status is Adjusting.UNCONNECTED and not ways.colliders:
        yield "No recorded effects connect the two, so there is nothing to say about adjustment."
        return
    common = ", ".join(meeting.label for meeting in ways.colliders)
    if one.status is Adjusting.UNCONNECTED:
        yield (
            "Only common effects connect the two, so the graph predicts no association but by"
            f" selection: adjust for nothing, least of all for {common}."
        )
        return
    if one.status is Adjusting.ADJUST:
        yield f"For {of}, adjust for: {', '.join(one.labels)} (back-door criterion)."
    elif one.status is Adjusting.NOTHING:
        yield f"For {of}, no claims make a back-door path: the graph has nothing to adjust for."
    else:
        yield f"{of[0].upper()}{of[1:]} cannot be identified by adjustment here."
    if one.status is Adjusting.ADJUST and not (ways.forward or ways.backward):
        yield "No directed path connects the two: with that held fixed it predicts no association."
    if one.avoid:
        named = ", ".join(one.avoid[:_MOST])
        if len(one.avoid) > _MOST:
            named += f" and {len(one.avoid) - _MOST} more"
        yield f"Do not adjust for: {named} (between the two, or a common effect)."
    if one.status is not Adjusting.IMPOSSIBLE:
        yield "Common causes that nobody recorded are missing here."


def _around(cycle: Sequence[str]) -> str:
    shown = [*cycle[:_MOST], "…", cycle[-1]] if len(cycle) > _MOST + 1 else cycle
    return " → ".join(shown)


def unmatched(found: Explanation) -> Iterator[str]:
    """Yield that no label means X, or Y, and what to do."""
    for name, variable in (("X", found.x), ("Y", found.y)):
        if not variable.matches:
            text = f"No cause or effect that a claim names means {name} ({variable.text})"
            if variable.near:
                text += "; if one of those near does, name it instead"
            yield text + "."


def reading_of(found: Explanation) -> str:
    """Return how the sentence was read."""
    one = found.reading
    text = f"X is {one.x}, Y is {one.y}"
    if one.cue:
        text += f"; read at “{one.cue}”"
        if one.swapped:
            text += ", which names the effect first"
    if one.wording is not None and one.wording.value != "none":
        text += f"; the wording is {one.wording.value}"
    return text + "."
