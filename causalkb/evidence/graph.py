"""The cause → effect pairs that claims assert, merged over works: a graph of claims.

It is not a causal graph of the world: its edges say what works assert, each in its own population
and setting, so that paths along them do not compose and cycles are not an error.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from causalkb.evidence.labels import label_key, tidy_label
from causalkb.records import Claim, Filters
from causalkb.store.store import Store
from causalkb.vocabulary import Sign

ABOUT = (
    "A graph of what claims assert, not of the world: an edge is a cause-effect pair that a work"
    " asserts in its own setting, and paths along edges need not hold."
)


@dataclass(frozen=True, slots=True)
class Node:
    """A cause or effect. ``id`` is "n1", "n2", ... in the order of labels."""

    id: str
    label: str
    claims: int
    """How many claims name it."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """The claims, by id, and their works, by key, that give an edge one sign."""

    sign: Sign
    claims: tuple[str, ...]
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A cause → effect pair between two nodes, with what is asserted of it in the order + - 0 ?."""

    cause: Node
    effect: Node
    asserted: tuple[Assertion, ...]

    @property
    def signs(self) -> dict[Sign, int]:
        """How many claims assert each sign that occurs."""
        return {a.sign: len(a.claims) for a in self.asserted}

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that assert the pair, each once."""
        return _unique(c for a in self.asserted for c in a.claims)

    @property
    def works(self) -> tuple[str, ...]:
        """The works that assert the pair, each once."""
        return _unique(w for a in self.asserted for w in a.works)

    @property
    def conflict(self) -> bool:
        """Whether two different works give it two different signs of + - 0.

        One work that reports both, as under two conditions, does not contradict itself.
        """
        definite = [a for a in self.asserted if a.sign is not Sign.UNKNOWN]
        return any(
            one != other
            for a, b in combinations(definite, 2)
            for one in a.works
            for other in b.works
        )

    @property
    def summary(self) -> str:
        """The signs with how many works assert each: "+ ×2, − ×1"."""
        return ", ".join(f"{a.sign.value.replace('-', '−')} ×{len(a.works)}" for a in self.asserted)


@dataclass(frozen=True, slots=True)
class ClaimGraph:
    """Nodes by label; edges with conflicts first, then by number of works, then by labels."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def conflicts(self) -> tuple[Edge, ...]:
        """The edges whose sign works disagree on."""
        return tuple(edge for edge in self.edges if edge.conflict)


def claim_graph(store: Store, filters: Filters | None = None) -> ClaimGraph:
    """Return the graph of the cause → effect pairs of all claims that pass.

    Raises:
        UnknownError: A filter names something that does not exist.
    """
    # Few claims may name a cause and an effect; of a large library the others take long to read.
    naming = store.claims.with_effects()
    if filters:
        naming &= set(store.selection.claims(filters))
    return merge(store.claims.many(sorted(naming)).values())


def merge(claims: Iterable[Claim]) -> ClaimGraph:
    """Return the graph of some claims' pairs; labels are one node by :func:`label_key`.

    >>> from causalkb.records import Effect
    >>> pair = (Effect("Rain", "wet grass", Sign.POSITIVE),)
    >>> again = (Effect("rain ", "Wet grass.", Sign.NEGATIVE),)
    >>> graph = merge([Claim("", "a#1", "a", effects=pair), Claim("", "b#1", "b", effects=again)])
    >>> [(e.cause.label, e.effect.label, e.summary, e.conflict) for e in graph.edges]
    [('Rain', 'Wet grass', '+ ×1, − ×1', True)]
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named: defaultdict[str, set[str]] = defaultdict(set)
    # Dictionaries as ordered sets: a claim that asserts the same twice asserts it once.
    pairs: defaultdict[tuple[str, str], dict[tuple[Sign, str, str], None]] = defaultdict(dict)
    for claim in claims:
        for effect in claim.effects:
            ends = (label_key(effect.cause), label_key(effect.effect))
            for key, written in zip(ends, (effect.cause, effect.effect), strict=True):
                spellings[key][tidy_label(written)] += 1
                named[key].add(claim.id)
            pairs[ends][effect.sign, claim.id, claim.work] = None
    nodes = {
        key: Node(f"n{n}", _label(spellings[key]), len(named[key]))
        for n, key in enumerate(sorted(spellings), 1)
    }
    edges = [Edge(nodes[a], nodes[b], _asserted(list(found))) for (a, b), found in pairs.items()]
    edges.sort(key=_order)
    return ClaimGraph(tuple(nodes.values()), tuple(edges))


def _label(spellings: Counter[str]) -> str:
    """The most frequent spelling; among equals the first by alphabet."""
    return min(spellings, key=lambda label: (-spellings[label], label)) or "(no label)"


def _asserted(found: Sequence[tuple[Sign, str, str]]) -> tuple[Assertion, ...]:
    return tuple(
        Assertion(
            sign,
            tuple(sorted({claim for s, claim, _ in found if s is sign})),
            tuple(sorted({work for s, _, work in found if s is sign})),
        )
        for sign in Sign
        if any(s is sign for s, _, _ in found)
    )


def _order(edge: Edge) -> tuple[bool, int, str, str, str, str]:
    cause, effect = edge.cause, edge.effect
    # Ids settle what labels that differ in case only leave open.
    return (
        not edge.conflict,
        -len(edge.works),
        cause.label.casefold(),
        effect.label.casefold(),
        cause.id,
        effect.id,
    )


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))
