"""What is asked for: a question, a hypothesis, or a sentence that stands for the nearest one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from causalkb.errors import UnknownError
from causalkb.evidence.balance import balance_of
from causalkb.evidence.records import Balance, only
from causalkb.records import Filters, Hypothesis, HypothesisMatch
from causalkb.store.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        slug = "" if hypothesis is None else questions.hypothesis(hypothesis).slug
        return _one(balance_of(store, what, filters, dated=[slug]), slug)
    if len(what.split()) > 1:
        slug = nearest_hypotheses(store, encoder(), what, 1)[0].hypothesis.slug
    else:
        try:
            slug = questions.hypothesis(what).slug
        except UnknownError:
            known = [*questions.slugs(), *(h.slug for h in questions.hypotheses(retired=True))]
            hint = "'causalkb questions' and 'causalkb hypotheses' show all"
            raise UnknownError("question or hypothesis", what, known, hint) from None
    found = questions.hypothesis(slug)
    return _one(balance_of(store, found.question, filters, dated=[slug]), slug)


def _one(balance: Balance, slug: str) -> Balance:
    """A balance reduced to one of its hypotheses; whole where it has none of that slug."""
    chosen = balance.of(slug) if slug else None
    return balance if chosen is None else only(balance, chosen)


def nearest_hypotheses(
    store: Store, encoder: Encoder, sentence: str, limit: int
) -> list[HypothesisMatch]:
    """Return the hypotheses in use that are nearest to a sentence, nearest first.

    Raises:
        UnknownError: There is no hypothesis.
    """
    hypotheses = store.questions.hypotheses()
    if not hypotheses:
        raise UnknownError("hypothesis", sentence, [], "'causalkb init' loads the shipped ones")
    query = encoder.encode_queries([sentence])[0]
    scores = vectors_of(store, hypotheses, encoder.encode) @ query
    order = (-scores).argsort(kind="stable")[:limit].tolist()
    return [HypothesisMatch(hypotheses[n], float(scores[n])) for n in order]


def vectors_of(
    store: Store,
    hypotheses: Sequence[Hypothesis],
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Return the vectors of the statements of hypotheses, shape (h, d); those stored if they are.

    Args:
        store: The store.
        hypotheses: The hypotheses.
        encode: Texts → unit vectors, by the encoder of the stored vectors.
    """
    texts = [hypothesis.statement for hypothesis in hypotheses]
    dimension = int(store.database.meta("dimension") or 0)
    fingerprint = store.database.meta("fingerprint")
    at, stored = store.passages.vectors_of_texts(fingerprint, texts, dimension)
    if sorted(at) != list(range(len(texts))):
        return encode(texts)
    return stored[[at.index(n) for n in range(len(texts))]]
