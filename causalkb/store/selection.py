"""Filters → SQL: which works, passages and claims a listing or a search may return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from causalkb.errors import UnknownError
from causalkb.lazy import compiled_on_use
from causalkb.records import Filters
from causalkb.store.database import Database
from causalkb.store.names import Condition, condition_on_people, like
from causalkb.store.rows import marks
from causalkb.text import fold
from causalkb.vocabulary import Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = compiled_on_use(r"\w+")


class Selection:
    """Selects works and passages by filters."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def works(self, filters: Filters, *, limit: int | None = None, offset: int = 0) -> list[int]:
        """Return the row ids of the works that pass, by year (newest first), then key.

        Raises:
            UnknownError: A question, hypothesis or tag that does not exist.
        """
        where, values = self._where(filters)
        sql = f"SELECT w.id FROM works w WHERE {where} ORDER BY w.year IS NULL, w.year DESC, w.key"
        if limit is not None or offset:
            sql += " LIMIT ? OFFSET ?"
            values = [*values, -1 if limit is None else limit, offset]
        return [row[0] for row in self._conn.execute(sql, values)]

    def count(self, filters: Filters) -> int:
        """Return how many works pass."""
        where, values = self._where(filters)
        sql = f"SELECT count(*) FROM works w WHERE {where}"
        return int(self._conn.execute(sql, values).fetchone()[0])

    def passages(self, filters: Filters, *, claims_only: bool = False) -> NDArray[np.int64] | None:
        """Return the ids (n,), ascending, of the passages that pass; ``None`` means all.

        With filters on stance, design or rung, the passages of claims are restricted to the claims
        that pass, and works to those that have one.
        """
        import numpy as np

        if not filters and not claims_only:
            return None
        where, values = self._where(filters)
        sql = f"SELECT p.id FROM passages p JOIN works w ON w.id = p.work_id WHERE {where}"
        claim = self._claim_condition(filters)
        if claims_only:
            sql += " AND p.claim_id IS NOT NULL"
        if claim is not None:
            sql += (
                " AND (p.claim_id IS NULL OR p.claim_id IN"
                f" (SELECT c.id FROM claims c WHERE {claim[0]}))"
            )
            values = [*values, *claim[1]]
        rows = self._conn.execute(sql + " ORDER BY p.id", values)
        return np.fromiter((row[0] for row in rows), dtype=np.int64)

    def claims(self, filters: Filters, *, limit: int | None = None, offset: int = 0) -> list[int]:
        """Return the row ids of the claims that pass, by work and number."""
        where, values = self.on_claims(filters)
        sql = f"SELECT c.id FROM claims c JOIN works w ON w.id = c.work_id WHERE {where}"
        sql += " ORDER BY w.key, c.number"
        if limit is not None or offset:
            sql += " LIMIT ? OFFSET ?"
            values = [*values, -1 if limit is None else limit, offset]
        return [row[0] for row in self._conn.execute(sql, values)]

    def on_claims(self, filters: Filters) -> Condition:
        """Return the condition that a claim ``c`` of a work ``w`` passes, with its values.

        Raises:
            UnknownError: A question, hypothesis or tag that does not exist.
        """
        claim = self._claim_condition(filters)
        where, values = self._where(filters, of_works=False)
        return (where, values) if claim is None else (f"{where} AND {claim[0]}", values + claim[1])

    def on_works(self, filters: Filters) -> Condition:
        """Return the condition that a work ``w`` passes, with its values.

        Raises:
            UnknownError: A question, hypothesis or tag that does not exist.
        """
        return self._where(filters)

    def unknown_authors(self, names: Sequence[str]) -> list[str]:
        """Those of some names that no author or editor has."""
        unknown = []
        for name in names:
            condition = _authors([name])
            sql = f"SELECT 1 FROM works w WHERE {condition[0]} LIMIT 1" if condition else ""
            if condition and self._conn.execute(sql, condition[1]).fetchone() is None:
                unknown.append(name)
        return unknown

    def families(self) -> list[str]:
        """All family names, each once."""
        return [row[0] for row in self._conn.execute("SELECT DISTINCT family FROM people")]

    def _where(self, filters: Filters, *, of_works: bool = True) -> tuple[str, list[object]]:
        """The condition on a work; ``of_works`` says that one of its claims must pass too."""
        conditions = [
            _one_of("w.field", [f.value for f in filters.fields]),
            self._types([name.lower() for name in filters.types]),
            _one_of("w.key", list(filters.keys)),
            self._without(filters.without),
            _one_of("w.doi", list(filters.dois)),
            _one_of("w.arxiv", list(filters.arxivs)),
            self._questions(filters.questions),
            self._tags(filters.tags),
            self._authors(filters.authors),
            self._venues(filters.venues),
        ]
        if filters.year_from is not None:
            conditions.append(("w.year >= ?", [filters.year_from]))
        if filters.year_to is not None:
            conditions.append(("w.year <= ?", [filters.year_to]))
        if filters.has_claims is not None:
            word = "EXISTS" if filters.has_claims else "NOT EXISTS"
            conditions.append((f"{word} (SELECT 1 FROM claims c WHERE c.work_id = w.id)", []))
        claim = self._claim_condition(filters) if of_works else None
        if claim is not None:
            sql = f"w.id IN (SELECT c.work_id FROM claims c WHERE {claim[0]})"
            conditions.append((sql, claim[1]))
        given = [c for c in conditions if c is not None]
        if not given:
            return "1", []
        return " AND ".join(c[0] for c in given), [v for c in given for v in c[1]]

    def _claim_condition(self, filters: Filters) -> Condition | None:
        """The condition on one claim ``c``: stance, design and rung must meet in the same claim."""
        conditions = [
            _one_of("c.design", [d.value for d in filters.designs]),
            _one_of("c.rung", [r.value for r in filters.rungs]),
            self._populations(filters.populations),
            self._paradigms(filters.paradigms),
        ]
        if filters.stances:
            aliases = dict(
                self._conn.execute(
                    "SELECT a.alias, h.slug FROM hypothesis_aliases a"
                    " JOIN hypotheses h ON h.id = a.hypothesis_id"
                )
            )
            stances = [(aliases.get(slug, slug), stance) for slug, stance in filters.stances]
            self._known("hypothesis", "hypotheses", "slug", [s[0] for s in stances])
            conditions.append(_stances(stances))
        given = [c for c in conditions if c is not None]
        if not given:
            return None
        return " AND ".join(c[0] for c in given), [v for c in given for v in c[1]]

    def _questions(self, slugs: Sequence[str]) -> Condition | None:
        if not slugs:
            return None
        self._known("question", "questions", "slug", slugs)
        sql = (
            "w.id IN (SELECT x.work_id FROM work_questions x JOIN questions q"
            f" ON q.id = x.question_id WHERE q.slug IN ({marks(slugs)}))"
        )
        return sql, list(slugs)

    def _types(self, names: Sequence[str]) -> Condition | None:
        self._known("type", "works", "type", names)
        return _one_of("w.type", names)

    def _without(self, keys: Sequence[str]) -> Condition | None:
        if not keys:
            return None
        self._known("work", "works", "key", keys)
        return f"w.key NOT IN ({marks(keys)})", list(keys)

    def _populations(self, names: Sequence[str]) -> Condition | None:
        if not names:
            return None
        self._word("population", names)
        wanted = " OR ".join(["c.population = ? OR c.population LIKE ? ESCAPE '\\'"] * len(names))
        values = [v for name in names for v in (name, like(name) + "/%")]
        return f"({wanted})", list(values)

    def _paradigms(self, names: Sequence[str]) -> Condition | None:
        self._word("paradigm", names)
        return _one_of("c.paradigm", list(names))

    def _word(self, kind: str, names: Sequence[str]) -> None:
        table = f"(SELECT name FROM vocabulary WHERE kind = '{kind}')"
        self._known(kind, table, "name", names, f"'causalkb vocabulary {kind}' shows all")

    def _authors(self, names: Sequence[str]) -> Condition | None:
        for name in self.unknown_authors(names):
            raise UnknownError(
                "author", name, self.families(), "names are compared without accents"
            )
        return _authors(names)

    def _venues(self, names: Sequence[str]) -> Condition | None:
        """Every word of a name must begin a word of the venue."""
        if not names:
            return None
        sql = "SELECT DISTINCT venue FROM works WHERE venue IS NOT NULL"
        known = {row[0]: _WORD.findall(fold(row[0])) for row in self._conn.execute(sql)}
        found: dict[str, None] = {}
        for name in names:
            words = _WORD.findall(fold(name))
            passing = [
                venue
                for venue, theirs in known.items()
                if words and all(any(w.startswith(word) for w in theirs) for word in words)
            ]
            if not passing:
                raise UnknownError("venue", name, list(known), "names are compared without accents")
            found |= dict.fromkeys(passing)
        return _one_of("w.venue", list(found))

    def _tags(self, tags: Sequence[str]) -> Condition | None:
        if not tags:
            return None
        self._known(
            "tag", "(SELECT tag FROM work_tags UNION SELECT tag FROM claim_tags)", "tag", tags
        )
        sql = (
            f"w.id IN (SELECT t.work_id FROM work_tags t WHERE t.tag IN ({marks(tags)})"
            " UNION SELECT tc.work_id FROM claims tc JOIN claim_tags t ON t.claim_id = tc.id"
            f" WHERE t.tag IN ({marks(tags)}))"
        )
        return sql, [*tags, *tags]

    def _known(
        self, kind: str, table: str, column: str, names: Sequence[str], hint: str = ""
    ) -> None:
        for name in names:
            sql = f"SELECT 1 FROM {table} WHERE {column} = ?"
            if self._conn.execute(sql, (name,)).fetchone() is None:
                sql = f"SELECT DISTINCT {column} FROM {table}"
                known = [row[0] for row in self._conn.execute(sql)]
                raise UnknownError(kind, name, known, hint or f"there are {len(known)} of them")


def _one_of(column: str, values: Sequence[object]) -> Condition | None:
    return (f"{column} IN ({marks(values)})", list(values)) if values else None


def _stances(pairs: Iterable[tuple[str, Stance]]) -> Condition:
    """Some hypothesis of a pair of hypothesis and stance has this stance of the claim.

    Hypotheses with the same stances stand together: SQLite bounds the depth of a condition.
    """
    wanted: dict[str, set[str]] = {}
    for slug, stance in pairs:
        wanted.setdefault(slug, set()).add(stance.value)
    alike: dict[tuple[str, ...], list[str]] = {}
    for slug, stances in wanted.items():
        alike.setdefault(tuple(sorted(stances)), []).append(slug)
    parts, values = [], list[object]()
    for words, slugs in alike.items():
        parts.append(
            "(s.hypothesis_id IN (SELECT id FROM hypotheses"
            f" WHERE slug IN ({marks(slugs)})) AND s.stance IN ({marks(words)}))"
        )
        values += [*slugs, *words]
    return f"c.id IN (SELECT s.claim_id FROM stances s WHERE {' OR '.join(parts)})", values


def _authors(names: Sequence[str]) -> Condition | None:
    """An author or editor of the work has one of some names."""
    people = condition_on_people(names)
    if people is None:
        return None
    return f"w.id IN (SELECT wp.work_id FROM work_people wp WHERE {people[0]})", people[1]
