"""An explanation as plain data: the form of ``explain --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.explanations.records import (
    ABOUT,
    ASSUMES,
    Bearing,
    Explanation,
    Meeting,
    Route,
    Variable,
)
from causalkb.records import Claim, Competition
from causalkb.report.render import explanation_words as words
from causalkb.report.rows import beside
from causalkb.report.serialize.claim import claim_data


def to_dict(found: Explanation, data: Competition | None = None) -> dict[str, Any]:
    """Return an explanation for JSON; every claim that bears on a structure is in it.

    Args:
        found: The explanation.
        data: What data say of the same two things.
    """
    structures = [rival.structure for rival in found.rivals]
    reading = found.reading
    ways = found.ways
    return {
        "text": found.text,
        "reading": {
            "cue": reading.cue or None,
            "wording": reading.wording and reading.wording.value,
            "swapped": reading.swapped,
        },
        "x": _variable(found.x),
        "y": _variable(found.y),
        "rivals": [
            {
                "structure": rival.structure.shape.value,
                "name": rival.structure.name,
                "picture": rival.structure.picture,
                "predictions": {
                    p.test.value: {"linked": p.linked, "answer": words.answer(p.test, p.linked)}
                    for p in rival.structure.predictions
                },
                "rungs": [
                    {
                        "rung": rung and rung.value,
                        "tells": words.what_rung_tells(rival, rung, structures),
                        "claims": [_bearing(one) for one in bearings],
                    }
                    for rung, bearings in rival.by_rung
                ],
            }
            for rival in found.rivals
        ],
        "distinctions": list(words.distinctions(structures)),
        "graph": {
            "paths": {
                "x_to_y": [_route(route) for route in ways.forward],
                "y_to_x": [_route(route) for route in ways.backward],
            },
            "forks": [_meeting(one) for one in ways.forks],
            "colliders": [_meeting(one) for one in ways.colliders],
            "causes_of_one": [
                {"label": half.label, "of": half.of.casefold(), "claims": list(half.claims)}
                for half in ways.halves
            ],
            "more": ways.more,
            "adjustment": {
                "status": ways.adjustment.status.value,
                "cause": ways.adjustment.cause.casefold(),
                "effect": ways.adjustment.effect.casefold(),
                "adjust_for": list(ways.adjustment.labels),
                "avoid": list(ways.adjustment.avoid),
                "cycle": list(ways.adjustment.cycle),
                "says": list(words.adjusting(ways, found.x.text, found.y.text)),
            },
        },
        "near": [
            {**_claim(near.claim), "similarity": _rounded(near.similarity)} for near in found.near
        ],
        **({} if data is None else {"data": beside.to_dict(found, data)}),
        "caveats": [ABOUT, ASSUMES],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _variable(one: Variable) -> dict[str, Any]:
    return {
        "text": one.text,
        "labels": [
            {"label": m.label, "similarity": m.similarity, "how": m.how.value} for m in one.matches
        ],
        "not_taken": [{"label": m.label, "similarity": m.similarity} for m in one.near],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {**claim_data(claim), "rung": claim.rung and claim.rung.value}


def _bearing(one: Bearing) -> dict[str, Any]:
    return {
        **_claim(one.claim),
        "side": one.side.value,
        "sign": one.sign and one.sign.value,
        "why": one.why,
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "labels": list(route.labels),
        "steps": [
            {
                "cause": step.cause,
                "effect": step.effect,
                "signs": step.signs.replace("−", "-"),
                "rungs": [rung.value for rung in step.rungs],
                "claims": list(step.claims),
            }
            for step in route.steps
        ],
        "joins_different_labels": route.joined,
    }


def _meeting(one: Meeting) -> dict[str, Any]:
    return {"label": one.label, "to_x": _route(one.x), "to_y": _route(one.y)}
