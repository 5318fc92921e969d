"""Whether a sentence says the opposite of a cited claim, by the words of both.

Few claims record the sign of an effect. This compares the clauses of sentence and claim as
:mod:`causalkb.lint.draft.polarity` reads them: they contradict each other where they speak of the
same things and go different ways, compare two things in turn, or where one denies what the other
says. Nothing is said of a sentence where a claim near it agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from causalkb.explanations.variables import stems
from causalkb.lint.draft import polarity, say
from causalkb.lint.draft.case import Case
from causalkb.lint.draft.direction import LOSSES, VAGUE, same_word
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim
from causalkb.vocabulary import Sign, Wording
from causalkb.wording import grade

NEAR = 0.6
"""Least cosine of a cited claim and the sentence."""
WINDOW = 0.15
"""How far below the nearest cited claim another one may lie and be what is meant."""
COMMON = 3
"""Words that say something and that both must have, and ..."""
SHARE = 0.5
"""... their least share among those of the shorter of the two."""
MOST = 0.75
"""The same where only a denial tells the two apart."""
SAME = "the same"

_CLAUSE = re.compile(r"\b(?:that (?!\w+ is)|which|who|where|when|if|than)\b", re.IGNORECASE)
"""Where a text has a second clause, which its denial may be of."""
_LIMITS = re.compile(
    r"\b(?:may|might|could|sometimes|(?<!more )(?<!less )often|partly|some|little)\b", re.IGNORECASE
)
_LESS = re.compile(r"\b(?:fewer|less|lower|smaller) (\w+)", re.IGNORECASE)
_MANNER = stems("often likely about effectively well easily readily than")
_EFFECTS = stems("effect impact influence benefit")
_WAYS = {
    Sign.NONE: "no difference",
    Sign.POSITIVE: "more of it, or a rise",
    Sign.NEGATIVE: "less of it, or a fall",
}


def reversed_claim(case: Case) -> Finding | None:
    """Report that a cited claim says the opposite of the sentence, and none near it says the same.

    Nothing is said where the sentence limits itself ("may", "sometimes"), or has two clauses.
    """
    if not case.nearby.cited or case.inherited or _LIMITS.search(case.text):
        return None
    said, *others = polarity.clauses(case.text)
    if others:
        return None
    least = max(NEAR, case.nearby.cited[0][1] - WINDOW)
    against: tuple[Claim, str] | None = None
    for claim, cosine in case.nearby.cited:
        if cosine < least:
            break
        way = _other_way(said, claim.text)
        if way == SAME:
            return None
        if way and against is None:
            against = claim, way
    return None if against is None else _finding(case, *against)


def _other_way(text: str, claim: str) -> str:
    """Return what a sentence says that a claim denies; :data:`SAME` if they agree, else ""."""
    parts = polarity.clauses(claim)
    read = [one for one in map(polarity.reading, parts) if one is not None]
    if len({(one.sign, one.no) for one in read}) > 1:
        # "better than chance, but worse than before" goes both ways.
        return ""
    found = [way for part in parts if _same_things(text, part) for way in _ways(text, part)]
    if SAME in found and len(parts) == 1:
        return SAME
    ways = set(found)
    return ways.pop() if len(ways) == 1 else ""


def _ways(text: str, part: str) -> Iterator[str]:
    """Yield how a sentence and a clause of a claim on the same things stand to each other."""
    if _of_less(text, part) or _of_less(part, text):
        return
    shared = polarity.turns(text) & polarity.turns(part)
    said, held = polarity.reading(text, shared), polarity.reading(part, shared)
    if said is not None and held is not None:
        yield _WAYS[said.sign] if said.contradicts(held) else SAME
        return
    own, other = dict(polarity.on_axes(text)), dict(polarity.on_axes(part))
    common = own.keys() & other.keys()
    if common:
        differ = sum(own[axis] is not other[axis] for axis in common)
        yield "the contrary" if differ % 2 else SAME
        return
    for one, two in ((text, part), (part, text)):
        if polarity.makes_none(one) and polarity.makes_some(two):
            yield "no difference" if one is text else "that there is a difference"
            return
    if _same_things(text, part, MOST) and _denied_in_one(text, part):
        yield "the contrary"


def _of_less(one: str, other: str) -> bool:
    """Whether a text says "fewer tests" where the other does not speak of tests."""
    held = stems(other)
    return any(
        wanted and not any(same_word(word, had) for word in wanted for had in held)
        for wanted in (stems(found[1]) - _MANNER for found in _LESS.finditer(one))
    )


def _denied_in_one(text: str, claim: str) -> bool:
    """Whether just one of two texts denies what both say: "do not learn", "learn"."""
    denied, held = polarity.denied(text), polarity.denied(claim)
    if bool(denied) == bool(held) or max(len(denied), len(held)) > 1:
        return False
    if polarity.turns(text) | polarity.turns(claim) - {"neither", "nor"}:
        return False
    if any(_CLAUSE.search(one) for one in (text, claim)):
        return False
    (word,) = denied or held
    other = claim if denied else text
    if any(same_word(word, one) for one in stems(other)):
        return True
    # "have no effect on elections", "sway elections"
    return word in _EFFECTS and grade(other).wording is Wording.CAUSAL


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in one if any(same_word(word, held) for held in other))


def _same_things(text: str, claim: str, least: float = SHARE) -> bool:
    """Whether two texts speak of the same things, and neither alone of a loss or gain of them."""
    own, held = stems(text) - VAGUE, stems(claim) - VAGUE
    common = _common(own, held)
    of_own, of_held = (stems(re.split(r"\bthan\b", one)[0]) & LOSSES for one in (text, claim))
    if of_own - held or of_held - own:
        return False
    return len(common) >= COMMON and len(common) >= least * min(len(own), len(held))


def _finding(case: Case, claim: Claim, way: str) -> Finding:
    return case.finding(
        "against",
        Level.WARNING,
        f"says {way}, where {claim.id} says otherwise",
        "cite evidence for it, or report what the cited work found",
        [say.claim_line(claim, "against")],
        [claim],
    )
