"""A query → hits: both rankings, their fusion, one result per work, questions that match.

Fusion is a convex combination of min-max normalised scores (Bruch, Gai and Ingber 2023, "An
Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42:20), over the union of what either
ranking found; passages that only the keyword ranking found get their true cosine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from causalkb.records import Filters, QuestionMatch, SearchResult
from causalkb.search.embedding.encoder import Encoder
from causalkb.search.fusion import Scores
from causalkb.search.hits import Asked, Hits
from causalkb.search.id_sets import among, without
from causalkb.search.indexes import Indexes
from causalkb.search.known import known_items, unknown_identifier
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
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.search.search_index import Ids, Rows

QUESTION_THRESHOLD = 0.45
"""Least cosine at which a question is shown above the hits."""
MAX_QUESTIONS = 3
_NAME = 75.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of a family name to a mistyped one."""
_FEW = 20_000
"""Passages to choose from that are compared without the index of vectors."""
_POOL = 100
"""Passages taken from each ranking at least."""
_TOGETHER = 64
"""Queries whose rows are read together: some 20 MiB of vectors."""


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
        asked = self._asked(queries, vectors, kind)
        found: list[SearchResult] = []
        questions = _Questions(self._store, self._indexes)
        hits = Hits(self._store, self._indexes, kind)
        while block := list(islice(asked, _TOGETHER)):
            ranked = [one for one in block if one.query.text or one.query.excluded]
            self._rank(ranked, kind, mode, limit)
            made = iter(hits.of(ranked, limit))
            for one in block:
                if not (one.query.text or one.query.excluded):
                    found.append(self._listing(one, hits, mode, limit))
                    continue
                matches = () if one.vector is None else questions.like(one.vector)
                notes = (*one.query.notes, *one.notes)
                found.append(SearchResult(one.query.raw, mode, next(made), matches, notes))
        return found

    def _vectors(self, queries: Sequence[Query], mode: SearchMode) -> Sequence[Rows | None]:
        """The vector (1, d) of each query, ``None`` where none is needed."""
        if mode is SearchMode.KEYWORD or not any(q.text for q in queries):
            return [None] * len(queries)
        self._indexes.current(Part.VECTORS)
        encoder = self._encoder()
        if not self._indexes.fits(encoder):
            self._indexes.sync()
        vectors = encoder.encode_queries([q.text for q in queries])
        return [v[None, :] if q.text else None for q, v in zip(queries, vectors, strict=True)]

    def _asked(
        self, queries: Sequence[Query], vectors: Sequence[Rows | None], kind: SearchKind
    ) -> Iterator[Asked]:
        """Yield the queries, with authors and words put right, and what their filters allow."""
        last: tuple[Filters, Ids | None] | None = None  # they are alike for many, and large
        for query, vector in zip(queries, vectors, strict=True):
            query = self._with_known_keys(self._with_known_authors(query))
            if last is None or last[0] != query.filters:
                claims_only = kind is SearchKind.CLAIMS
                allowed = self._store.selection.passages(query.filters, claims_only=claims_only)
                last = query.filters, allowed
            notes: tuple[str, ...] = ()
            if query.text or query.excluded:
                index = self._indexes.current(Part.WORDS)
                if isinstance(index, CorrectsSpelling):
                    query, notes = index.correct(query)
            mapped = None if vector is None else self._indexes.mapped(vector)
            yield Asked(query, vector, mapped, last[1], notes)

    def _rank(self, asked: Sequence[Asked], kind: SearchKind, mode: SearchMode, limit: int) -> None:
        """Rank passages for queries, by their words and by their vectors."""
        index = self._indexes.current(Part.WORDS)
        pool = max(_POOL, 5 * limit)
        if mode is not SearchMode.SEMANTIC:
            for one in asked:
                one.scored["keyword"] = dict(index.keyword(one.query, pool, one.allowed))
        with_vectors = [one for one in asked if one.vector is not None]
        if with_vectors:
            vectors = self._indexes.current(Part.VECTORS)
            self._semantic(with_vectors, index, vectors, pool)
            self._complete(with_vectors, vectors)
        if kind is SearchKind.WORKS:
            for one in asked:
                self._put_first(one, index)

    def _with_known_keys(self, query: Query) -> Query:
        """Put the keys under which works are stored in place of those in ``key:``.

        Raises:
            UnknownError: A work is not there; it carries the nearest.
        """
        for identifier in (*query.filters.dois, *query.filters.arxivs):
            self._store.works.id_of(identifier)
        if unknown := unknown_identifier(query, self._store):
            query = replace(query, notes=(*query.notes, unknown))
        keys = tuple(self._store.works.known_as(key) for key in query.filters.keys)
        return replace(query, filters=replace(query.filters, keys=keys))

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
        self, asked: Sequence[Asked], words: SearchIndex, index: SearchIndex, pool: int
    ) -> None:
        """The semantic ranking of each query, under its quotes and exclusions."""
        free: list[Asked] = []
        for one in asked:
            required, excluded = words.filter(one.query)
            allowed = one.allowed
            if required is not None:
                allowed = required if allowed is None else np.intersect1d(allowed, required)
            if allowed is not None:
                allowed = without(allowed, excluded)
            if allowed is not None and len(allowed) <= _FEW:
                one.scored["semantic"] = self._among(allowed, one, pool)
            elif allowed is not None or excluded.size:
                found = index.dense(_mapped([one]), pool, allowed, excluded)
                one.scored["semantic"] = _scores(found[0][0], found[1][0])
            else:
                free.append(one)
        if free:
            for one, scores, ids in zip(free, *index.dense(_mapped(free), pool), strict=True):
                one.scored["semantic"] = _scores(scores, ids)

    def _among(self, allowed: Ids, asked: Asked, pool: int) -> Scores:
        """Compare the vectors of a few passages one by one: no large index is read for them."""
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint, allowed.tolist(), self._indexes.dimension
        )
        cosines = self._indexes.mapped(vectors) @ _mapped([asked])[0]
        best = np.argsort(-cosines, kind="stable")[:pool]
        return dict(zip(ids[best].tolist(), cosines[best].tolist(), strict=True))

    def _complete(self, asked: Sequence[Asked], index: SearchIndex) -> None:
        """Give passages that only the keyword ranking found their true cosine.

        Those of an index that shortens vectors get it, too: no score comes from damaged files.
        """
        shortens = isinstance(index, Shortens) and index.shortens
        lacking = []
        for one in asked:
            found = one.scored["semantic"].keys()
            lacking.append(one.scored.get("keyword", {}).keys() - found)
            if shortens:
                lacking[-1] |= found
        ids, vectors = self._store.passages.vectors(
            self._indexes.fingerprint, sorted(set().union(*lacking)), self._indexes.dimension
        )
        for one, wanted in zip(asked, lacking, strict=True):
            own = np.sort(np.fromiter(wanted, np.int64, len(wanted)))
            own = own[among(own, ids)]
            if own.size:
                # The same rows as for this query alone: a product with more rounds otherwise.
                rows = self._indexes.mapped(vectors[np.searchsorted(ids, own)])
                cosines = rows @ _mapped([one])[0]
                one.scored["semantic"].update(zip(own.tolist(), cosines.tolist(), strict=True))

    def _put_first(self, asked: Asked, index: SearchIndex) -> None:
        """Add the ranking ``known`` where the query names works; the first scores 1."""
        found: Scores = {}
        for place, known in enumerate(known_items(asked.query, self._store, index)):
            ids = self._store.passages.ids_of(known.work_id)
            if asked.allowed is not None:
                ids = np.intersect1d(ids, asked.allowed).tolist()
            found.update(dict.fromkeys(ids, 1.0 / (1 + place)))
        if found:
            asked.scored["known"] = found

    def _listing(self, asked: Asked, hits: Hits, mode: SearchMode, limit: int) -> SearchResult:
        """What a query of filters alone finds: everything that passes, newest work first."""
        query = asked.query
        ids = [] if asked.allowed is None else asked.allowed.tolist()
        owners = self._store.passages.places(ids)
        order = {w: n for n, w in enumerate(self._store.selection.works(query.filters))}
        ids = sorted((i for i in ids if i in owners), key=lambda i: (order[owners[i][0]], i))
        if hits.kind is SearchKind.WORKS:
            ids = list({owners[i][0]: i for i in reversed(ids)}.values())[::-1]
        built = hits.build(ids[:limit])
        found = tuple(replace(hit, rank=n) for n, hit in enumerate(built.values(), 1))
        return SearchResult(query.raw, mode, found, (), query.notes)


def _mapped(asked: Sequence[Asked]) -> Rows:
    """Return the vectors of queries that have one, as the index holds vectors; shape (q, d)."""
    return np.concatenate([one.mapped for one in asked if one.mapped is not None])


def _scores(cosines: Rows, ids: Ids) -> Scores:
    return {i: s for i, s in zip(ids.tolist(), cosines.tolist(), strict=True) if i >= 0}


class _Questions:
    """The questions of a knowledge base, with the vectors of their texts, read at most once."""

    def __init__(self, store: Store, indexes: Indexes) -> None:
        self._store = store
        self._indexes = indexes

    @cached_property
    def _texts(self) -> tuple[list[str], Rows]:
        """The question that each text is of, and the vectors of the texts (n, d)."""
        pairs = self._store.questions.texts()
        positions, vectors = self._store.passages.vectors_of_texts(
            self._indexes.fingerprint, [text for _, text in pairs], self._indexes.dimension
        )
        return [pairs[position][0] for position in positions], vectors

    def like(self, vector: Rows) -> tuple[QuestionMatch, ...]:
        """Questions whose statement or one of whose hypotheses resembles a query (1, d)."""
        slugs, vectors = self._texts
        best: dict[str, float] = {}
        for slug, score in zip(slugs, (vectors @ vector[0]).tolist(), strict=True):
            best[slug] = max(score, best.get(slug, -1.0))
        order = sorted(best, key=lambda slug: -best[slug])[:MAX_QUESTIONS]
        return tuple(
            QuestionMatch(self._store.questions.get(slug), best[slug])
            for slug in order
            if best[slug] >= QUESTION_THRESHOLD
        )
