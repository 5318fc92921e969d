"""Where a form of a verb stands: the words around it, its object, its agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causalkb.wording import classes as c
from causalkb.wording import lexicon
from causalkb.wording.found import ACTS, COMPARES, Hit, Kind
from causalkb.wording.neighbours import adverb
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
HAPPEN = frozenset(lexicon.HAPPEN)
LOOSE = lexicon.INTRANSITIVE.union(lexicon.HAPPEN)
"""Verbs of change that need no object."""
MANNER = words("faster slower earlier later sooner more less most least fastest slowest further")
"""Words that say how a change went and are not its object: "declined faster"."""
_UNITS = words("% percent per points times fold kg mm years months weeks days hours")
_EXTENT_REACH = 4
_SHARE_OF = words("""
    third quarter half fifth tenth factor few mean median maximum minimum total lot percent average
    fraction margin further additional
    """)
_AMOUNTS = {("as", "many"), ("as", "much"), ("at", "least"), ("up", "to"), ("about", "half")}
NO_OBJECT = (
    c.PREPOSITIONS
    | c.CONJUNCTIONS
    | c.BE
    | c.HAVE
    | c.MODALS
    | c.RELATIVES
    | HARD
    | words("thereafter afterwards afterward again somewhat altogether together ago")
    | {",", ")", "(", "to", "-", "–", "—", "]", "["}
)
"""After a verb these are not the beginning of an object."""


def back(words: Sequence[str], at: int) -> int:
    """Return the nearest token before ``at`` that is not an adverb, -1 if there is none."""
    at -= 1
    while at >= 0 and (adverb(words[at]) or (words[at] == "day" and words[at - 1] == "one")):
        # "could one day cure"
        at -= 1 + (words[at] == "day")
    return at


def _extent(words: Sequence[str], at: int) -> bool:
    """Whether an extent begins here and no object: "rose up to 5 percent", "declined faster"."""
    if words[at : at + 1] and words[at] in MANNER:
        return at + 1 >= len(words) or words[at + 1] in NO_OBJECT or words[at + 1] == "than"
    return any(
        word in _UNITS or word.endswith(("%", "fold")) for word in words[at : at + _EXTENT_REACH]
    ) and any(word[0].isdigit() or word in QUANTITIES for word in words[at : at + 1])


def has_object(words: Sequence[str], at: int) -> bool:
    """Whether an object follows the verb at ``at``."""
    loose = FORMS[words[at]][0] in LOOSE
    at += 1
    while at < len(words) and adverb(words[at]) and words[at] != "both":
        at += 1
    if loose and _extent(words, at):
        return False
    if words[at : at + 2] in _AMOUNTS:
        return True
    if words[at : at + 1] in (("or",), ("and",)):
        # "may slow or even stop the disease": both verbs have the object.
        at += 1
        while at < len(words) and adverb(words[at]):
            at += 1
        return (
            at < len(words)
            and FORMS.get(words[at], ("", ""))[1] == "base"
            and has_object(words, at)
        )
    return at < len(words) and words[at] not in NO_OBJECT


def agent(words: Sequence[str], at: int) -> bool:
    """Whether "by" and an agent (not an amount) follow the participle at ``at``."""
    for n in range(at + 1, min(at + 8, len(words) - 1)):
        if words[n] in HARD:
            return False
        if words[n] in {"by", "through", "via"}:
            after = words[n + 1]
            more = after == "more" and words[n + 2 : n + 3] != ("than",)
            if after in {"a", "an"}:
                # "by a virus", but "by a third"
                more = _SHARE_OF.isdisjoint(words[n + 2 : n + 4])
            if more or not (after[0].isdigit() or after in QUANTITIES):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Place:
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
        """Return the next token, "" at the end."""
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else ""

    @property
    def earlier(self) -> str:
        """Return the token before ``previous``, "" if there is none."""
        return self.words[self.before - 1] if self.before > 0 else ""

    def acts(self) -> Hit:
        """Return the cue that a cause acts."""
        if self.verb in HAPPEN:
            return self.happens()
        return Hit(self.at, self.at + 1, Kind.CAUSAL, "a cause acts", ACTS)

    def happens(self) -> Hit:
        """Return the cue that a change is observed."""
        why = "a change that is observed"
        return Hit(self.at, self.at + 1, Kind.CORRELATIONAL, why, COMPARES)

    def happens_if_loose(self) -> Hit | None:
        """Return the cue of a change if the verb has a sense without an object."""
        return self.happens() if self.verb in LOOSE else None
