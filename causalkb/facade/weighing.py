"""Questions, hypotheses, claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.facade.deciding import Deciding
from causalkb.records import Claim, Filters, Hypothesis, Question

if TYPE_CHECKING:
    from causalkb.evidence.balance_records import Balance


class Weighing(Deciding):
    """The verbs about evidence."""

    def questions(self) -> list[Question]:
        """Return the questions in use."""
        return self.store.questions.all()

    def hypotheses(self, question: str | None = None) -> list[Hypothesis]:
        """Return the hypotheses of one question, or of all."""
        return self.store.questions.hypotheses(question)

    def hypothesis(self, slug: str) -> Hypothesis:
        """Return one hypothesis, retired or not.

        Raises:
            UnknownError: There is no such hypothesis; it carries the nearest slugs.
        """
        return self.store.questions.hypothesis(slug)

    def evidence(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        weights: str | Path | None = None,
    ) -> Balance:
        """Weigh the claims for and against each hypothesis of a question.

        Args:
            question: Slug of the question.
            filters: Only claims and works that pass.
            weights: YAML or JSON file with weights of one's own (``docs/evidence-model.md``).

        Raises:
            UnknownError: There is no such question.
            InputError: The weights cannot be read.
        """
        from causalkb.evidence.balance import balance_of
        from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights

        table = DEFAULT_WEIGHTS if weights is None else Weights.from_file(weights)
        return balance_of(self.store, question, filters, table)

    def claims(self, key: str) -> list[Claim]:
        """Return the claims of a work."""
        work_id = self.store.works.id_of(key)
        return self.store.claims.of_works([work_id])[work_id]
