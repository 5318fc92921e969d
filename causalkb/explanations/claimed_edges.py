"""Which edges between the variables of a table the claims assert or deny, as odds for a prior."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from causalkb.evidence.graph import ClaimGraph, Edge
from causalkb.evidence.labels import label_key
from causalkb.explanations.variables import stems
from causalkb.vocabulary import Sign

ASSERTED = 2.0
"""Odds of an edge that claims assert; one that they only deny has the inverse. They do not grow
with the number of claims: how many works assert an arrow depends on how many were written."""


def claimed_edges(graph: ClaimGraph, variables: Sequence[str]) -> dict[str, float]:
    """Return the odds of the edges on which claims agree; disputed ones are left out.

    A label means a variable if it is the same but for case and separators, or has the same words.
    """
    found = {}
    for cause, effect in permutations(variables, 2):
        signs = {
            sign
            for edge in graph.edges
            if _means(edge.cause.label, cause) and _means(edge.effect.label, effect)
            for sign in _signs(edge)
        }
        if signs and (Sign.NONE not in signs or len(signs) == 1):
            found[f"{cause} -> {effect}"] = 1 / ASSERTED if Sign.NONE in signs else ASSERTED
    return found


def _signs(edge: Edge) -> set[Sign]:
    return {one.sign for one in edge.asserted}


def _means(label: str, variable: str) -> bool:
    name = variable.replace("_", " ")
    words = stems(name)
    return label_key(label) == label_key(name) or bool(words and words == stems(label))
