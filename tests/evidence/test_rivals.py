"""Competing explanations: what is derived, how a sentence is read, what bears on what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.errors import InputError
from causalkb.evidence.graph import ClaimGraph, merge
from causalkb.evidence.rivals import words
from causalkb.evidence.rivals.adjustment import adjustment, back_door_set
from causalkb.evidence.rivals.bearing import rivals
from causalkb.evidence.rivals.explain_association import Tools, explain_association
from causalkb.evidence.rivals.paths import MAX_ROUTES, Joined, ways
from causalkb.evidence.rivals.reading import read_pair, read_sentence
from causalkb.evidence.rivals.records import (
    Adjusting,
    How,
    Match,
    Near,
    Reading,
    Rival,
    Shape,
    Side,
    Test,
    Variable,
    Ways,
)
from causalkb.evidence.rivals.structures import structures, told_apart
from causalkb.evidence.rivals.variables import match
from causalkb.records import Claim, Effect
from causalkb.vocabulary import Relation, Rung, Sign

# What each structure predicts


def linked(shape: Shape, test: Test) -> bool:
    (one,) = (s for s in structures() if s.shape is shape)
    return one.predicts(test)


def test_only_chance_does_not_come_again_in_a_fresh_sample() -> None:
    assert [linked(shape, Test.AGAIN) for shape in Shape] == [True, True, True, True, False]


def test_only_the_effect_of_what_is_set_changes() -> None:
    assert [s for s in Shape if linked(s, Test.SET_X)] == [Shape.FORWARD]
    assert [s for s in Shape if linked(s, Test.SET_Y)] == [Shape.BACKWARD]


def test_holding_the_common_cause_fixed_leaves_no_association_by_it() -> None:
    gone = {s for s in Shape if not linked(s, Test.HOLD_Z)}
    assert gone == {Shape.COMMON_CAUSE, Shape.CHANCE}


def test_all_cases_show_no_association_by_selection() -> None:
    gone = {s for s in Shape if not linked(s, Test.ALL_CASES)}
    assert gone == {Shape.SELECTION, Shape.CHANCE}


def test_the_tests_together_tell_all_five_apart_and_association_alone_no_four() -> None:
    assert len(told_apart(structures(), *Test)) == 5
    first, second = told_apart(structures(), Test.AGAIN)
    assert (len(first), [s.shape for s in second]) == (4, [Shape.CHANCE])


def test_what_a_rung_tells_is_said_by_what_was_derived() -> None:
    found = structures()
    forward = Rival(found[0])
    for rung in (None, Rung.ASSOCIATION):
        said = words.what_rung_tells(forward, rung, found)
        assert "X → Y, Y → X, X ← Z → Y and X → [S] ← Y all predict an association" in said
    for rung in (Rung.INTERVENTION, Rung.COUNTERFACTUAL):
        said = words.what_rung_tells(forward, rung, found)
        assert said == "only X → Y predicts that Y changes when X is set"
    said = words.what_rung_tells(Rival(found[1]), Rung.INTERVENTION, found)
    assert said == "only Y → X predicts that X changes when Y is set"
    said = words.what_rung_tells(Rival(found[4]), Rung.INTERVENTION, found)
    assert "and chance predict that it stays" in said


# Reading the sentence


@pytest.mark.parametrize(
    ("sentence", "x", "y"),
    [
        ("X is associated with Y", "X", "Y"),
        ("X causes Y", "X", "Y"),
        ("x causes y", "x", "y"),
        ("A raises B", "A", "B"),
        ("Rain fell. Then Y was caused by X.", "X", "Y"),
        ("Y is caused by X", "X", "Y"),
        ("The effect of X on Y", "X", "Y"),
        ("What is the impact of the minimum wage on employment?", "minimum wage", "employment"),
        ("X and Y are correlated", "X", "Y"),
        ("Are model size and reward hacking associated?", "model size", "reward hacking"),
        ("an association between sleep and memory", "sleep", "memory"),
        ("There is a link between coffee and cancer.", "coffee", "cancer"),
        ("Model size predicts reward hacking", "Model size", "reward hacking"),
        ("More sleep, less stress", "sleep", "stress"),
        ("As X rises, Y falls", "X", "Y"),
        ("Coffee may reduce the risk of cancer", "Coffee", "cancer"),
        ("Does the minimum wage reduce employment?", "minimum wage", "employment"),
        ("No evidence that coffee causes cancer", "coffee", "cancer"),
        ("We found that immigration lowers wages.", "immigration", "wages"),
        ("Higher immigration is strongly linked to lower wages", "immigration", "wages"),
        ("Wages depend on immigration", "immigration", "Wages"),
        ("Employment is reduced by the minimum wage", "minimum wage", "Employment"),
        ("Immigration -> wages", "Immigration", "wages"),
        ("wages ← immigration", "immigration", "wages"),
        ("immigration and wages", "immigration", "wages"),
    ],
)
def test_a_sentence_is_split_at_its_cue(sentence: str, x: str, y: str) -> None:
    found = read_sentence(sentence)
    assert (found.x, found.y) == (x, y)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("", "no text"),
        ("   \n", "no text"),
        ("sleep", "two arguments"),
        ("Countries that eat more chocolate win more Nobel prizes", "two arguments"),
        ("Kaffee verursacht Krebs", "not assessed: language"),
        ("相关性 与 因果", "not assessed: language"),
        ("<b></b>", "markup only"),
        ("\x00\x01\x02", "not text"),
        ("\ud800 is associated with sleep", "not text"),
        ("sleep " * 1_000, "characters"),
        ("Sleep is associated with sleep.", "needs two"),
        ("Sleep is associated with " + "rest of y " * 40, "too long"),
    ],
)
def test_what_is_no_sentence_about_two_things_is_refused(sentence: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_sentence(sentence)


@pytest.mark.parametrize("pair", [("", "y"), ("x", "--"), ("x", "X."), ("x" * 301, "y")])
def test_two_things_must_be_two_things(pair: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        read_pair(*pair)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_sentence(text)
    except InputError:
        return
    assert found.x
    assert found.y


# Which labels mean the things


def graph_of(*pairs: tuple[str, str] | tuple[str, str, str]) -> ClaimGraph:
    return merge(claims_of(*pairs).values())


def claims_of(*pairs: tuple[str, str] | tuple[str, str, str]) -> dict[str, Claim]:
    """A claim of its own for each (cause, effect, sign)."""
    made = {}
    for n, (cause, effect, *sign) in enumerate(pairs):
        one = Effect(cause, effect, Sign(sign[0] if sign else "+"))
        made[f"w{n}#1"] = Claim("", f"w{n}#1", f"w{n}", rung=Rung.INTERVENTION, effects=(one,))
    return made


def matched(
    x: str, y: str, graph: ClaimGraph, similar: dict[str, tuple[float, float]]
) -> list[list[str]]:
    """The labels taken for X and Y, where cosines are as told and else 0.6."""
    rows = np.array([similar.get(n.label, (0.6, 0.6)) for n in graph.nodes], np.float32)
    found = match(Reading(x, y), graph, rows, np.eye(2, dtype=np.float32))
    return [[m.label for m in one.matches] for one in found]


def test_narrower_labels_are_taken_and_other_heads_are_not() -> None:
    graph = graph_of(
        ("immigration", "wages of local workers"),
        ("immigration of low-skilled workers", "reports on wages"),
    )
    assert matched("immigration", "wages", graph, {}) == [
        ["immigration", "immigration of low-skilled workers"],
        ["wages of local workers"],
    ]


def test_meaning_counts_only_where_no_label_is_the_same() -> None:
    graph = graph_of(("cramming", "recall"), ("nightly rest", "recall"))
    near = {"cramming": (0.9, 0.0), "nightly rest": (0.88, 0.0)}
    assert matched("slumber", "recall", graph, near)[0] == ["cramming", "nightly rest"]
    assert matched("cramming", "recall", graph, near)[0] == ["cramming"]
    below = dict.fromkeys(near, (0.84, 0.0))
    assert matched("slumber", "recall", graph, below)[0] == []


def test_no_label_is_taken_for_both() -> None:
    graph = graph_of(("reward", "mood"))
    near = {"reward": (0.9, 0.95), "mood": (0.0, 0.0)}
    assert matched("prize", "bonus", graph, near) == [[], ["reward"]]
    tied = {"reward": (0.9, 0.9), "mood": (0.0, 0.0)}
    assert matched("prize", "bonus", graph, tied) == [["reward"], []]


def test_what_is_near_but_not_taken_is_told() -> None:
    graph = graph_of(("employment", "mood"))
    rows = np.array([[0.72, 0.0], [0.0, 0.0]], np.float32)
    x, _ = match(Reading("unemployment", "crime"), graph, rows, np.eye(2, dtype=np.float32))
    assert not x.matches
    assert [(m.label, m.how) for m in x.near] == [("employment", How.NOT_TAKEN)]


# How they hang together


def between(x: str, y: str, *pairs: tuple[str, str] | tuple[str, str, str]) -> Ways:
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
@settings(max_examples=300, deadline=None)
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
@settings(max_examples=200, deadline=None)
def test_what_is_adjusted_for_is_never_what_to_avoid(graph: networkx.DiGraph) -> None:
    one = adjustment(graph, {node: node for node in graph})
    assert not set(one.labels) & set(one.avoid)
    assert not one.cycle
    if one.status is Adjusting.ADJUST:
        assert one.labels
    else:
        assert not one.labels


# What bears on what


def borne(
    claims: dict[str, Claim], near: Sequence[Near] = ()
) -> dict[Shape, list[tuple[str, Side]]]:
    graph = merge(claims.values())
    nodes = {node.label: node.id for node in graph.nodes}
    x, y = (
        Variable(name, (Match(nodes[name], name, 1.0, How.SAME),) if name in nodes else ())
        for name in "xy"
    )
    made = rivals(structures(), claims, x, y, ways(Joined(graph, x, y, claims)), near)
    return {r.structure.shape: [(b.claim.id, b.side) for b in r.bearings] for r in made}


def test_effects_bear_by_direction_and_sign() -> None:
    found = borne(claims_of(("x", "y", "+"), ("x", "y", "0"), ("y", "x", "?")))
    assert found[Shape.FORWARD] == [("w0#1", Side.FOR), ("w1#1", Side.AGAINST)]
    assert found[Shape.BACKWARD] == [("w2#1", Side.FOR)]
    assert found[Shape.CHANCE] == [("w1#1", Side.FOR)]


def test_forks_colliders_and_longer_paths_bear() -> None:
    found = borne(claims_of(("z", "x"), ("z", "y"), ("x", "s"), ("y", "s"), ("x", "m"), ("m", "y")))
    assert found[Shape.COMMON_CAUSE] == [("w0#1", Side.FOR), ("w1#1", Side.FOR)]
    assert found[Shape.SELECTION] == [("w2#1", Side.FOR), ("w3#1", Side.FOR)]
    assert found[Shape.FORWARD] == [("w4#1", Side.FOR), ("w5#1", Side.FOR)]
    assert found[Shape.BACKWARD] == found[Shape.CHANCE] == []


def test_contradiction_speaks_for_chance_and_replication_against() -> None:
    claims = claims_of(("x", "y"))
    claims["a#1"] = Claim("", "a#1", "a", relations=((Relation.CONTRADICTS, "w0#1"),))
    claims["b#1"] = Claim("", "b#1", "b", relations=((Relation.REPLICATES, "w0#1"),))
    claims["c#1"] = Claim("", "c#1", "c", relations=((Relation.QUALIFIES, "w0#1"),))
    assert borne(claims)[Shape.CHANCE] == [("a#1", Side.FOR), ("b#1", Side.AGAINST)]


def test_words_of_selection_bear_when_near() -> None:
    said = Claim("The association is due to selection bias.", "s#1", "s")
    nature = Claim("Natural selection shapes brains.", "n#1", "n")
    far = Claim("Collider bias misleads.", "f#1", "f")
    near = [Near(said, 0.5), Near(nature, 0.6), Near(far, 0.1), Near(far, None)]
    assert borne(claims_of(("x", "q")), near)[Shape.SELECTION] == [("s#1", Side.FOR)]


def test_the_highest_rung_comes_first() -> None:
    effects = (Effect("x", "y", Sign.POSITIVE),)
    rungs = {"a": None, "b": Rung.ASSOCIATION, "c": Rung.COUNTERFACTUAL, "d": Rung.INTERVENTION}
    claims = {f"{k}#1": Claim("", f"{k}#1", k, rung=r, effects=effects) for k, r in rungs.items()}
    assert [key[0] for key, _ in borne(claims)[Shape.FORWARD]] == ["c", "d", "b", "a"]


# Joined


def tools(near: Sequence[Near] = ()) -> Tools:
    """An encoder to which every text is its length, and a search that finds what it is told."""

    def encode(texts: Sequence[str]) -> np.ndarray:
        angles = np.array([len(text) for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    return Tools("test", 2, encode, encode, lambda _query, _limit: near)


def test_vectors_of_labels_are_kept(kb: KnowledgeBase) -> None:
    asked: list[int] = []
    known = tools()

    def encode(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return known.encode(texts)

    counting = Tools("test", 2, encode, known.encode_queries, known.nearest)
    generation = kb.store.database.generation
    first = explain_association(kb.store, counting, "own action on the tone", "mood")
    again = explain_association(kb.store, counting, "own action on the tone", "mood")
    assert first == again
    assert len(asked) == 1
    assert kb.store.database.generation == generation


def test_a_knowledge_base_that_may_not_be_written_will_do(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.store.database, "writable", False)
    before = kb.store.database.conn.total_changes
    assert kb.explain_association("own action on the tone", "expectation of food").matched
    assert kb.store.database.conn.total_changes == before


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"at_least": 1.5}, {"at_least": -0.1}])
def test_impossible_numbers_are_refused(kb: KnowledgeBase, wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        kb.explain_association("X is associated with Y", **wrong)


def test_a_claim_is_listed_once_as_bearing_or_near(kb: KnowledgeBase) -> None:
    found = kb.explain_association("own action on the tone", "expectation of food")
    listed = {b.claim.id for rival in found.rivals for b in rival.bearings}
    assert listed
    assert not listed & {near.claim.id for near in found.near}
    assert found.matched
    assert found.bearings == len(listed)
