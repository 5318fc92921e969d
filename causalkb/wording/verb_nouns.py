"""Whether a form that may be a noun is one: "the limits are", but "the drug limits pain"."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.neighbours import adjective, adverb
from causalkb.wording.tokens import words
from causalkb.wording.verb_forms import forms
from causalkb.wording.verb_place import FORMS, LOOSE, MANNER, Place

ASKS = words("how what who whether")
"""Words that begin a clause which is the object: "labels influence what people buy"."""
ARTICLES = words("the a an our their its his her")
_MEASURES = {("size", "of"), ("length", "of"), ("age", "of"), ("colour", "of"), ("color", "of")}
_DONE = words("made found saw drew gave took wrote built went came became")
_PLURALS = words("bacteria people children men women mice geese fungi larvae data media criteria")
_BEFORE_CUT = words("tax pay spending price rate budget job power short clear staff wage hair")
_SELDOM_COMPOUND = words("cause boost spark prompt harm hurt lower")
"""Forms that seldom stand between nouns, as "benefit" does in "health benefit schemes"."""
_SELDOM_PLURAL = words("increase decrease benefit boost lower harm")
"""Verbs whose plural as a noun seldom follows a noun in "-ing"."""
_OF = words("of in from to on for")
_SHOWS = c.ADJECTIVE_BEFORE - c.DETERMINERS
_VERBS = {form for form, (_, which) in FORMS.items() if which in {"base", "third"}}
_VERBS |= {*forms("lead"), *forms("contribute"), *forms("result")}


def is_noun(place: Place, form: str) -> bool:
    """Whether a form that may be a noun or an adjective is one here."""
    previous = place.previous
    if previous in c.MODALS or previous in c.DO or previous == "to":
        return False
    if form == "past" and previous in c.HAVE:
        return False
    if place.verb in LOOSE and place.after in MANNER:
        return False
    if not place.has_object or place.after == "that":
        return True
    words, at = place.words, place.at
    if adverb(place.after) and place.after != "both" and words[at + 2] in _VERBS:
        # "unemployment benefits potentially improve matches"
        return True
    if form == "base" and place.after in _VERBS and place.after not in lexicon.NOUNS:
        # "cardiac arrest improve"
        return True
    if previous in c.NOUN_BEFORE or adjective(previous) or previous in _SHOWS:
        # "shows moderate gains", "predicts lower grades"
        return True
    if place.after in ASKS:
        # "labels influence what people buy"
        return False
    if previous == "that" and (place.earlier in c.REPORTING or adjective(place.earlier)):
        # "it is conceivable that lower doses", but "diets that lower cholesterol"
        return True
    if form == "third":
        if place.after in _DONE:
            # "judgments of common causes went by order"
            return True
        # "labelled harms": a plural after a participle; and no sentence begins with its verb.
        if previous.endswith("ing") and place.earlier in c.PREPOSITIONS:
            # "viewers of moving shapes spoke", but "a year of schooling increases earnings"
            return place.verb not in _SELDOM_PLURAL
        return previous.endswith("ed") or not previous or _relative(words, at)
    if forms(place.verb)[2] == place.verb and previous not in _BEFORE_CUT:
        # "the drug cut deaths": a past; but "a tax cut"
        return False
    if form == "base" and place.after in ARTICLES and _plural_head(words, at):
        # "hormones in the womb shape the temper"
        return False
    if place.verb == "cause" and place.after in c.DETERMINERS:
        # "representations of space cause the model to err"
        return False
    if form == "base" and _plural_subject(words, at):
        return False
    return form == "base" and place.before == place.at - 1 and _nominal(previous)


def _plural_subject(words: Sequence[str], at: int) -> bool:
    """Whether the subject is a plural: "copies of the gene cause", "Tea and coffee increase"."""
    if words[at - 1] in c.CONJUNCTIONS or not c.BE.isdisjoint(words[at + 2 : at + 5]):
        # "costs of health benefit schemes are"
        return False
    if words[at - 2 : at - 1] == ("and",) and (at <= 5 or words[at - 4] in {"that", ",", "both"}):
        return True
    if words[at] not in _SELDOM_COMPOUND:
        return False
    return _plural_head(words, at)


def _plural_head(words: Sequence[str], at: int) -> bool:
    """Whether a plural stands before the preposition of the subject that ends at ``at``."""
    of = next((n for n in range(at - 2, max(0, at - 5), -1) if words[n] in _OF), 0)
    return bool(of) and words[of - 1].endswith("s") and not words[of - 1].endswith(("ss", "us"))


def _relative(words: Sequence[str], at: int) -> bool:
    """Whether a plural has a relative clause without "that": "bond yields the bank reports are"."""
    if words[at + 1] not in ARTICLES:
        return False
    if words[at + 2 : at + 4] in _MEASURES:
        return True
    verb, *rest = words[at + 3 : at + 7] or ("",)
    if verb in c.HAVE or verb in c.DO:
        return not c.BE.isdisjoint(rest[1:])
    finite = verb.endswith(("s", "ed")) or verb in _DONE
    return finite and bool(rest) and rest[0] in c.BE


def _nominal(previous: str) -> bool:
    """Whether a form that may be a noun is one after this word (not a plural, not a pronoun)."""
    plural = previous.endswith("s") or previous in _PLURALS
    return not (plural or previous in c.PRONOUNS or previous in {"and", "or", ","})
