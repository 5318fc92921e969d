"""Numbers of lines, as manuscripts under review have them in the margin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from causalkb.formats.pdf.glyphs import HYPHEN

_FEWEST = 8
"""Lines of a page that have rising numbers before any is taken for a line number."""
_SHARE = 0.4
"""Share of the lines of a page that must have one."""
_STEPS = (1, 5)
_ALONE = re.compile(r"\s*(\d{1,4})\s*")
_BEFORE = re.compile(r"\s*(\d{1,4})(?!\d)(?![.,)]\d)\s?")
_AFTER = re.compile(r"(?<!\d)(?<!\d[.,])\s?(\d{1,4})\s*(?=\ufffe?$)")
_Place = tuple[int, int, int]
"""Index of a line, and where in it a number with the blank beside it starts and ends."""


def without_line_numbers(lines: Sequence[str]) -> list[str]:
    """Return the lines of a page without the numbers that count them, if anything does.

    Numbers count lines where they rise by one, or by five, from line to line; other numbers at the
    ends of lines stay. Lines that are nothing but such a number are left out.

    >>> lines = [f"{n:03d} tells of 1999" for n in range(1, 30)]
    >>> set(without_line_numbers(lines)), without_line_numbers(["1 Rats", "2 Mice"])
    ({'tells of 1999'}, ['1 Rats', '2 Mice'])
    """
    lines = list(lines)
    while run := _run(lines):
        for index, start, end in run:
            lines[index] = lines[index][:start] + lines[index][end:]
        lines = [
            line for n, line in enumerate(lines) if line.strip() or n not in {r[0] for r in run}
        ]
    return lines


def _run(lines: Sequence[str]) -> list[_Place]:
    """Return the places of the longest run of rising numbers, if it counts lines."""
    best: list[_Place] = []
    for pattern in (_BEFORE, _AFTER):
        numbers = _numbers(lines, pattern)
        if len(numbers) < _FEWEST:
            continue
        for step in _STEPS:
            found = _longest(numbers, step)
            needed = max(_FEWEST, _SHARE * len(lines) / step)
            if len(found) >= needed and len(found) > len(best):
                best = found
    return best


def _numbers(lines: Sequence[str], pattern: re.Pattern[str]) -> list[tuple[int, _Place]]:
    """Return the numbers at one end of lines; most lines have none, and cost nothing."""
    found = []
    for index, line in enumerate(lines):
        bare = line.strip().rstrip(HYPHEN)
        if bare and (bare[0] if pattern is _BEFORE else bare[-1]).isdigit():
            match = _ALONE.fullmatch(line) or (
                pattern.match(line) if pattern is _BEFORE else pattern.search(line)
            )
            if match:
                found.append((int(match[1]), (index, match.start(), match.end())))
    return found


def _longest(numbers: Sequence[tuple[int, _Place]], step: int) -> list[_Place]:
    """Return the places of the longest run of numbers that rise by ``step``."""
    ends: dict[int, int] = {}  # the number → index in `chain` of the longest run that ends with it
    chain: list[tuple[_Place, int | None, int]] = []
    for number, place in numbers:
        before = ends.get(number - step)
        length = 1 if before is None else chain[before][2] + 1
        known = ends.get(number)
        if known is None or chain[known][2] <= length:
            chain.append((place, before, length))
            ends[number] = len(chain) - 1
    at = max(range(len(chain)), key=lambda n: chain[n][2], default=None)
    places = []
    while at is not None:
        place, at, _ = chain[at]
        places.append(place)
    return places[::-1]
