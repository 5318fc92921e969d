"""The graph of claims in its connected parts, each as a picture where it is more than one arrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from causalkb.evidence.graph import ClaimGraph, Edge
from causalkb.report.render import graph_picture


@dataclass(frozen=True, slots=True)
class Part:
    """Edges that hang together."""

    edges: tuple[Edge, ...]

    @property
    def single(self) -> bool:
        """Whether it is one arrow."""
        return len(self.edges) == 1

    @property
    def svg(self) -> str:
        """The picture, "" where it would have too many causes and effects to be read."""
        return graph_picture.svg(self.edges, self.title)

    @property
    def title(self) -> str:
        """The label that most of its edges share."""
        counts: defaultdict[str, int] = defaultdict(int)
        for edge in self.edges:
            counts[edge.cause.label] += 1
            counts[edge.effect.label] += 1
        return max(sorted(counts), key=lambda label: counts[label])


def parts_of(graph: ClaimGraph) -> tuple[Part, ...]:
    """Return the connected parts with more than one edge, largest first; then the single edges."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for edge in graph.edges:
        one, two = find(edge.cause.id), find(edge.effect.id)
        parent[max(one, two)] = min(one, two)
    grouped: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        grouped[find(edge.cause.id)].append(edge)
    return tuple(Part(tuple(edges)) for edges in sorted(grouped.values(), key=_order))


def _order(edges: Sequence[Edge]) -> tuple[bool, int, str]:
    conflict = any(edge.conflict for edge in edges)
    return not conflict, -len(edges), edges[0].cause.label.casefold()
