"""From tokens to cues: which count, at which level, and what silences them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from causalkb.evidence.wording import classes as c
from causalkb.evidence.wording import lexicon
from causalkb.evidence.wording.found import (
    ACTS,
    ASSOCIATES,
    COMPARES,
    NAMES,
    SUGGESTS,
    WEAKENED,
    Hit,
    Kind,
)
from causalkb.evidence.wording.patterns import Patterns, forms
from causalkb.evidence.wording.tokens import HARD, words
from causalkb.evidence.wording.verbs import FORMS, QUANTITIES, epistemic, read_verb

REACH = 14
"""Tokens between a hedge and the causal cue that it weakens."""
AFTER = 10
"""Tokens between the name of an effect and a modal that follows: "the effect may be"."""

CUES: Patterns[tuple[Kind, str, float]] = Patterns(
    {
        **c.CLASSES,
        "hedgemodal": c.HEDGE_MODALS,
        "effectbase": [form for form, (_, which) in FORMS.items() if which == "base"],
        "effecting": [form for form, (_, which) in FORMS.items() if which == "ing"],
        "effect": FORMS,
    }
)
"""Every pattern of the lexicon with its kind, why it counts, and its strength."""
for _groups, _kind, _strength in (
    (lexicon.CAUSAL, Kind.CAUSAL, ACTS),
    (lexicon.NAMED, Kind.CAUSAL, NAMES),
    (lexicon.ONLY_HEDGED, Kind.CAUSAL, 0.0),
    (lexicon.ASSOCIATED, Kind.CORRELATIONAL, ASSOCIATES),
    (lexicon.COMPARED, Kind.CORRELATIONAL, COMPARES),
):
    for _why, _lines in _groups.items():
        CUES.add(_lines, (_kind, _why, _strength))
CUES.add(lexicon.HEDGES, (Kind.HEDGE, "weakens", 0.0))
CUES.add(lexicon.DENIALS, (Kind.DENIAL, "evidence is missing", 0.0))
CUES.add(lexicon.NEEDS, (Kind.NEED, "calls for research or action", 0.0))
CUES.add(lexicon.AIMS, (Kind.AIM, "asks or aims", 0.0))

_CLAUSE_END = HARD | {"which", "who", "but", "whereas", "while", "although", "because", "though"}
_COMPLEMENT = words(
    "possible likely plausible hypothesize hypothesise speculate postulate unlikely"
)
_COMPARING = words("more less most least equally times as")
_OF_RESULTS = words("similar positive negative good better yielded final present test")
_ACTS_ON_READERS = frozenset(
    form for verb in ("contribute", "help", "lead", "benefit", "enable") for form in forms(verb)
)
_EFFECT_NOUNS = words("effect effects impact influence")
_NEW_CLAUSE = words("the we our this these it but so however there although which while")
_REGARDLESS = (("of",),)


def hits(words: Sequence[str]) -> list[Hit]:
    """Return every cue of a sentence, hedges applied, in order."""
    found: list[Hit] = []
    acted = False
    for start, word in enumerate(words):
        for match in CUES.at(words, start):
            kind, why, strength = match.value
            if not _misread(words, start, match.end):
                found.append(Hit(start, match.end, kind, why, strength))
        if word in FORMS:
            hit = read_verb(words, start, acted)
            if hit is not None:
                acted = acted or hit.kind is Kind.CAUSAL
                found.append(hit)
    measuring = not lexicon.DIAGNOSTIC.isdisjoint(words)
    if measuring:
        found = [h for h in found if h.kind is not Kind.CAUSAL or h.strength]
    hedged = [_hedged(words, hit, found) for hit in found]
    return [hit for hit in hedged if hit.kind is not Kind.CAUSAL or hit.strength]


def _misread(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a pattern is found where its words mean something else."""
    first, last = words[start], words[end - 1]
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    if first in {"results", "result"}:
        # "the results in this trial"; "a positive result from this study"
        return before in c.DETERMINERS or before in _OF_RESULTS or after in {"this", "our", "these"}
    if last == "of" and first not in _EFFECT_NOUNS and words[end - 2] in {"cause", "causes"}:
        return after in {"death", "concern", "action"}
    if last == "than" and (after[:1].isdigit() or after in QUANTITIES):
        return True
    if first in {"effect", "effects", "impact", "influence"} and before in {
        "side",
        "size",
        "fixed",
    }:
        return True
    if first in _ACTS_ON_READERS:
        return epistemic(words, start, end)
    return False


def _hedged(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return the hit, made conditional if a hedge of its clause reaches it."""
    if hit.kind is not Kind.CAUSAL:
        return hit
    for hedge in found:
        if hedge.kind is not Kind.HEDGE:
            continue
        name = words[hedge.start]
        if name == "would" and hit.why == "counterfactual":
            continue
        if name == "likely" and words[hedge.start - 1] in _COMPARING:
            continue
        if hedge.start >= hit.end:
            # A modal after the noun: "the effect of noise may be indirect".
            named = hit.strength == NAMES and words[hit.start] not in FORMS
            if not named or name not in c.HEDGE_MODALS or hedge.start - hit.end > 10:
                continue
            between = words[hit.end : hedge.start]
        elif hedge.start < hit.start:
            if hit.start - hedge.start > REACH:
                continue
            between = words[hedge.end : hit.start]
        elif hit.strength and name not in c.HEDGE_MODALS:
            continue
        else:
            between = ()
        if _CLAUSE_END.isdisjoint(between) and ("that" not in between or name in _COMPLEMENT):
            why = f"{hit.why}, weakened by “{name}”"
            return replace(
                hit, kind=Kind.CONDITIONAL, why=why, strength=WEAKENED if hit.strength else SUGGESTS
            )
    return hit


def silenced(words: Sequence[str], found: Sequence[Hit]) -> Iterator[tuple[int, int, Hit]]:
    """Yield the token ranges in which no cue counts, each with the cue that silences it."""
    if "?" in words[-3:]:
        mark = len(words) - 1 - words[::-1].index("?")
        yield 0, len(words), Hit(mark, mark + 1, Kind.QUESTION, "a question")
    for hit in found:
        if hit.kind is Kind.NEED:
            yield *_clause(words, hit), hit
        elif hit.kind is Kind.DENIAL:
            yield hit.start, _clause(words, hit)[1], hit
        elif hit.kind is Kind.AIM:
            if words[hit.start] == "whether" and words[hit.start - 1 : hit.start] in _REGARDLESS:
                continue
            yield hit.start, _aim_end(words, hit.end), hit


def _clause(words: Sequence[str], hit: Hit) -> tuple[int, int]:
    start, end = hit.start, hit.end
    while start > 0 and not _parts(words, start - 1):
        start -= 1
    while end < len(words) and not _parts(words, end):
        end += 1
    return start, end


def _parts(words: Sequence[str], at: int) -> bool:
    """Whether a clause ends at a token."""
    word = words[at]
    if word in HARD or word in {"but", "although", "though", "whereas", "while", "yet"}:
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    return word == "," and after in _NEW_CLAUSE


def _aim_end(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] not in HARD:
        after = words[at + 1] if at + 1 < len(words) else ""
        if words[at] == "," and after in _NEW_CLAUSE:
            break
        at += 1
    return at
