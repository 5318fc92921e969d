"""Questions and hypotheses of the user's own."""

from __future__ import annotations

from causalkb.errors import InputError
from causalkb.lazy import compiled_on_use
from causalkb.records import Hypothesis, Question
from causalkb.store.store import Store

_SLUG = compiled_on_use(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 80


def put_question(store: Store, question: Question) -> bool:
    """Add or change a question and say whether anything changed.

    Raises:
        InputError: The slug is not made of lower-case words and hyphens, or there is no title or
            no statement.
    """
    _check(question.slug, "title", question.title)
    _check(question.slug, "statement", question.statement)
    with store.database.atomic():
        changed = store.questions.put(question)
        if changed:
            store.database.bump_generation()
    return changed


def put_hypothesis(store: Store, hypothesis: Hypothesis) -> bool:
    """Add or change a hypothesis and say whether anything changed.

    Raises:
        UnknownError: There is no such question, population or paradigm.
        InputError: The slug is not made of lower-case words and hyphens, there is no statement, or
            the hypothesis is a rival of itself.
    """
    check_hypothesis(store, hypothesis)
    with store.database.atomic():
        changed = store.questions.put_hypothesis(hypothesis)
        if changed:
            store.database.bump_generation()
    return changed


def check_hypothesis(store: Store, hypothesis: Hypothesis) -> None:
    """Make sure that a hypothesis may be stored; its rivals may come later.

    Raises:
        UnknownError, InputError: As for :func:`put_hypothesis`.
    """
    _check(hypothesis.slug, "statement", hypothesis.statement)
    if hypothesis.slug in hypothesis.rivals:
        raise InputError(f"{hypothesis.slug} cannot be its own rival")
    store.vocabularies.check("population", hypothesis.scope.populations)
    store.vocabularies.check("paradigm", hypothesis.scope.paradigms)


def _check(slug: str, name: str, text: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        raise InputError(
            f"{slug!r} is not a usable slug: lower-case letters and digits joined by hyphens,"
            f" at most {MAX_SLUG} characters, such as 'interventions-necessary'"
        )
    if not text.strip():
        raise InputError(f"{slug} needs a {name}")
