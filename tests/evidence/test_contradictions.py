"""Pairs of claims that contradict each other: which are shown, in which order, and why."""

from __future__ import annotations

from balances import CON, PRO, balance, claim, many, work

from causalkb.evidence.records import Contradiction, ContradictionKind
from causalkb.records import Claim, Effect
from causalkb.vocabulary import Relation, Sign

APES = "animals/apes seeing-versus-doing"


def effect(sign: Sign, cause: str = "tone") -> tuple[Effect, ...]:
    return (Effect(cause, "food", sign),)


def pairs(claims: list[Claim]) -> list[tuple[ContradictionKind, str, str]]:
    found: tuple[Contradiction, ...] = balance(claims).contradictions
    return [(pair.kind, pair.first.id, pair.second.id) for pair in found]


def test_opposite_signs_of_one_effect_contradict_and_an_unknown_one_does_not() -> None:
    claims = [
        claim("up", effects=effect(Sign.POSITIVE)),
        claim("down", effects=effect(Sign.NEGATIVE)),
        claim("open", effects=effect(Sign.UNKNOWN)),
        claim("light", effects=effect(Sign.NEGATIVE, "light")),
        claim("also", effects=effect(Sign.POSITIVE)),
    ]
    found = balance(claims).contradictions
    assert {pair.kind for pair in found} == {ContradictionKind.EFFECT}
    assert {frozenset({pair.first.id, pair.second.id}) for pair in found} == {
        frozenset({"up#1", "down#1"}),
        frozenset({"also#1", "down#1"}),
    }
    (why,) = {pair.why for pair in found if "up#1" in pair.why}
    assert why in {
        "signs + (up#1) and - (down#1) for “tone” → “food”",
        "signs - (down#1) and + (up#1) for “tone” → “food”",
    }


def test_what_was_recorded_comes_before_effects_and_these_before_stances() -> None:
    claims = [
        *many(1, PRO, start="pro"),
        *many(1, CON, start="con"),
        claim("up", effects=effect(Sign.POSITIVE)),
        claim("down", CON, effects=effect(Sign.NEGATIVE)),
        claim("new", CON, relations=[(Relation.CONTRADICTS, "up#1")]),
    ]
    found = pairs(claims)
    assert found[:2] == [
        (ContradictionKind.STATED, "up#1", "new#1"),  # the supporting one first
        (ContradictionKind.EFFECT, "up#1", "down#1"),
    ]
    assert [kind for kind, _, _ in found[2:]] == [ContradictionKind.STRATUM]


def test_each_pair_is_shown_once_under_its_surest_kind() -> None:
    claims = [
        claim("up", effects=effect(Sign.POSITIVE)),
        claim("down", CON, effects=effect(Sign.NEGATIVE),
              relations=[(Relation.CONTRADICTS, "up#1")]),
    ]  # fmt: skip
    assert pairs(claims) == [(ContradictionKind.STATED, "up#1", "down#1")]


def test_works_of_the_same_people_are_no_pair() -> None:
    claims = [
        claim("up", effects=effect(Sign.POSITIVE)),
        claim("down", CON, effects=effect(Sign.NEGATIVE)),
    ]
    people = "Roe, Ann", "Doe, Bob"
    same = [work("up", *people), work("down", *people, versions=["up"])]
    assert balance(claims, same).contradictions == ()


def test_of_opposite_stances_those_on_the_same_population_and_paradigm_are_shown() -> None:
    claims = [claim("rats"), claim("apes", CON, APES), claim("ape", PRO, APES)]
    assert pairs(claims) == [(ContradictionKind.STRATUM, "ape#1", "apes#1")]
    elsewhere = [claim("rats"), claim("apes", CON, APES)]
    assert pairs(elsewhere) == [(ContradictionKind.STANCE, "rats#1", "apes#1")]
