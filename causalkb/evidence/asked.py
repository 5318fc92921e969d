"""What is asked for: a question, a hypothesis, or a sentence that stands for the nearest one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from causalkb.errors import UnknownError
from causalkb.evidence.balance import balance_of
from causalkb.evidence.records import Balance, only
from causalkb.records import Filters
from causalkb.store.store import Store

if TYPE_CHECKING:
    from causalkb.search.embedding.encoder import Encoder


def balance_on(
    store: Store,
    encoder: Callable[[], Encoder],
    what: str,
    filters: Filters | None = None,
    hypothesis: str | None = None,
) -> Balance:
    """Return the balance of a question, or of one of its hypotheses.

    Args:
        store: The store.
        encoder: Returns what turns a sentence into a vector; called for a sentence only.
        what: Slug of a question or hypothesis; text with a blank is a sentence, and stands for the
            hypothesis nearest to it.
        filters: Only claims and works that pass.
        hypothesis: Slug of the only hypothesis of a question.

    Raises:
        UnknownError: There is no such question or hypothesis.
    """
    questions = store.questions
    if what in questions.slugs():
        balance = balance_of(store, what, filters)
        chosen = None if hypothesis is None else balance.of(questions.hypothesis(hypothesis).slug)
        return balance if chosen is None else only(balance, chosen)
    if len(what.split()) > 1:
        slug = _nearest(store, encoder(), what)
    else:
        try:
            slug = questions.hypothesis(what).slug
        except UnknownError:
            known = [*questions.slugs(), *(h.slug for h in questions.hypotheses(retired=True))]
            hint = "'causalkb questions' and 'causalkb hypotheses' show all"
            raise UnknownError("question or hypothesis", what, known, hint) from None
    found = questions.hypothesis(slug)
    balance = balance_of(store, found.question, filters)
    chosen = balance.of(slug)
    return balance if chosen is None else only(balance, chosen)


def _nearest(store: Store, encoder: Encoder, sentence: str) -> str:
    """The slug of the hypothesis in use that is nearest to a sentence."""
    hypotheses = store.questions.hypotheses()
    if not hypotheses:
        raise UnknownError("hypothesis", sentence, [], "'causalkb init' loads the shipped ones")
    statements = encoder.encode([h.statement for h in hypotheses])
    query = encoder.encode_queries([sentence])[0]
    return hypotheses[int((statements @ query).argmax())].slug
