"""Competing explanations: what is derived, how a sentence is read, what bears on what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from rival_claims import Pair, claims_of

from causalkb import KnowledgeBase
from causalkb.errors import InputError
from causalkb.evidence.graph import ClaimGraph, merge
from causalkb.explanations.bearing import rivals
from causalkb.explanations.explain_association import Tools, explain_association
from causalkb.explanations.paths import Joined, ways
from causalkb.explanations.records import (
    Bearing,
    How,
    Match,
    Near,
    Reading,
    Rival,
    Shape,
    Side,
    Test,
    Variable,
)
from causalkb.explanations.structures import structures, told_apart
from causalkb.explanations.variables import match
from causalkb.records import Claim, ClaimRelation, Effect
from causalkb.report.render import explanation_words as words
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


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("test", Test)
def test_what_is_derived_is_what_a_simulation_shows(shape: Shape, test: Test) -> None:
    """Linear effects with noise; setting is noise of its own, holding fixed is a narrow band."""
    random = np.random.default_rng(7)
    x, y, z, s = random.normal(size=(4, 200_000))
    if shape is Shape.COMMON_CAUSE:
        x, y = x + z, y + z
    if test is Test.SET_X:
        x = random.normal(size=x.size)
    if shape is Shape.FORWARD:
        y = y + x
    if test is Test.SET_Y:
        y = random.normal(size=y.size)
    if shape is Shape.BACKWARD and test is not Test.SET_X:
        x = x + y
    if shape is Shape.SELECTION:
        s = s + x + y
    kept = np.ones(x.size, bool)
    if test in (Test.AGAIN, Test.HOLD_Z):
        kept &= np.abs(s - 1) < 0.2
    if test is Test.HOLD_Z:
        kept &= np.abs(z - 1) < 0.2
    correlation = float(np.corrcoef(x[kept], y[kept])[0, 1])
    assert (abs(correlation) > 0.2) == linked(shape, test), correlation


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


# Which labels mean the things


def graph_of(*pairs: Pair) -> ClaimGraph:
    return merge(claims_of(*pairs).values())


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
    claims["a#1"] = Claim("", "a#1", "a", relations=(ClaimRelation(Relation.CONTRADICTS, "w0#1"),))
    claims["b#1"] = Claim("", "b#1", "b", relations=(ClaimRelation(Relation.REPLICATES, "w0#1"),))
    claims["c#1"] = Claim("", "c#1", "c", relations=(ClaimRelation(Relation.QUALIFIES, "w0#1"),))
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
    assert kb.explain("own action on the tone", "expectation of food").matched
    assert kb.store.database.conn.total_changes == before


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"at_least": 1.5}, {"at_least": -0.1}])
def test_impossible_numbers_are_refused(kb: KnowledgeBase, wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        kb.explain("X is associated with Y", **wrong)


def test_a_claim_is_listed_once_as_bearing_or_near(kb: KnowledgeBase) -> None:
    found = kb.explain("own action on the tone", "expectation of food")
    listed = {b.claim.id for rival in found.rivals for b in rival.bearings}
    assert listed
    assert not listed & {near.claim.id for near in found.near}
    assert found.matched
    assert found.bearings == len(listed)


def test_steps_of_a_longer_path_tell_nothing_of_the_whole() -> None:
    claims = claims_of(("x", "m"), ("m", "y"))
    bearings = tuple(Bearing(claim, Side.FOR, "a step") for claim in claims.values())
    said = words.what_rung_tells(Rival(structures()[0], bearings), Rung.INTERVENTION, structures())
    assert said == "steps of a longer path, each in its own setting: they need not compose"
