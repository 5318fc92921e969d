"""Reading and writing questions and their hypotheses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from causalkb.errors import UnknownError
from causalkb.records import Hypothesis, Moderator, Question, Scope, Threshold
from causalkb.store.database import Database
from causalkb.store.rows import marks, of_rows
from causalkb.vocabulary import About, Facet, Form

_QUESTION = "SELECT slug, title, statement, why, origin, retired FROM questions"
_FIELDS = (
    *("form", "wrong_if", "about", "comparator", "threshold"),
    *("rivals", "scope", "moderators", "premises"),
)
_HYPOTHESIS = (
    f"SELECT h.slug, q.slug, h.statement, h.retired, h.{', h.'.join(_FIELDS)},"
    " (SELECT json_group_array(a.alias) FROM hypothesis_aliases a WHERE a.hypothesis_id = h.id)"
    " FROM hypotheses h JOIN questions q ON q.id = h.question_id"
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
        """Return one hypothesis, by its slug or a former one.

        Raises:
            UnknownError: There is no such hypothesis; it carries the nearest slugs.
        """
        slug = self.aliases().get(slug, slug)
        row = self._conn.execute(f"{_HYPOTHESIS} WHERE h.slug = ?", (slug,)).fetchone()
        if row is None:
            known = [h.slug for h in self.hypotheses(retired=True)]
            raise UnknownError(
                "hypothesis", slug, known, "'causalkb hypotheses' shows all hypotheses"
            )
        return _hypothesis(row)

    def absent_rivals(self, hypothesis: Hypothesis) -> list[str]:
        """The rivals of a hypothesis that are not there, under no slug they ever had."""
        return sorted({*hypothesis.rivals}.difference(self.hypothesis_slugs(), self.aliases()))

    def hypothesis_slugs(self) -> list[str]:
        """The slugs of all hypotheses, retired ones included."""
        return [row[0] for row in self._conn.execute("SELECT slug FROM hypotheses ORDER BY id")]

    def aliases(self) -> dict[str, str]:
        """Return the present slug of each former one."""
        sql = (
            "SELECT a.alias, h.slug FROM hypothesis_aliases a"
            " JOIN hypotheses h ON h.id = a.hypothesis_id"
        )
        return dict(self._conn.execute(sql))

    def texts(self) -> list[tuple[str, str]]:
        """(question slug, text) pairs by which a query is matched to questions in use."""
        asked = self.all()
        pairs = [(q.slug, f"{q.title} {q.statement}") for q in asked]
        pairs += [(q.slug, q.title) for q in asked]
        # Every search needs them: whole records would take three times as long.
        sql = (
            "SELECT q.slug, h.statement FROM hypotheses h JOIN questions q ON q.id = h.question_id"
            " WHERE h.retired = 0 AND q.retired = 0 ORDER BY q.position, q.id, h.position, h.id"
        )
        return pairs + [(slug, statement) for slug, statement in self._conn.execute(sql)]

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
        self._rename(hypothesis)
        row = self._conn.execute(
            f"SELECT h.statement, q.slug, h.retired, h.edited, h.{', h.'.join(_FIELDS)}"
            " FROM hypotheses h JOIN questions q ON q.id = h.question_id WHERE h.slug = ?",
            (hypothesis.slug,),
        ).fetchone()
        if row is not None and shipped and row[3]:
            return False
        new = (hypothesis.statement, hypothesis.question, int(hypothesis.retired))
        said = _said(hypothesis)
        changed = row is None or (row[:3] != new or row[4:] != said)
        if changed:
            self._conn.execute(
                "INSERT INTO hypotheses (question_id, slug, statement, position, edited, retired,"
                f" {', '.join(_FIELDS)}) VALUES ((SELECT id FROM questions WHERE slug = ?), ?, ?,"
                " (SELECT coalesce(max(position), 0) + 1 FROM hypotheses), ?, ?,"
                f" {marks(_FIELDS)}) ON CONFLICT (slug) DO UPDATE SET"
                " question_id = excluded.question_id, statement = excluded.statement,"
                " edited = excluded.edited, retired = excluded.retired,"
                f" {', '.join(f'{name} = excluded.{name}' for name in _FIELDS)}",
                (
                    hypothesis.question,
                    hypothesis.slug,
                    hypothesis.statement,
                    int(not shipped),
                    int(hypothesis.retired),
                    *said,
                ),
            )
        return self._put_aliases(hypothesis) or changed

    def _rename(self, hypothesis: Hypothesis) -> None:
        """Let the row of a former slug become the row of the present one, links included."""
        known = "SELECT 1 FROM hypotheses WHERE slug = ?"
        for alias in hypothesis.aliases:
            if self._conn.execute(known, (hypothesis.slug,)).fetchone() is None:
                self._conn.execute(
                    "UPDATE hypotheses SET slug = ? WHERE slug = ?", (hypothesis.slug, alias)
                )

    def _put_aliases(self, hypothesis: Hypothesis) -> bool:
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT OR IGNORE INTO hypothesis_aliases (alias, hypothesis_id)"
            " SELECT ?, id FROM hypotheses WHERE slug = ?",
            [(alias, hypothesis.slug) for alias in hypothesis.aliases],
        )
        return self._conn.total_changes > before

    def retire_shipped(self, slugs: Iterable[str]) -> list[str]:
        """Retire the shipped hypotheses other than these, and return the slugs of those retired.

        What a user made or changed stays in use.
        """
        kept = set(slugs)
        sql = "SELECT slug FROM hypotheses WHERE edited = 0 AND retired = 0 ORDER BY position"
        gone = [row[0] for row in self._conn.execute(sql) if row[0] not in kept]
        self._conn.executemany(
            "UPDATE hypotheses SET retired = 1 WHERE slug = ?", [(slug,) for slug in gone]
        )
        return gone

    def work_counts(self) -> dict[str, int]:
        """How many works each question is linked to."""
        sql = (
            "SELECT q.slug, count(w.work_id) FROM questions q"
            " LEFT JOIN work_questions w ON w.question_id = q.id GROUP BY q.id ORDER BY q.position"
        )
        return dict(self._conn.execute(sql))

    def unknown(self, slugs: Iterable[str]) -> list[str]:
        """Those of some slugs that are not questions."""
        known = set(self.slugs())
        return [slug for slug in slugs if slug not in known]


def _question(row: tuple[Any, ...]) -> Question:
    return Question(row[0], row[1], row[2], row[3], row[4], bool(row[5]))


@of_rows
def _hypothesis(row: tuple[Any, ...]) -> Hypothesis:
    value = dict(zip(_FIELDS, row[4:-1], strict=True))
    scope = json.loads(value["scope"])
    return Hypothesis(
        slug=row[0],
        question=row[1],
        statement=row[2],
        retired=bool(row[3]),
        form=None if value["form"] is None else Form(value["form"]),
        wrong_if=value["wrong_if"],
        about=About(value["about"]),
        rivals=tuple(json.loads(value["rivals"])),
        scope=Scope(tuple(scope.get("populations", ())), tuple(scope.get("paradigms", ()))),
        moderators=tuple(
            Moderator(Facet(m["facet"]), m["declared"], m["because"])
            for m in json.loads(value["moderators"])
        ),
        comparator=value["comparator"],
        threshold=(
            None if value["threshold"] is None else Threshold(**json.loads(value["threshold"]))
        ),
        premises=tuple(json.loads(value["premises"])),
        aliases=tuple(sorted(json.loads(row[-1]))),
    )


def _said(hypothesis: Hypothesis) -> tuple[object, ...]:
    """Return what is stored in the columns :data:`_FIELDS`."""
    threshold = hypothesis.threshold
    return (
        None if hypothesis.form is None else hypothesis.form.value,
        hypothesis.wrong_if,
        hypothesis.about.value,
        hypothesis.comparator,
        None if threshold is None else _json(asdict(threshold)),
        _json(hypothesis.rivals),
        _json(asdict(hypothesis.scope)),
        _json([asdict(moderator) for moderator in hypothesis.moderators]),
        _json(hypothesis.premises),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
