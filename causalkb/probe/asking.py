"""Asking a model the items, every rotation of the options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from causalkb.language_models.model import LanguageModel, Method, Reply
from causalkb.language_models.reference import REFERENCES, Reference
from causalkb.probe.items import Item
from causalkb.probe.records import Answer, FamilyScore
from causalkb.probe.scoring import score

_DIGITS = 8


def ask(model: LanguageModel, items: Iterable[Item], instruction: str = "") -> Iterator[Answer]:
    """Yield the answer to each item as it comes.

    Raises:
        ModelError: The model cannot be asked.
    """
    known: dict[str, tuple[float, ...]] = {}
    letters = model.identity.method is Method.LETTERS
    for item in items:
        replies = [model.ask(item.prompt(order, instruction)) for order in item.orders]
        neutral = []
        for order in item.orders if letters else ():
            prompt = item.neutral_prompt(order, instruction)
            if prompt.text not in known:
                known[prompt.text] = _rounded(model.ask(prompt))
            neutral.append(known[prompt.text])
        texts = () if letters else tuple(reply.text for reply in replies)
        yield Answer(item.id, tuple(map(_rounded, replies)), tuple(neutral), texts)


def _rounded(reply: Reply) -> tuple[float, ...]:
    return tuple(round(one, _DIGITS) for one in reply.letters)


def reference_scores(
    items: Sequence[Item], seed: int = 0, draws: int = 2000
) -> dict[str, tuple[FamilyScore, ...]]:
    """Return what every reference scores on these items, by its name."""
    return {
        name: score(items, list(ask(Reference(name, seed), items)), draws=draws)
        for name in REFERENCES
    }
