"""Whether the rows of a store say what its records may say, as far as the schema does not check it.

The schema checks types, keys and that JSON is JSON; which words are known, and what the JSON holds,
is checked by whatever writes it. A backup of a stranger, or a flipped bit, passed by all of that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from causalkb.vocabulary import (
    About,
    Design,
    Directness,
    Extent,
    Facet,
    Form,
    Relation,
    Rung,
    Stance,
    Timing,
    Wording,
)

WORDS: dict[tuple[str, str], tuple[type[StrEnum], bool]] = {
    ("claims", "design"): (Design, False),
    ("claims", "rung"): (Rung, False),
    ("claims", "wording"): (Wording, False),
    ("claims", "extent"): (Extent, False),
    ("stances", "stance"): (Stance, False),
    ("stances", "directness"): (Directness, False),
    ("stances", "timing"): (Timing, True),
    ("claim_relations", "relation"): (Relation, False),
    ("pending_relations", "relation"): (Relation, False),
    ("hypotheses", "form"): (Form, False),
    ("hypotheses", "about"): (About, False),
}
"""Columns that hold a word of a closed vocabulary, and whether it may be ""; NULL may be all."""
_TEXTS = "json_type({0}) <> 'array' OR EXISTS (SELECT 1 FROM json_each({0}) WHERE type <> 'text')"
_OBJECT = "json_type({0}) <> 'object'"
_NUMBERS = "('integer', 'real')"
_FACETS = ", ".join(f"'{facet.value}'" for facet in Facet)
JSON: dict[tuple[str, str], str] = {
    ("claims", "estimate"): f"{_OBJECT} OR json_type({{0}}, '$.value') NOT IN {_NUMBERS}"
    " OR json_type({0}, '$.value') IS NULL"
    " OR EXISTS (SELECT 1 FROM json_each({0}) WHERE key NOT IN ('value', 'unit', 'low', 'high')"
    " OR (key = 'unit' AND type <> 'text')"
    " OR (key IN ('low', 'high') AND type NOT IN ('null', 'integer', 'real')))",
    ("claims", "concerns"): _TEXTS,
    ("claims", "premises"): _TEXTS,
    ("hypotheses", "threshold"): f"{_OBJECT} OR json_type({{0}}, '$.value') NOT IN {_NUMBERS}"
    " OR json_type({0}, '$.value') IS NULL"
    " OR EXISTS (SELECT 1 FROM json_each({0}) WHERE key NOT IN ('value', 'unit')"
    " OR (key = 'unit' AND type <> 'text'))",
    ("hypotheses", "rivals"): _TEXTS,
    ("hypotheses", "premises"): _TEXTS,
    ("hypotheses", "scope"): f"{_OBJECT} OR EXISTS (SELECT 1 FROM json_each({{0}}) e"
    " WHERE e.key NOT IN ('populations', 'paradigms') OR e.type <> 'array'"
    " OR EXISTS (SELECT 1 FROM json_each(e.value) WHERE type <> 'text'))",
    ("hypotheses", "moderators"): "json_type({0}) <> 'array'"
    " OR EXISTS (SELECT 1 FROM json_each({0}) m WHERE m.type <> 'object'"
    f" OR coalesce(m.value ->> 'facet', '') NOT IN ({_FACETS})"
    " OR coalesce(json_type(m.value, '$.declared'), '') <> 'text'"
    " OR coalesce(json_type(m.value, '$.because'), '') <> 'text')",
    ("suppressions", "works"): _TEXTS,
    ("candidates", "draft"): _OBJECT,
    ("undo", "before"): _OBJECT,
    ("work_sources", "said"): _OBJECT,
}
"""Columns of JSON, each with the condition under which ``{0}`` is not of its form."""


class Connection(Protocol):
    """What this module needs of a connection."""

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Run a statement."""


def faults(conn: Connection) -> Iterator[str]:
    """Yield what no store may hold, one line for each column and word."""
    for table in dict.fromkeys(table for table, _ in WORDS):
        columns = [column for one, column in WORDS if one == table]
        # One reading for all columns: few combinations of their words occur.
        rows = conn.execute(f"SELECT DISTINCT {', '.join(columns)} FROM {table}").fetchall()
        for column, said in zip(columns, zip(*rows, strict=True), strict=False):
            words, may_be_empty = WORDS[table, column]
            known = {word.value for word in words} | ({""} if may_be_empty else set())
            for other in sorted({one for one in said if one is not None} - known):
                yield f"the {column} of {table} is {other[:40]!r}, which is not a word for it"
    for table in dict.fromkeys(table for table, _ in JSON):
        columns = [column for one, column in JSON if one == table]
        sums = (
            f"total({column} IS NOT NULL AND ({JSON[table, column].format(column)}))"
            for column in columns
        )
        counts = conn.execute(f"SELECT {', '.join(sums)} FROM {table}").fetchone()
        for column, count in zip(columns, counts, strict=True):
            if count:
                yield (
                    f"the {column} of {int(count)} rows of {table} is not of the form that it has"
                    " to be"
                )
