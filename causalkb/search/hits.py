"""From the rankings of queries to their hits; rows are read once for all queries of a block."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from causalkb.records import Hit, Passage
from causalkb.search.fusion import Ranking, Scores, fuse, on_one_scale, ranking
from causalkb.search.id_sets import among
from causalkb.search.indexes import Indexes
from causalkb.search.query.patterns import matched_spans
from causalkb.search.query.query import Query
from causalkb.store.store import Store
from causalkb.vocabulary import PassageKind, SearchKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causalkb.search.search_index import Ids, Rows

SHARE_OF_SENTENCES = 0.7
"""Share of the semantic score in the hybrid one, for queries as people ask them."""
SHARE_OF_KEYWORDS = 0.5
"""The same for queries of a few words; see ``benchmarks/retrieval.py``."""
SENTENCE_WORDS = 6
"""Words from which a query counts as a sentence."""

Places = Mapping[int, tuple[int, str]]
"""Passage id → (row id of its work, its kind)."""


@dataclass(slots=True)
class Asked:
    """A query on the way to its result.

    Attributes:
        query: The query, with what was put right in it.
        vector: Its vector (1, d) as the encoder gives it; ``None`` where none is needed.
        mapped: The same as the index holds vectors.
        allowed: Ids of the passages that its filters allow; ``None`` for all.
        notes: What was done to its words, for the user.
        scored: The rankings by name: "keyword", "semantic", "known".
    """

    query: Query
    vector: NDArray[np.float32] | None
    mapped: NDArray[np.float32] | None
    allowed: NDArray[np.int64] | None
    notes: tuple[str, ...] = ()
    scored: dict[str, Scores] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of the semantic score."""
        many = len(self.query.text.split()) >= SENTENCE_WORDS
        return SHARE_OF_SENTENCES if many else SHARE_OF_KEYWORDS


@dataclass(frozen=True, slots=True)
class _Best:
    """What one query found, before the records are read.

    Attributes:
        found: Its rankings of units (works or passages).
        fused: The score of each unit.
        top: The units that are shown, best first.
        shown: The passage that is shown of each.
    """

    found: Mapping[str, Ranking]
    fused: Scores
    top: Sequence[int]
    shown: Mapping[int, int]


class Hits:
    """Makes the hits of one kind."""

    def __init__(self, store: Store, indexes: Indexes, kind: SearchKind) -> None:
        self._store = store
        self._indexes = indexes
        self.kind = kind

    def of(self, asked: Sequence[Asked], limit: int) -> list[tuple[Hit, ...]]:
        """Return the hits of each query, at most ``limit``, best first."""
        passages = {i for one in asked for scores in one.scored.values() for i in scores}
        places = self._store.passages.places(passages)
        best = [self._best(one, places, limit) for one in asked]
        built = self.build(dict.fromkeys(i for one in best for i in one.shown.values()))
        cosines = self._cosines(asked, best)
        return [self._hits(*each, built) for each in zip(asked, best, cosines, strict=True)]

    def _best(self, asked: Asked, places: Places, limit: int) -> _Best:
        units = self._units(asked.scored, places)
        found = {name: ranking(scores, units) for name, scores in asked.scored.items()}
        fused = fuse(
            {n: {u: r.scores[p] for u, p in r.best.items()} for n, r in found.items()}, asked.share
        )
        named = found["known"].best if "known" in found else {}
        first = {u: found["known"].scores[p] for u, p in named.items()}
        top = sorted(fused, key=lambda u: (-first.get(u, 0.0), -fused[u], u))[:limit]
        fused.update(dict.fromkeys(first, 1.0))
        single = fuse(asked.scored, asked.share)
        return _Best(found, fused, top, _telling(top, units, single, places))

    def _units(self, scored: Mapping[str, Scores], places: Places) -> dict[int, int]:
        """What each passage stands for: its work's row id, or itself."""
        passages = {i for scores in scored.values() for i in scores}
        if self.kind is SearchKind.WORKS:
            return {i: places[i][0] for i in passages if i in places}
        return {i: i for i in passages}

    def _hits(
        self, asked: Asked, best: _Best, cosines: Scores, built: Mapping[int, Hit]
    ) -> tuple[Hit, ...]:
        hits = []
        for rank, unit in enumerate(best.top, 1):
            hit = built.get(best.shown[unit])
            if hit is None:
                continue
            rankings = {name: r for name, r in best.found.items() if unit in r.ranks}
            scores = {name: r.scores[r.best[unit]] for name, r in rankings.items()}
            if unit in cosines:
                scores["semantic"] = cosines[unit]
            hits.append(
                replace(
                    hit,
                    rank=rank,
                    score=best.fused[unit],
                    ranks={name: r.ranks[unit] for name, r in rankings.items()},
                    scores=scores,
                    matches=tuple(matched_spans(asked.query, hit.passage.text)),
                )
            )
        return on_one_scale(asked.query, hits)

    def _cosines(self, asked: Sequence[Asked], best: Sequence[_Best]) -> list[Scores]:
        """Return the encoder's own cosine of units where the ranking is by mapped vectors.

        What is close was calibrated on these (:mod:`causalkb.search.closeness`).
        """
        if not self._indexes.maps:
            return [{} for _ in asked]
        of_unit: list[dict[int, int]] = []
        for one, found in zip(asked, best, strict=True):
            semantic = {} if one.vector is None else found.found["semantic"].best
            of_unit.append({u: semantic[u] for u in found.top if u in semantic})
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint,
            sorted({passage for units in of_unit for passage in units.values()}),
            self._indexes.dimension,
        )
        return [
            _cosines(one.vector, units, ids, vectors)
            for one, units in zip(asked, of_unit, strict=True)
        ]

    def build(self, passage_ids: Collection[int]) -> dict[int, Hit]:
        """Fetch the records of hits, by passage id; ranks and scores are yet to come."""
        passages = self._store.passages.many(passage_ids)
        work_ids = [work_id for work_id, _ in passages.values()]
        works = self._store.works.many(work_ids)
        claims = self._store.claims.of_works(dict.fromkeys(work_ids))

        def of(passage: Passage, work_id: int) -> Hit:
            own = claims[work_id]
            if self.kind is SearchKind.CLAIMS:
                own = [c for c in own if c.id == passage.claim]
            return Hit(0, 0.0, works[work_id], passage, tuple(own))

        return {i: of(passages[i][1], passages[i][0]) for i in passage_ids if i in passages}


def _cosines(vector: Rows | None, of_unit: Mapping[int, int], ids: Ids, vectors: Rows) -> Scores:
    """Return the cosine of a query to the passage of each unit, among ascending ids."""
    own = np.sort(np.fromiter(of_unit.values(), np.int64, len(of_unit)))
    own = own[among(own, ids)]
    if vector is None or not own.size:
        return {}
    # The same rows as for this query alone: a product with more rounds otherwise.
    rows = vectors[np.searchsorted(ids, own)]
    cosines = dict(zip(own.tolist(), (rows @ vector[0]).tolist(), strict=True))
    return {u: cosines[p] for u, p in of_unit.items() if p in cosines}


def _telling(
    top: Sequence[int], units: Mapping[int, int], single: Scores, places: Places
) -> dict[int, int]:
    """The passage to show for each unit: its best one that says more than the title."""
    wanted = set(top)
    candidates = [p for p, unit in units.items() if unit in wanted]
    titles = {p for p in candidates if places.get(p, (0, ""))[1] == PassageKind.TITLE.value}
    shown: dict[int, int] = {}
    for passage in sorted(candidates, key=lambda p: (p in titles, -single[p], p)):
        shown.setdefault(units[passage], passage)
    return shown
