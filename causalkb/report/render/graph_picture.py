"""A connected part of the graph of claims as a picture: causes left, effects right, signs in words.

It is readable in greyscale: a sign stands on its arrow, and where works disagree the arrow is
dashed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from causalkb.evidence.graph import Edge
from causalkb.report.render.drawing import Arrow, Box, Drawing, Line, text_width, to_svg, wrap

MOST = 40
"""Causes and effects in a picture; with more of them nothing can be read."""
_BOX, _GAP, _ROW, _MARGIN, _LINE = 168.0, 96.0, 16.0, 12.0, 14.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the box of a cause or effect is, and its label in lines."""

    x: float
    y: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


def svg(edges: Sequence[Edge], title: str) -> str:
    """Return some edges as SVG, "" where there are too many; the same edges give the same bytes."""
    labels = {end.id: end.label for edge in edges for end in (edge.cause, edge.effect)}
    if len(labels) > MOST:
        return ""
    places = _places(labels, _layers(edges))
    shapes: list[Box | Line | Arrow] = []
    for edge in edges:
        shapes += _arrow(edge, places[edge.cause.id], places[edge.effect.id])
    for place in places.values():
        shapes.append(Box(place.x, place.y, _BOX, place.height, "#f4f4f4"))
        for n, line in enumerate(place.lines):
            base = place.y + 19 + _LINE * n
            shapes.append(Line(place.x + _BOX / 2, base, line, 11, anchor="middle"))
    width = max(place.x for place in places.values()) + _BOX + _MARGIN
    height = max(place.y + place.height for place in places.values()) + _MARGIN
    about = "; ".join(f"{e.cause.label} → {e.effect.label}: {e.summary}" for e in edges)
    return to_svg(Drawing(width, height, title, about, tuple(shapes)))


def _layers(edges: Sequence[Edge]) -> list[list[str]]:
    """Ids by column: each effect right of its causes, but for cycles, which share a column."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from((edge.cause.id, edge.effect.id) for edge in edges)
    graph.remove_edges_from(list(networkx.selfloop_edges(graph)))
    whole = networkx.condensation(graph)
    members = whole.nodes(data="members")
    columns = [
        sorted(name for component in generation for name in members[component])
        for generation in networkx.topological_generations(whole)
    ]
    return _untangled(columns, edges)


def _untangled(columns: list[list[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """Order each column by where the causes of its members stand, so that few arrows cross."""
    causes: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        causes[edge.effect.id].append(edge.cause.id)
    row: dict[str, float] = {}

    def height(name: str) -> tuple[float, str]:
        known = [row[cause] for cause in causes[name] if cause in row]
        return (sum(known) / len(known) if known else 0.0), name

    for column in columns:
        column.sort(key=height)
        row |= {name: float(n) for n, name in enumerate(column)}
    return columns


def _places(labels: Mapping[str, str], columns: Sequence[Sequence[str]]) -> dict[str, _Place]:
    lines = {name: tuple(wrap(text, _BOX - 14, 11, 5)) or ("",) for name, text in labels.items()}
    height = {name: 14 + _LINE * len(some) for name, some in lines.items()}
    heights = [sum(height[n] + _ROW for n in column) - _ROW for column in columns]
    tallest = max(heights)
    places = {}
    for k, column in enumerate(columns):
        y = _MARGIN + (tallest - heights[k]) / 2
        for name in column:
            x = _MARGIN + k * (_BOX + _GAP)
            places[name] = _Place(x, y, height[name], lines[name])
            y += height[name] + _ROW
    return places


def _arrow(edge: Edge, start: _Place, end: _Place) -> Iterator[Box | Line | Arrow]:
    if start is end:
        ends = (start.x + _BOX, start.middle - 5, start.x + _BOX, start.middle + 5)
    elif start.x < end.x:
        ends = (start.x + _BOX, start.middle, end.x, end.middle)
    elif start.x > end.x:
        ends = (start.x, start.middle, end.x + _BOX, end.middle)
    else:
        down = start.y < end.y
        x = start.x + _BOX / 2 + (12 if down else -12)
        ends = (
            (x, start.y + start.height, x, end.y) if down else (x, start.y, x, end.y + end.height)
        )
    colour = "#b3470f" if edge.conflict else "#222222"
    yield Arrow(*ends, stroke=colour, dashed=edge.conflict)
    signs = ", ".join(a.sign.value.replace("-", "−") for a in edge.asserted)
    x, y = (ends[0] + ends[2]) / 2, (ends[1] + ends[3]) / 2
    width = text_width(signs, 12, bold=True) + 8
    yield Box(x - width / 2, y - 9, width, 18, "#ffffff", "#ffffff")
    yield Line(x, y + 4.5, signs, 12, bold=True, anchor="middle")
