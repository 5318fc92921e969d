"""From two variables and a store to the competing explanations of their association."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from causalkb.errors import InputError
from causalkb.evidence.graph import merge
from causalkb.explanations import bearing
from causalkb.explanations.paths import Joined, ways
from causalkb.explanations.reading import read_pair, read_sentence
from causalkb.explanations.records import Explanation, Near
from causalkb.explanations.structures import structures
from causalkb.explanations.variables import AT_LEAST, Encode, label_vectors, match, stems
from causalkb.records import Filters
from causalkb.store.store import Store

LOOKED_AT = 40
"""Claims that search is asked for; those on selection are looked for among them."""
NEAR_FROM = 0.35
"""The cosine to "X and Y" from which a claim is near."""
SHARING_FROM = 0.2
"""The same where it shares a word with X or Y: claims name people and places where X and Y do not,
which makes them less similar than they are."""
_QUERY_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Tools:
    """What is needed from the encoder and the search.

    Attributes:
        fingerprint: Identifies the encoder; stored vectors carry it.
        dimension: The length of a vector.
        encode: Labels → unit vectors, shape (n, d).
        encode_queries: What the user typed → unit vectors, shape (n, d).
        nearest: Query and number → claims by search, best first, each with its cosine.
    """

    fingerprint: str
    dimension: int
    encode: Encode
    encode_queries: Encode
    nearest: Callable[[str, int], Sequence[Near]]


def explain_association(
    store: Store,
    tools: Tools,
    text: str,
    other: str | None = None,
    *,
    limit: int = 5,
    at_least: float = AT_LEAST,
) -> Explanation:
    """Lay out what may explain an association, and the claims that bear on each explanation.

    Args:
        store: The knowledge base.
        tools: The encoder and the search.
        text: A sentence that relates two things; with ``other``, the first of them.
        other: The second.
        limit: Most claims that are listed as near.
        at_least: The cosine from which a label means a thing without sharing its words.

    Raises:
        InputError: The text cannot be read as two different things, or a number is impossible.
    """
    if limit < 1:
        raise InputError(f"limit must be at least 1, not {limit}")
    if not 0 <= at_least <= 1:
        raise InputError(f"a similarity lies between 0 and 1; {at_least:g} does not")
    reading = read_sentence(text) if other is None else read_pair(text, other)
    claims = {
        claim.id: claim for claim in store.claims.many(store.selection.claims(Filters())).values()
    }
    graph = merge(claims.values())
    labels = [node.label for node in graph.nodes]
    if labels:
        vectors = label_vectors(store, tools.fingerprint, tools.dimension, labels, tools.encode)
        asked = tools.encode_queries([reading.x, reading.y])
    else:
        vectors, asked = np.zeros((0, 1), np.float32), np.zeros((2, 1), np.float32)
    x, y = match(reading, graph, vectors, asked, at_least)
    found = ways(Joined(graph, x, y, claims))
    # Words only: a name may look like an operator of the query language.
    query = " ".join(_QUERY_WORD.findall(f"{reading.x} and {reading.y}"))
    nearest = tools.nearest(query, max(LOOKED_AT, limit)) if claims and query else ()
    made = bearing.rivals(structures(), claims, x, y, found, nearest)
    listed = {b.claim.id for rival in made for b in rival.bearings}
    shared = {_beginning(word) for word in stems(reading.x) | stems(reading.y)}
    near = [one for one in nearest if one.claim.id not in listed and _is_near(one, shared)]
    near = sorted(near[:limit], key=lambda one: -(one.similarity or 0.0))
    return Explanation(
        text=text if other is None else f"{text} / {other}",
        reading=reading,
        x=x,
        y=y,
        rivals=made,
        ways=found,
        near=tuple(near),
    )


def _is_near(one: Near, shared: Collection[str]) -> bool:
    if one.similarity is None or one.similarity >= NEAR_FROM:
        return True
    if one.similarity < SHARING_FROM:
        return False
    return any(_beginning(word) in shared for word in stems(one.claim.text))


def _beginning(word: str) -> str:
    """Return the first letters, which "sycophancy" and "sycophantic" have in common."""
    return word[:7]
