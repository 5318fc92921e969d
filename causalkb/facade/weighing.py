"""Questions, hypotheses, claims."""

from __future__ import annotations

from causalkb.facade.opened import Opened
from causalkb.records import Claim, Hypothesis, Question


class Weighing(Opened):
    """The verbs about evidence."""

    def questions(self) -> list[Question]:
        """Return the questions in use."""
        return self.store.questions.all()

    def hypotheses(self, question: str | None = None) -> list[Hypothesis]:
        """Return the hypotheses of one question, or of all."""
        return self.store.questions.hypotheses(question)

    def claims(self, key: str) -> list[Claim]:
        """Return the claims of a work."""
        work_id = self.store.works.id_of(key)
        return self.store.claims.of_works([work_id])[work_id]
