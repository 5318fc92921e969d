"""What the words around a cue are: adverbs, adjectives, subjects, objects that are knowledge."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.tokens import HARD, listed, words
from causalkb.wording.verb_forms import forms

_NOT_ADVERBS = words("family elderly early daily weekly likely supply reply fly apply rely")
_ADJECTIVE_ENDINGS = ("icant", "ive", "ical", "inal", "ional", "ous", "ful", "able", "ible", "ic")
_NOUN_ENDINGS = tuple(
    listed("""
    clinic biotic gesic retic thetic lytic psychotic demic traffic topic fabric panic music
    initiative objective incentive alternative additive preservative laxative sedative variable
    vegetable professional chemical
    """)
)
_OURS = words("these our this the study such")
_LESSENS = (
    *("reduc", "remov", "eliminat", "decreas", "lessen", "avoid", "minimi", "lower", "cut", "eas"),
    *("alleviat", "reliev", "resolv", "prevent", "obviat"),
)
_TROUBLES = words("need issue issues concern concerns doubt doubts")
_TELLS = frozenset(
    form
    for verb in listed(
        "reveal discover show uncover demonstrate pinpoint unravel explain illustrate"
    )
    for form in forms(verb)
)
_KNOWN_BY = frozenset(c.CLASSES["inquired"]) | words("""
    seen counted considered interpreted viewed observed identified determined detected understood
    recognised recognized distinguished classified diagnosed predicted inferred calculated computed
    """)
_SAY = (
    frozenset(c.CLASSES["inquire"])
    | lexicon.KNOWING
    | words("say tell know conclude judge draw rule infer be")
)
_SHARES = words("""
    group groups number numbers majority minority half third quarter most some many all each none
    proportion percentage percent cohort sample thousands hundreds dozens scores % members crowd
    """)
_CLOSES = HARD | c.AUXILIARY | c.RELATIVES | c.CONJUNCTIONS | {",", "that", "as", "than"}
_WITHIN = words("in among for with by between on to from")


def adverb(word: str) -> bool:
    """Whether a word is an adverb, by list or by ending."""
    return word in c.ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS)


def told(words: Sequence[str], at: int) -> bool:
    """Whether "how", "why" or "what" at ``at`` tells and does not ask: "reveals how it spreads"."""
    return at > 0 and words[at - 1] in _TELLS


def subject(words: Sequence[str], at: int) -> str:
    """Return the word that may be the subject of the verb group that ends at ``at``."""
    while at >= 0 and (words[at] in c.AUXILIARY or adverb(words[at])):
        at -= 1
    if at < 0:
        return ""
    if at > 0 and words[at] == "that" and words[at - 1] in lexicon.PEOPLE:
        return words[at - 1]
    of = next((n for n in range(at - 1, max(0, at - 4), -1) if words[n] == "of"), 0)
    if of and words[of - 1] not in _SHARES and words[at] in lexicon.PEOPLE:
        # "Immigration of workers lowered": the subject stands before "of".
        return words[of - 1]
    reach = 3 if words[max(0, at - 1)] == "and" else 2
    if at > 1 and not _WITHIN.isdisjoint(words[max(0, at - reach) : at]):
        # "Exercise in obese children reduced": the subject stands before.
        return ""
    if at > 0 and words[at - 1].endswith("ing") and (at == 1 or words[at - 2] in {"that", ","}):
        # "Vaccinating children protects": the subject is the action.
        return ""
    opens = next((n for n in range(at - 1, max(0, at - 5), -1) if words[n] in _WITHIN), 0)
    if (
        opens
        and words[at] not in c.PRONOUNS
        and words[opens - 1] not in {",", "and"}
        and _CLOSES.isdisjoint(words[opens:at])
    ):
        # "A scheme in rural primary school pupils reduced": the same.
        return ""
    return words[at]


def adjective(word: str) -> bool:
    """Whether a word is an adjective, by list or by ending."""
    if word in c.COMPARATIVES or word.endswith("fold"):
        return True
    return len(word) > 5 and word.endswith(_ADJECTIVE_ENDINGS) and not word.endswith(_NOUN_ENDINGS)


def to_be_known(words: Sequence[str], at: int) -> bool:
    """Whether what is enabled is to be known: "enables the groups to be seen in another light"."""
    for n in range(at + 1, min(at + 8, len(words) - 2)):
        if words[n] == "to" and words[n + 1] == "be":
            return words[n + 2] in _KNOWN_BY
    return False


def hard_to_say(words: Sequence[str], it: int) -> bool:
    """Whether "it" is what can be known: "makes it impossible to say which is best"."""
    return words[it : it + 3 : 2] == ("it", "to") and not _SAY.isdisjoint(words[it + 3 : it + 4])


def epistemic(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a verb acts on knowledge or readers, not on the world."""
    stop = end
    while stop < min(end + 4, len(words)) and (stop == end or words[stop] not in _WITHIN):
        stop += 1
    objects = lexicon.EPISTEMIC.intersection(words[end:stop])
    if "our" in words[end : end + 2] and not lexicon.OWN_WORK.isdisjoint(words[end : end + 4]):
        return True
    if not lexicon.PEOPLE.isdisjoint(words[end:stop]) and "of" not in words[end:stop]:
        # "improves infants' causal understanding": what is theirs is of the world.
        objects -= lexicon.MINDS | {"understanding"}
    if words[start].startswith(_LESSENS):
        # "reduces the need for insulin", but "reinforces the need for research"
        objects -= _TROUBLES
    if objects and not (objects <= lexicon.MINDS and words[end] != "to"):
        return True
    before = start - 1
    while before >= 0 and (words[before] in c.AUXILIARY or adverb(words[before])):
        before -= 1
    if not 0 <= before <= 3 or words[before] not in lexicon.OWN_WORK:
        return False
    return before == 0 or words[0] in _OURS or words[before - 1] in _OURS
