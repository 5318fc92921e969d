"""Paths, forks and colliders between two things, and what to adjust for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import networkx
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from rival_claims import Pair, claims_of

from causalkb.evidence.graph import merge
from causalkb.explanations.adjustment import adjustment, back_door_set
from causalkb.explanations.paths import MAX_ROUTES, Joined, ways
from causalkb.explanations.records import Adjusting, How, Match, Variable, Ways
from causalkb.report.render import explanation_words as words


def between(x: str, y: str, *pairs: Pair) -> Ways:
    claims = claims_of(*pairs)
    graph = merge(claims.values())
    nodes = {node.label: node.id for node in graph.nodes}

    def variable(name: str) -> Variable:
        taken = [label for label in nodes if label == name or label.startswith(f"{name} of")]
        return Variable(name, tuple(Match(nodes[n], n, 1.0, How.SAME) for n in taken))

    return ways(Joined(graph, variable(x), variable(y), claims))


def test_a_path_a_fork_and_a_collider() -> None:
    found = between(
        *("x", "y"),
        *[("x", "m"), ("m", "y"), ("z", "x"), ("z", "y", "-"), ("x", "c"), ("y", "c"), ("q", "y")],
    )
    assert [route.labels for route in found.forward] == [("x", "m", "y")]
    assert not found.backward
    assert [(one.label, one.x.labels, one.y.labels) for one in found.forks] == [
        ("z", ("z", "x"), ("z", "y"))
    ]
    assert [(one.label, one.x.labels, one.y.labels) for one in found.colliders] == [
        ("c", ("x", "c"), ("y", "c"))
    ]
    # m affects y alone, but as x's effect it is no candidate for a common cause
    assert [(half.label, half.of) for half in found.halves] == [("q", "Y")]
    assert found.adjustment.status is Adjusting.ADJUST
    assert found.adjustment.labels == ("z",)
    assert found.adjustment.avoid == ("c", "m")


def test_a_cause_of_a_cause_is_no_fork() -> None:
    found = between("x", "y", ("z", "x"), ("x", "y"))
    assert not found.forks
    assert found.adjustment.status is Adjusting.NOTHING


def test_the_nearer_meeting_point_is_shown() -> None:
    found = between("x", "y", ("far", "z"), ("z", "x"), ("z", "y"))
    assert [one.label for one in found.forks] == ["z"]
    assert "No directed path connects the two: with that held fixed" in " ".join(
        words.adjusting(found, "x", "y")
    )


def test_only_a_common_effect_is_adjusted_for_by_nobody() -> None:
    found = between("x", "y", ("x", "c"), ("y", "c"))
    (said,) = words.adjusting(found, "x", "y")
    assert said.endswith("adjust for nothing, least of all for c.")


def test_an_effect_that_is_only_denied_is_no_arrow() -> None:
    found = between("x", "y", ("x", "y", "0"))
    assert not found
    assert found.adjustment.status is Adjusting.UNCONNECTED
    found = between("x", "y", ("x", "y", "0"), ("x", "y", "+"))
    assert found.forward[0].steps[0].signs == "+ ×1, 0 ×1"


def test_the_labels_of_a_thing_are_joined_and_the_seam_is_told() -> None:
    found = between("x", "y", ("z", "x of rats"), ("z", "y"), ("x of men", "y of men"))
    assert [route.labels for route in found.forward] == [("x of men", "y of men")]
    assert found.adjustment.labels == ("z",)


def test_backward_paths_turn_the_question_round() -> None:
    found = between("x", "y", ("y", "m"), ("m", "x"), ("z", "x"), ("z", "y"))
    assert [route.labels for route in found.backward] == [("y", "m", "x")]
    assert (found.adjustment.cause, found.adjustment.effect) == ("Y", "X")
    assert found.adjustment.labels == ("z",)
    assert "the effect of y on x" in " ".join(words.adjusting(found, "x", "y"))


def test_in_a_cycle_nothing_is_adjusted_for() -> None:
    found = between("x", "y", ("x", "y"), ("y", "m"), ("m", "x"))
    assert found.adjustment.status is Adjusting.CYCLE
    around = found.adjustment.cycle
    assert around[0] == around[-1]
    assert set(around) == {"x", "y", "m"}
    (said,) = words.adjusting(found, "x", "y")
    assert "d-separation is not defined there" in said


def test_a_cycle_below_both_does_no_harm() -> None:
    found = between("x", "y", ("x", "y"), ("y", "a"), ("a", "b"), ("b", "a"))
    assert found.adjustment.status is Adjusting.NOTHING


def test_a_cycle_that_only_joining_makes_is_a_cycle() -> None:
    found = between("x", "y", ("x of rats", "y"), ("y", "x of men"))
    assert found.adjustment.status is Adjusting.CYCLE


def test_a_dense_graph_is_bounded() -> None:
    names = ["x", *(f"m{n}" for n in range(40)), "y"]
    found = between("x", "y", *combinations(names, 2))
    assert len(found.forward) == MAX_ROUTES
    assert found.more
    assert [len(route.steps) for route in found.forward][:2] == [1, 2]


# What to adjust for, checked by enumerating paths


@st.composite
def graphs(draw: st.DrawFn) -> networkx.DiGraph:
    size = draw(st.integers(2, 7))
    order = draw(st.permutations(["X", "Y", *(f"v{n}" for n in range(size - 2))]))
    graph = networkx.DiGraph()
    graph.add_nodes_from(order)
    pairs = list(combinations(order, 2))
    graph.add_edges_from(pair for pair in pairs if draw(st.booleans()))
    return graph


def open_back_doors(graph: networkx.DiGraph, held: frozenset[str]) -> list[Sequence[str]]:
    """The back-door paths from X to Y that a set leaves open, by Pearl (2009), definition 1.2.3."""
    found = []
    for path in networkx.all_simple_paths(graph.to_undirected(), "X", "Y"):
        if not graph.has_edge(path[1], path[0]):
            continue  # it leaves X by an arrow out of X
        if all(_passes(graph, path[n - 1 : n + 2], held) for n in range(1, len(path) - 1)):
            found.append(path)
    return found


def _passes(graph: networkx.DiGraph, three: Sequence[str], held: frozenset[str]) -> bool:
    before, node, after = three
    if graph.has_edge(before, node) and graph.has_edge(after, node):
        return bool(({node} | networkx.descendants(graph, node)) & held)
    return node not in held


@given(graphs())
@settings(max_examples=examples(300), deadline=None)
def test_the_adjustment_set_blocks_every_back_door_and_no_part_of_it_does(
    graph: networkx.DiGraph,
) -> None:
    below = networkx.descendants(graph, "X")
    found = back_door_set(graph, "X", "Y")
    others = sorted(set(graph) - below - {"X", "Y"})
    if found is None:
        for size in range(len(others) + 1):
            for held in combinations(others, size):
                assert open_back_doors(graph, frozenset(held))
        return
    assert found <= set(others)
    assert not open_back_doors(graph, found)
    for left_out in found:
        assert open_back_doors(graph, found - {left_out})


@given(graphs())
@settings(max_examples=examples(200), deadline=None)
def test_what_is_adjusted_for_is_never_what_to_avoid(graph: networkx.DiGraph) -> None:
    one = adjustment(graph, {node: node for node in graph})
    assert not set(one.labels) & set(one.avoid)
    assert not one.cycle
    if one.status is Adjusting.ADJUST:
        assert one.labels
    else:
        assert not one.labels
