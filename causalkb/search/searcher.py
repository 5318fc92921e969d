"""A query → hits: both rankings, their fusion, one result per work, questions that match.

Fusion is a convex combination of min-max normalised scores (Bruch, Gai and Ingber 2023, "An
Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42:20), over the union of what either
ranking found; passages that only the keyword ranking found get their true cosine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causalkb.records import Filters, Hit, Passage, QuestionMatch, SearchResult
from causalkb.search.embedding.encoder import Encoder
from causalkb.search.fusion import Ranking, Scores, fuse, on_one_scale, ranking
from causalkb.search.id_sets import without
from causalkb.search.indexes import Indexes
from causalkb.search.known import known_items
from causalkb.search.query.patterns import matched_spans
from causalkb.search.query.query import Query, merge_filters, parse_query
from causalkb.search.search_index import (
    CorrectsSpelling,
    DamagedIndexError,
    Part,
    SearchIndex,
    Shortens,
)
from causalkb.store.store import Store
from causalkb.text import fold
from causalkb.vocabulary import PassageKind, SearchKind, SearchMode

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARE_OF_SENTENCES = 0.7
"""Share of the semantic score in the hybrid one, for queries as people ask them."""
SHARE_OF_KEYWORDS = 0.5
"""The same for queries of a few words; see ``benchmarks/retrieval.py``."""
SENTENCE_WORDS = 6
"""Words from which a query counts as a sentence."""
QUESTION_THRESHOLD = 0.45
"""Least cosine at which a question is shown above the hits."""
MAX_QUESTIONS = 3
_NAME = 75.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of a family name to a mistyped one."""
_FEW = 20_000
"""Passages to choose from that are compared without the index of vectors."""
_POOL = 100
"""Passages taken from each ranking at least."""


class Searcher:
    """Searches one knowledge base."""

    def __init__(self, store: Store, indexes: Indexes, encoder: Callable[[], Encoder]) -> None:
        self._store = store
        self._indexes = indexes
        self._encoder = encoder

    def search(
        self,
        queries: Sequence[str],
        *,
        filters: Filters | None = None,
        kind: SearchKind = SearchKind.WORKS,
        mode: SearchMode = SearchMode.HYBRID,
        limit: int = 10,
    ) -> list[SearchResult]:
        """Search several queries at once; their vectors are computed in one batch.

        A part of the index that turns out to be damaged is built again.

        Raises:
            InputError: A query is empty or asks for an impossible filter value.
            UnknownError: A filter names a question, hypothesis or tag that does not exist.
        """
        parsed = [parse_query(text) for text in queries]
        given = filters or Filters()
        parsed = [replace(q, filters=merge_filters(q.filters, given)) for q in parsed]
        try:
            return self._all(parsed, kind, mode, limit)
        except DamagedIndexError:
            self._indexes.drop_damaged()
        return self._all(parsed, kind, mode, limit)

    def _all(
        self, queries: Sequence[Query], kind: SearchKind, mode: SearchMode, limit: int
    ) -> list[SearchResult]:
        vectors = self._vectors(queries, mode)
        return [
            self._one(query, vector, kind, mode, limit)
            for query, vector in zip(queries, vectors, strict=True)
        ]

    def _vectors(
        self, queries: Sequence[Query], mode: SearchMode
    ) -> Sequence[NDArray[np.float32] | None]:
        """The vector (1, d) of each query, ``None`` where none is needed."""
        if mode is SearchMode.KEYWORD or not any(q.text for q in queries):
            return [None] * len(queries)
        self._indexes.current(Part.VECTORS)
        encoder = self._encoder()
        if not self._indexes.fits(encoder):
            self._indexes.sync()
        vectors = encoder.encode_queries([q.text for q in queries])
        return [v[None, :] if q.text else None for q, v in zip(queries, vectors, strict=True)]

    def _one(
        self,
        query: Query,
        vector: NDArray[np.float32] | None,
        kind: SearchKind,
        mode: SearchMode,
        limit: int,
    ) -> SearchResult:
        claims_only = kind is SearchKind.CLAIMS
        query = self._with_known_authors(query)
        allowed = self._store.selection.passages(query.filters, claims_only=claims_only)
        if not query.text and not query.excluded:
            return self._listing(query, kind, mode, limit, allowed)
        index = self._indexes.current(Part.WORDS)
        notes: tuple[str, ...] = ()
        if isinstance(index, CorrectsSpelling):
            query, notes = index.correct(query)
        scored: dict[str, Scores] = {}
        pool = max(_POOL, 5 * limit)
        if mode is not SearchMode.SEMANTIC:
            scored["keyword"] = dict(index.keyword(query, pool, allowed))
        if vector is not None:
            mapped = self._indexes.mapped(vector)
            scored["semantic"] = self._semantic(query, mapped, index, pool, allowed)
            self._complete(scored, mapped, self._indexes.current(Part.VECTORS))
        if kind is SearchKind.WORKS:
            self._put_first(query, index, scored, allowed)
        units = self._units(scored, kind)
        hits = self._hits(query, units, scored, kind, limit, vector)
        matches = () if vector is None else self._questions(vector)
        return SearchResult(query.raw, mode, hits, matches, (*query.notes, *notes))

    def _with_known_authors(self, query: Query) -> Query:
        """Put typos in ``author:`` right, with a note; a name that resembles none is left."""
        unknown = self._store.selection.unknown_authors(query.filters.authors)
        if not unknown:
            return query
        from rapidfuzz import fuzz, process

        folded = {fold(name): name for name in self._store.selection.families()}
        names, notes = list(query.filters.authors), list(query.notes)
        for name in unknown:
            near = process.extractOne(
                fold(name), list(folded), scorer=fuzz.ratio, score_cutoff=_NAME
            )
            if near is not None:
                names[names.index(name)] = folded[near[0]]
                notes.append(f"no author {name!r}, searched {folded[near[0]]!r}")
        filters = replace(query.filters, authors=tuple(names))
        return replace(query, filters=filters, notes=tuple(notes))

    def _semantic(
        self,
        query: Query,
        vector: NDArray[np.float32],
        words: SearchIndex,
        pool: int,
        allowed: NDArray[np.int64] | None,
    ) -> Scores:
        """The semantic ranking under the query's quotes and exclusions."""
        required, excluded = words.filter(query)
        if required is not None:
            allowed = required if allowed is None else np.intersect1d(allowed, required)
        index = self._indexes.current(Part.VECTORS)
        if allowed is None and len(excluded) > pool:
            allowed = index.ids(Part.VECTORS)
        if allowed is not None:
            allowed = without(allowed, excluded)
            if len(allowed) <= _FEW:
                return self._among(allowed, vector, pool)
        banned = set(excluded.tolist())
        found_scores, found_ids = index.dense(vector, pool + len(banned), allowed)
        pairs = zip(found_ids[0].tolist(), found_scores[0].tolist(), strict=True)
        return {i: s for i, s in pairs if i >= 0 and i not in banned}

    def _among(self, allowed: NDArray[np.int64], vector: NDArray[np.float32], pool: int) -> Scores:
        """Compare the vectors of a few passages one by one: no large index is read for them."""
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint, allowed.tolist(), self._indexes.dimension
        )
        cosines = self._indexes.mapped(vectors) @ vector[0]
        best = np.argsort(-cosines, kind="stable")[:pool]
        return dict(zip(ids[best].tolist(), cosines[best].tolist(), strict=True))

    def _complete(
        self, scored: dict[str, Scores], vector: NDArray[np.float32], index: SearchIndex
    ) -> None:
        """Give passages that only the keyword ranking found their true cosine.

        Those of an index that shortens vectors get it, too: no score comes from damaged files.
        """
        lacking = scored.get("keyword", {}).keys() - scored["semantic"].keys()
        if isinstance(index, Shortens) and index.shortens:
            lacking |= scored["semantic"].keys()
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint, lacking, self._indexes.dimension
        )
        if ids.size:
            cosines = self._indexes.mapped(vectors) @ vector[0]
            scored["semantic"].update(zip(ids.tolist(), cosines.tolist(), strict=True))

    def _put_first(
        self,
        query: Query,
        index: SearchIndex,
        scored: dict[str, Scores],
        allowed: NDArray[np.int64] | None,
    ) -> None:
        """Add the ranking ``known`` where the query names works; the first scores 1."""
        found: Scores = {}
        for place, known in enumerate(known_items(query, self._store, index)):
            ids = self._store.passages.ids_of(known.work_id)
            if allowed is not None:
                ids = np.intersect1d(ids, allowed).tolist()
            found.update(dict.fromkeys(ids, 1.0 / (1 + place)))
        if found:
            scored["known"] = found

    def _units(self, scored: Mapping[str, Scores], kind: SearchKind) -> dict[int, int]:
        """What each passage stands for: its work's row id, or itself."""
        passages = {i for scores in scored.values() for i in scores}
        if kind is SearchKind.WORKS:
            return {i: work for i, (work, _) in self._store.passages.many(passages).items()}
        return {i: i for i in passages}

    def _telling(
        self, top: Sequence[int], units: Mapping[int, int], single: Scores
    ) -> dict[int, int]:
        """The passage to show for each unit: its best one that says more than the title."""
        wanted = set(top)
        candidates = [p for p, unit in units.items() if unit in wanted]
        kinds = {
            i: passage.kind for i, (_, passage) in self._store.passages.many(candidates).items()
        }
        order = sorted(candidates, key=lambda p: (kinds.get(p) is PassageKind.TITLE, -single[p], p))
        shown: dict[int, int] = {}
        for passage in order:
            shown.setdefault(units[passage], passage)
        return shown

    def _hits(
        self,
        query: Query,
        units: Mapping[int, int],
        scored: Mapping[str, Scores],
        kind: SearchKind,
        limit: int,
        vector: NDArray[np.float32] | None,
    ) -> tuple[Hit, ...]:
        found = {name: ranking(scores, units) for name, scores in scored.items()}
        share = SHARE_OF_KEYWORDS
        if len(query.text.split()) >= SENTENCE_WORDS:
            share = SHARE_OF_SENTENCES
        fused = fuse(
            {n: {u: r.scores[p] for u, p in r.best.items()} for n, r in found.items()}, share
        )
        named = found["known"].best if "known" in found else {}
        first = {u: found["known"].scores[p] for u, p in named.items()}
        top = sorted(fused, key=lambda u: (-first.get(u, 0.0), -fused[u], u))[:limit]
        fused.update(dict.fromkeys(first, 1.0))
        shown = self._telling(top, units, fuse(scored, share))
        built = self._build(list(shown.values()), kind)
        cosines = self._cosines(found, top, vector)
        hits = [
            replace(
                built[shown[unit]],
                rank=n,
                score=fused[unit],
                ranks={name: r.ranks[unit] for name, r in found.items() if unit in r.ranks},
                scores={name: r.scores[r.best[unit]] for name, r in found.items() if unit in r.best}
                | ({"semantic": cosines[unit]} if unit in cosines else {}),
                matches=tuple(matched_spans(query, built[shown[unit]].passage.text)),
            )
            for n, unit in enumerate(top, 1)
            if shown[unit] in built
        ]
        return on_one_scale(query, hits)

    def _cosines(
        self,
        found: Mapping[str, Ranking],
        top: Sequence[int],
        vector: NDArray[np.float32] | None,
    ) -> Scores:
        """Return the encoder's own cosine of each unit where the ranking is by mapped vectors.

        What is close was calibrated on these (:mod:`causalkb.search.closeness`).
        """
        if vector is None or not self._indexes.maps:
            return {}
        best = {u: found["semantic"].best[u] for u in top if u in found["semantic"].best}
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint, best.values(), self._indexes.dimension
        )
        cosines = dict(zip(ids.tolist(), (vectors @ vector[0]).tolist(), strict=True))
        return {u: cosines[p] for u, p in best.items() if p in cosines}

    def _build(self, passage_ids: Sequence[int], kind: SearchKind) -> dict[int, Hit]:
        """Fetch the records of hits, by passage id; ranks and scores are yet to come."""
        passages = self._store.passages.many(passage_ids)
        work_ids = [work_id for work_id, _ in passages.values()]
        works = self._store.works.many(work_ids)
        claims = self._store.claims.of_works(dict.fromkeys(work_ids))

        def of(passage: Passage, work_id: int) -> Hit:
            own = claims[work_id]
            if kind is SearchKind.CLAIMS:
                own = [c for c in own if c.id == passage.claim]
            return Hit(0, 0.0, works[work_id], passage, tuple(own))

        return {i: of(passages[i][1], passages[i][0]) for i in passage_ids if i in passages}

    def _listing(
        self,
        query: Query,
        kind: SearchKind,
        mode: SearchMode,
        limit: int,
        allowed: NDArray[np.int64] | None,
    ) -> SearchResult:
        """What a query of filters alone finds: everything that passes, newest work first."""
        ids = [] if allowed is None else allowed.tolist()
        owners = self._store.passages.many(ids)
        order = {w: n for n, w in enumerate(self._store.selection.works(query.filters))}
        ids = sorted((i for i in ids if i in owners), key=lambda i: (order[owners[i][0]], i))
        if kind is SearchKind.WORKS:
            ids = list({owners[i][0]: i for i in reversed(ids)}.values())[::-1]
        built = self._build(ids[:limit], kind)
        hits = tuple(replace(hit, rank=n) for n, hit in enumerate(built.values(), 1))
        return SearchResult(query.raw, mode, hits, (), query.notes)

    def _questions(self, vector: NDArray[np.float32]) -> tuple[QuestionMatch, ...]:
        """Questions whose statement or one of whose hypotheses resembles the query."""
        pairs = self._store.questions.texts()
        positions, vectors = self._store.passages.vectors_of_texts(
            self._indexes.fingerprint, [text for _, text in pairs], self._indexes.dimension
        )
        best: dict[str, float] = {}
        for position, score in zip(positions, (vectors @ vector[0]).tolist(), strict=True):
            slug = pairs[position][0]
            best[slug] = max(score, best.get(slug, -1.0))
        order = sorted(best, key=lambda slug: -best[slug])[:MAX_QUESTIONS]
        return tuple(
            QuestionMatch(self._store.questions.get(slug), best[slug])
            for slug in order
            if best[slug] >= QUESTION_THRESHOLD
        )
