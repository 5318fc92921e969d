"""Verbs of effect and change, read by their form and their neighbours: no parser."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.evidence.wording import classes as c
from causalkb.evidence.wording import lexicon
from causalkb.evidence.wording.found import ACTS, COMPARES, Hit, Kind
from causalkb.evidence.wording.patterns import forms
from causalkb.evidence.wording.tokens import HARD, words

FORMS: dict[str, tuple[str, str]] = {}
"""Form → verb and which form it is; a form of two verbs is that of the first."""
for _verb in dict.fromkeys([*lexicon.ACT, *lexicon.CHANGE]):
    for _n, _form in enumerate(forms(_verb)):
        FORMS.setdefault(_form, (_verb, ("base", "third", "past", "past", "ing")[_n]))
FORMS |= {"fuelled": ("fuel", "past"), "fuelling": ("fuel", "ing")}

QUANTITIES = words("""
    half one two three four five ten twenty a an approximately about up more nearly almost at around
    over roughly less some only
    """)
_NOT_ADVERBS = words("family elderly early daily weekly likely supply reply fly apply rely")
_ADJECTIVE_ENDINGS = ("icant", "ive", "ical", "inal", "ional", "ous", "ful", "able", "ible", "ic")
_OURS = words("these our this the study such")
_NO_OBJECT = (
    c.PREPOSITIONS
    | c.CONJUNCTIONS
    | c.BE
    | c.HAVE
    | c.MODALS
    | c.RELATIVES
    | HARD
    | {",", ")", "(", "to", "-", "–", "—", "]", "["}
)


def adverb(word: str) -> bool:
    """Whether a word is an adverb, by list or by ending."""
    return word in c.ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS)


def _back(words: Sequence[str], at: int) -> int:
    """Return the nearest token before ``at`` that is no adverb, -1 if there is none."""
    at -= 1
    while at >= 0 and adverb(words[at]):
        at -= 1
    return at


def _object(words: Sequence[str], at: int) -> bool:
    """Whether an object follows the verb at ``at``."""
    at += 1
    while at < len(words) and adverb(words[at]) and words[at] != "both":
        at += 1
    return at < len(words) and words[at] not in _NO_OBJECT


def _agent(words: Sequence[str], at: int) -> bool:
    """Whether "by" and an agent, no amount, follow the participle at ``at``."""
    for n in range(at + 1, min(at + 8, len(words) - 1)):
        if words[n] in HARD:
            return False
        if words[n] in {"by", "through", "via"}:
            after = words[n + 1]
            return not after[0].isdigit() and after not in QUANTITIES
    return False


def read_verb(words: Sequence[str], at: int, acted: bool) -> Hit | None:
    """Read a verb of effect or change by its form and its neighbours.

    Args:
        words: The sentence.
        at: Where the verb is.
        acted: Whether an earlier verb says that a cause acts; "and" may go on with it.
    """
    word = words[at]
    verb, form = FORMS[word]
    before = _back(words, at)
    previous = words[before] if before >= 0 else ""
    has_object = _object(words, at)
    loose = verb in lexicon.INTRANSITIVE
    acts = Hit(at, at + 1, Kind.CAUSAL, "a cause acts", ACTS)
    happens = Hit(at, at + 1, Kind.CORRELATIONAL, "a change that is observed", COMPARES)
    if epistemic(words, at, at + 1):
        return None
    if previous in lexicon.PEOPLE and form != "ing":
        return happens if loose else None
    if word in lexicon.NOUNS and previous not in c.MODALS | c.DO | {"to"}:
        after = words[at + 1] if at + 1 < len(words) else ""
        noun = after == "that" or previous in c.NOUN_BEFORE or _adjective(previous)
        if noun or not has_object or (form == "base" and _nominal(previous)):
            return None
    if form == "third":
        return acts if has_object else happens if loose else None
    if form == "past":
        if previous in {"have", "has"} and has_object and words[before - 1] in c.HEDGE_MODALS:
            return acts
        if previous in c.BE:
            if verb in lexicon.STRICT:
                return None
            return acts if _agent(words, at) else happens
        if previous in c.HAVE:
            settled = verb not in lexicon.INTRANSITIVE and verb not in {
                "reduce",
                "lower",
                "elevate",
            }
            after = words[at + 1] if at + 1 < len(words) else ""
            return acts if has_object and (settled or after in c.DETERMINERS) else happens
        if previous in {"and", "or", ",", "but"}:
            verbal = acted or word in lexicon.SELDOM_ADJECTIVES
            return acts if verbal and has_object else None
        if previous == "that" and before and words[before - 1] in c.REPORTING:
            return None
        if not previous or previous in c.ADJECTIVE_BEFORE or _adjective(previous):
            return None
        if has_object:
            return acts
        if _agent(words, at) and verb not in lexicon.STRICT:
            return acts
        return happens if loose else None
    if form == "base":
        if previous == "to":
            earlier = words[before - 1] if before else ""
            return acts if earlier in c.ASSERTING_TO else None
        if previous in c.DUTY:
            return None
        if previous in c.MODALS | c.DO:
            return acts if has_object or not loose else happens
        if not has_object or not previous or previous in c.NOUN_BEFORE:
            return None
        if previous in {"and", "or", ","} and not acted:
            return None
        return acts
    # -ing: an adjective or a purpose, unless a form of "be" makes it a tense.
    if has_object and (previous in c.BE or (previous == "," and verb not in lexicon.STRICT)):
        return acts
    return None


def _adjective(word: str) -> bool:
    return word in c.COMPARATIVES or (len(word) > 5 and word.endswith(_ADJECTIVE_ENDINGS))


def _nominal(previous: str) -> bool:
    """Whether a form that may be a noun is one after this word: no plural, no pronoun."""
    return not (previous.endswith("s") or previous in c.PRONOUNS or previous in {"and", "or", ","})


def epistemic(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a verb acts on knowledge or readers, not on the world."""
    if any(word in lexicon.EPISTEMIC for word in words[end : end + 4]):
        return True
    before = start - 1
    while before >= 0 and (words[before] in c.MODALS or adverb(words[before])):
        before -= 1
    if not 0 <= before <= 3 or words[before] not in lexicon.OWN_WORK:
        return False
    return before == 0 or words[0] in _OURS or words[before - 1] in _OURS
