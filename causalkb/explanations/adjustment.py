"""What to adjust for, by the back-door criterion, if a graph of claims were true.

Pearl (2009), *Causality*, 2nd ed., definition 3.3.1: a set is enough for the effect of X on Y when
it contains no descendant of X and blocks every path between them that ends in an arrow into X. It
blocks those exactly if it d-separates X and Y after the arrows out of X are removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from causalkb.explanations.records import Adjusting, Adjustment

X, Y = "X", "Y"


def adjustment(graph: Any, labels: Mapping[str, str]) -> Adjustment:
    """Return what to adjust for in estimating the effect of X on Y, or of Y on X.

    It is that of X on Y, unless paths lead from Y to X only.

    Args:
        graph: A networkx ``DiGraph`` that holds "X" and "Y".
        labels: The labels of its nodes; they decide the order among equally good sets.
    """
    import networkx as nx

    ancestors = {X, Y} | nx.ancestors(graph, X) | nx.ancestors(graph, Y)
    # d-separation of X and Y needs no more than their ancestors and what is held fixed, which is
    # chosen among these; a cycle elsewhere does no harm.
    part = part_of(graph, ancestors)
    if not nx.is_directed_acyclic_graph(part):
        around = [labels[edge[0]] for edge in nx.find_cycle(part)]
        return Adjustment(Adjusting.CYCLE, cycle=(*around, around[0]))
    cause, effect = (Y, X) if nx.has_path(part, Y, X) else (X, Y)
    avoid = _avoid(graph, cause, effect)
    names = tuple(sorted(labels[node] for node in avoid))
    if not nx.has_path(part.to_undirected(as_view=True), X, Y):
        return Adjustment(Adjusting.UNCONNECTED, cause, effect, avoid=names)
    found = back_door_set(part, cause, effect)
    if found is None:
        return Adjustment(Adjusting.IMPOSSIBLE, cause, effect, avoid=names)
    status = Adjusting.ADJUST if found else Adjusting.NOTHING
    return Adjustment(status, cause, effect, tuple(sorted(labels[n] for n in found)), names)


def part_of(graph: Any, nodes: Iterable[str]) -> Any:
    """Return the subgraph of some nodes, in an order that is the same in every process."""
    import networkx as nx

    kept = set(nodes)
    part = nx.DiGraph()
    part.add_nodes_from(sorted(kept))
    part.add_edges_from(sorted(edge for edge in graph.out_edges(kept) if edge[1] in kept))
    return part


def back_door_set(graph: Any, cause: str, effect: str) -> frozenset[str] | None:
    """Return a minimal set that meets the back-door criterion; ``None`` where there is none.

    It is minimal: no part of it is enough. Another set may be as good.

    Args:
        graph: A networkx ``DiGraph`` without cycles.
        cause: One of its nodes.
        effect: Another.
    """
    import networkx as nx

    cut = graph.copy()
    cut.remove_edges_from(list(graph.out_edges(cause)))
    allowed = set(graph) - nx.descendants(graph, cause) - {cause, effect}
    found = nx.find_minimal_d_separator(cut, cause, effect, restricted=allowed)
    return None if found is None else frozenset(found)


def _avoid(graph: Any, cause: str, effect: str) -> set[str]:
    """Return what lies between cause and effect, and their common effects."""
    import networkx as nx

    after_cause = nx.descendants(graph, cause)
    between = after_cause & nx.ancestors(graph, effect)
    without = graph.subgraph(set(graph) - {effect})
    # A common effect is reached from the cause without passing the effect.
    common = nx.descendants(without, cause) & nx.descendants(graph, effect)
    return {str(node) for node in between | common} - {cause, effect}
