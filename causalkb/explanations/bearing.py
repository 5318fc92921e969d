"""Which claims bear on which rival structure, by their effects, relations and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from causalkb.evidence.labels import label_key
from causalkb.explanations.records import (
    Bearing,
    Meeting,
    Near,
    Rival,
    Route,
    Shape,
    Side,
    Structure,
    Variable,
    Ways,
)
from causalkb.records import Claim
from causalkb.vocabulary import Relation, Rung, Sign

_SELECTION = re.compile(
    r"\b(?:(?:self[- ]?)?selection (?:bias|effect|into|on|of (?:the )?(?:sample|cases|data))"
    r"|selected (?:sample|cases|on|for)|collider bias|berkson|surviv(?:al|orship|or) bias"
    r"|survivorship|attrition|non-?response|publication bias|sampl\w+ bias|biased sampl\w+"
    r"|condition\w+ on a (?:common effect|collider)|truncat\w+ (?:sample|data)|range restriction)",
    re.IGNORECASE,
)
"""Words of selection; "natural selection" and "model selection" do not count, and a claim about how
well someone reasons about colliders says nothing of how its sample was chosen."""
SELECTION_FROM = 0.35
"""The cosine to X and Y from which a claim that speaks of selection is listed."""

_RUNGS = {rung: n for n, rung in enumerate(reversed(Rung))}


def rivals(
    structures: Sequence[Structure],
    claims: Mapping[str, Claim],
    x: Variable,
    y: Variable,
    ways: Ways,
    near: Iterable[Near],
) -> tuple[Rival, ...]:
    """Return the structures, each with the claims that bear on it.

    Args:
        structures: The five.
        claims: All claims by id.
        x: The first variable with its labels.
        y: The second variable.
        ways: How they are connected in the graph of claims.
        near: Claims that search finds; those about selection are taken from them.
    """
    xs, ys = _keys(x), _keys(y)
    direct = {
        Shape.FORWARD: list(_direct(claims.values(), xs, ys)),
        Shape.BACKWARD: list(_direct(claims.values(), ys, xs)),
    }
    own = {b.claim.id: b.claim for found in direct.values() for b in found}
    found = {
        Shape.FORWARD: direct[Shape.FORWARD] + _along(claims, ways.forward),
        Shape.BACKWARD: direct[Shape.BACKWARD] + _along(claims, ways.backward),
        Shape.COMMON_CAUSE: [*_meeting(claims, ways.forks, "common cause")],
        Shape.SELECTION: [
            *_meeting(claims, ways.colliders, "common effect"),
            *_on_selection([*own.values(), *(n.claim for n in near if _is_near(n))]),
        ],
        Shape.CHANCE: [*_no_effect(direct), *_failed(claims, own)],
    }
    return tuple(Rival(one, _ordered(found[one.shape])) for one in structures)


def _is_near(near: Near) -> bool:
    return near.similarity is not None and near.similarity >= SELECTION_FROM


def _keys(variable: Variable) -> frozenset[str]:
    return frozenset(label_key(m.label) for m in variable.matches)


def _direct(
    claims: Iterable[Claim], causes: frozenset[str], effects: frozenset[str]
) -> Iterable[Bearing]:
    for claim in claims:
        for one in claim.effects:
            if label_key(one.cause) in causes and label_key(one.effect) in effects:
                side = Side.AGAINST if one.sign is Sign.NONE else Side.FOR
                yield Bearing(claim, side, f"{one.cause} → {one.effect}", one.sign)


def _along(claims: Mapping[str, Claim], routes: Iterable[Route]) -> list[Bearing]:
    """Yield the claims along paths of more than one step; each asserts only its own step."""
    return [
        Bearing(claims[claim], Side.FOR, f"a step of {' → '.join(route.labels)}")
        for route in routes
        if len(route.steps) > 1
        for claim in route.claims
        if claim in claims
    ]


def _meeting(
    claims: Mapping[str, Claim], meetings: Iterable[Meeting], what: str
) -> Iterable[Bearing]:
    """Yield the claims on both paths to a meeting point, each with the arrows that it asserts."""
    for one in meetings:
        arrows: dict[str, list[str]] = {}
        for route in (one.x, one.y):
            for step in route.steps:
                for claim in step.claims:
                    arrows.setdefault(claim, []).append(f"{step.cause} → {step.effect}")
        for claim, own in arrows.items():
            if claim in claims:
                why = f"{what} {one.label}: {', '.join(own)}"
                yield Bearing(claims[claim], Side.FOR, why)


def _on_selection(claims: Iterable[Claim]) -> Iterable[Bearing]:
    for claim in claims:
        said = _SELECTION.search(claim.text)
        if said:
            yield Bearing(claim, Side.FOR, f"near, and speaks of “{said[0]}”")


def _no_effect(direct: Mapping[Shape, Sequence[Bearing]]) -> Iterable[Bearing]:
    """Yield claims that found no effect: chance predicts that, whichever direction was tested."""
    for found in direct.values():
        for one in found:
            if one.side is Side.AGAINST:
                yield Bearing(one.claim, Side.FOR, f"no effect: {one.why}", one.sign)


def _failed(claims: Mapping[str, Claim], own: Mapping[str, Claim]) -> Iterable[Bearing]:
    """Yield claims that contradict or replicate a claim of an effect between X and Y."""
    sides = {Relation.CONTRADICTS: Side.FOR, Relation.REPLICATES: Side.AGAINST}
    for claim in claims.values():
        for relation, other, _ in claim.relations:
            if relation in sides and other in own and _asserts(own[other]):
                if relation is Relation.REPLICATES and claim.id in own and not _asserts(claim):
                    continue  # repeated, and found nothing: listed as no effect
                yield Bearing(claim, sides[relation], f"{relation.value} {other}")


def _asserts(claim: Claim) -> bool:
    return any(effect.sign is not Sign.NONE for effect in claim.effects)


def _ordered(bearings: Iterable[Bearing]) -> tuple[Bearing, ...]:
    """Return each claim once for each side, with its first reason; the highest rung first."""
    once: dict[tuple[str, Side], Bearing] = {}
    for one in bearings:
        once.setdefault((one.claim.id, one.side), one)
    last = len(_RUNGS)
    return tuple(
        sorted(
            once.values(),
            key=lambda b: (
                last if b.claim.rung is None else _RUNGS[b.claim.rung],
                b.side is Side.AGAINST,
                b.claim.id,
            ),
        )
    )
