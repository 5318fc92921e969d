"""Which hedges weaken which causal cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causalkb.wording import classes as c
from causalkb.wording.found import NAMES, SUGGESTS, WEAKENED, Hit, Kind, near
from causalkb.wording.tokens import HARD, words
from causalkb.wording.verb_place import FORMS

REACH = 14
"""Tokens between a hedge and the causal cue that it weakens."""
ADJECTIVE_REACH = 4
"""The same for an adjective before its noun: "a potential harmful effect of"."""
AFTER = 10
"""Tokens between the name of an effect and a modal that follows: "the effect may be"."""
_CLAUSE_END = HARD | {
    "which",
    "who",
    "where",
    "whose",
    "but",
    "whereas",
    "while",
    "although",
    "because",
    "though",
}
_COMPLEMENT = words(
    """
    hypothesis hypotheses possibility possible conceivable likely plausible hypothesize hypothesise
    speculate postulate unlikely
    """
)
_COMPARING = words("more less most least equally times as")
_ADJECTIVES = words("possible potential putative probable plausible promising")
_IMPLY = words("imply implies suggest mean indicate be is")
_DOUBTS = words("perhaps maybe possibly probably presumably")
"""Adverbs that apply to a reason as well: "perhaps it fell because the frost split the stone"."""
_WITHIN = _ADJECTIVES | words("""
    possibly potentially probably presumably perhaps likely capable power capacity risk risks risked
    """)


def weaken(words: Sequence[str], hit: Hit, hedges: Sequence[Hit]) -> Hit:
    """Return the hit, made conditional if a hedge in its clause applies to it.

    Args:
        words: The sentence.
        hit: The cue.
        hedges: The hedges of the sentence, in the order in which they begin.
    """
    if hit.kind is not Kind.CAUSAL:
        return hit
    around = near(hedges, hit.start - REACH, hit.end + AFTER + 1)
    for hedge in sorted(around, key=lambda one: words[one.start] == "can"):
        name = words[hedge.start]
        if name == "would" and hit.why == "counterfactual":
            continue
        if name == "likely" and _likelier(words, hedge.start):
            continue
        if hedge.start >= hit.end:
            # A modal after the noun: "the effect of noise may be indirect".
            named = hit.strength == NAMES and words[hit.start] not in FORMS
            if not named or name not in c.HEDGE_MODALS or hedge.start - hit.end > AFTER:
                continue
            between = words[hit.end : hedge.start]
        elif hedge.start < hit.start:
            reach = REACH
            if name in _ADJECTIVES and words[hedge.start - 1] not in c.BE:
                # "a possible reason is that" applies to everything after it.
                ahead = words[hedge.end : hedge.end + ADJECTIVE_REACH]
                reach = REACH if "that" in ahead else ADJECTIVE_REACH
            if hit.start - hedge.start > reach:
                continue
            between = words[hedge.end : hit.start]
        elif hit.strength and not (name in c.HEDGE_MODALS or name in _WITHIN):
            continue
        else:
            between = ()
        if _inserted(words, hedge, hit):
            continue
        ends = _CLAUSE_END - {"because"} if name in _DOUBTS else _CLAUSE_END
        if ends.isdisjoint(between) and (name in _COMPLEMENT or not _other(between)):
            why = f"{hit.why}, weakened by “{name}”"
            weakened = WEAKENED if hit.strength > NAMES else SUGGESTS
            return replace(hit, kind=Kind.CONDITIONAL, why=why, strength=weakened)
    return hit


def _inserted(words: Sequence[str], hedge: Hit, hit: Hit) -> bool:
    """Whether a hedge is in an insertion: "the gene, thought to be silent, controls growth"."""
    if words[hit.start - 1] != "," or hedge.start > hit.start or words[hit.start].endswith("ing"):
        return False
    return "," in words[max(0, hedge.start - 3) : hedge.start]


def _likelier(words: Sequence[str], at: int) -> bool:
    """Whether "likely" compares, as in "more likely to", but not in "the most likely cause"."""
    return words[at - 1] in _COMPARING and words[at + 1 : at + 2] in (("to",), ("than",), ("as",))


def _other(between: Sequence[str]) -> bool:
    """Whether "that" between a hedge and a cue begins a clause to which the hedge does not apply.

    "It seems that" and "this would imply that" weaken what follows.
    """
    if "that" not in between:
        return False
    at = between.index("that")
    return not (at == 0 or between[at - 1] in _IMPLY) or "that" in between[at + 1 :]
