"""Which way a sentence says that an effect goes, and whether a cited work found the opposite.

A claim records its effects with a sign: X raises Y (+), lowers it (-), has no effect on it (0). A
sentence that names both X and Y is read for the sign that it gives to Y: by the verbs and
comparatives around the words of Y ("lowered the wages", "wages fell", "fewer jobs") and by its
words of denial. The two are compared; what cannot be read is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from causalkb.explanations.variables import head_of, stems
from causalkb.lint.draft import say
from causalkb.lint.draft.association import LESS, MORE
from causalkb.lint.draft.case import Case
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, Effect
from causalkb.search.keyword.analysis import stem
from causalkb.vocabulary import Sign, Wording
from causalkb.wording import grade
from causalkb.wording.classes import COMPARATIVES
from causalkb.wording.tokens import HARD, tokenize
from causalkb.wording.tokens import words as listed

_UP = listed("""
    rise rises rose risen grew grow grows climbed soared higher more greater stronger larger longer
    faster often better readily lead leads led makes made make causes caused cause produces produced
    created creates brought
    """)
_BRINGS = listed("""
    lead leads led makes made make causes caused cause produces produced created creates brought
    more less
    """)
_DOWN = listed("""
    fall falls fell fallen dropped drops drop declined declines decline shrank shrinks lower less
    fewer smaller weaker shorter slower worse lost loses lose breaks broke stopped stops hides hide
    hid
    """)
_RAISES = (*MORE, "improv", "enhanc", "deepen", "widen", "strengthen")
_LOWERS = (*LESS, "impair", "worsen", "undermin", "degrad", "hinder", "hamper", "shrink", "erod")
_NO = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nothing|cannot|fail(?:s|ed)?|unaffected|unchanged)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:without|lack|absence|unless|would have|instead of|rather than|removal|removing|removed"
    r"|only|merely|no longer|if anything|opposite|contrary|but|although|while|whereas"
    r"|however|than)\b",
    re.IGNORECASE,
)
"""Where a sentence has two sides, or speaks of a cause that is taken away, its sign is not read."""
_LIMITS = re.compile(r"\b(?:can|may|might|could|sometimes|little|hardly|scarcely|partly)\b", re.I)
LEAST = 0.25
"""Least cosine of a cited claim whose effect a sentence may name."""
WINDOW = 0.15
"""How far below the nearest cited claim one may lie whose cause the sentence does not name."""
_COMMON = 2
"""Words of a claim that a sentence has beside those of the effect, to have the same cause."""
_STEM = 5
"""Letters of a stem from which a longer one is of the same word."""
_BEFORE = 7
"""Tokens between a word of direction and the effect that it governs, and after the effect."""
_AFTER = 5
_MODIFIES = 3
"""Tokens between a comparative and the noun that it is of."""
_NEW_CLAUSE = frozenset(listed(", when if where because that which who whenever unless"))
_MAKE = frozenset(listed("make makes made making"))
_OF_RELATIVE = re.compile(
    r"\b(?:that|which|who) (?:do|does|did|is|are|was|were|has|have|had|can|could|cannot)\b"
    r"(?:n['’]t| not)?(?: \w+){0,3}$",
    re.IGNORECASE,
)
"""A denial in a relative clause: "returns that do not depend on luck"."""
VAGUE = frozenset(
    map(stem, listed("effect level rate number use score model models success performance ability"))
)

LOSSES = frozenset(
    map(
        stem,
        listed("""
        harm loss damage cost bias error deficit decline impairment failure lack reduction decrease
        increase rise growth drop fall gap distance difference difficulty delay absence risk
        """),
    )
)
"""Words that turn the direction of an effect about: who improves judgment lowers the harm to it."""


def opposite(case: Case) -> Finding | None:
    """Report that the cited works found the opposite of what a sentence says of an effect.

    The nearest cited claim of which the sentence names both ends decides; where there is none, the
    nearest whose effect it names, and which it shares words with.
    """
    for sure in (True, False):
        for claim in _candidates(case, sure):
            effects = [e for e in claim.effects if _meant(case.text, claim, e, sure)]
            effects = _nearest(case.text, effects)
            said = [(effect, _said(case.text, effect)) for effect in effects]
            if any(one is not None and not one.denied_by(effect.sign) for effect, one in said):
                return None
            for effect, one in said:
                if one is not None:
                    return _finding(case, claim, effect, one)
            if effects:
                return None
    return None


def _nearest(text: str, effects: Sequence[Effect]) -> list[Effect]:
    """Return the effects without those whose head another one has of which more words are named."""
    own = stems(text)
    named = {effect: len(own & stems(effect.effect)) for effect in effects}
    return [
        one
        for one in effects
        if not any(
            head_of(other.effect) == head_of(one.effect) and named[other] > named[one]
            for other in effects
        )
    ]


def _candidates(case: Case, sure: bool) -> Iterator[Claim]:
    """Yield the cited claims that a sentence may report, nearest first."""
    best = case.nearby.cited[0][1] if case.nearby.cited else 0.0
    least = LEAST if sure else max(LEAST, best - WINDOW)
    return (claim for claim, cosine in case.nearby.cited if cosine >= least)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says of an effect: that it goes one way, or (``no``) that it does not."""

    sign: Sign | None
    no: bool

    def denied_by(self, found: Sign) -> bool:
        """Whether what was found contradicts it."""
        if found is Sign.UNKNOWN:
            return False
        if not self.no:
            return found is not self.sign
        return found is self.sign if self.sign is not None else found is not Sign.NONE


def _meant(text: str, claim: Claim, effect: Effect, sure: bool) -> bool:
    """Whether a sentence names the effect, and (``sure``) the cause or words of the claim."""
    own = stems(text)
    if not _named(own, effect.effect):
        return False
    if sure:
        return _named(own, effect.cause)
    rest = own - stems(effect.effect) - VAGUE
    return len(rest & stems(claim.text)) >= _COMMON


def _said(text: str, effect: Effect) -> _Said | None:
    """Return what a sentence says of an effect; ``None`` if that cannot be read."""
    if _turned(text, effect) or stems(effect.effect) & LOSSES - stems(text):
        return None
    signs = set(_signs(text, effect.effect))
    sign = signs.pop() if len(signs) == 1 else None
    graded = grade(text)
    asserts = graded.wording in (Wording.CAUSAL, Wording.CONDITIONAL)
    denied = [cue for cue in graded.cues if cue.kind == "denied"]
    if not asserts and any(not _OF_RELATIVE.search(text[: cue.end]) for cue in denied):
        return _Said(sign, True)
    if sign is None or _NO.search(text) or _LIMITS.search(text):
        return None
    return _Said(sign, False)


def _turned(text: str, effect: Effect) -> bool:
    """Whether a sentence has two sides; "lack of control" is none where it is the cause itself."""
    labels = f"{effect.cause} {effect.effect}".lower()
    return any(one[0].lower() not in labels for one in _TURNED.finditer(text))


def _named(own: frozenset[str], label: str) -> bool:
    """Whether a sentence has words of a label: its head, or half of its words."""
    words = stems(label)
    common = {word for word in words if any(same_word(word, one) for one in own)}
    if head_of(label) in common - VAGUE:
        return True
    if len(words) >= _COMMON and common == words:
        # "side effects": all its words.
        return True
    if words - VAGUE and words - VAGUE == common - VAGUE and words & VAGUE:
        # "plan" of "planning success"
        return True
    # "fewer samples" does not name "sample efficiency".
    return len(common - VAGUE) >= _COMMON and 2 * len(common) >= len(words)


def same_word(one: str, other: str) -> bool:
    """Whether two stems are of one word: "accur" and "accuraci"."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _STEM and long.startswith(short))


def _signs(text: str, label: str) -> Iterator[Sign]:
    """Yield the signs that the nearest word of direction gives to a label."""
    words = tokenize(text).words
    own = [stem(word) for word in words]
    head = head_of(label)
    at = [n for n, word in enumerate(own) if head not in VAGUE and same_word(word, head)]
    if not at:
        at = [
            n
            for n, word in enumerate(own)
            if any(same_word(word, one) for one in stems(label) - VAGUE)
        ]
    if not at:
        return
    first, last = at[0], at[-1]
    for n in range(first - 1, max(-1, first - 1 - _BEFORE), -1):
        if words[n] in HARD or words[n] in _NEW_CLAUSE:
            break
        sign = direction_of(words[n])
        if words[n] in COMPARATIVES and first - n > _MODIFIES:
            # "a higher hit rate left the policy ...": it is of another noun.
            sign = None
        if words[n] in _MAKE and any(w.endswith("er") for w in words[last + 1 : last + 1 + _AFTER]):
            # "made the task harder": which way that is for the effect is not read.
            return
        if sign is not None:
            yield sign
            return
    for n in range(last + 1, min(len(words), last + 1 + _AFTER)):
        if words[n] in HARD or words[n] == ",":
            return
        # What follows the effect and brings about something else says nothing of the effect.
        sign = None if words[n] in _BRINGS else direction_of(words[n])
        if sign is not None:
            yield sign
            return


def direction_of(word: str) -> Sign | None:
    """Return the sign that a word of direction gives to what it is said of.

    >>> direction_of("fewer"), direction_of("raised"), direction_of("table")
    (<Sign.NEGATIVE: '-'>, <Sign.POSITIVE: '+'>, None)
    """
    if word in _UP or word.startswith(_RAISES):
        return Sign.POSITIVE
    if word in _DOWN or word.startswith(_LOWERS):
        return Sign.NEGATIVE
    return None


_FOUND = {
    Sign.POSITIVE: "that {cause} raises {effect}",
    Sign.NEGATIVE: "that {cause} lowers {effect}",
    Sign.NONE: "no effect of {cause} on {effect}",
}


def _finding(case: Case, claim: Claim, effect: Effect, said: _Said) -> Finding:
    names = {"cause": say.cut(effect.cause, 40), "effect": say.cut(effect.effect, 40)}
    if said.no:
        says = "denies an effect on {effect}"
    else:
        says = "says that {effect} " + ("falls" if said.sign is Sign.NEGATIVE else "rises")
    return case.finding(
        "against",
        Level.WARNING,
        f"{says}, but {{work}} found {_FOUND[effect.sign]}".format(work=claim.work, **names),
        "cite evidence for it, or report what the cited work found",
        [say.claim_line(claim, "against")],
        [claim],
    )
