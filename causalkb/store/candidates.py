"""Sentences that may become claims: what programs proposed, and what was decided."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from causalkb.store.database import Database
from causalkb.store.rows import now, of_rows, select_in


@dataclass(frozen=True, slots=True)
class CandidateState:
    """What is known of a sentence: ``waiting``, ``accepted``, ``skipped`` or ``never``.

    ``draft`` holds the fields that a program proposed, ``by`` its name; ``at`` is when it was
    last changed, "" where that is now.
    """

    quote: str
    state: str
    locator: str = ""
    draft: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    at: str = ""


class CandidateStates:
    """The states of candidates in one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    @of_rows
    def of_works(self, work_ids: Iterable[int]) -> dict[int, dict[str, CandidateState]]:
        """Return the states of a work's sentences by quote, by row id of the work."""
        sql = (
            "SELECT work_id, quote, state, locator, draft, proposed_by FROM candidates"
            " WHERE work_id IN ({}) ORDER BY work_id, changed_at, quote"
        )
        found: defaultdict[int, dict[str, CandidateState]] = defaultdict(dict)
        for work_id, quote, state, locator, draft, by in select_in(self._conn, sql, work_ids):
            one = CandidateState(quote, state, locator, json.loads(draft), by)
            found[work_id][quote] = one
        return dict(found)

    def decided(self) -> list[tuple[str, CandidateState]]:
        """Return what was decided, with the key of the work, in the order of the decisions."""
        return [one for one in self.all() if one[1].state != "waiting"]

    @of_rows
    def all(self) -> list[tuple[str, CandidateState]]:
        """Return all states with the key of the work, in the order of the last change."""
        sql = (
            "SELECT w.key, c.quote, c.state, c.locator, c.draft, c.proposed_by, c.changed_at"
            " FROM candidates c JOIN works w ON w.id = c.work_id"
            " ORDER BY c.changed_at, w.key, c.quote"
        )
        return [
            (key, CandidateState(quote, state, locator, json.loads(draft), by, at))
            for key, quote, state, locator, draft, by, at in self._conn.execute(sql)
        ]

    def progress(self) -> list[tuple[str, int, int, int]]:
        """Return slug, works, works with claims, and others looked at, of every question."""
        sql = (
            "SELECT q.slug, count(w.work_id), coalesce(sum(has), 0),"
            " coalesce(sum(seen AND NOT has), 0) FROM questions q LEFT JOIN"
            " (SELECT question_id, work_id,"
            " EXISTS (SELECT 1 FROM claims c WHERE c.work_id = l.work_id) AS has,"
            " EXISTS (SELECT 1 FROM candidates d WHERE d.work_id = l.work_id"
            " AND d.state <> 'waiting') AS seen FROM work_questions l) w"
            " ON w.question_id = q.id GROUP BY q.id ORDER BY q.position"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._conn.execute(sql)]

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def put(self, work_id: int, one: CandidateState) -> bool:
        """Store a proposed sentence; return ``False`` where one with its quote was there."""
        done = self._conn.execute(
            "INSERT OR IGNORE INTO candidates"
            " (work_id, quote, locator, state, draft, proposed_by, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                work_id,
                one.quote,
                one.locator,
                one.state,
                json.dumps(dict(one.draft), ensure_ascii=False),
                one.by,
                one.at or now(),
            ),
        )
        return done.rowcount > 0

    def decide(self, work_id: int, one: CandidateState) -> None:
        """Set the state of a sentence."""
        if not self.put(work_id, one):
            self._conn.execute(
                "UPDATE candidates SET state = ?, changed_at = ? WHERE (work_id, quote) = (?, ?)",
                (one.state, one.at or now(), work_id, one.quote),
            )
