"""Verbs of effect and change, interpreted by their form and neighbours, without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.found import ACTS, COMPARES, Hit, Kind
from causalkb.wording.neighbours import adjective, adverb, epistemic, subject, told
from causalkb.wording.tokens import HARD, words
from causalkb.wording.verb_forms import forms

FORMS: dict[str, tuple[str, str]] = {}
"""Form → verb and which form it is; a form of two verbs is that of the first."""
for _verb in dict.fromkeys([*lexicon.ACT, *lexicon.CHANGE, *lexicon.HAPPEN]):
    for _n, _form in enumerate(forms(_verb)):
        FORMS.setdefault(_form, (_verb, ("base", "third", "past", "past", "ing")[_n]))
FORMS |= {"fuelled": ("fuel", "past"), "fuelling": ("fuel", "ing")}

QUANTITIES = words("""
    half one two three four five ten twenty a an approximately about up more nearly almost at around
    over roughly less some only
    """)
_ABLE = words("can could may might cannot can't")
_HEDGED_HAVE = c.HEDGE_MODALS | {"to"}
_PRODUCTS = words("""
    result results estimate estimates finding findings data dataset datasets evidence output outputs
    answer answers response responses sample samples text texts sentence sentences explanation
    explanations prediction predictions report reports association associations significant
    """)
_STUDIES = words("""
    trial trials study studies experiment experiments comparison comparisons design designs
    conditions setting settings for
    """)
_HAPPEN = frozenset(lexicon.HAPPEN)
_SETS_IN = c.PREPOSITIONS | words("""
    but not rather when if although though compared given added irrespective regardless unlike like
    especially particularly
    """)
_MAKES = words("produce yield create generate")
_MAKE_DO = words("prompt")
_HURT = words("kill injure wound")
_ARTICLES = words("the a an our their its his her")
_MEASURES = {("size", "of"), ("length", "of"), ("age", "of"), ("colour", "of"), ("color", "of")}
_DONE = words("made found saw drew gave took wrote built went came became")
_AROUND = 12
_ONES = words("one it them some none most all half many")
_APART = words("apart separate distinct mind track records secret")
_AMOUNT = words("by from with during after as since between across among when")
_ASKS = words("how what who whether")
_LOOSE = lexicon.INTRANSITIVE.union(lexicon.HAPPEN)
_AMOUNTS = {("as", "many"), ("as", "much"), ("at", "least"), ("up", "to"), ("about", "half")}
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
_VERBS = {form for form, (_, which) in FORMS.items() if which in {"base", "third"}}
_VERBS |= {*forms("lead"), *forms("contribute"), *forms("result")}


def _back(words: Sequence[str], at: int) -> int:
    """Return the nearest token before ``at`` that is not an adverb, -1 if there is none."""
    at -= 1
    while at >= 0 and adverb(words[at]):
        at -= 1
    return at


def _object(words: Sequence[str], at: int) -> bool:
    """Whether an object follows the verb at ``at``."""
    at += 1
    while at < len(words) and adverb(words[at]) and words[at] != "both":
        at += 1
    if words[at : at + 2] in _AMOUNTS:
        return True
    if words[at : at + 1] in (("or",), ("and",)):
        # "may slow or even stop the disease": both verbs have the object.
        at += 1
        while at < len(words) and adverb(words[at]):
            at += 1
        return (
            at < len(words) and FORMS.get(words[at], ("", ""))[1] == "base" and _object(words, at)
        )
    return at < len(words) and words[at] not in _NO_OBJECT


def _agent(words: Sequence[str], at: int) -> bool:
    """Whether "by" and an agent (not an amount) follow the participle at ``at``."""
    for n in range(at + 1, min(at + 8, len(words) - 1)):
        if words[n] in HARD:
            return False
        if words[n] in {"by", "through", "via"}:
            after = words[n + 1]
            more = after == "more" and words[n + 2 : n + 3] != ("than",)
            if more or not (after[0].isdigit() or after in QUANTITIES):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Place:
    """A form of a verb and the words around it; ``previous`` skips adverbs."""

    words: Sequence[str]
    at: int
    verb: str
    before: int
    previous: str
    has_object: bool
    acted: bool

    @property
    def after(self) -> str:
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else ""

    @property
    def earlier(self) -> str:
        return self.words[self.before - 1] if self.before > 0 else ""

    def acts(self) -> Hit:
        if self.verb in _HAPPEN:
            return self.happens()
        return Hit(self.at, self.at + 1, Kind.CAUSAL, "a cause acts", ACTS)

    def happens(self) -> Hit:
        why = "a change that is observed"
        return Hit(self.at, self.at + 1, Kind.CORRELATIONAL, why, COMPARES)

    def happens_if_loose(self) -> Hit | None:
        return self.happens() if self.verb in _LOOSE else None


def read_verb(words: Sequence[str], at: int, acted: bool) -> Hit | None:
    """Read a verb of effect or change by its form and its neighbours.

    Args:
        words: The sentence.
        at: Where the verb is.
        acted: Whether an earlier verb says that a cause acts; "and" may continue it.
    """
    word = words[at]
    verb, form = FORMS[word]
    if (verb != "cause" and epistemic(words, at, at + 1)) or (
        verb in lexicon.PRESENT and form == "ing"
    ):
        return None
    before = _back(words, at)
    previous = words[before] if before >= 0 else ""
    if verb in lexicon.PRESENT and form == "past" and previous not in {"is", "are"}:
        return None
    has_object = verb not in _HAPPEN and _object(words, at)
    place = _Place(words, at, verb, before, previous, has_object, acted)
    if verb in _HAPPEN and not (adverb(place.after) or place.after in _AMOUNT):
        # "rain fell on us" is a movement; "sales fell by half" is a change.
        return None
    if previous == "what" and not told(words, before):
        return None
    if previous == "who" and words[max(0, before - 1)] in c.PREPOSITIONS:
        # "agree on who caused what": a question.
        return None
    if verb == "make" and (_light(words, at) or place.after == "up"):
        return None
    if word == "controlled" and place.after in _STUDIES:
        return None
    if verb == "keep" and not _APART.isdisjoint(words[at + 1 : at + _AROUND]):
        # "kept the definition apart from its use": a distinction, not an effect.
        return None
    if verb == "keep" and _retained(words, at):
        return None
    if verb in _MAKES and not _PRODUCTS.isdisjoint(words[at + 1 : at + 5]):
        # "the experiments produced mixed results"
        return None
    if subject(words, before) in lexicon.PEOPLE and not (form == "past" and previous in c.BE):
        if form == "ing":
            return None
        if not (place.has_object and _by_means(words, at)):
            return place.happens_if_loose()
    if word in lexicon.NOUNS and _noun(place, form):
        return None
    return _READERS[form](place)


def _retained(words: Sequence[str], at: int) -> bool:
    """Whether what is kept is only had on: "a fifth of the stories kept one"."""
    after = words[at + 1 : at + 3]
    return after[:1] != () and after[0] in _ONES and (len(after) < 2 or after[1] in _NO_OBJECT)


def _by_means(words: Sequence[str], at: int) -> bool:
    """Whether the clause says how people bring it about: "people can lower it by walking"."""
    for n in range(at + 1, min(at + 10, len(words) - 1)):
        if words[n] in HARD or words[n] == ",":
            return False
        if words[n] == "by" and words[n + 1].endswith("ing"):
            return True
    return False


def _noun(place: _Place, form: str) -> bool:
    """Whether a form that may be a noun or an adjective is one here."""
    previous = place.previous
    if previous in c.MODALS or previous in c.DO or previous == "to":
        return False
    if not place.has_object or place.after == "that":
        return True
    words, at = place.words, place.at
    if adverb(place.after) and place.after != "both" and words[at + 2] in _VERBS:
        # "unemployment benefits potentially improve matches"
        return True
    if previous in c.NOUN_BEFORE or adjective(previous):
        return True
    if previous == "that" and (place.earlier in c.REPORTING or adjective(place.earlier)):
        # "it is conceivable that lower doses", but "diets that lower cholesterol"
        return True
    if form == "third":
        if place.after in _DONE:
            # "judgments of common causes went by order"
            return True
        # "labelled harms": a plural after a participle; and no sentence begins with its verb.
        if previous.endswith("ing") and place.earlier in c.PREPOSITIONS:
            # "viewers of moving shapes spoke"
            return True
        return previous.endswith("ed") or not previous or _relative(words, at)
    if place.verb == "cause" and place.after in c.DETERMINERS:
        # "representations of space cause the model to err"
        return False
    return form == "base" and place.before == place.at - 1 and _nominal(previous)


def _relative(words: Sequence[str], at: int) -> bool:
    """Whether a plural has a relative clause without "that": "bond yields the bank reports are"."""
    if words[at + 1] not in _ARTICLES:
        return False
    if words[at + 2 : at + 4] in _MEASURES:
        return True
    verb, *rest = words[at + 3 : at + 7] or ("",)
    if verb in c.HAVE or verb in c.DO:
        return not c.BE.isdisjoint(rest[1:])
    finite = verb.endswith(("s", "ed")) or verb in _DONE
    return finite and bool(rest) and rest[0] in c.BE


def _third(place: _Place) -> Hit | None:
    return place.acts() if place.has_object else place.happens_if_loose()


def _past(place: _Place) -> Hit | None:
    previous, verb = place.previous, place.verb
    if previous in {"have", "has"} and place.has_object and place.earlier in _HEDGED_HAVE:
        return place.acts()
    if previous in c.BE:
        if verb in lexicon.STRICT:
            return None
        able = previous == "be" and place.earlier in _ABLE
        by = able or _agent(place.words, place.at)
        if by or verb in lexicon.TOUCH:
            return place.acts()
        return place.happens() if verb in lexicon.MEASURED else None
    if previous in c.HAVE:
        settled = verb not in lexicon.INTRANSITIVE and verb not in {"reduce", "lower", "elevate"}
        if place.has_object and (settled or place.after in c.DETERMINERS | _ASKS):
            return place.acts()
        if verb in lexicon.TOUCH:
            return place.acts()
        return place.happens()
    if previous in {"and", "or", ",", "but"}:
        verbal = place.acted or place.words[place.at] in lexicon.SELDOM_ADJECTIVES
        verbal = verbal or _predicate(place.words, place.before) or _inserted(place)
        return place.acts() if verbal and place.has_object else None
    if previous == "that" and place.earlier in c.REPORTING:
        return None
    if not previous or previous in c.ADJECTIVE_BEFORE or adjective(previous):
        return None
    if place.has_object or (verb not in lexicon.STRICT and _agent(place.words, place.at)):
        return place.acts()
    return place.happens_if_loose()


def _base(place: _Place) -> Hit | None:
    previous = place.previous
    if previous == "to":
        return place.acts() if place.earlier in c.ASSERTING_TO else None
    if previous in c.DUTY or previous in c.HAVE or previous in c.BE:
        # "had significantly lower scores" holds an adjective.
        return None
    if previous in c.MODALS or previous in c.DO:
        return place.acts() if place.has_object or place.verb not in _LOOSE else place.happens()
    if place.after == "with" and previous.endswith("s") and place.verb in _LOOSE:
        return place.happens()
    if not place.has_object or not previous or previous in c.NOUN_BEFORE:
        return None
    if previous in {"and", "or", ","} and not (place.acted or _inserted(place)):
        return None
    return place.acts()


def _ing(place: _Place) -> Hit | None:
    """An adjective or a purpose, unless it follows a form of "be"."""
    aside = place.previous == "," and (place.verb not in lexicon.STRICT or place.verb in _MAKE_DO)
    if place.verb in _HURT and place.previous not in c.NOUN_BEFORE and place.previous != "and":
        # "They threw stones at a bus injuring its driver."
        return place.acts() if place.has_object else None
    if place.has_object:
        return place.acts() if place.previous in c.BE or aside else None
    return place.happens_if_loose() if place.previous in c.BE else None


_READERS = {"third": _third, "past": _past, "base": _base, "ing": _ing}


def _predicate(words: Sequence[str], at: int) -> bool:
    """Whether "and" at ``at`` continues a predicate: "was feasible and improved sleep"."""
    if words[at] not in {"and", "but"}:
        return False
    start = max(0, at - 4)
    for n in range(at - 1, start - 1, -1):
        if words[n] in c.BE:
            return n < at - 1
        if words[n] in c.PREPOSITIONS or words[n] in c.DETERMINERS or words[n] in HARD:
            return False
    return False


def _inserted(place: _Place) -> bool:
    """Whether the comma closes an insertion after the subject: "Tea, drunk hot, eased pain"."""
    words, at = place.words, place.at
    if place.previous == "," and place.earlier == ")":
        return c.AUXILIARY.isdisjoint(words[max(0, at - _AROUND) : at + _AROUND])
    opening = next((n for n in range(place.before - 1, 0, -1) if words[n] == ","), 0)
    if place.previous != "," or not opening or words[opening + 1] not in _SETS_IN:
        return False
    return c.AUXILIARY.isdisjoint(words[:at]) and c.AUXILIARY.isdisjoint(words[at : at + 12])


def _light(words: Sequence[str], at: int) -> bool:
    """Whether the object of "make" carries the meaning: "make progress"."""
    return not lexicon.LIGHT.isdisjoint(words[at + 1 : at + 4])


def _nominal(previous: str) -> bool:
    """Whether a form that may be a noun is one after this word (not a plural, not a pronoun)."""
    return not (previous.endswith("s") or previous in c.PRONOUNS or previous in {"and", "or", ","})
