"""Candidates as plain data: the form of ``suggest --claims --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.records import Candidate


def to_dict(one: Candidate) -> dict[str, Any]:
    """Return a candidate for other programs."""
    return {
        "work": one.work,
        "rank": one.rank,
        "quote": one.quote,
        "locator": one.locator,
        "kind": one.kind,
        "score": round(one.score, 4),
        "design": one.design and one.design.value,
        "population": one.population,
        "paradigm": one.paradigm,
        "rung": one.rung and one.rung.value,
        "wording": one.wording and one.wording.value,
        "n": one.n,
        "effects": [
            {"cause": e.cause, "effect": e.effect, "sign": e.sign.value} for e in one.effects
        ],
        "hypotheses": [{"slug": h.slug, "score": round(h.score, 4)} for h in one.hypotheses],
        "side": one.side and one.side.value,
        "cues": list(one.cues),
    }


def row(one: Candidate) -> tuple[object, ...]:
    """Return a plain row, as in ``causalkb.records.candidates.COLUMNS``."""
    return (
        one.work,
        one.rank,
        f"{one.score:.2f}",
        one.kind,
        one.locator,
        one.design and one.design.value,
        one.population,
        one.hypotheses[0].slug if one.hypotheses else None,
        one.quote,
    )
