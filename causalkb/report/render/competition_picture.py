"""The probabilities of edges as a picture: variables in a circle, an arrow for each likely edge.

It is readable in greyscale: the probability stands on the arrow, and one below a half is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import cos, hypot, pi, sin

from causalkb.records.competition import Competition
from causalkb.report.render import competition_words as words
from causalkb.report.render.drawing import Arrow, Box, Drawing, Line, text_width, to_svg, wrap

LEAST = 0.05
"""The probability from which an edge is drawn."""
_WIDTH, _HEIGHT, _MARGIN, _HEAD, _LINE, _APART = 132.0, 40.0, 16.0, 44.0, 14.0, 7.0

Point = tuple[float, float]


def svg(found: Competition) -> str:
    """Return the picture as SVG; the same competition gives the same bytes."""
    names = found.variables
    radius = max(120.0, 34.0 * len(names))
    width = 2 * (radius + _MARGIN) + _WIDTH
    foot = [*wrap(words.verdict(found), width - 2 * _MARGIN, 11, 4), *_hidden(found)]
    top = _HEAD + _MARGIN + _HEIGHT / 2 + radius
    places = [
        (
            width / 2 + radius * sin(2 * pi * n / len(names)),
            top - radius * cos(2 * pi * n / len(names)),
        )
        for n in range(len(names))
    ]
    shapes: list[Box | Line | Arrow] = [
        Line(width / 2, 24, "Probability of each edge", 13, bold=True, anchor="middle"),
        Line(width / 2, 42, f"{words.data_of(found)} Below a half: dashed.", 11, anchor="middle"),
    ]
    for u, v in permutations(range(len(names)), 2):
        probability = found.edges[f"{names[u]} -> {names[v]}"]
        if probability >= LEAST:
            shapes += _arrow(places[u], places[v], probability)
    for name, (x, y) in zip(names, places, strict=True):
        shapes.append(Box(x - _WIDTH / 2, y - _HEIGHT / 2, _WIDTH, _HEIGHT, "#f4f4f4", about=name))
        lines = wrap(name, _WIDTH - 12, 11, 2)
        first = y + 4 - _LINE * (len(lines) - 1) / 2
        shapes += [
            Line(x, first + _LINE * n, line, 11, anchor="middle") for n, line in enumerate(lines)
        ]
    base = top + radius + _HEIGHT / 2 + _MARGIN + _LINE
    shapes += [Line(_MARGIN, base + _LINE * n, line, 11) for n, line in enumerate(foot)]
    height = base + _LINE * len(foot)
    about = "; ".join(f"{edge}: {words.share(p)}" for edge, p in found.edges.items())
    title = f"Probability of each edge between {', '.join(names)}"
    return to_svg(Drawing(width, height, title, about, tuple(shapes)))


def _hidden(found: Competition) -> Iterator[str]:
    for text, weight in found.hidden.items():
        yield f"{text}: {words.share(weight)}"


def _arrow(start: Point, end: Point, probability: float) -> Iterator[Box | Line | Arrow]:
    """Yield an arrow beside the straight line, so that the one back does not lie on it."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    aside = (-along[1] * _APART, along[0] * _APART)
    ends = []
    for point, sign in ((start, 1), (end, -1)):
        # How far it is out of the box, whichever of its sides the shifted line meets.
        out = min(
            (half + 3 - sign * way * side / max(abs(way), 1e-9)) / max(abs(way), 1e-9)
            for half, way, side in zip((_WIDTH / 2, _HEIGHT / 2), along, aside, strict=True)
        )
        x, y = (point[n] + sign * out * along[n] + aside[n] for n in (0, 1))
        ends.append((x, y))
    grey = round(0xAA * (1 - probability))
    stroke = f"#{grey:02x}{grey:02x}{grey:02x}"
    yield Arrow(*ends[0], *ends[1], stroke=stroke, dashed=probability < 0.5)
    label = words.share(probability)
    # At a third of the way from the head, where arrows that cross the middle do not meet.
    x = ends[0][0] + 0.64 * (ends[1][0] - ends[0][0]) + aside[0]
    y = ends[0][1] + 0.64 * (ends[1][1] - ends[0][1]) + aside[1]
    wide = text_width(label, 10)
    yield Box(x - wide / 2, y - 7, wide, 13, "#ffffff", "#ffffff")
    yield Line(x, y + 3.5, label, 10, anchor="middle")
