"""Rankings of one query, and how they are combined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from causalkb.records import Hit
from causalkb.search.closeness import LINE, closeness
from causalkb.search.query.query import Query

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one ranking says of passages, and of the units (works or passages) they stand for."""

    scores: Scores
    best: Mapping[int, int]  # unit → its best passage
    ranks: Mapping[int, int]  # unit → rank, from 1


def on_one_scale(query: Query, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Multiply scores by the closeness of the closest hit, and mark each hit as close or not.

    Works that the query names keep the score 1.
    """
    each = [closeness(query, hit) for hit in hits]
    best = max(
        (c for c, hit in zip(each, hits, strict=True) if "known" not in hit.ranks), default=0
    )
    return tuple(
        replace(
            hit,
            score=hit.score if "known" in hit.ranks else hit.score * best,
            close=own >= LINE,
        )
        for own, hit in zip(each, hits, strict=True)
    )


def ranking(scores: Scores, units: Mapping[int, int]) -> Ranking:
    """Rank the units that passages stand for, each by its best passage."""
    best: dict[int, int] = {}
    # Best first, and by id where scores are equal: sorting is stable, and needs no pairs for it.
    for passage in sorted(sorted(scores), key=scores.__getitem__, reverse=True):
        if passage in units:
            best.setdefault(units[passage], passage)
    return Ranking(scores, best, {unit: n for n, unit in enumerate(best, 1)})


def fuse(scored: Mapping[str, Scores], semantic_share: float) -> Scores:
    """Combine rankings: min-max to [0, 1] each, then the weighted mean; absent counts as 0."""
    weights = {"semantic": semantic_share, "keyword": 1 - semantic_share}
    rankings = {name: scores for name, scores in scored.items() if name != "known"}
    if len(rankings) == 1:
        weights = dict.fromkeys(rankings, 1.0)
    fused: Scores = {}
    for name, scores in rankings.items():
        # BM25 has a natural zero (no word in common), a cosine has none.
        low = min(scores.values(), default=0.0) if name == "semantic" else 0.0
        span = max(scores.values(), default=0.0) - low
        weight = weights[name]
        if span > 0:
            shares = {item: weight * ((score - low) / span) for item, score in scores.items()}
        else:
            shares = dict.fromkeys(scores, weight)
        for item in fused.keys() & shares.keys():
            shares[item] += fused[item]
        fused |= shares
    for item in scored.get("known", ()):
        fused.setdefault(item, 0.0)
    return fused
