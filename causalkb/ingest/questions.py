"""Questions and hypotheses of the user's own."""

from __future__ import annotations

import re

from causalkb.errors import InputError
from causalkb.records import Hypothesis, Question
from causalkb.store.store import Store

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 80


def put_question(store: Store, question: Question) -> bool:
    """Add or change a question and say whether anything changed.

    Raises:
        InputError: The slug is not made of lower-case words and hyphens, or there is no title.
    """
    _check(question.slug, "title", question.title)
    with store.database.atomic():
        changed = store.questions.put(question)
        if changed:
            store.database.bump_generation()
    return changed


def put_hypothesis(store: Store, hypothesis: Hypothesis) -> bool:
    """Add or change a hypothesis and say whether anything changed.

    Raises:
        UnknownError: There is no such question.
        InputError: The slug is not made of lower-case words and hyphens, or there is no statement.
    """
    _check(hypothesis.slug, "statement", hypothesis.statement)
    with store.database.atomic():
        changed = store.questions.put_hypothesis(hypothesis)
        if changed:
            store.database.bump_generation()
    return changed


def _check(slug: str, name: str, text: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        raise InputError(
            f"{slug!r} is no usable slug: lower-case letters and digits joined by hyphens,"
            f" at most {MAX_SLUG} characters, such as 'interventions-necessary'"
        )
    if not text.strip():
        raise InputError(f"{slug} needs a {name}")
