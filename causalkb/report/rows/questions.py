"""Questions and hypotheses as plain rows, and all about one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from causalkb.records import Claim, Hypothesis, Question
from causalkb.report.rows.facts import facts
from causalkb.vocabulary import Stance

QUESTION_COLUMNS = ("question", "works", "title")
HYPOTHESIS_COLUMNS = ("hypothesis", "question", "statement")


def question_row(question: Question, works: Mapping[str, int]) -> tuple[object, ...]:
    """Return a plain row, as in ``QUESTION_COLUMNS``."""
    return question.slug, works[question.slug], question.title


def hypothesis_row(hypothesis: Hypothesis) -> tuple[object, ...]:
    """Return a plain row, as in ``HYPOTHESIS_COLUMNS``."""
    return hypothesis.slug, hypothesis.question, hypothesis.statement


def about_question(
    question: Question, works: int, hypotheses: Sequence[Hypothesis]
) -> list[tuple[str, str]]:
    """Return what there is to say about a question, by name."""
    found = [*facts(question), ("works", str(works))]
    return found + [("hypothesis", f"{one.slug}: {one.statement}") for one in hypotheses]


def about_hypothesis(
    hypothesis: Hypothesis, claims: Mapping[Stance, Sequence[Claim]]
) -> list[tuple[str, str]]:
    """Return what there is to say about a hypothesis, by name, with the claims on each side."""
    found = list(facts(hypothesis))
    return found + [
        (stance.value, ", ".join(claim.id for claim in own))
        for stance, own in claims.items()
        if own
    ]
