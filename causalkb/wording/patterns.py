"""A small language for cues: a line of words becomes a pattern over tokens.

``risk factor|factors`` stands for two tokens, the second of either form; ``not?`` may be missing;
``_3`` skips up to three tokens of the same clause; ``@name`` is a class of words and ``~reduce``
every form of a verb. A pattern begins with a word, never with a gap, so that one look into a
dictionary finds the few patterns that can begin at a token. Gaps are bounded, so that time is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from causalkb.wording.tokens import HARD
from causalkb.wording.verb_forms import forms

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str] = frozenset()
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A pattern found at the tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    value: T


class Patterns(Generic[T]):
    """Patterns with a value each, looked up at one token at a time."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._classes = {name: frozenset(words) for name, words in classes.items()}
        self._by_word: dict[str, list[tuple[tuple[_Element, ...], T]]] = {}
        self.sources: list[str] = []

    def add(self, lines: str, value: T) -> None:
        """Add the patterns of ``lines``, one a line, all with the same value."""
        for line in lines.splitlines():
            source = line.strip()
            if not source:
                continue
            elements = tuple(self._element(part) for part in source.split())
            if not elements[0].words or elements[0].optional:
                raise ValueError(f"a pattern begins with a word: {source!r}")
            self.sources.append(source)
            for word in elements[0].words:
                self._by_word.setdefault(word, []).append((elements, value))

    def at(self, words: Sequence[str], start: int) -> list[Found[T]]:
        """Return what begins at the token ``start``; of each pattern, its shortest match."""
        found = []
        after = words[start + 1] if start + 1 < len(words) else ""
        for elements, value in self._by_word.get(words[start], ()):
            if len(elements) > 1:
                second = elements[1]
                if not (second.gap or second.optional or after in second.words):
                    # Most patterns end here: a look is cheaper than a call.
                    continue
            end = _match(elements, 1, words, start + 1)
            if end is not None:
                found.append(Found(start, end, value))
        return found

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def _element(self, part: str) -> _Element:
        if part.startswith("_"):
            return _Element(gap=int(part[1:]))
        optional = part.endswith("?")
        words: set[str] = set()
        for word in part.removesuffix("?").split("|"):
            if word.startswith("@"):
                words |= self._classes[word[1:]]
            elif word.startswith("~"):
                words |= set(forms(word[1:]))
            else:
                words.add(word)
        return _Element(frozenset(words), optional=optional)


def _match(elements: Sequence[_Element], n: int, words: Sequence[str], at: int) -> int | None:
    if n == len(elements):
        return at
    element = elements[n]
    if element.gap:
        for skipped in range(element.gap + 1):
            end = _match(elements, n + 1, words, at + skipped)
            if end is not None:
                return end
            if at + skipped >= len(words) or words[at + skipped] in HARD:
                return None
        return None
    if at < len(words) and words[at] in element.words:
        end = _match(elements, n + 1, words, at + 1)
        if end is not None:
            return end
    return _match(elements, n + 1, words, at) if element.optional else None
