"""A graph of claims as plain data: the form of ``graph --format json``."""

from __future__ import annotations

from typing import Any

from causalkb.evidence.graph import ABOUT, ClaimGraph


def to_dict(graph: ClaimGraph) -> dict[str, Any]:
    """Return the graph for JSON."""
    return {
        "about": ABOUT,
        "nodes": [{"id": n.id, "label": n.label, "claims": n.claims} for n in graph.nodes],
        "edges": [
            {
                "cause": edge.cause.id,
                "effect": edge.effect.id,
                "cause_label": edge.cause.label,
                "effect_label": edge.effect.label,
                "conflict": edge.conflict,
                "signs": {sign.value: count for sign, count in edge.signs.items()},
                "asserted": [
                    {"sign": a.sign.value, "claims": list(a.claims), "works": list(a.works)}
                    for a in edge.asserted
                ],
                "claims": list(edge.claims),
                "works": list(edge.works),
            }
            for edge in graph.edges
        ],
        "conflicts": len(graph.conflicts),
    }
