"""Items of the battery: a text, a question, options, the right one, and who would take which."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from causalkb.language_models.model import Prompt

BATTERY = "1"
"""Version of the battery; it changes with anything that a model reads."""

LETTERS = "ABCD"


class Words(StrEnum):
    """What the variables of an item are called."""

    NONCE = "nonce"
    """Made-up words."""
    PLAUSIBLE = "plausible"
    """Things that are related as common sense has it."""
    ANTI = "anti-common-sense"
    """Things that common sense relates the other way round."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question with exactly one right option.

    Attributes:
        id: Family, group and place in it: "ladder-03-2".
        family: Name of the family.
        cell: What is varied within the family: "fork-do".
        pair: The group of items that differ in one thing each; right together or not at all.
        twin: Shared by the items of one structure in different words.
        words: What the variables are called.
        text, question: What is read before the options.
        options: In canonical order, which is random.
        answer: Place of the right option.
        foils: The places that each fallible reference takes, by its name.
        asserts: The places of options that assert a causal relation (in "monocausal": a single
            cause); empty where the family asks for something else.
        signal: Whether that is right; ``None`` where the family asks for something else.
        neutral: The question without the text and the names, and its options: what the letters
            are worth without the item.
        grounds: Why the answer is right, with numbers.
    """

    id: str
    family: str
    cell: str
    pair: str
    twin: str
    words: Words
    text: str
    question: str
    options: tuple[str, ...]
    answer: int
    foils: Mapping[str, tuple[int, ...]]
    asserts: tuple[int, ...] = ()
    signal: bool | None = None
    neutral: tuple[str, tuple[str, ...]] = ("", ())
    grounds: str = field(default="", compare=False)

    @property
    def orders(self) -> tuple[tuple[int, ...], ...]:
        """All rotations of the options: the place of the option behind each letter."""
        places = tuple(range(len(self.options)))
        return tuple(places[start:] + places[:start] for start in places)

    def prompt(self, order: Sequence[int], instruction: str = "") -> Prompt:
        """Return the prompt with the options in an order."""
        lead = [instruction, self.text, self.question]
        references = {"oracle": (self.answer,), **self.foils}
        return Prompt(
            _written(lead, self.options, order),
            tuple(LETTERS[: len(order)]),
            {
                name: tuple(LETTERS[order.index(place)] for place in sorted(places))
                for name, places in references.items()
            },
        )

    def neutral_prompt(self, order: Sequence[int], instruction: str = "") -> Prompt:
        """Return the prompt without the text and the names, with the options in an order."""
        question, options = self.neutral
        return Prompt(
            _written([instruction, question], options, order), tuple(LETTERS[: len(order)])
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the item as JSON has it."""
        return {
            "id": self.id,
            "family": self.family,
            "cell": self.cell,
            "pair": self.pair,
            "twin": self.twin,
            "words": self.words.value,
            "text": self.text,
            "question": self.question,
            "options": list(self.options),
            "answer": self.answer,
            "foils": {name: list(places) for name, places in self.foils.items()},
            "asserts": list(self.asserts),
            "signal": self.signal,
            "neutral": [self.neutral[0], list(self.neutral[1])],
            "grounds": self.grounds,
        }


def _written(lead: Sequence[str], options: Sequence[str], order: Sequence[int]) -> str:
    letters = LETTERS[: len(order)]
    lines = [f"{letter}) {options[place]}" for letter, place in zip(letters, order, strict=True)]
    ask = f"Answer with one letter: {', '.join(letters[:-1])} or {letters[-1]}."
    return "\n\n".join([*(part for part in lead if part), "\n".join(lines), ask])


def fingerprint(items: Sequence[Item]) -> str:
    """Return the SHA-256 of what the items ask and count as right, in hexadecimal.

    The explanation of an answer is no part of it.
    """
    rows = ({k: v for k, v in one.to_dict().items() if k != "grounds"} for one in items)
    text = "\n".join(json.dumps(row, sort_keys=True) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()
