"""One word of a vocabulary of the knowledge base, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word that claims, stances or hypotheses may use.

    ``kind`` is the vocabulary it belongs to (``population``, ``paradigm``, ``design``, ...).
    ``observes`` says of a paradigm what its evidence shows of the system studied: ``output``,
    ``internals`` or ``both``; it is empty for analyses of data, texts and theory.
    """

    kind: str
    name: str
    meaning: str
    example: str = ""
    observes: str = ""
    shipped: bool = False
