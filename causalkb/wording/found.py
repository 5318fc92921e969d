"""What the rules find in a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cue does.

    The first three are levels; a denied effect sets none; a hedge weakens a cue; the others cancel
    one.
    """

    CAUSAL = "causal"
    CONDITIONAL = "conditional"
    CORRELATIONAL = "correlational"
    DENIED = "denied"
    HEDGE = "hedge"
    DENIAL = "denial"
    NEED = "need"
    AIM = "aim"
    QUESTION = "question"


ACTS = 4.0
"""Strength of a verb by which a cause acts; the strongest cue of a sentence decides."""
WEAKENED = 3.0
ASSOCIATES = 2.5
SUGGESTS = 2.3
"""A weakened cue that is not a verb of acting also gives way to an association."""
NAMES = 2.2
"""A cause or an effect spoken of by a noun gives way to an association that is asserted."""
COMPARES = 2.0
DENIES = 0.01
"""An effect that is denied gives way to whatever the sentence asserts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue at the tokens ``start`` to ``end`` (exclusive); without strength it sets no level."""

    start: int
    end: int
    kind: Kind
    why: str
    strength: float = 0.0


def near(found: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """Return the cues that begin at the tokens ``start`` to ``end`` (exclusive).

    Whoever compares cues looks at those nearby only: of a long sentence, all pairs are too many.

    Args:
        found: The cues, in the order in which they begin.
        start: The first token.
        end: The token after the last.
    """
    first = bisect_left(found, start, key=_start)
    return found[first : bisect_left(found, end, lo=first, key=_start)]


def _start(hit: Hit) -> int:
    return hit.start
