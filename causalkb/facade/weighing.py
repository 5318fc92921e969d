"""Questions, hypotheses, claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.facade.deciding import Deciding
from causalkb.records import Claim, Filters, Hypothesis, Question
from causalkb.vocabulary import SearchKind

if TYPE_CHECKING:
    from causalkb.evidence.balance_records import Balance
    from causalkb.explanations.records import Explanation, Near


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
        work_id = self.store.works.id_of(self.store.works.known_as(key))
        return self.store.claims.of_works([work_id])[work_id]

    def explain_association(
        self,
        text: str,
        other: str | None = None,
        *,
        limit: int = 5,
        at_least: float | None = None,
    ) -> Explanation:
        """Lay out what may explain an association, and the claims that bear on each explanation.

        Args:
            text: A sentence such as "X is associated with Y"; with ``other``, only X.
            other: Y.
            limit: Most claims listed that are near without a recorded effect.
            at_least: The similarity from which a label of the graph of claims means X or Y without
                sharing its words; default: ``causalkb.explanations.variables.AT_LEAST``.

        Raises:
            InputError: The text cannot be read as two different things, or a number is impossible.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     found = kb.explain_association("Sleep is associated with memory.")
        >>> [rival.structure.picture for rival in found.rivals][:2], found.matched
        (['X → Y', 'Y → X'], False)
        """
        from causalkb.explanations.explain_association import Tools, explain_association
        from causalkb.explanations.variables import AT_LEAST

        encoder = self.encoder
        tools = Tools(
            encoder.fingerprint,
            encoder.dimension,
            encode=lambda labels: encoder.encode(labels),
            encode_queries=encoder.encode_queries,
            nearest=self._nearest_claims,
        )
        return explain_association(
            self.store,
            tools,
            text,
            other,
            limit=limit,
            at_least=AT_LEAST if at_least is None else at_least,
        )

    def _nearest_claims(self, query: str, limit: int) -> list[Near]:
        from causalkb.explanations.records import Near
        from causalkb.search.searcher import Searcher

        self._cut_postponed()
        searcher = Searcher(self.store, self.indexes, lambda: self.encoder)
        (result,) = searcher.search([query], kind=SearchKind.CLAIMS, limit=limit)
        return [
            Near(claim, hit.scores.get("semantic")) for hit in result.hits for claim in hit.claims
        ]
