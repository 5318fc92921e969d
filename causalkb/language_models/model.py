"""What every language model has in common: it is given a prompt and answers with letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Method(StrEnum):
    """How an answer is read."""

    LETTERS = "letters"
    """The log-probabilities of the letters as the first token."""
    TEXT = "text"
    """Generated text in which a letter is looked for."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question with lettered options.

    Attributes:
        text: What the model reads, as one message of a user.
        letters: The letters of the options, in the order in which they stand.
        references: The letters that each reference responder takes, by its name; no other model
            is shown them.
    """

    text: str
    letters: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        letters: The probability of each letter, in the order of the prompt; they need not add up
            to 1. With generated text 1 for the letter that was found; all 0 where none was.
        text: What was generated; empty where letters were read off the first token.
    """

    letters: tuple[float, ...]
    text: str = ""

    @property
    def mass(self) -> float:
        """The probability on all letters together."""
        return sum(self.letters)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model it was, as exactly as the engine tells.

    Attributes:
        name: As it was asked for, such as "local:smollm2".
        engine: The program that ran it, with its version or build.
        revision: SHA-256 of the model's file, or what an endpoint says of itself.
        method: How its answers are read.
        template: Where the chat template comes from.
        remarks: What a reader of the results has to know, such as that log-probabilities were
            refused.
    """

    name: str
    engine: str
    revision: str
    method: Method
    template: str
    remarks: tuple[str, ...] = ()


class Opened(Protocol):
    """What is held until it is closed."""

    def close(self) -> None:
        """Free what the model holds."""
        ...


class LanguageModel(Opened, Protocol):
    """A model that can be asked."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model it is."""
        ...

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt.

        Raises:
            ModelError: It cannot be asked, now or at all.
        """
        ...


class Writer(Opened, Protocol):
    """A model that writes texts."""

    @property
    def name(self) -> str:
        """As it was asked for."""
        ...

    def write(self, prompt: str) -> str:
        """Return what it writes in answer to one message of a user; "" where that is no text.

        Raises:
            ModelError: It cannot be asked, now or at all.
        """
        ...
