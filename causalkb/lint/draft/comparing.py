"""Whether a sentence says the opposite of a cited claim, by the comparatives and denials of both.

Few claims record the sign of an effect. This compares the words: "was lower than ..." in the claim,
"was higher than ..." in the sentence. Which way each of the two goes is told by its comparative, or
by its one verb of direction; a denial ("no better", "did not raise", "as good as") makes it none.
They contradict each other where they go different ways, speak of the same things, and compare these
in the same order; or go the same way in the opposite order. Where one of them says more than one
thing, nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from causalkb.explanations.variables import stems
from causalkb.lint.draft import say
from causalkb.lint.draft.case import Case
from causalkb.lint.draft.direction import LOSSES, VAGUE, direction_of, same_word
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim
from causalkb.vocabulary import Sign, Wording
from causalkb.wording import grade
from causalkb.wording.classes import COMPARATIVES
from causalkb.wording.tokens import tokenize
from causalkb.wording.tokens import words as listed

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

_PARTS = re.compile(
    r"[;:]|, (?:and|but|while|whereas|although|though|so|because|which|who|with)\b"
    r"|\b(?:but|although|though|while|whereas|however)\b",
    re.IGNORECASE,
)
"""Where a text goes on to something else."""
_CLAUSE = re.compile(r"\b(?:that (?!\w+ is)|which|who|where|when|if|than)\b", re.IGNORECASE)
"""Where a text has a second clause, which its denial may be of."""
_PUT_IN = re.compile(r", (?:though|although|while|if) [^,;.]{1,50}, ", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:unless|instead of|rather than|if anything|no longer|only when|only if|except|opposite"
    r"|contrary|without|lack|absence|lacking|neither|nor)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:not|no|never|cannot|nothing|hardly|little|barely|\w+n't|fails?|failed)$", re.IGNORECASE
)
_LIMITS = re.compile(r"\b(?:may|might|could|sometimes|often|partly|some|little)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\b(?:more|less|fewer) than (?:\d|half|one|two|three|a )", re.IGNORECASE)
_THE_MORE = re.compile(r"\bthe (?:more|less|\w+er)\b.*\bthe (?:more|less|\w+er)\b", re.IGNORECASE)
_AS = re.compile(r"\bas (?:much|many|well|good|often|fast|\w{4,}) (?:\w+ ){0,3}as\b", re.IGNORECASE)
_VERBS = (
    *("rais", "increas", "lower", "reduc", "decreas", "improv", "worsen", "impair", "weaken"),
    *("strengthen", "diminish", "boost", "rose", "fell", "risen"),
)
_REACH = 4
"""Tokens between a denial and the word of direction that it denies."""


@dataclass(frozen=True, slots=True)
class _Direction:
    """Which way a text goes, the words before that, and those of what it compares with ("than")."""

    sign: Sign
    first: frozenset[str]
    second: frozenset[str]


def reversed_claim(case: Case) -> Finding | None:
    """Report that a cited claim says the opposite of the sentence, and none near it says the same.

    Nothing is said where the sentence limits itself ("may", "sometimes").
    """
    if not case.nearby.cited or case.inherited or _LIMITS.search(case.text):
        return None
    least = max(NEAR, case.nearby.cited[0][1] - WINDOW)
    against: tuple[Claim, str] | None = None
    for claim, cosine in case.nearby.cited:
        if cosine < least:
            break
        way = _other_way(case.text, claim.text)
        if way == SAME:
            return None
        if way and against is None:
            against = claim, way
    return None if against is None else _finding(case, *against)


SAME = "the same"


def _other_way(text: str, claim: str) -> str:
    """Return what a sentence says that a claim denies; :data:`SAME` if they agree, else ""."""
    parts = list(_parts(claim))
    every = (_direction(part, _every_turn(part)) for part in parts)
    if len({one.sign for one in every if one is not None}) > 1:
        # "better than chance, but worse than before" goes both ways.
        return ""
    found = []
    for part in parts:
        if not _same_things(text, part):
            continue
        shared = _every_turn(text) & _every_turn(part)
        said, held = _direction(text, shared), _direction(part, shared)
        if said is not None and held is not None:
            found.append(_WAYS[said.sign] if _contradict(said, held) else SAME)
        elif _same_things(text, part, MOST) and _denied_in_one(text, part):
            found.append("the contrary")
    return found[0] if len(set(found)) == 1 else ""


def _every_turn(text: str) -> frozenset[str]:
    first = re.split(r"\bthan\b", text)[0]
    return frozenset(word.lower() for word in _TURNED.findall(first))


def _denied_in_one(text: str, claim: str) -> bool:
    """Whether just one of two texts denies what both say: "do not learn", "learn"."""
    denied, held = _denied(text), _denied(claim)
    if bool(denied) == bool(held) or max(len(denied), len(held)) > 1:
        return False
    if _PARTS.search(text) or any(
        _TURNED.search(one) or _CLAUSE.search(one) for one in (text, claim)
    ):
        return False
    (word,) = denied or held
    other = claim if denied else text
    if any(same_word(word, one) for one in stems(other)):
        return True
    # "have no effect on elections", "sway elections"
    return word in _EFFECTS and grade(other).wording is Wording.CAUSAL


def _denied(text: str) -> list[str]:
    """Return the stems of the words that a text denies, "" where a denial has none."""
    words = [word.lower() for word in tokenize(text).words]
    found = []
    for n, word in enumerate(words):
        if _NO.match(word):
            after = [one for one in words[n + 1 : n + 1 + _REACH] if stems(one)]
            found.append(next(iter(stems(after[0])), "") if after else "")
    return found


def _parts(text: str) -> Iterator[str]:
    """Yield the clauses of a claim, as far as they stand alone, without what is put in."""
    text, start = _PUT_IN.sub(" ", text), 0
    for found in _PARTS.finditer(text):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _direction(text: str, shared: Collection[str] = ()) -> _Direction | None:
    """Return which way a text goes; ``None`` where it says more than one thing, or nothing.

    ``shared`` are words that turn a text round, but are in the other text as well.
    """
    if _PARTS.search(text) or _AMOUNT.search(text) or _THE_MORE.search(text):
        return None
    words = [word.lower() for word in tokenize(text).words]
    than = [n for n, word in enumerate(words) if word == "than"]
    end = than[0] if than else len(words)
    if len(than) > 1 or _every_turn(" ".join(words[:end])) - set(shared):
        return None
    at = [n for n, word in enumerate(words) if word in COMPARATIVES and _sign(words, n)]
    verbs = [n for n, word in enumerate(words) if word.startswith(_VERBS) and n not in at]
    if _AS.search(text):
        same = not (at or than)
        return _Direction(Sign.NONE, frozenset(), frozenset()) if same else None
    sign = _one_sign(words, at, () if than else verbs)
    if sign is None or any(n > end for n in at):
        return None
    at = sorted({*at, *(() if than else verbs)})
    denials = [n for n, word in enumerate(words[:end]) if _NO.match(word)]
    if denials:
        if len(denials) > 1 or not 0 < at[0] - denials[0] <= _REACH:
            return None
        sign = Sign.NONE
    first, second = stems(" ".join(words[: at[0]])), stems(" ".join(words[end + 1 :]))
    return _Direction(sign, first, second)


def _one_sign(words: Sequence[str], at: Sequence[int], verbs: Sequence[int]) -> Sign | None:
    """Return the sign of a text by its comparatives and verbs of direction, if it has just one."""
    signs = {_sign(words, n) for n in (*at, *verbs)}
    if len(verbs) == 1 and at and max(at) < verbs[0]:
        # "Longer exposure reduced it": the comparative is of the cause.
        turned = [_sign(words, n) for n in at].count(Sign.NEGATIVE) % 2 == 1
        sign = _sign(words, verbs[0])
        return _OPPOSITE.get(sign or Sign.NONE) if turned else sign
    return signs.pop() if len(signs) == 1 else None


def _sign(words: Sequence[str], at: int) -> Sign | None:
    """Return the sign of a word of direction; "more errors" is less of what is wanted."""
    sign = _OTHERS.get(words[at]) or direction_of(words[at])
    if stems(" ".join(words[at + 1 : at + 2])) & LOSSES:
        return _OPPOSITE.get(sign or Sign.NONE)
    return sign


def _contradict(one: _Direction, other: _Direction) -> bool:
    """Whether two directions of the same things exclude each other."""
    if Sign.NONE in (one.sign, other.sign) or not (one.second or other.second):
        return one.sign is not other.sign
    same, turned = _overlap(one.first, other.first), 0.0
    if one.second and other.second:
        same += _overlap(one.second, other.second)
    if other.second:
        turned += _overlap(one.first, other.second)
    if one.second:
        turned += _overlap(one.second, other.first)
    if same == turned:
        return False
    return (one.sign is not other.sign) == (same > turned)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two sets have in common, 0 to 1."""
    return len(_common(one, other)) / max(min(len(one), len(other)), 1)


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


_OTHERS = {
    **dict.fromkeys(listed("easier richer healthier safer"), Sign.POSITIVE),
    **dict.fromkeys(listed("harder poorer sicker riskier"), Sign.NEGATIVE),
}
"""Comparatives that have an opposite and are not of an amount."""
_OPPOSITE = {Sign.POSITIVE: Sign.NEGATIVE, Sign.NEGATIVE: Sign.POSITIVE}
_EFFECTS = stems("effect impact influence benefit")
_WAYS = {
    Sign.NONE: "no difference",
    Sign.POSITIVE: "more of it, or a rise",
    Sign.NEGATIVE: "less of it, or a fall",
}


def _finding(case: Case, claim: Claim, way: str) -> Finding:
    return case.finding(
        "against",
        Level.WARNING,
        f"says {way}, where {claim.id} says otherwise",
        "cite evidence for it, or report what the cited work found",
        [say.claim_line(claim, "against")],
        [claim],
    )
