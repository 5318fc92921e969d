"""Merge conflicts that git left in a file: where they are, and the file without what they touch."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKER = re.compile(r"(<{7}|>{7}|\|{7})( .*)?")
_BEGIN, _END = "<<<<<<<", ">>>>>>>"


@dataclass(frozen=True, slots=True)
class Conflict:
    """The first and the last line of what a conflict touches, counted from 1, and its marker."""

    first: int
    last: int
    marker: int


def conflicts_in(text: str) -> list[int]:
    """Return the lines with a conflict marker, counted from 1.

    >>> conflicts_in("a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> other\\n")
    [2, 6]
    """
    if _BEGIN not in text and _END not in text and "|||||||" not in text:
        return []
    return [n for n, line in enumerate(text.split("\n"), 1) if _MARKER.fullmatch(line.rstrip())]


def without_conflicts(
    text: str, begins: re.Pattern[str], ends: re.Pattern[str] | None = None
) -> tuple[str, list[Conflict]]:
    """Return a text with every entry that a conflict touches made blank, and the conflicts.

    Lines keep their numbers.

    Args:
        text: Entries one after the other.
        begins: What the first line of an entry looks like.
        ends: What the last line of an entry looks like; ``None`` where the next entry ends it.
    """
    markers = conflicts_in(text)
    if not markers:
        return text, []
    lines = text.split("\n")
    found: list[Conflict] = []
    for start, stop in _regions(lines, markers):
        first, last = start, stop
        while first > 0 and not begins.match(lines[first]):
            if ends is not None and ends.match(lines[first - 1]):
                break
            first -= 1
        while last + 1 < len(lines) and not begins.match(lines[last + 1]):
            last += 1
            if ends is not None and ends.match(lines[last]):
                break
        found.append(Conflict(first + 1, last + 1, start + 1))
    for conflict in found:
        for n in range(conflict.first - 1, conflict.last):
            lines[n] = ""
    return "\n".join(lines), found


def _regions(lines: list[str], markers: list[int]) -> list[tuple[int, int]]:
    """Return first and last index of each conflict; one without an end is its markers."""
    regions: list[tuple[int, int]] = []
    start: int | None = None
    for number in markers:
        line = lines[number - 1]
        if start is None:
            start = number - 1
        if line.startswith(_END):
            regions.append((start, number - 1))
            start = None
    if start is not None:
        regions.append((start, markers[-1] - 1))
    return regions
