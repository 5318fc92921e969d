"""Which claims stand once what others say of them is taken into account.

``rebuts`` and ``supersedes`` are attacks. Of attacks the grounded extension is taken (P. M. Dung
1995): a claim stands if all that attack it have fallen, falls if one that stands attacks it, and
is disputed otherwise (two that rebut each other, a cycle). Only a claim with a counted design or a
theorem can fell another; what is rebutted from a position or review is disputed and still counts.
``supersedes`` holds between versions, or works that share an author. ``fails-to-replicate`` is no
attack: both results count, until more independent groups failed than replicated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from causalkb.records import Claim
from causalkb.vocabulary import Design, Relation

COUNTED = frozenset(
    {
        Design.EXPERIMENT,
        Design.NATURAL_EXPERIMENT,
        Design.WITHIN_STUDY_COMPARISON,
        Design.OBSERVATIONAL,
        Design.EVALUATION,
        Design.META_ANALYSIS,
    }
)
"""Designs whose claims are part of the count; the others are shown beside it."""

BETWEEN_CLAIMS = (
    Relation.REBUTS,
    Relation.SUPERSEDES,
    Relation.REPLICATES,
    Relation.FAILS_TO_REPLICATE,
    Relation.SYNTHESISES,
)
"""Relations that change what counts."""

Stated = tuple[str, Relation, str]
"""A claim id, the relation it states and the claim it names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of claims, by id.

    Attributes:
        fallen: Claims that fell, each with what felled it.
        disputed: Claims that are disputed, each with what disputes it.
        cycles: Claims that rebut one another in a circle.
        without_effect: Relations that could not do what they say, each with the reason.
        failed: Claims that failed to replicate another: whose stratum they count in.
        pooled: Claims that a synthesis brings together, by the synthesis.
    """

    fallen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cycles: tuple[tuple[str, ...], ...] = ()
    without_effect: tuple[tuple[Stated, str], ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    pooled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING_STATED = Standing()


def standing(
    claims: Mapping[str, Claim],
    stated: Iterable[Stated],
    *,
    same_authors: Callable[[str, str], bool],
    count: Callable[[Collection[str]], int],
) -> Standing:
    """Return what relations make of claims.

    Args:
        claims: The claims that relations name, by id.
        stated: The relations.
        same_authors: Whether two works (keys) are versions or share an author.
        count: How many independent groups some works (keys) are.
    """
    attacks: defaultdict[str, set[str]] = defaultdict(set)
    weak: defaultdict[str, set[str]] = defaultdict(set)
    tests: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    pooled: defaultdict[str, list[str]] = defaultdict(list)
    idle: list[tuple[Stated, str]] = []
    failed: dict[str, str] = {}
    for one in stated:
        source, relation, target = one
        if source not in claims or target not in claims:
            continue
        said = claims[source]
        able = said.design in COUNTED or said.design is Design.THEOREM
        if relation is Relation.REBUTS:
            (attacks if able else weak)[target].add(source)
        elif relation is Relation.SUPERSEDES:
            if same_authors(said.work, claims[target].work):
                attacks[target].add(source)
            else:
                idle.append((one, "the works are not versions and share no author"))
        elif relation is Relation.REPLICATES and able:
            tests[target][0].add(source)
        elif relation is Relation.FAILS_TO_REPLICATE and able:
            tests[target][1].add(source)
            failed[source] = target
        elif relation is Relation.SYNTHESISES:
            if said.design is Design.META_ANALYSIS:
                pooled[source].append(target)
            else:
                idle.append((one, "only a claim with the design meta-analysis pools others"))
    unreplicated: dict[str, tuple[str, ...]] = {}
    while True:
        extension = grounded(claims, attacks, unreplicated)
        more = _unreplicated(claims, tests, extension[1] | unreplicated.keys(), count)
        # A claim that failed may have been another's only attacker, so that the round is repeated;
        # what once fell stays, so that there is an end.
        if more.keys() <= unreplicated.keys():
            break
        unreplicated = more | unreplicated
    _, out, undecided = extension
    return Standing(
        fallen={
            **{c: tuple(sorted(attacks[c] & extension[0])) for c in out},
            **unreplicated,
        },
        disputed=_disputed(claims, attacks, weak, out | unreplicated.keys(), undecided),
        cycles=_cycles(undecided, attacks),
        without_effect=tuple(idle),
        failed=failed,
        pooled={c: tuple(sorted(set(targets))) for c, targets in pooled.items()},
    )


def grounded(
    claims: Iterable[str], attacks: Mapping[str, Collection[str]], gone: Collection[str] = ()
) -> tuple[set[str], set[str], set[str]]:
    """Return the claims that stand, those that fall and those that are undecided.

    Args:
        claims: All claims.
        attacks: The attackers of each claim that has some.
        gone: Claims that are out for another reason; they attack nobody.

    >>> standing, fallen, undecided = grounded("abc", {"a": "b", "b": "c"})
    >>> sorted(standing), fallen, undecided
    (['a', 'c'], {'b'}, set())
    """
    left = set(claims) - set(gone)
    against = {c: set(attacks.get(c, ())) & left for c in left}
    standing: set[str] = set()
    fallen: set[str] = set()
    while True:
        new = {c for c in left if against[c] <= fallen}
        standing |= new
        beaten = {c for c in left - new if against[c] & standing}
        fallen |= beaten
        left -= new | beaten
        if not new and not beaten:
            return standing, fallen, left


def _unreplicated(
    claims: Mapping[str, Claim],
    tests: Mapping[str, tuple[set[str], set[str]]],
    out: Collection[str],
    count: Callable[[Collection[str]], int],
) -> dict[str, tuple[str, ...]]:
    """Claims that more independent groups failed to replicate than replicated."""
    found: dict[str, tuple[str, ...]] = {}
    for target, (succeeded, failed) in tests.items():
        groups = [
            count(sorted({claims[c].work for c in side if c not in out}))
            for side in (succeeded, failed)
        ]
        if groups[1] > groups[0]:
            found[target] = tuple(sorted(c for c in failed if c not in out))
    return found


def _disputed(
    claims: Mapping[str, Claim],
    attacks: Mapping[str, set[str]],
    weak: Mapping[str, set[str]],
    out: Collection[str],
    undecided: Collection[str],
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        if claim in out:
            continue
        by = {c for c in weak.get(claim, ()) if c not in out}
        if claim in undecided:
            by |= {c for c in attacks.get(claim, ()) if c in undecided}
        if by:
            found[claim] = tuple(sorted(by))
    return found


def _cycles(
    undecided: Collection[str], attacks: Mapping[str, set[str]]
) -> tuple[tuple[str, ...], ...]:
    """Sets of undecided claims each of which attacks another, directly or through others."""
    left = set(undecided)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        stack = [start]
        while stack:
            for c in attacks.get(stack.pop(), set()) & left:
                if c not in seen:
                    seen.add(c)
                    stack.append(c)
        return seen

    reach = {c: reached(c) for c in left}
    rings = {
        tuple(sorted({c} | {d for d in reach[c] if c in reach[d]})) for c in left if c in reach[c]
    }
    return tuple(sorted(rings))
