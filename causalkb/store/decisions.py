"""What is linked to questions and hypotheses, and what was decided of links that were proposed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causalkb.store.database import Database
from causalkb.store.passages import text_hash
from causalkb.store.rows import now, select_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided proposal: a work (row id), one of question and hypothesis (slug), the passage."""

    work_id: int
    question: str | None
    hypothesis: str | None
    text_hash: bytes
    accepted: bool
    at: str = ""


class Decisions:
    """Links and decisions of one knowledge base, as proposing further links needs them."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._conn = database.conn

    # Links as they stand

    def passages(self, ids: Iterable[int] | None = None) -> list[tuple[int, int, str]]:
        """Passages as (passage id, work row id, kind), in order of id; without ``ids``, all."""
        sql = "SELECT id, work_id, kind FROM passages"
        if ids is None:
            return self._conn.execute(f"{sql} ORDER BY id").fetchall()
        return sorted(select_in(self._conn, f"{sql} WHERE id IN ({{}})", ids))

    def question_links(self, works: Iterable[int] | None = None) -> list[tuple[int, str]]:
        """The links of works to questions as (work row id, slug); without ``works``, all."""
        sql = (
            "SELECT w.work_id, q.slug FROM work_questions w"
            " JOIN questions q ON q.id = w.question_id {} ORDER BY w.work_id, q.position"
        )
        if works is None:
            return self._conn.execute(sql.format("")).fetchall()
        return list(select_in(self._conn, sql.format("WHERE w.work_id IN ({})"), works))

    def linked_passages(self, most: int) -> set[int]:
        """The passages of the works that were linked to each question last, ``most`` for each."""
        sql = (
            "SELECT p.id FROM work_questions x JOIN passages p ON p.work_id = x.work_id"
            " WHERE x.question_id = ? ORDER BY x.work_id DESC, p.id LIMIT ?"
        )
        questions = self._conn.execute("SELECT id FROM questions").fetchall()
        return {row[0] for (one,) in questions for row in self._conn.execute(sql, (one, most))}

    def claim_links(self, most: int) -> list[tuple[int, int, str]]:
        """Claims with a stance as (passage id of the claim, work row id, hypothesis).

        Of each hypothesis the ``most`` that were entered last.
        """
        sql = (
            "SELECT id, work_id, slug FROM (SELECT p.id, p.work_id, h.slug, h.id AS hypothesis,"
            " row_number() OVER (PARTITION BY h.id ORDER BY p.id DESC) AS place FROM stances s"
            " JOIN hypotheses h ON h.id = s.hypothesis_id"
            " JOIN passages p ON p.claim_id = s.claim_id) WHERE place <= ? ORDER BY id, hypothesis"
        )
        return self._conn.execute(sql, (most,)).fetchall()

    def stances_of_works(self) -> set[tuple[int, str]]:
        """The (work row id, hypothesis) pairs on which a claim of the work takes a stance."""
        sql = (
            "SELECT DISTINCT c.work_id, h.slug FROM stances s"
            " JOIN claims c ON c.id = s.claim_id JOIN hypotheses h ON h.id = s.hypothesis_id"
        )
        return set(self._conn.execute(sql))

    # Decisions

    def all(self) -> list[Decision]:
        """All decisions, in the order of works."""
        sql = (
            "SELECT d.work_id, q.slug, h.slug, d.text_hash, d.decision, d.decided_at"
            " FROM decisions d"
            " LEFT JOIN questions q ON q.id = d.question_id"
            " LEFT JOIN hypotheses h ON h.id = d.hypothesis_id"
            " ORDER BY d.work_id, q.position, h.position, d.text_hash"
        )
        rows = self._conn.execute(sql)
        return [
            Decision(work_id, question, hypothesis, bytes(passage), decision == "accepted", at)
            for work_id, question, hypothesis, passage, decision, at in rows
        ]

    def vectors(self, fingerprint: str, dimension: int) -> dict[bytes, NDArray[np.float32]]:
        """The vectors (shape (dimension,)) of decided passages by hash of their text."""
        import numpy as np

        sql = (
            "SELECT DISTINCT d.text_hash, v.vector FROM decisions d"
            " JOIN vectors v ON v.text_hash = d.text_hash WHERE v.fingerprint = ?"
        )
        return {
            bytes(key): np.frombuffer(vector, dtype="<f4")
            for key, vector in self._conn.execute(sql, (fingerprint,))
            if len(vector) == 4 * dimension
        }

    def put(
        self,
        work_id: int,
        *,
        question: str | None = None,
        hypothesis: str | None = None,
        text: str,
        accepted: bool,
    ) -> None:
        """Record what was decided now; belongs inside the caller's ``Database.atomic()``.

        Args:
            work_id: Row id of the work.
            question: Slug, or ``None`` where it was about a hypothesis.
            hypothesis: Slug, or ``None`` where it was about a question.
            text: The passage that was shown.
            accepted: Otherwise rejected.
        """
        self.put_back(Decision(work_id, question, hypothesis, text_hash(text), accepted))

    def put_back(self, decision: Decision) -> None:
        """Record a decision as it was made; belongs inside the caller's ``Database.atomic()``."""
        self._conn.execute(
            "INSERT OR REPLACE INTO decisions"
            " (work_id, question_id, hypothesis_id, text_hash, decision, decided_at) VALUES"
            " (?, (SELECT id FROM questions WHERE slug = ?),"
            " (SELECT id FROM hypotheses WHERE slug = ?), ?, ?, ?)",
            (
                decision.work_id,
                decision.question,
                decision.hypothesis,
                decision.text_hash,
                "accepted" if decision.accepted else "rejected",
                decision.at or now(),
            ),
        )

    def of_question(self, work_id: int, slug: str) -> bool | None:
        """Whether the link of a work to a question was accepted; ``None`` if not decided."""
        row = self._conn.execute(
            "SELECT d.decision FROM decisions d JOIN questions q ON q.id = d.question_id"
            " WHERE d.work_id = ? AND q.slug = ?",
            (work_id, slug),
        ).fetchone()
        return None if row is None else row[0] == "accepted"

    # Skipped for now: not decided, but to come last

    def skipped(self) -> set[str]:
        """The names under which proposals were skipped."""
        return set(json.loads(self._db.meta(_SKIPPED) or "[]"))

    def set_skipped(self, names: Iterable[str]) -> None:
        """Replace those names; belongs inside the caller's ``Database.atomic()``."""
        self._db.set_meta(_SKIPPED, json.dumps(sorted(names), ensure_ascii=False))
