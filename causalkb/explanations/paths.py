"""Paths, forks and colliders between X and Y in the graph of claims.

The labels taken for X become one node, those for Y another; an effect that claims only deny
(sign 0) does not make an arrow. The result says how claims are connected, not how the world is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from causalkb.evidence.graph import ClaimGraph, Edge
from causalkb.evidence.labels import label_key
from causalkb.explanations.adjustment import adjustment, part_of
from causalkb.explanations.records import Half, Meeting, Route, Step, Variable, Ways
from causalkb.vocabulary import Rung, Sign

if TYPE_CHECKING:
    from causalkb.records import Claim

MAX_STEPS = 4
"""Arrows of a path: each is another work's claim in another setting, so long ones say little."""
MAX_ARM = 2
"""Arrows from a common cause, or to a common effect."""
MAX_ROUTES = 10
"""Paths each way, forks, and colliders that are listed."""
_LOOKED_AT = 2_000
"""Paths of one length that are looked at."""

X, Y = "X", "Y"


class Joined:
    """The graph of claims with the labels of X, and those of Y, joined.

    Attributes:
        graph: A networkx ``DiGraph`` over "X", "Y" and the ids of the other nodes.
        labels: The labels of its nodes.
    """

    def __init__(
        self, claims: ClaimGraph, x: Variable, y: Variable, known: Mapping[str, Claim]
    ) -> None:
        import networkx as nx

        self._known = known
        place = {m.node: Y for m in y.matches} | {m.node: X for m in x.matches}
        self.labels = {X: x.text, Y: y.text}
        self.edges: dict[tuple[str, str], list[Edge]] = {}
        graph = nx.DiGraph()
        graph.add_nodes_from((X, Y))
        for edge in claims.edges:
            ends = (
                place.get(edge.cause.id, edge.cause.id),
                place.get(edge.effect.id, edge.effect.id),
            )
            for end, node in zip(ends, (edge.cause, edge.effect), strict=True):
                self.labels.setdefault(end, node.label)
            # An effect between two labels of X explains nothing.
            if ends[0] != ends[1] and any(a.sign is not Sign.NONE for a in edge.asserted):
                graph.add_edge(*ends)
                self.edges.setdefault(ends, []).append(edge)
        self.graph: Any = graph

    def route(self, nodes: Sequence[str]) -> Route:
        """Return the path over some nodes, with the labels as the claims write them."""
        steps: list[Step] = []
        joined = False
        for pair in pairwise(nodes):
            edges = self.edges[pair]
            before = steps[-1].effect if steps else None
            # Of several labels, the one with which the path arrived.
            best = next((e for e in edges if before is None or e.cause.label == before), edges[0])
            if before is not None and label_key(best.cause.label) != label_key(before):
                joined = True
            same = [e for e in edges if (e.cause, e.effect) == (best.cause, best.effect)]
            claims = tuple(dict.fromkeys(c for e in same for c in e.claims))
            rungs = {self._known[c].rung for c in claims if c in self._known}
            steps.append(
                Step(
                    best.cause.label,
                    best.effect.label,
                    best.summary,
                    claims,
                    tuple(rung for rung in Rung if rung in rungs),
                )
            )
        return Route(tuple(steps), joined)


def ways(joined: Joined) -> Ways:
    """Return the paths, forks and colliders between X and Y, and what to adjust for."""
    forward, more_forward = _routes(joined, X, Y)
    backward, more_backward = _routes(joined, Y, X)
    forks, more_forks = _meetings(joined, joined.graph.reverse(copy=False), reverse=True)
    colliders, more_colliders = _meetings(joined, joined.graph, reverse=False)
    return Ways(
        forward=forward,
        backward=backward,
        forks=forks,
        colliders=colliders,
        halves=tuple(_halves(joined)),
        adjustment=adjustment(joined.graph, joined.labels),
        more=more_forward or more_backward or more_forks or more_colliders,
    )


def _routes(joined: Joined, start: str, end: str) -> tuple[tuple[Route, ...], bool]:
    found = sorted(_simple(joined.graph, start, end), key=lambda path: (len(path), path))
    return tuple(map(joined.route, found[:MAX_ROUTES])), len(found) > MAX_ROUTES


def _simple(graph: Any, start: str, end: str) -> list[list[str]]:
    """Return simple directed paths of bounded length, of a bounded number, the shortest ones."""
    import networkx as nx

    there = nx.single_source_shortest_path_length(graph, start, cutoff=MAX_STEPS)
    back = nx.single_source_shortest_path_length(graph.reverse(copy=False), end, cutoff=MAX_STEPS)
    found: list[list[str]] = []
    for length in range(1, MAX_STEPS + 1):
        # Only nodes on a path that is short enough: a dense graph would take too long.
        kept = [node for node, n in there.items() if n + back.get(node, MAX_STEPS + 1) <= length]
        if end in kept and len(found) <= MAX_ROUTES:
            paths = nx.all_simple_paths(part_of(graph, kept), start, end, cutoff=length)
            found += [path for path in islice(paths, _LOOKED_AT) if len(path) == length + 1]
    return found


def _meetings(joined: Joined, graph: Any, *, reverse: bool) -> tuple[tuple[Meeting, ...], bool]:
    """Return common effects in a graph, or common causes in the reversed one.

    Both paths are as short as possible and share only the meeting point: where they have more in
    common, the nearer common node is the meeting point.
    """
    to_x = _shortest(graph, X, without=Y)
    to_y = _shortest(graph, Y, without=X)
    found = []
    for node in to_x.keys() & to_y.keys():
        first, second = to_x[node], to_y[node]
        if set(first) & set(second) == {node}:
            found.append((len(first) + len(second), joined.labels[node], first, second))
    found.sort()
    meetings = tuple(
        Meeting(
            label,
            joined.route(_turned(first, reverse)),
            joined.route(_turned(second, reverse)),
        )
        for _, label, first, second in found[:MAX_ROUTES]
    )
    return meetings, len(found) > MAX_ROUTES


def _turned(path: Sequence[str], reverse: bool) -> Sequence[str]:
    return path[::-1] if reverse else path


def _shortest(graph: Any, start: str, *, without: str) -> dict[str, list[str]]:
    """Return a shortest path to each node in reach that does not pass a node."""
    paths = {start: [start]}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if len(paths[node]) > MAX_ARM:
            continue
        for after in sorted(graph.successors(node)):
            if after != without and after not in paths:
                paths[after] = [*paths[node], after]
                waiting.append(after)
    del paths[start]
    return paths


def _halves(joined: Joined) -> Iterator[Half]:
    """Yield direct causes of only one of the two, those with the most claims first."""
    import networkx as nx

    graph = joined.graph
    for end, other in ((X, Y), (Y, X)):
        # What the other one causes lies between the two.
        settled = {other} | nx.ancestors(graph, other) | nx.descendants(graph, other)
        found = []
        for node in graph.predecessors(end):
            if node not in settled:
                edges = joined.edges[node, end]
                claims = tuple(dict.fromkeys(c for edge in edges for c in edge.claims))
                found.append((-len(claims), joined.labels[node], claims))
        for _, label, claims in sorted(found)[:MAX_ROUTES]:
            yield Half(label, end, claims)
