"""Answers of bounded size: as much as fits, and a cursor for the rest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from causalkb.errors import InputError

LARGEST = 25_000
"""Most bytes of an answer (UTF-8 JSON), where the server was not started with another number."""
MOST = 100
"""The largest limit of a call."""
LONGEST = 1_200
"""Most characters of a passage, quote or statement in an answer; ``show`` has longer ones whole."""

_Item = TypeVar("_Item")


def size(answer: object) -> int:
    """Return the bytes of an answer as it is sent."""
    return len(compact(answer).encode("utf-8"))


def compact(answer: object) -> str:
    """Return an answer as JSON without white space between its parts."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def shortened(text: str, most: int = LONGEST) -> str:
    """Return a text, cut between words and marked where it is longer than ``most`` characters.

    >>> shortened("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rpartition(' ')[0] or head} …"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: from ``start``, at most ``limit`` items, in ``room`` bytes.

    ``asked`` is what was asked; a cursor is bound to it.
    """

    asked: tuple[object, ...]
    start: int
    limit: int
    room: int

    @classmethod
    def of(cls, asked: tuple[object, ...], given: str, limit: int, room: int) -> Page:
        """Return the page that a call asks for.

        Raises:
            InputError: The limit is out of bounds, or the cursor is not one of this call.

        >>> first = Page.of(("search", "rats"), "", 10, LARGEST)
        >>> Page.of(("search", "rats"), first.cursor(10), 10, LARGEST).start
        10
        """
        if not 1 <= limit <= MOST:
            raise InputError(f"limit must be between 1 and {MOST}, not {limit}; cursors lead on")
        place, _, digest = (given or f"0-{_digest(asked)}").partition("-")
        if not re.fullmatch("[0-9]{1,9}", place, re.ASCII) or digest != _digest(asked):
            raise InputError(
                "this cursor belongs to another call; repeat that call, or leave the cursor out"
            )
        return cls(asked, int(place), limit, room)

    @property
    def stop(self) -> int:
        """The place after the last item that may be on it."""
        return self.start + self.limit

    def cursor(self, place: int) -> str:
        """Return what leads to the page that begins at a place."""
        return f"{place}-{_digest(self.asked)}"

    def fill(
        self, answer: Any, name: str, items: Sequence[_Item], made: Callable[[_Item], Any]
    ) -> None:
        """Put items into an answer until it is full; its cursor says where to go on.

        Args:
            answer: The answer, complete but for what is put in.
            name: Where the items go.
            items: Those from ``start`` on: at least one more than ``limit``, where there are.
            made: Makes of an item what is sent.
        """
        shown: list[Any] = []
        answer[name], answer["cursor"] = shown, None
        left = self.room - size(answer) - len(self.cursor(self.stop))
        for item in items[: self.limit]:
            one = made(item)
            left -= size(one) + 1
            if shown and left < 0:  # one always goes in, or no page would lead on
                break
            shown.append(one)
        if len(shown) < len(items):
            answer["cursor"] = self.cursor(self.start + len(shown))


def _digest(asked: tuple[object, ...]) -> str:
    text = json.dumps([str(one) for one in asked])
    return hashlib.sha256(text.encode()).hexdigest()[:8]
