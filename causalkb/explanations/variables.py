"""Which labels of the claim graph mean X, and which mean Y.

A label is taken for a variable when it is the same label but for case and spaces; when it speaks of
the same thing more narrowly ("wages of local workers" for "wages": all words of the variable, and
the same head); or, where no label is the same, when its vector is as near as :data:`AT_LEAST`.
Similarity alone would not do: to the default encoder "employment" is as near to "unemployment"
(0.72) as "wages of local workers" is to "wages" (0.70). What was taken, and what was nearest but
not taken, is shown, so that a person can disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from causalkb.errors import InputError
from causalkb.evidence.graph import ClaimGraph, Node
from causalkb.evidence.labels import label_key
from causalkb.explanations.records import How, Match, Reading, Variable
from causalkb.search.keyword.analysis import stem
from causalkb.text import fold
from causalkb.wording import classes as c

if TYPE_CHECKING:
    from causalkb.store.store import Store

AT_LEAST = 0.85
"""The cosine from which a label means the same without sharing its words. Chosen on the shipped
corpus (docs/competing-explanations.md): what lies above is a paraphrase, what lies between 0.7 and
0.8 is more often a neighbour, an opposite or the other end of an arrow."""
SHARED = 0.5
"""The cosine that a label with all words of the variable must reach: the words "accuracy" and
"reward" have more than one sense."""
NEAR = 3
"""Labels shown as near but not taken."""
NEAR_FROM = 0.45
"""The cosine from which a label is worth showing as near."""

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
"""Texts → their unit vectors, shape (n, d)."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_POST = c.PREPOSITIONS | c.RELATIVES | {"that", "to"}
"""What begins the part of a noun phrase that follows its head."""
_AMOUNTS = "amount degree dose extent frequency hour level number quantity year"
_QUANTITIES = frozenset(map(stem, _AMOUNTS.split()))
_IDLE = c.DETERMINERS | c.PREPOSITIONS | c.BE | c.CONJUNCTIONS | {"s", "to"}


def label_vectors(
    store: Store, fingerprint: str, dimension: int, labels: Sequence[str], encode: Encode
) -> Floats:
    """Return the vectors of labels, shape (n, d), from the store as far as it has them.

    The others are encoded, and stored if the store is writable, like those of hypotheses. They
    do not change what a search finds.
    """
    vectors = np.zeros((len(labels), dimension), np.float32)
    held, found = store.passages.vectors_of_texts(fingerprint, labels, dimension)
    vectors[held] = found
    lacking = sorted(set(range(len(labels))) - set(held))
    if lacking:
        texts = [labels[n] for n in lacking]
        made = encode(texts)
        vectors[lacking] = made
        if store.database.writable:
            with store.database.atomic():
                store.passages.put_vectors(fingerprint, texts, made)
    return vectors


def match(
    reading: Reading,
    graph: ClaimGraph,
    vectors: Floats,
    asked: Floats,
    at_least: float = AT_LEAST,
) -> tuple[Variable, Variable]:
    """Return X and Y with the labels taken for each; no label is taken for both.

    Args:
        reading: What X and Y are called.
        graph: The claim graph with n nodes.
        vectors: The vectors of its labels, shape (n, d).
        asked: The vectors of X and Y, shape (2, d).
        at_least: The lowest cosine at which a label counts without the same words.

    Raises:
        InputError: ``at_least`` is not from 0 to 1.
    """
    if not 0 <= at_least <= 1:
        raise InputError(f"a similarity lies between 0 and 1; {at_least:g} does not")
    similar = np.clip(asked @ vectors.T, -1.0, 1.0)
    names = (reading.x, reading.y)
    found = [
        _judged(name, graph.nodes, row.tolist(), at_least)
        for name, row in zip(names, similar, strict=True)
    ]
    rank = [{m.node: (_ORDER[m.how], -m.similarity) for m in side} for side in found]
    none = (_ORDER[How.NOT_TAKEN], 0.0)
    sides = []
    for n, (name, side) in enumerate(zip(names, found, strict=True)):
        # A label that fits both goes to the better match; in a tie to X.
        lost = {m for m in side if _beaten(rank[n][m.node], rank[1 - n].get(m.node, none), n)}
        taken = [m for m in side if m.how is not How.NOT_TAKEN and m not in lost]
        other = {m.node for m in found[1 - n] if m.how is not How.NOT_TAKEN}
        near = [m for m in side if m.how is How.NOT_TAKEN and m.node not in other]
        near = [m for m in near if m.similarity >= NEAR_FROM][:NEAR]
        sides.append(Variable(name, tuple(taken), tuple(near)))
    return sides[0], sides[1]


_ORDER = {How.SAME: 0, How.WORDS: 1, How.MEANING: 2, How.NOT_TAKEN: 3}


def _beaten(mine: tuple[int, float], other: tuple[int, float], n: int) -> bool:
    taken_by_both = _ORDER[How.NOT_TAKEN] not in (mine[0], other[0])
    return taken_by_both and (other < mine or (n == 1 and other == mine))


def _judged(
    name: str, nodes: Sequence[Node], similar: Sequence[float], at_least: float
) -> list[Match]:
    """Return every label with whether it is taken, the surest and most similar first."""
    key, asked, head = label_key(name), stems(name), head_of(name)
    exact = any(label_key(node.label) == key for node in nodes)
    judged = []
    for node, cosine in zip(nodes, similar, strict=True):
        how = How.NOT_TAKEN
        if label_key(node.label) == key:
            how = How.SAME
        elif asked == stems(node.label) or (
            asked and asked <= stems(node.label) and head == head_of(node.label)
        ):
            how = How.WORDS if cosine >= min(SHARED, at_least) else how
        elif cosine >= at_least and not exact:
            how = How.MEANING
        judged.append(Match(node.id, node.label, round(cosine, 3), how))
    judged.sort(key=lambda m: (_ORDER[m.how], -m.similarity, m.label))
    return judged


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a label that say something, without case and accents.

    >>> sorted(stems("the Wages of local workers"))
    ['local', 'wage', 'worker']
    """
    found = [stem(word) for word in _WORD.findall(fold(text)) if word not in _IDLE]
    return frozenset(found)


def head_of(text: str) -> str:
    """Return the stem of a noun phrase's head: the last word before what a preposition opens.

    A quantity of a thing is the thing: a year of schooling is schooling.

    >>> head_of("wages of local workers"), head_of("robustness to spurious correlations")
    ('wage', 'robust')
    >>> head_of("years of schooling")
    'school'
    """
    found = [word for word in _WORD.findall(fold(text)) if word not in c.DETERMINERS - {"that"}]
    for n, word in enumerate(found):
        if n and word in _POST and not (word == "of" and stem(found[n - 1]) in _QUANTITIES):
            return stem(found[n - 1])
    return stem(found[-1]) if found else ""
