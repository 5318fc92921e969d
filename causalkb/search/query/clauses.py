"""Patterns as Tantivy queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import Occur, Query, Schema

from causalkb.search.keyword.analysis import stem
from causalkb.search.query.patterns import Pattern, Patterns

# The title stands in the text as well, where it is weighed against the passage's length; a large
# boost of its own would let titles of two words beat every passage (benchmarks/retrieval.py).
STEMMED_FIELDS = {"title": 0.3, "text": 1.0, "labels": 1.0}
PEOPLE_BOOST = 1.5
NAME_BOOST = 2.0  # for words written with a capital


class Clauses:
    """Builds Tantivy queries for one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def ranked(self, wanted: Patterns, allowed: Sequence[int] | None = None) -> Query | None:
        """The query that ranks passages; ``None`` if it asks for no word, so ranks nothing.

        A passage must match every required pattern or, without any, at least one optional one.
        ``allowed`` restricts the result to some ids and adds nothing to the score.
        """
        optional = [
            clause
            for pattern in wanted.optional
            for clause in self._anywhere(pattern, wanted.names)
        ]
        if not optional and not wanted.required:
            return None
        if not wanted.required and not wanted.excluded and allowed is None:
            # A flat union of words is what Tantivy can prune (block-max WAND).
            return _union(optional)
        parts = [(Occur.Must, self.either(pattern)) for pattern in wanted.required]
        if wanted.required:
            parts += [(Occur.Should, clause) for clause in optional]
        else:
            parts.append((Occur.Must, _union(optional)))
        parts += [(Occur.MustNot, self.either(pattern)) for pattern in wanted.excluded]
        if allowed is not None:
            ids = Query.term_set_query(self._schema, "id", list(allowed))
            parts.append((Occur.Must, Query.boost_query(ids, 0.0)))
        return Query.boolean_query(parts)

    def either(self, pattern: Pattern) -> Query:
        """A pattern in any of the fields."""
        return _union(self._anywhere(pattern))

    def all_of(self, wanted: Iterable[Pattern]) -> Query:
        """Every one of the patterns, each in any of the fields."""
        return Query.boolean_query([(Occur.Must, self.either(pattern)) for pattern in wanted])

    def any_of(self, wanted: Iterable[Pattern]) -> Query:
        """At least one of the patterns, in any of the fields."""
        return _union([self.either(pattern) for pattern in wanted])

    def _anywhere(self, pattern: Pattern, names: frozenset[str] = frozenset()) -> list[Query]:
        stems = [stem(token) for token in pattern]
        clauses = [
            _boosted(self._sequence(field, stems), boost) for field, boost in STEMMED_FIELDS.items()
        ]
        boost = NAME_BOOST if names.issuperset(pattern) else PEOPLE_BOOST
        return [*clauses, _boosted(self._sequence("people", list(pattern)), boost)]

    def _sequence(self, field: str, tokens: list[str]) -> Query:
        if len(tokens) == 1:
            return Query.term_query(self._schema, field, tokens[0])
        words: list[str | tuple[int, str]] = [*tokens]
        return Query.phrase_query(self._schema, field, words)


def _union(clauses: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, clause) for clause in clauses])


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)
