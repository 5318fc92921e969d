"""From tokens to cues: which count, at which level, and what cancels them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from causalkb.wording import associations, expressions, idioms, lexicon
from causalkb.wording import classes as c
from causalkb.wording.clausal import CLAUSE_REACH, SENTENCE_REACH, read_connective
from causalkb.wording.denial import deny
from causalkb.wording.found import (
    ACTS,
    ASSOCIATES,
    COMPARES,
    NAMES,
    SUGGESTS,
    WEAKENED,
    Hit,
    Kind,
    near,
)
from causalkb.wording.hedging import ADJECTIVE_REACH, REACH, weaken
from causalkb.wording.misread import misread
from causalkb.wording.neighbours import adverb, told
from causalkb.wording.patterns import Patterns
from causalkb.wording.tokens import HARD, words
from causalkb.wording.verb_forms import forms
from causalkb.wording.verb_place import FORMS
from causalkb.wording.verbs import read_verb

MEASURING = 10
"""Tokens around a weak cue in which a word of measuring takes it away."""
ASIDE = 1.9
"""Strength of what is said in parentheses: less than of any comparison outside of them."""

CUES: Patterns[tuple[Kind, str, float]] = Patterns(
    {
        **c.CLASSES,
        "hedgemodal": c.HEDGE_MODALS,
        "effectbase": [form for form, (_, which) in FORMS.items() if which == "base"],
        "effecting": [form for form, (_, which) in FORMS.items() if which == "ing"],
        "effect": FORMS,
        "people": lexicon.PEOPLE - {"we", "i", "who", "they"},
    }
)
"""Every pattern of the lexicon with its kind, why it counts, and its strength."""
for _groups, _kind, _strength in (
    (expressions.CAUSAL, Kind.CAUSAL, ACTS),
    (idioms.IDIOMS, Kind.CAUSAL, ACTS),
    (expressions.NAMED, Kind.CAUSAL, NAMES),
    (expressions.ONLY_HEDGED, Kind.CAUSAL, 0.0),
    (associations.ASSOCIATED, Kind.CORRELATIONAL, ASSOCIATES),
    (associations.COMPARED, Kind.CORRELATIONAL, COMPARES),
):
    for _why, _lines in _groups.items():
        CUES.add(_lines, (_kind, _why, _strength))
CUES.add(expressions.HEDGES, (Kind.HEDGE, "weakens", 0.0))
CUES.add(expressions.DENIALS, (Kind.DENIAL, "evidence is missing", 0.0))
CUES.add(expressions.NEEDS, (Kind.NEED, "calls for research or action", 0.0))
CUES.add(expressions.AIMS, (Kind.AIM, "asks or aims", 0.0))

_COMPARING = words("more less most least equally times as")
_APT = words("likely prone apt inclined")
_TO_HAVE = words("to have")
_GROUNDS = words("because due owing")
_STUDIES = words("""
    study studies finding findings conclusion conclusions result results analysis analyses data
    estimates evidence
    """)
_KNOWN = words("known shown reported proven proved thought believed observed designed")
_CONCEDES = words("although though while whereas despite")
_PURPOSES = words("efforts attempts strategies policies programs programmes measures approaches")
_RELATIVE = words("that which who")
_JOINED = words("linked associated related tied connected correlated")
_ADDS = words("which where whose")
_PARTS_OF = HARD | words(", that which who and but")
_ASKS = words("whether if how why")
_REPORT = words("find show reveal indicate conclude suggest confirm report demonstrate")
_REPORTS = frozenset(form for verb in _REPORT for form in forms(verb) if not form.endswith("ing"))
_RESUMES = c.AUXILIARY - {"being", "having", "be"}
_GIVES_REASON = words("since because")
_SUBORDINATE = words("when because if unless")
_NEW_CLAUSE = words("the we our this these it but so however there although which while")


def hits(words: Sequence[str]) -> list[Hit]:
    """Return every cue of a sentence, hedges applied, in order."""
    found: list[Hit] = []
    acted = False
    for start, word in enumerate(words):
        for match in CUES.at(words, start):
            kind, why, strength = match.value
            weak = kind is Kind.CAUSAL and not strength
            if not misread(words, start, match.end, weak):
                found.append(Hit(start, match.end, kind, why, strength))
        joined = read_connective(words, start)
        if joined is not None:
            found.append(joined)
        if word in FORMS:
            hit = read_verb(words, start, acted)
            if hit is not None:
                acted = acted or hit.kind is Kind.CAUSAL
                found.append(hit)
    verbs = {h.start for h in found if h.kind is Kind.CAUSAL and h.end == h.start + 1}
    found = [h for h in found if h.strength != COMPARES or h.start not in verbs]
    found = [h for h in found if h.kind is not Kind.CAUSAL or _counts(words, h)]
    hedges = [hit for hit in found if hit.kind is Kind.HEDGE]
    hedged = [weaken(words, _modifying(words, hit), hedges) for hit in found]
    hedged = [_aside(words, hit, hedged) for hit in hedged]
    hedged = [_of_condition(words, _of_object(words, hit, hedged), hedged) for hit in hedged]
    hedged = [_added(words, hit, hedged) for hit in hedged]
    hedged = [_conceded(words, hit) for hit in deny(words, hedged)]
    return [hit for hit in hedged if hit.strength or hit.kind not in (Kind.CAUSAL, Kind.DENIED)]


def _of_study(words: Sequence[str], at: int) -> bool:
    """Whether a reason is one of a study's limits: "the study failed because of missing data"."""
    start = at
    while start > 0 and not _parts(words, start - 1):
        start -= 1
    clause = words[start:at]
    reports = "that" in clause or not _REPORTS.isdisjoint(clause)
    return not reports and not _STUDIES.isdisjoint(clause[:4])


def _purpose(words: Sequence[str], start: int) -> bool:
    """Whether "help" is an infinitive of purpose: "drugs prescribed to help patients sleep"."""
    if words[start] != "help" or start < 2 or words[start - 1] != "to":
        return False
    if not c.HEDGE_MODALS.isdisjoint(words[max(0, start - REACH) : start]):
        return False
    return words[start - 2] not in c.ASSERTING_TO


def _counts(words: Sequence[str], hit: Hit) -> bool:
    """Whether a causal cue says that one thing affects another, not how likely who is to act."""
    before = hit.start - 1
    while before >= 0 and (
        words[before] in c.BE or words[before] in _TO_HAVE or adverb(words[before])
    ):
        if words[before] == "likely":
            break
        before -= 1
    if _purpose(words, hit.start):
        return False
    if not _GROUNDS.isdisjoint(words[hit.start : hit.end]) and _of_study(words, hit.start):
        return False
    compared = before > 0 and words[before] in _APT and words[before - 1] in _COMPARING
    if compared and words[before + 1] == "to":
        # "twice as likely to cause a collision as others" compares groups.
        return False
    return bool(hit.strength) or not _measures(words, hit)


def _measures(words: Sequence[str], hit: Hit) -> bool:
    """Whether words of measuring stand around a weak cue: "may be useful for screening"."""
    around = words[max(0, hit.start - MEASURING) : hit.end + MEASURING]
    return not lexicon.DIAGNOSTIC.isdisjoint(around)


def _modifying(words: Sequence[str], hit: Hit) -> Hit:
    """Return the hit without strength if it is a participle that only modifies a noun."""
    if hit.strength == ACTS and _known_to(words, hit.start):
        return replace(hit, strength=NAMES)
    if hit.strength != ACTS or hit.end - hit.start < 2:
        return hit
    first = words[hit.start]
    if not first.endswith("ing") and words[hit.end - 1] != "by":
        return hit
    before = hit.start - 1
    while before >= 0 and adverb(words[before]):
        before -= 1
    previous = words[before] if before >= 0 else ""
    if previous in c.BE or (previous == "," and first.endswith("ing")) or first in c.BE:
        return hit
    return replace(hit, strength=NAMES)


def _known_to(words: Sequence[str], at: int) -> bool:
    """Whether a cue says what a noun is known for: "adjusted for factors known to raise it"."""
    if words[at] not in _KNOWN:
        at -= 2
        if at < 1 or words[at + 1] != "to" or words[at] not in _KNOWN:
            return False
    before = at - 1
    while before > 0 and adverb(words[before]):
        before -= 1
    return before > 0 and not (words[before] in c.AUXILIARY or words[before] in {"as", "and", ","})


def _aside(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return the hit, weaker than an association before it if it follows a relative pronoun.

    "Debt was associated with stress that harms families" reports the association.
    """
    if hit.strength < WEAKENED:
        return hit
    before = hit.start - 1
    while before >= 0 and (words[before] in c.AUXILIARY or adverb(words[before])):
        before -= 1
    if before < 0 or words[before] not in {"which", "that", "who"}:
        return hit
    if any(h.strength == ASSOCIATES and h.end <= before for h in found):
        return replace(hit, strength=SUGGESTS)
    if hit.kind is Kind.CAUSAL and words[before - 1] != ",":
        return replace(hit, strength=NAMES)
    return hit


def _of_object(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return an association, weaker if its participle only modifies what a weak effect is on.

    "It may have a role in illness linked to age" asserts the role.
    """
    if hit.strength != ASSOCIATES or words[hit.start] not in _JOINED:
        return hit
    before = hit.start - 1
    if before < 1 or words[before] in c.AUXILIARY or words[before] in {",", "and", "but"}:
        return hit
    for one in near(found, before - CLAUSE_REACH, before):
        if one.kind is Kind.CONDITIONAL and 0 < hit.start - one.end < ADJECTIVE_REACH * 2:
            between = words[one.end : hit.start]
            if c.AUXILIARY.isdisjoint(between) and _PARTS_OF.isdisjoint(between):
                return replace(hit, strength=COMPARES)
    return hit


def _added(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return what may be, weaker if it is only added to what is: "it cures X, which may"."""
    if hit.kind is not Kind.CONDITIONAL or hit.strength > SUGGESTS:
        return hit
    at = next((n for n in range(hit.start, max(0, hit.start - REACH), -1) if words[n] == ","), 0)
    if not at or words[at + 1] not in _ADDS:
        return hit
    if any(one.kind is Kind.CAUSAL and one.strength >= NAMES and one.end <= at for one in found):
        return replace(hit, strength=COMPARES)
    return hit


def _of_condition(words: Sequence[str], hit: Hit, found: Sequence[Hit]) -> Hit:
    """Return an effect, weaker if it is the condition of a forecast: "if fees cut visits, …"."""
    if hit.kind is not Kind.CAUSAL or hit.strength < NAMES:
        return hit
    for one in near(found, hit.start - CLAUSE_REACH, hit.start):
        forecast = one.why.startswith("a conditional forecast")
        if forecast and _PARTS_OF.isdisjoint(words[one.end : hit.start]):
            return replace(hit, strength=ASIDE)
    return hit


def _bracketed(words: Sequence[str], at: int) -> bool:
    """Whether a token stands in parentheses that are closed again."""
    before = words[:at]
    return before.count("(") > before.count(")") and ")" in words[at:]


def _conceded(words: Sequence[str], hit: Hit) -> Hit:
    """Return the hit, made weaker if it is in a clause that the sentence only concedes."""
    if hit.strength > ASIDE and _bracketed(words, hit.start):
        return replace(hit, strength=ASIDE)
    if not hit.strength or words[0] not in _CONCEDES or "," not in words[hit.end :]:
        return hit
    if "," in words[: hit.start]:
        return hit
    return replace(hit, strength=hit.strength / 10)


def silenced(words: Sequence[str], found: Sequence[Hit]) -> Iterator[tuple[int, int, Hit]]:
    """Yield the token ranges in which cues do not count, each with the cue that cancels them."""
    if "?" in words[-3:]:
        mark = len(words) - 1 - words[::-1].index("?")
        yield 0, len(words), Hit(mark, mark + 1, Kind.QUESTION, "a question")
    for hit in found:
        if hit.kind is Kind.NEED:
            if words[hit.start - 1] in _RELATIVE:
                # "in a context that is unknown": a property, not a question that is left open.
                continue
            yield *_clause(words, hit), hit
        elif hit.kind is Kind.DENIAL:
            yield hit.start, _clause(words, hit)[1], hit
        elif hit.kind is Kind.AIM:
            if words[hit.start] == "whether" and _regardless(words, hit.start):
                continue
            if words[hit.start] in {"how", "why"} and (
                told(words, hit.start) or words[hit.start - 1] in c.BE
            ):
                continue
            if any(one.strength for one in near(found, hit.start, hit.start + 1)):
                # "If we cut the fare, more people will travel" asks nothing.
                continue
            end = _aim_end(words, hit.end)
            if words[hit.start] in _PURPOSES or (not hit.start and words[0].endswith("ing")):
                end = next((one.start for one in found if _predicate(words, one, hit.end)), end)
            yield hit.start, end, hit


def _predicate(words: Sequence[str], hit: Hit, after: int) -> bool:
    """Whether a cue is the verb of a subject that has a purpose: "attempts to … sparked"."""
    if hit.start <= after or hit.strength < WEAKENED:
        return False
    finite = words[hit.start] in FORMS and FORMS[words[hit.start]][1] in {"third", "past"}
    before = hit.start - 1
    while before > after and adverb(words[before]):
        before -= 1
    if words[before] in c.MODALS and words[before - 1] not in _RELATIVE:
        return True
    return finite and words[hit.start - 1] not in {"that", "which", "and", "or", "to", ","}


def _regardless(words: Sequence[str], at: int) -> bool:
    """Whether "whether" lists cases and does not ask: "whether as tablets or by injection"."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return words[at - 1 : at] == ("of",) or after in c.PREPOSITIONS or after == "or"


def _clause(words: Sequence[str], hit: Hit) -> tuple[int, int]:
    start, end = hit.start, hit.end
    if words[start - 1 : start] != ("and",):
        # "… was effective and should be offered": what stands before "and" is asserted.
        least = max(0, start - SENTENCE_REACH)
        while start > least and not _parts(words, start - 1):
            if words[start - 1] in _SUBORDINATE and start > 1 and words[start] != "of":
                # "fewer got it even when it is recommended": what stands before "when" is asserted.
                break
            start -= 1
    last = min(len(words), end + SENTENCE_REACH)
    while end < last and not _parts(words, end):
        end += 1
    return start, end


def _parts(words: Sequence[str], at: int) -> bool:
    """Whether a clause ends at a token."""
    word = words[at]
    if word in HARD or word in {"but", "although", "though", "whereas", "while", "yet"}:
        return True
    after = words[at + 1] if at + 1 < len(words) else ""
    return word == "," and (after in _NEW_CLAUSE or after in _GIVES_REASON)


def _aim_end(words: Sequence[str], at: int) -> int:
    asks = words[at - 1] in _ASKS
    last = min(len(words), at + SENTENCE_REACH)
    while at < last and words[at] not in HARD:
        after = words[at + 1] if at + 1 < len(words) else ""
        if words[at] == "," and (after in _NEW_CLAUSE or after in _RESUMES):
            break
        if words[at] in _REPORTS and (after == "that" or not (asks or words[at] in _REPORT)):
            # "A study examining the link between tea and sleep found that": the result.
            break
        at += 1
    return at
