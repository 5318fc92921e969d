"""Verbs of effect and change, interpreted by their form and neighbours, without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.found import NAMES, Hit
from causalkb.wording.neighbours import (
    adjective,
    adverb,
    epistemic,
    hard_to_say,
    subject,
    to_be_known,
    told,
)
from causalkb.wording.tokens import HARD, listed, words
from causalkb.wording.verb_forms import forms
from causalkb.wording.verb_nouns import ASKS, is_noun
from causalkb.wording.verb_place import (
    FORMS,
    HAPPEN,
    LOOSE,
    NO_OBJECT,
    QUANTITIES,
    Place,
    agent,
    back,
    has_object,
)

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
_RELATES = words("which who used called known commonly also a an")
_SETS_IN = c.PREPOSITIONS | words("""
    but not rather when if although though compared given added irrespective regardless unlike like
    especially particularly
    """)
_MAKES = words("produce yield create generate")
_MAKE_DO = words("prompt")
_HURT = words("kill injure wound")
_AROUND = 12
_ONES = words("one it them some none most all half many")
_APART = words("apart separate distinct mind track records secret")
_AMOUNT = words("by from with during after as since between across among when last again while")
_COUNTS = words("one two three four five six seven eight nine ten half many fewer more")
_RELATIONS = words("correlation correlations association associations cause causes causation")
_BEFORE_CLEFT = words(", that and but so ;")
_DEGREES = words("most least more less best worst hardest")
_MANY = words("two three four five six seven eight nine ten millions thousands hundreds")
_MEASURES_OF = words("""
    level levels risk risks rate rates odds activity expression ability capacity function strength
    sensitivity response responses mortality incidence prevalence mass density quality volume size
    concentration concentrations performance survival affinity binding motivation little much more
    less
    """)
_LIMITS = words("limit restrict")
_JOINED = {
    (participle, preposition)
    for participle in listed("linked tied connected related associated blamed credited attributed")
    for preposition in listed("to with for on")
}
_THE = {("the",), ("its",), ("their",), ("his",), ("her",)}


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
    before = back(words, at)
    previous = words[before] if before >= 0 else ""
    if form == "base" and previous in c.HAVE | c.BE and forms(verb)[3] == verb:
        # "has cut"
        form = "past"
    limited = verb in _LIMITS and words[at + 1 : at + 2] in _THE
    if verb in lexicon.PRESENT and form == "past" and previous not in {"is", "are"} and not limited:
        return None
    found = verb not in HAPPEN and has_object(words, at)
    place = Place(words, at, verb, before, previous, found, acted)
    if verb in HAPPEN and not (adverb(place.after) or place.after in _AMOUNT):
        # "rain fell on us" is a movement; "sales fell by half" is a change.
        return None
    if previous == "what" and not (told(words, before) or _cleft(words, before, at)):
        return None
    if form in {"base", "third"} and words[at + 1 : at + 3] in _JOINED:
        # "Tighter licensing curbs linked to fewer visits": a noun before its participle.
        return None
    if previous == "who" and words[max(0, before - 1)] in c.PREPOSITIONS:
        # "agree on who caused what": a question.
        return None
    if verb == "determine" and previous.startswith("help"):
        # "helps determine who is at risk" is about knowledge.
        return None
    if verb == "affect" and _prevalent(words, at + 1):
        # "affects one in ten adults" says how common it is.
        return None
    if verb == "confuse" and not _RELATIONS.isdisjoint(words[at + 1 : at + 4]):
        # "confuses correlation with causation"
        return None
    if verb == "enable" and to_be_known(words, at):
        return None
    if verb == "make" and (_light(words, at) or place.after == "up" or hard_to_say(words, at + 1)):
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
    if word in lexicon.NOUNS and is_noun(place, form):
        return None
    return _READERS[form](place)


def _cleft(words: Sequence[str], what: int, at: int) -> bool:
    """Whether "what" begins a subject that is then named: "what drives the swarms is salt"."""
    if what and words[what - 1] not in _BEFORE_CLEFT:
        return False
    return not c.BE.isdisjoint(words[at + 1 : at + _AROUND]) and "?" not in words[-2:]


def _prevalent(words: Sequence[str], at: int) -> bool:
    """Whether a number of people follows: "affects about 10 percent of women"."""
    for word in words[at : at + 3]:
        if word == "one":
            return words[at + 1 : at + 2] == ("in",)
        if word[0].isdigit() or word in _MANY:
            return True
        if word not in QUANTITIES and not adverb(word):
            return False
    return False


def _retained(words: Sequence[str], at: int) -> bool:
    """Whether what is kept is only had on: "a fifth of the stories kept one"."""
    after = words[at + 1 : at + 3]
    return after[:1] != () and after[0] in _ONES and (len(after) < 2 or after[1] in NO_OBJECT)


def _by_means(words: Sequence[str], at: int) -> bool:
    """Whether the clause says how people bring it about: "people can lower it by walking"."""
    for n in range(at + 1, min(at + 10, len(words) - 1)):
        if words[n] in HARD or words[n] == ",":
            return False
        if words[n] == "by" and words[n + 1].endswith("ing"):
            return True
    return False


def _third(place: Place) -> Hit | None:
    return place.acts() if place.has_object else place.happens_if_loose()


def _past(place: Place) -> Hit | None:
    previous, verb = place.previous, place.verb
    if previous in {"have", "has"} and place.has_object and place.earlier in _HEDGED_HAVE:
        return place.acts()
    if previous in _DEGREES and place.earlier in c.BE and verb in lexicon.TOUCH:
        # "Women were most affected."
        return place.acts()
    if previous in c.BE:
        if verb in lexicon.STRICT:
            return None
        able = previous == "be" and place.earlier in _ABLE
        by = able or agent(place.words, place.at)
        if by or verb in lexicon.TOUCH:
            return place.acts()
        return place.happens() if verb in lexicon.MEASURED else None
    if previous in c.HAVE:
        settled = verb not in lexicon.INTRANSITIVE and verb not in {"reduce", "lower", "elevate"}
        measured = not _MEASURES_OF.isdisjoint(place.words[place.at + 1 : place.at + 4])
        if previous == "has" and verb in lexicon.MEASURED and not measured:
            # "the law has reduced smoking", but "the mutant has reduced activity"
            settled = True
        if previous == "had" and verb in lexicon.MEASURED | {"impair"}:
            # "had prolonged pain", "had altered the dose"
            settled = False
        if place.has_object and (settled or place.after in c.DETERMINERS | ASKS):
            return place.acts()
        if verb in lexicon.TOUCH:
            return place.acts()
        return place.happens()
    if previous in {"and", "or", ",", "but"}:
        verbal = place.acted or place.words[place.at] in lexicon.SELDOM_ADJECTIVES
        verbal = verbal or previous == "but"
        verbal = verbal or _predicate(place.words, place.before) or _inserted(place)
        return place.acts() if verbal and place.has_object else None
    if previous == "that" and place.earlier in c.REPORTING:
        return None
    if not previous or previous in c.ADJECTIVE_BEFORE or adjective(previous):
        return None
    if (previous in {"percent", "%", "cent"} or previous.endswith("%")) and place.has_object:
        # "a 30 percent reduced risk" compares.
        return None
    if previous in _COUNTS and place.before == place.at - 1 and place.after not in c.DETERMINERS:
        # "one induced abortion"
        return None
    if place.has_object:
        return place.acts()
    if verb not in lexicon.STRICT and agent(place.words, place.at):
        if verb == "mediate":
            return place.acts()
        # "strokes caused by bleeding" names a cause and does not report it.
        return replace(place.acts(), strength=NAMES)
    return place.happens_if_loose()


def _base(place: Place) -> Hit | None:
    previous = place.previous
    if previous == "to":
        return place.acts() if place.earlier in c.ASSERTING_TO else None
    if previous in c.DUTY or previous in c.HAVE or previous in c.BE:
        # "had significantly lower scores" holds an adjective.
        return None
    if previous in c.MODALS or previous in c.DO:
        return place.acts() if place.has_object or place.verb not in LOOSE else place.happens()
    if place.after == "with" and previous.endswith("s") and place.verb in LOOSE:
        return place.happens()
    if not place.has_object or not previous or previous in c.NOUN_BEFORE:
        return None
    if previous in {"and", "or", ","} and not (place.acted or _inserted(place)):
        return None
    return place.acts()


def _ing(place: Place) -> Hit | None:
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


def _inserted(place: Place) -> bool:
    """Whether the comma closes an insertion after the subject: "Tea, drunk hot, eased pain"."""
    words, at = place.words, place.at
    if place.previous == "," and place.earlier == ")":
        return c.AUXILIARY.isdisjoint(words[max(0, at - _AROUND) : at + _AROUND])
    opening = next((n for n in range(place.before - 1, 0, -1) if words[n] == ","), 0)
    if place.previous != "," or not opening:
        return False
    if words[opening + 1] in _RELATES:
        # "Tea, which is drunk hot, eased pain"
        main = (*words[:opening], *words[at : at + _AROUND])
        return c.AUXILIARY.isdisjoint(main) and not lexicon.PEOPLE & {words[opening - 1]}
    if words[opening + 1] not in _SETS_IN:
        first = words[:opening]
        plain = c.AUXILIARY.isdisjoint(first) and not any(w in FORMS for w in first)
        long = at - opening > 4 and (place.after in c.DETERMINERS or words[at].endswith("s"))
        return plain and long and c.AUXILIARY.isdisjoint(words[at : at + _AROUND])
    return c.AUXILIARY.isdisjoint(words[:at]) and c.AUXILIARY.isdisjoint(words[at : at + 12])


def _light(words: Sequence[str], at: int) -> bool:
    """Whether the object of "make" carries the meaning: "make progress"."""
    return not lexicon.LIGHT.isdisjoint(words[at + 1 : at + 4])
