"""Search results as plain data: the form of ``search --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.formats.jsonl import work_to_dict
from causalkb.records import Hit, SearchResult


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as the README documents it."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "close": hit.close,
        "work": work_to_dict(hit.work),
        "passage": {
            "kind": hit.passage.kind.value,
            "text": hit.passage.text,
            "locator": hit.passage.locator,
        },
        "claims": [
            {
                "id": claim.id,
                "text": claim.text,
                "design": None if claim.design is None else claim.design.value,
                "wording": None if claim.wording is None else claim.wording.value,
                "stances": {slug: stance.value for slug, stance in claim.stances.items()},
            }
            for claim in hit.claims
        ],
        "ranks": dict(hit.ranks),
        "scores": {name: round(score, 4) for name, score in hit.scores.items()},
    }


def result_to_dict(result: SearchResult) -> dict[str, Any]:
    """Return a whole search result as the README documents it."""
    return {
        "query": result.query,
        "mode": result.mode.value,
        "questions": [
            {"slug": m.question.slug, "title": m.question.title, "score": round(m.score, 4)}
            for m in result.questions
        ],
        "notes": list(result.notes),
        "hits": [hit_to_dict(hit) for hit in result.hits],
    }
