"""The five rival structures as graphs, and what follows from each by graph surgery.

An association of X and Y has X cause Y, Y cause X, a common cause Z (Reichenbach 1956, *The
Direction of Time*), selection by a common effect S (Berkson 1946, "Limitations of the Application
of Fourfold Table Analysis to Hospital Data"), or it is chance. The predictions are not written down
here but derived: a test removes the arrows into what is set (Pearl 2009, *Causality*,
section 3.2), and asks by d-separation (section 1.2.3) whether X and Y are still connected given
what is held fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from causalkb.explanations.records import Prediction, Shape, Structure, Test
from causalkb.vocabulary import Rung

_ARROWS: dict[Shape, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    Shape.FORWARD: ("X causes Y", "X → Y", (("X", "Y"),)),
    Shape.BACKWARD: ("Y causes X", "Y → X", (("Y", "X"),)),
    Shape.COMMON_CAUSE: ("a common cause", "X ← Z → Y", (("Z", "X"), ("Z", "Y"))),
    Shape.SELECTION: ("selection", "X → [S] ← Y", (("X", "S"), ("Y", "S"))),
    Shape.CHANCE: ("chance", "no arrow", ()),
}
"""Name, picture and arrows of each; [S] is what the sample was selected by."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What a test does: sets variables from outside, and holds others fixed."""

    sets: tuple[str, ...]
    holds: tuple[str, ...]
    rung: Rung


_TESTS = {
    # A sample taken in the same way is selected by S in the same way.
    Test.AGAIN: _Done((), ("S",), Rung.ASSOCIATION),
    # Set in cases that are not selected by S; otherwise selection would remain after intervening.
    Test.SET_X: _Done(("X",), (), Rung.INTERVENTION),
    Test.SET_Y: _Done(("Y",), (), Rung.INTERVENTION),
    Test.HOLD_Z: _Done((), ("S", "Z"), Rung.ASSOCIATION),
    Test.ALL_CASES: _Done((), (), Rung.ASSOCIATION),
}


def structures() -> tuple[Structure, ...]:
    """Return the five structures with their predictions.

    >>> for one in structures():
    ...     print(f"{one.picture:11}", *("linked" if p.linked else "-" for p in one.predictions))
    X → Y       linked linked - linked linked
    Y → X       linked - linked linked linked
    X ← Z → Y   linked - - - linked
    X → [S] ← Y linked - - linked -
    no arrow    - - - - -
    """
    return tuple(
        Structure(
            shape, name, picture, tuple(Prediction(test, _linked(arrows, test)) for test in Test)
        )
        for shape, (name, picture, arrows) in _ARROWS.items()
    )


def _linked(arrows: Iterable[tuple[str, str]], test: Test) -> bool:
    """Whether X and Y are connected after a test's surgery, given what it holds fixed."""
    import networkx as nx

    done = _TESTS[test]
    # All four are in every graph, so that each can be set or held also where it plays no role.
    graph = nx.DiGraph()
    graph.add_nodes_from("XYZS")
    graph.add_edges_from((a, b) for a, b in arrows if b not in done.sets)
    return not nx.is_d_separator(graph, "X", "Y", set(done.holds))


def told_apart(found: Sequence[Structure], *tests: Test) -> tuple[tuple[Structure, ...], ...]:
    """Return the groups of structures between which some tests cannot tell.

    >>> [[s.shape.value for s in group] for group in told_apart(structures(), Test.SET_X)]
    [['x-causes-y'], ['y-causes-x', 'common-cause', 'selection', 'chance']]
    """
    groups: dict[tuple[bool, ...], list[Structure]] = {}
    for one in found:
        groups.setdefault(tuple(one.predicts(test) for test in tests), []).append(one)
    return tuple(map(tuple, groups.values()))


def tests_of(rung: Rung | None) -> tuple[Test, ...]:
    """Return the tests that a claim of some rung may rest on.

    A rung answers what the rungs below it answer. A claim of association is only known to have seen
    the two together; the rung does not say that it held anything fixed or saw all cases.
    """
    if rung is None or rung is Rung.ASSOCIATION:
        return (Test.AGAIN,)
    return tuple(test for test, done in _TESTS.items() if done.rung is Rung.INTERVENTION)
