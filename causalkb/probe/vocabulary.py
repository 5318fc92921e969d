"""What the variables of items are called: made-up words, and things that common sense relates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from causalkb.probe.items import Words

_HERE = Path(__file__).parent
_ONSETS, _VOWELS, _MIDDLES, _ENDS = (
    tuple(parts.split())
    for parts in (
        "bl br d dr fl gl gr k kl m n pl pr sk sl sm sn sp st t tr v w z zw",
        "a e i o u",
        "b d g k l lm m nd ng nt p rb rt s v z zz",
        "ac ane ax esk ilp imm ith ock olt om orm ud ulk ump und ux",
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of a common cause, two effects of it, and an effect of the first effect.

    As common sense has it where the words are plausible; in those against it the first effect
    takes the place of the cause and the cause that of the effect, and likewise along the chain.
    """

    cause: str
    effect: str
    other: str
    later: str
    source: str
    """The first member of the chain source → effect → later."""


@cache
def _sets() -> tuple[tuple[str, ...], ...]:
    lines = (_HERE / "plausible_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(part.strip() for part in line.split(";"))
        for line in lines
        if line and not line.startswith("#")
    )


@cache
def _machine_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in (_HERE / "machine_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            found[list(found)[-1]].append(line)
    return {words: tuple(lines) for words, lines in found.items()}


def nonce_words(random: Random, count: int) -> list[str]:
    """Return different made-up words.

    >>> nonce_words(Random(1), 3)
    ['flugolt', 'drovux', 'tromesk']
    """
    found: dict[str, None] = {}
    while len(found) < count:
        parts = (_ONSETS, _VOWELS, _MIDDLES, _ENDS)
        found["".join(random.choice(part) for part in parts)] = None
    return list(found)


def names(random: Random, words: Words, turn: int) -> Names:
    """Return the names for a group; ``turn`` picks a set of plausible ones."""
    if words is Words.NONCE:
        cause, effect, other, later = nonce_words(random, 4)
        return Names(cause, effect, other, later, cause)
    sets = _sets()
    # Those against common sense come from the other end of the list.
    turn += len(sets) // 2 if words is Words.ANTI else 0
    cause, effect, other, later = sets[turn % len(sets)]
    if words is Words.PLAUSIBLE:
        return Names(cause, effect, other, later, cause)
    return Names(effect, cause, other, effect, later)


def machine_names(random: Random, words: Words, count: int) -> list[str]:
    """Return different things that can be put on a machine, with the article."""
    if words is Words.NONCE:
        return [f"a {word}" for word in nonce_words(random, count)]
    return random.sample(_machine_words()[words.value], count)
