"""What a competition of structures says, in words shared by the screen, pipes and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from causalkb.compete.warning import in_words
from causalkb.records.competition import NO_ARROW, Competition, StructureClass

_ALSO = "nothing runs in a circle, the rows are independent, and setting a variable changed nothing"
ABOUT = f"Holds if no common cause is left out, {_ALSO} else."
ABOUT_PAIR = f"Holds if {_ALSO} else."
"""The same where a hidden common cause is among the structures."""
_HIDDEN = ("common cause", "selection")
_MOST = 4
"""Structures of a class that are written out in a line."""


def number(value: float | None) -> str:
    """Return a log probability with one decimal; empty where there were no rows.

    >>> number(-3.14159), number(None)
    ('-3.1', '')
    """
    return "" if value is None else f"{value:.1f}"


def share(value: float) -> str:
    """Return a weight or probability with three decimals, never rounded to certainty.

    >>> share(0.5), share(0.99999), share(1 - 1e-30), share(0.00001)
    ('0.500', '>0.999', '>0.999', '<0.001')
    """
    if value < 0.0005:
        return "<0.001" if value > 0 else "0"
    # Of what is less likely than 1e-16 a computer's number says 1.
    return ">0.999" if value >= 0.9995 else f"{value:.3f}"


def members(one: StructureClass, most: int = _MOST) -> list[str]:
    """Return the structures of a class, and how many more there are."""
    more = len(one.structures) - most
    return [*one.structures[:most], *([f"and {more} more"] if more > 0 else [])]


def predicted(one: StructureClass, variables: Sequence[str]) -> list[str]:
    """Return what a class predicts for each thing that was set in some rows.

    >>> from causalkb.records.competition import LogPredictive
    >>> follows = {"A": ("B",), "B": ()}
    >>> one = StructureClass(("A -> B",), 1.0, LogPredictive(-1.0, -1.0), None, follows)
    >>> predicted(one, ["A", "B"])
    ['A set: B follows', 'B set: A stays']
    """
    found = []
    for name, follows in one.follows.items():
        stay = [v for v in variables if v not in follows and v not in name.split(";")]
        parts = [
            f"{', '.join(some)} {singular if len(some) == 1 else plural}"
            for some, singular, plural in (
                (follows, "follows", "follow"),
                (stay, "stays", "stay"),
            )
            if some
        ]
        found.append(f"{' and '.join(name.split(';'))} set: {'; '.join(parts)}")
    return found


def class_of(one: StructureClass, most: int = _MOST) -> str:
    """Return the structures of a class in a line.

    >>> from causalkb.records.competition import LogPredictive
    >>> class_of(StructureClass(("A -> B", "B -> A"), 1.0, LogPredictive(-1.0, None)))
    'A -> B | B -> A'
    """
    return " | ".join(members(one, most))


def data_of(found: Competition) -> str:
    """Return what the data are."""
    was_set = f", in {found.rows_set} of them a variable was set" if found.rows_set else ""
    return f"{found.rows} rows{was_set or ', nothing was set in any of them'}."


def verdict(found: Competition) -> str:
    """Return which class is ahead and by how much, or between which ones it is undecided."""
    best = found.classes[0]
    if not found.decided:
        rivals = found.undecided_between
        shown = "; ".join(class_of(one, 2) for one in rivals[:3])
        more = f"; and {len(rivals) - 3} more classes" if len(rivals) > 3 else ""
        said = f"Undecided between: {shown}{more}."
    else:
        without = best.weight_without
        alone = "" if without is None else f"; {share(without)} without the prior"
        said = f"Decided for: {class_of(best)} (weight {share(best.weight)}{alone})."
        if len(best.structures) > 1:
            said += " These data cannot tell the structures in it apart."
    if (ahead := found.log_bayes_factor) is not None:
        said += f" Ahead of the next class by a log Bayes factor of {ahead:.1f}: {in_words(ahead)}."
    return said


def _no_arrow(found: Competition) -> float:
    """Return the weight of the structure of a pair in which nothing links the two."""
    return next(
        (one.weight for one in found.classes if one.structures == (NO_ARROW,)),
        0.0,
    )


def experiment(found: Competition) -> str:
    """Return which experiment would tell most, and how many rows it would take."""
    best = found.next_experiment
    if best is None:
        return "Setting a single variable is not expected to tell more than a hundredth of a bit."
    name = best.set
    # Of a pair, what else may be hidden is told only by setting the other one as well.
    what = f"tell what setting {name} can" if found.hidden else f"decide the edges of {name}"
    enough = (
        f"about {best.rows} rows would {what}"
        if best.rows is not None
        else f"1,000 rows would not be enough to {what}"
    )
    others = ", ".join(f"{name} {bits:.2f}" for name, bits in found.experiments[1:])
    how = (
        "one standard deviation below and above its mean"
        if found.score == "BGe"
        else "to each of its values equally often"
    )
    return (
        f"Next, set {best.set}, {how}: {best.information_gain:.2f}"
        f" bits expected from 50 rows; {enough}." + (f" Others: {others}." if others else "")
    )


def about(found: Competition) -> str:
    """Return what the result rests on."""
    return ABOUT_PAIR if found.hidden else ABOUT


def heads(found: Competition) -> tuple[str, ...]:
    """Return the heads of the columns of :func:`pairs`, after X and Y."""
    hidden = [next(name for name in _HIDDEN if f"({name})" in text) for text in found.hidden]
    return ("X → Y", "Y → X", *hidden, "no arrow" if hidden else "no edge")


def prior_of(found: Competition) -> str:
    """Return which odds were given, and what they did to these edges; empty without."""
    if not found.prior:
        return ""
    odds = "; ".join(
        f"{edge} {_odds(value)} (probability {share(found.edges[edge])},"
        f" without {share(found.edges_without[edge])})"
        for edge, value in found.prior.items()
    )
    return f"Odds beforehand: {odds}."


def _odds(value: float) -> str:
    """Return odds of at least or at most 1.

    >>> _odds(2.0), _odds(0.5)
    ('2 : 1', '1 : 2')
    """
    return f"{value:g} : 1" if value >= 1 else f"1 : {1 / value:g}"


def pairs(found: Competition) -> list[tuple[str, str, list[float]]]:
    """Return both variables of each pair with the probabilities that :func:`heads` names."""
    edges, hidden = found.edges, list(found.hidden.values())
    return [
        (
            *(a, b),
            [
                *(edges[f"{a} -> {b}"], edges[f"{b} -> {a}"]),
                *hidden,
                _no_arrow(found) if hidden else found.no_edge[f"{a}, {b}"],
            ],
        )
        for a, b in combinations(found.variables, 2)
    ]
