"""How certain a verdict is: GRADE's words, and steps that are each printed with their reason.

Certainty starts at the highest level whose designs, with those above, give the verdict alone, and
only ever goes down from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from causalkb.evidence.counts import Counts
from causalkb.evidence.items import AGAINST, FOR, Item, Way
from causalkb.evidence.records import (
    FAVOURABLE,
    UNFAVOURABLE,
    Certainty,
    CertaintyLevel,
    Dependence,
    Verdict,
)
from causalkb.vocabulary import Design, Form

_BY_DESIGN = (
    (CertaintyLevel.HIGH, frozenset({Design.EXPERIMENT, Design.WITHIN_STUDY_COMPARISON})),
    (
        CertaintyLevel.MODERATE,
        frozenset({Design.NATURAL_EXPERIMENT, Design.EVALUATION, Design.META_ANALYSIS}),
    ),
    (CertaintyLevel.LOW, frozenset({Design.OBSERVATIONAL})),
)
_ORDER = (CertaintyLevel.VERY_LOW, CertaintyLevel.LOW, CertaintyLevel.MODERATE, CertaintyLevel.HIGH)
_STRENGTH = {
    Verdict.CONTRADICTED: -2,
    Verdict.LEANING_AGAINST: -1,
    Verdict.LEANING_FOR: 1,
    Verdict.SUPPORTED: 2,
}

READ_TWICE, AGREED = 5, 0.7
"""Stances that must have been read twice, and the share that two readers must have in common."""

Rule = Callable[[Counts], Verdict]
"""The rule of the hypothesis's form: counts in, verdict out."""


def certainty_of(
    found: Verdict,
    counts: Counts,
    rule: Rule,
    form: Form,
    *,
    dependence: Dependence | None = None,
    rivals: Sequence[str] = (),
    favoured_rivals: Sequence[str] = (),
    read_twice: tuple[int, int] = (0, 0),
) -> Certainty | None:
    """Return the certainty of a verdict; ``None`` for verdicts that have none.

    Args:
        found: The verdict.
        counts: The groups, counted the usual way.
        rule: The rule that gave it.
        form: The form of the hypothesis.
        dependence: On what it depends, for the verdict ``depends``.
        rivals: Slugs of the hypotheses that it excludes.
        favoured_rivals: Those of them that are supported or leaning-for.
        read_twice: How many stances two readers share, of how many that were read twice.
    """
    if found is Verdict.DEPENDS and dependence is not None:
        return _of_halves(counts, rule, form, dependence, rivals)
    if found not in _STRENGTH:
        return None
    level, reasons = _start(found, counts, rule)
    down = _steps_down(found, counts, rule, form, rivals)
    same, of = read_twice
    if of >= READ_TWICE and same < AGREED * of:
        down.append(f"readers disagree: {same} of {of} stances are the same")
    return _lowered(level, reasons, down, _caps(found, counts, favoured_rivals))


def _lowered(
    level: int, reasons: list[str], down: Sequence[str], caps: Sequence[tuple[int, str]]
) -> Certainty:
    """One level down for each reason, then no higher than each cap."""
    for reason in down:
        level = max(0, level - 1)
        reasons.append(f"one down: {reason}")
    for cap, reason in caps:
        if level > cap:
            level = cap
            reasons.append(f"at most {_ORDER[cap].value}: {reason}")
    return Certainty(_ORDER[level], tuple(reasons))


def _start(found: Verdict, counts: Counts, rule: Rule) -> tuple[int, list[str]]:
    designs: frozenset[Design] = frozenset()
    for level, more in _BY_DESIGN:
        designs |= more
        alone = rule(counts.by(replace(counts.way, designs=designs)))
        if _at_least(alone, found) or level is CertaintyLevel.LOW:
            names = ", ".join(design.value for design in Design if design in designs)
            return _ORDER.index(level), [f"starts at {level.value}: {names} alone give it"]
    raise AssertionError  # the last level has all designs


def _at_least(one: Verdict, other: Verdict) -> bool:
    """Whether one verdict is the other, or the same way and stronger."""
    a, b = _STRENGTH.get(one, 0), _STRENGTH[other]
    return a >= b if b > 0 else a <= b


def _steps_down(
    found: Verdict, counts: Counts, rule: Rule, form: Form, rivals: Sequence[str]
) -> list[str]:
    side, other = (FOR, AGAINST) if found in FAVOURABLE else (AGAINST, FOR)
    down = []
    heavier, lighter = _sides(counts, side, other, form)
    if 5 * lighter > heavier + lighter:
        down.append(f"inconsistent: {lighter} of {heavier + lighter} groups say the opposite")
    if _one_more_changes(found, counts, rule, other):
        word = "against" if other == AGAINST else "for"
        down.append(f"imprecise: one more group {word} would change the verdict")
    down += _not_alone(counts, rule, same=lambda one: _at_least(one, found))
    return down + _of_winning_side(counts, side, rivals)


def _not_alone(counts: Counts, rule: Rule, *, same: Callable[[Verdict], bool]) -> list[str]:
    """Whether the verdict hangs on indirect claims, or on works that nobody saw."""
    down = []
    if not same(rule(counts.by(replace(counts.way, indirect=False)))):
        down.append("indirect: direct claims alone do not give it")
    if not same(rule(counts.by(replace(counts.way, secondhand=False)))):
        down.append("second-hand: not without claims about works that were not seen")
    return down


def _of_winning_side(counts: Counts, side: str, rivals: Sequence[str]) -> list[str]:
    """What is amiss with the claims of the winning side."""
    down = []
    if 2 * counts.get(side, "concern") > counts.get(side):
        down.append("concerns: most groups of the winning side carry one")
    if gone := counts.get(side, "retracted"):
        down.append(
            f"retracted: {gone} of {counts.get(side)} groups of the winning side rest on a work"
            " that was retracted or withdrawn"
        )
    if rivals and not counts.get(side, "apart"):
        down.append("not told from rivals: no claim of the winning side bears on a declared rival")
    return down


def _sides(counts: Counts, side: str, other: str, form: Form) -> tuple[int, int]:
    """Groups on the winning and the other side; of "some" and "no", in the clearest stratum.

    Failures elsewhere do not count against a case that was found.
    """
    if form not in (Form.EXISTENTIAL, Form.UNIVERSAL):
        return counts.get(side), counts.get(other)
    mine = 0 if side == FOR else 1
    strata = [(row[mine], row[1 - mine]) for row in counts.strata().values()]
    good = [(yes, no) for yes, no in strata if yes > no]
    return min(good, key=lambda s: (s[1] / (s[0] + s[1]), -s[0]), default=(0, 0))


def _one_more_changes(found: Verdict, counts: Counts, rule: Rule, other: str) -> bool:
    places = {*counts.strata(), ("stratum", "", "another")}
    more = (one_group(other, population, paradigm) for _, population, paradigm in places)
    return any(rule(counts.plus(one)) is not found for one in more)


def one_group(side: str, population: str, paradigm: str) -> Item:
    """Return what a new, direct experiment would bring to a side."""
    return Item(side, population, paradigm, Design.EXPERIMENT, late=False, direct=True)


def _caps(found: Verdict, counts: Counts, favoured_rivals: Sequence[str]) -> list[tuple[int, str]]:
    side = FOR if found in FAVOURABLE else AGAINST
    caps = []
    full, all_of_it = counts.get(side, "full"), counts.get(side)
    if 2 * full < all_of_it:
        reason = f"{full} of {all_of_it} groups of the winning side were read in full"
        caps.append((_ORDER.index(CertaintyLevel.MODERATE), reason))
    if favoured_rivals and found not in UNFAVOURABLE:
        names = ", ".join(favoured_rivals)
        caps.append(
            (_ORDER.index(CertaintyLevel.LOW), f"what it excludes is favoured as well: {names}")
        )
    return caps


def _of_halves(
    counts: Counts, rule: Rule, form: Form, dependence: Dependence, rivals: Sequence[str]
) -> Certainty:
    """The certainty of the less certain of the two answers."""
    halves: list[tuple[str, Certainty]] = []
    for value in (dependence.first, dependence.second):
        way: Way = replace(counts.way, facet=(dependence.facet, value))
        half = counts.by(way)
        found = rule(half)
        own = certainty_of(found, half, rule, form, rivals=rivals)
        if own is None:
            own = Certainty(CertaintyLevel.VERY_LOW, (f"alone it is {found.value}",))
        halves.append((value, own))
    value, least = min(halves, key=lambda half: _ORDER.index(half[1].level))
    return Certainty(least.level, (f"of its less certain half, {value}:", *least.reasons))


def certainty_of_theorems(
    found: Verdict,
    counts: Counts,
    rule: Rule,
    *,
    rivals: Sequence[str] = (),
    favoured_rivals: Sequence[str] = (),
) -> Certainty | None:
    """Return the certainty of a verdict on what follows from premises.

    It starts at high, and designs do not matter; imprecision neither, as one refutation always
    counts.
    """
    if found not in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.DEPENDS):
        return None
    level, reasons = _ORDER.index(CertaintyLevel.HIGH), ["starts at high: proofs"]
    down, caps = [], list[tuple[int, str]]()
    if found is not Verdict.DEPENDS:
        side = FOR if found is Verdict.SUPPORTED else AGAINST
        down = _not_alone(counts, rule, same=lambda one: one is found)
        down += _of_winning_side(counts, side, rivals)
        caps = _caps(found, counts, favoured_rivals)
    fewest = min(n for n in (counts.get(FOR), counts.get(AGAINST)) if n)
    if fewest == 1:
        caps.append((_ORDER.index(CertaintyLevel.MODERATE), "one group of theorems"))
    return _lowered(level, reasons, down, caps)
