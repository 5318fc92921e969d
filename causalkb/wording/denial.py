"""Effects that a sentence denies: "did not reduce", "no drug helped", "had no effect on"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.wording import classes as c
from causalkb.wording.found import COMPARES, DENIES, NAMES, Hit, Kind, near
from causalkb.wording.neighbours import adjective, adverb
from causalkb.wording.tokens import HARD, words
from causalkb.wording.verb_forms import forms

_NOT = words("not never no nor neither none nothing cannot without nobody lack absence") | {
    word for word in c.AUXILIARY if word.endswith("n't")
}
_NEGATIVE = words("ineffective unsuccessful")
DENIED = ", denied"
"""What the reason of a cue ends with, if what it says is denied."""
_RESERVED = words(
    "only just merely simply solely necessarily always all entirely doubt alone least"
)
"""After "not" or "no" these leave the effect asserted: "not only reduced", "no doubt"."""
_NO_OBJECT = words("no neither nothing nobody none")
_FAILS = words("fail fails failed failing unable unlikely insufficient")
_STOPS = _NOT | _FAILS | {"that"}
_NOBODY = words("no none neither nor nothing nobody not")
_CLAUSE = HARD | words("but that which who whereas while although because though , if when")
_SEEN = words("significant found observed seen detected confirmed demonstrated evident apparent")
_PARTS = HARD | words("but and although though whereas while , which")
_PART_REACH = 16
_OBJECT_REACH = 6
_LEAVES = frozenset(forms("leave"))
_GIVES = frozenset(form for verb in ("bring", "cause", "confer", "yield") for form in forms(verb))
_OF_GROUP = c.AUXILIARY | c.DETERMINERS | words("appear seem tend to")
_GROUP_REACH = 24
_SUBJECT_REACH = 10
_VERDICT_REACH = 14


def deny(words: Sequence[str], found: Sequence[Hit]) -> list[Hit]:
    """Return the cues, those of effects that are denied marked as such.

    A denied effect keeps its place and its reason, and gives way to whatever else the sentence
    asserts. Denied associations, differences and changes keep their level: they report that one
    looked. That they are denied is said with their reason.
    """
    made: list[Hit] = []
    for hit in found:
        asserts = hit.strength and hit.kind in (Kind.CAUSAL, Kind.CONDITIONAL)
        if asserts and _denied(words, hit, made):
            hit = replace(hit, kind=Kind.DENIED, why=f"{hit.why}{DENIED}", strength=DENIES)
        elif hit.kind is Kind.CORRELATIONAL and _denied(words, hit, ()):
            hit = replace(hit, why=f"{hit.why}{DENIED}")
        made.append(hit)
    return [_within(words, hit, made) for hit in made]


def _within(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return a difference or a change, weaker than a denied effect if it is part of what is denied.

    "Lower fares did not bring more passengers" denies an effect and compares nothing.
    """
    around = near(found, hit.start - _PART_REACH, hit.start + _PART_REACH + 1)
    denials = [one for one in around if one.kind is Kind.DENIED]
    if hit.kind is Kind.CONDITIONAL and any(
        one.start <= hit.start and hit.end <= one.end for one in denials
    ):
        # "is unlikely to have an impact": the noun is part of what is denied.
        return replace(hit, kind=Kind.DENIED, why=f"{hit.why}{DENIED}", strength=DENIES / 2)
    if hit.kind is not Kind.CORRELATIONAL or hit.strength > COMPARES:
        return hit
    for denied in denials:
        first, last = sorted((denied.start, hit.start))
        if _PARTS.isdisjoint(words[first:last]):
            return replace(hit, strength=DENIES / 2)
    return hit


def _denied(words: Sequence[str], hit: Hit, earlier: Sequence[Hit]) -> bool:
    if hit.why.startswith("counterfactual"):
        # "If it had not rained" denies the case, not the effect.
        return False
    if any(_negates(words, n) for n in range(hit.start, hit.end)):
        # "The drought left farmers without income" asserts an effect.
        return words[hit.start] not in _LEAVES or _negates(words, hit.start - 1)
    if words[hit.start] in c.HAVE | {"little"} and "little" in words[hit.start : hit.end]:
        return True
    before = _verb_group(words, hit.start)
    if hit.end < len(words) - 1 and words[hit.end] in _NO_OBJECT and _negates(words, hit.end):
        # "The reason is that nobody came": what is denied is the cause.
        return words[hit.end - 1] not in {"that", "because", "why"}
    if words[hit.start] in _GIVES and _second_object(words, hit.end):
        return True
    if _negates(words, before) or (before >= 0 and words[before] in _FAILS):
        return True
    if _continued(words, hit, before, earlier) or _no_subject(words, before):
        return True
    return hit.strength <= NAMES and _not_seen(words, hit.end)


def _negates(words: Sequence[str], at: int) -> bool:
    """Whether the token at ``at`` denies what follows."""
    if at < 0 or words[at] not in _NOT:
        return at >= 0 and words[at] in _NEGATIVE
    return _RESERVED.isdisjoint(words[at + 1 : at + 2])


def _second_object(words: Sequence[str], at: int) -> bool:
    """Whether nothing or little is what someone gets: "brought most patients no relief"."""
    for n in range(at, min(at + _OBJECT_REACH, len(words) - 1)):
        if words[n] in _CLAUSE or words[n] in c.AUXILIARY or words[n] in c.PREPOSITIONS:
            return False
        if words[n] == "no":
            return _negates(words, n)
        if words[n] == "little":
            # "brought little", "brought patients little relief"; but "a little relief"
            return words[n - 1] != "a"
    return False


def _verb_group(words: Sequence[str], start: int) -> int:
    """Return the nearest token before ``start`` that is not of the same group, -1 if none."""
    at, least = start - 1, start - 1 - _GROUP_REACH
    while at >= 0 and at > least and words[at] not in _STOPS:
        if not (words[at] in _OF_GROUP or adverb(words[at]) or adjective(words[at])):
            break
        at -= 1
    return at


def _continued(words: Sequence[str], hit: Hit, before: int, earlier: Sequence[Hit]) -> bool:
    """Whether a denial goes on: "did not ease pain or improve sleep"."""
    if before < 0 or words[before] not in {"or", "nor", "and", ","}:
        return False
    if words[before] in {"and", ","} and words[hit.start].endswith(("s", "ed")):
        return False
    denied = [one for one in earlier if one.kind is Kind.DENIED and one.end <= before]
    between = words[denied[-1].end : before] if denied else ()
    return bool(denied) and _CLAUSE.difference({","}).isdisjoint(between)


def _no_subject(words: Sequence[str], at: int) -> bool:
    """Whether nothing is what acts: "no drug helped", "none of the three diets lowered"."""
    for n in range(at, max(-1, at - _SUBJECT_REACH), -1):
        if words[n] in _CLAUSE or words[n] in c.AUXILIARY:
            return False
        if words[n] in _NOBODY and words[n] != "nor":
            opens = n == 0 or words[n - 1] in _CLAUSE
            opens = opens or (words[n - 1] in {"and", "yet"} and words[n] != "not")
            return opens and _negates(words, n)
    return False


def _not_seen(words: Sequence[str], end: int) -> bool:
    """Whether the clause goes on to say that the effect was not there: "was not significant"."""
    for n in range(end - 1, min(end + _VERDICT_REACH, len(words) - 2)):
        if words[n] in HARD or words[n] in {"but", "which", "that"}:
            return False
        if words[n] in c.BE and (words[n].endswith("n't") or words[n + 1] == "not"):
            return not _SEEN.isdisjoint(words[n + 1 : n + 5])
    return False
