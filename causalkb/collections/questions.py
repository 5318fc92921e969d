"""``kb.questions`` and ``kb.hypotheses``: what is asked, and the testable answers."""

from __future__ import annotations

import builtins

from causalkb.collections.collection import Collection
from causalkb.records import Hypothesis, Question


class Questions(Collection):
    """The causal questions of a knowledge base, by slug."""

    def get(self, slug: str) -> Question:
        """Return one question, retired or not.

        Raises:
            UnknownError: There is no such question; the error carries the nearest slugs.
        """
        return self._store.questions.get(slug)

    def list(self) -> builtins.list[Question]:
        """Return the questions in use, in their order."""
        return self._store.questions.all()

    def slugs(self) -> builtins.list[str]:
        """Return the slugs of all questions, retired ones included."""
        return self._store.questions.slugs()

    def work_counts(self) -> dict[str, int]:
        """Return the number of works on each question, by slug."""
        return dict(self._store.questions.work_counts())

    def put(self, question: Question) -> bool:
        """Add or change a question; return whether anything changed. ``init`` keeps it so.

        Raises:
            InputError: Its slug is not one, or it says nothing.
        """
        from causalkb.ingest.questions import put_question

        return put_question(self._store, question)


class Hypotheses(Collection):
    """The hypotheses of a knowledge base, by slug."""

    def get(self, slug: str) -> Hypothesis:
        """Return one hypothesis, retired or not.

        Raises:
            UnknownError: There is no such hypothesis; the error carries the nearest slugs.
        """
        return self._store.questions.hypothesis(slug)

    def list(
        self, question: str | None = None, *, retired: bool = False
    ) -> builtins.list[Hypothesis]:
        """Return the hypotheses in use of one question or of all; with ``retired``, those too.

        Raises:
            UnknownError: There is no such question.
        """
        return self._store.questions.hypotheses(question, retired=retired)

    def put(self, hypothesis: Hypothesis) -> bool:
        """Add or change a hypothesis; return whether anything changed. ``init`` keeps it so.

        Raises:
            UnknownError: There is no such question.
            InputError: Its slug is not one, or it says nothing.
        """
        from causalkb.ingest.questions import put_hypothesis

        return put_hypothesis(self._store, hypothesis)
