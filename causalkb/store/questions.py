"""Reading and writing questions and their hypotheses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causalkb.errors import UnknownError
from causalkb.records import Hypothesis, Question
from causalkb.store.database import Database

_QUESTION = "SELECT slug, title, statement, why, origin, retired FROM questions"
_HYPOTHESIS = (
    "SELECT h.slug, q.slug, h.statement, h.retired FROM hypotheses h"
    " JOIN questions q ON q.id = h.question_id"
)


class Questions:
    """The questions and hypotheses of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def all(self, *, retired: bool = False) -> list[Question]:
        """All questions in their order; retired ones only when asked for."""
        where = "" if retired else " WHERE retired = 0"
        rows = self._conn.execute(f"{_QUESTION}{where} ORDER BY position, id")
        return [_question(row) for row in rows]

    def slugs(self) -> list[str]:
        """The slugs of all questions, retired ones included."""
        return [
            row[0] for row in self._conn.execute("SELECT slug FROM questions ORDER BY position")
        ]

    def get(self, slug: str) -> Question:
        """Return one question.

        Raises:
            UnknownError: There is no such question; it carries the nearest slugs.
        """
        row = self._conn.execute(f"{_QUESTION} WHERE slug = ?", (slug,)).fetchone()
        if row is None:
            raise UnknownError(
                "question", slug, self.slugs(), "'causalkb questions' shows all questions"
            )
        return _question(row)

    def hypotheses(self, question: str | None = None, *, retired: bool = False) -> list[Hypothesis]:
        """The hypotheses of one question, or of all, in their order.

        Raises:
            UnknownError: There is no such question.
        """
        conditions = [] if retired else ["h.retired = 0"]
        values: tuple[str, ...] = ()
        if question is not None:
            self.get(question)
            conditions.append("q.slug = ?")
            values = (question,)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        sql = f"{_HYPOTHESIS}{where} ORDER BY q.position, q.id, h.position, h.id"
        rows = self._conn.execute(sql, values)
        return [_hypothesis(row) for row in rows]

    def hypothesis(self, slug: str) -> Hypothesis:
        """Return one hypothesis.

        Raises:
            UnknownError: There is no such hypothesis; it carries the nearest slugs.
        """
        row = self._conn.execute(f"{_HYPOTHESIS} WHERE h.slug = ?", (slug,)).fetchone()
        if row is None:
            known = [h.slug for h in self.hypotheses(retired=True)]
            raise UnknownError(
                "hypothesis", slug, known, "'causalkb hypotheses' shows all hypotheses"
            )
        return _hypothesis(row)

    def texts(self) -> list[tuple[str, str]]:
        """(question slug, text) pairs by which a query is matched to questions in use."""
        pairs = [(q.slug, f"{q.title} {q.statement}") for q in self.all()]
        current = {slug for slug, _ in pairs}
        pairs += [(q.slug, q.title) for q in self.all()]
        pairs += [(h.question, h.statement) for h in self.hypotheses() if h.question in current]
        return pairs

    def put(self, question: Question, *, shipped: bool = False) -> bool:
        """Add or change a question and say whether anything changed.

        With ``shipped`` (a load of the corpus), one that was edited by hand is left alone.
        """
        row = self._conn.execute(
            "SELECT title, statement, why, origin, edited, retired FROM questions WHERE slug = ?",
            (question.slug,),
        ).fetchone()
        if row is not None and shipped and row[4]:
            return False
        new = (question.title, question.statement, question.why, question.origin)
        if row is not None and (*row[:4], bool(row[5])) == (*new, question.retired):
            return False
        self._conn.execute(
            "INSERT INTO questions (slug, title, statement, why, origin, position, edited, retired)"
            " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM questions), ?, ?)"
            " ON CONFLICT (slug) DO UPDATE SET title = excluded.title,"
            " statement = excluded.statement, why = excluded.why, origin = excluded.origin,"
            " edited = excluded.edited, retired = excluded.retired",
            (question.slug, *new, int(not shipped), int(question.retired)),
        )
        return True

    def put_hypothesis(self, hypothesis: Hypothesis, *, shipped: bool = False) -> bool:
        """Add or change a hypothesis of an existing question; as :meth:`put`.

        Raises:
            UnknownError: There is no such question.
        """
        self.get(hypothesis.question)
        row = self._conn.execute(
            "SELECT h.statement, q.slug, h.edited, h.retired FROM hypotheses h"
            " JOIN questions q ON q.id = h.question_id WHERE h.slug = ?",
            (hypothesis.slug,),
        ).fetchone()
        if row is not None and shipped and row[2]:
            return False
        new = (hypothesis.statement, hypothesis.question, hypothesis.retired)
        if row is not None and (row[0], row[1], bool(row[3])) == new:
            return False
        self._conn.execute(
            "INSERT INTO hypotheses (question_id, slug, statement, position, edited, retired)"
            " VALUES ((SELECT id FROM questions WHERE slug = ?), ?, ?,"
            " (SELECT coalesce(max(position), 0) + 1 FROM hypotheses), ?, ?)"
            " ON CONFLICT (slug) DO UPDATE SET question_id = excluded.question_id,"
            " statement = excluded.statement, edited = excluded.edited, retired = excluded.retired",
            (
                hypothesis.question,
                hypothesis.slug,
                hypothesis.statement,
                int(not shipped),
                int(hypothesis.retired),
            ),
        )
        return True

    def work_counts(self) -> dict[str, int]:
        """How many works each question is linked to."""
        sql = (
            "SELECT q.slug, count(w.work_id) FROM questions q"
            " LEFT JOIN work_questions w ON w.question_id = q.id GROUP BY q.id ORDER BY q.position"
        )
        return dict(self._conn.execute(sql))

    def unknown(self, slugs: Iterable[str]) -> list[str]:
        """Those of some slugs that are no questions."""
        known = set(self.slugs())
        return [slug for slug in slugs if slug not in known]


def _question(row: tuple[Any, ...]) -> Question:
    return Question(row[0], row[1], row[2], row[3], row[4], bool(row[5]))


def _hypothesis(row: tuple[Any, ...]) -> Hypothesis:
    return Hypothesis(row[0], row[1], row[2], bool(row[3]))
