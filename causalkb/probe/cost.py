"""What a run costs before it begins: calls, tokens and, with a price, money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from causalkb.language_models.model import Method
from causalkb.probe.items import Item

MANY = 1000
"""Calls to an endpoint from which a person is asked first."""
_CHARACTERS = 4
"""Of a token, in English; vocabularies differ by a quarter."""


@dataclass(frozen=True, slots=True)
class ProbeCost:
    """An estimate: calls, tokens read, and tokens written at most."""

    calls: int
    tokens_in: int
    tokens_out: int

    def money(self, price_in: float, price_out: float) -> float:
        """Return the price at so much for a million tokens read and written.

        >>> ProbeCost(2, 1_000_000, 500_000).money(2.0, 4.0)
        4.0
        """
        return (self.tokens_in * price_in + self.tokens_out * price_out) / 1e6


def cost_of(
    items: Iterable[Item], instruction: str, method: Method, tokens_each: int = 1
) -> ProbeCost:
    """Estimate what it costs to ask items.

    Args:
        items: Those that are still to be asked.
        instruction: What stands before each.
        method: With letters, the options are asked without the items too.
        tokens_each: Most tokens that are written for an answer.
    """
    texts: list[str] = []
    neutral: set[str] = set()
    for item in items:
        texts += [item.prompt(order, instruction).text for order in item.orders]
        if method is Method.LETTERS:
            neutral |= {item.neutral_prompt(order, instruction).text for order in item.orders}
    calls = len(texts) + len(neutral)
    characters = sum(map(len, texts)) + sum(map(len, neutral))
    return ProbeCost(calls, characters // _CHARACTERS, calls * tokens_each)
