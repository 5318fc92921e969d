"""Suggests weaker wording that a licence covers; nothing is rewritten.

The sentence is graded again with each suggestion; one that is still too strong is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from causalkb.lint.draft.association import associated_with, be_for
from causalkb.vocabulary import Wording
from causalkb.wording import Cue, Grade, grade
from causalkb.wording.verb_forms import base_form, is_past, participle

MOST = 4
"""Wordings that are replaced in one sentence, at most."""

_CLAUSAL = re.compile(r"(?:because|since|so|therefore|thus|hence|consequently)$", re.IGNORECASE)
"""What joins two clauses, neither of which can be the subject of "is associated with"."""
_WHOLE = re.compile(r"(?:if|had|that|this|which|reasons?|is what|was what)\b", re.IGNORECASE)
"""Where the whole sentence says that there is an effect; no short wording says less."""
_WORKS = re.compile(r"work(?:s|ed)?$", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:can|may|might|could|will|would)\s{1,5}$", re.IGNORECASE)
_HAVE = re.compile(r"\b(?P<aux>has|have|had)(?P<not> not)?\s{1,5}$", re.IGNORECASE)
_BEING = re.compile(r"\b(?:is|are|was|were|been|be)(?: not)?\s{1,5}$", re.IGNORECASE)
_FOUND = re.compile(r"(?:found|shown|known|reported|observed|proved|proven) to ", re.IGNORECASE)
_AGENT = re.compile(r"\s{1,5}(?:\w{1,20} ){0,2}by\b")
_OBJECT = re.compile(r"\w{1,30} (?!(?:against|from|to|in|by|on|for|of|with|through|via)\b)")
_NATURE = re.compile(
    r"(?:beneficial|adverse|positive|negative|protective|harmful|detrimental|causal)$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?P<be>(?:is|are|was|were|be|been) (?:\w{1,20} )?)?(?:"
    r"(?P<good>effective|efficacious|beneficial|helpful|protective|advantageous|useful)"
    r"|harmful|detrimental|damaging|deleterious|adverse)",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"\s{1,5}(?P<to>to|against)\b")
_NATURE_OF = re.compile(r"\s{1,5}(?:effects?|impacts?|influences?)\b")
_NOUN = re.compile(r"(?:effects?|impacts?|influences?|causes?|roles?|benefits?)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:is|are|was|were|has|have|had|shows?|showed|plays?|played|exerts?|exerted"
    r"|benefits?(?= from)|(?:causes?|impacts?|influences?|benefits?)$)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"(?P<article>an? )?(?:\w{1,20} )?(?P<noun>effects?|impacts?|influences?)"
    r" (?P<of>of .{1,200} )?(?:up)?on",
    re.IGNORECASE,
)
_EFFECTS = re.compile(
    r"(?:\b(?:beneficial|adverse|positive|negative|protective|harmful|causal|possible) )?"
    r"\b(?:effects?|impacts?|influences?|causes?|roles?|benefits?)\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"(?:has|have|had|shows?|showed)(?P<little> little)?\b", re.IGNORECASE)
_EXERTS = re.compile(
    r"(?:has|have|had|shows?|showed|exerts?|exerted|plays?|played) (?:\w{1,20} ){0,3}"
    r"(?:(?:effects?|impacts?|influences?)(?: (?:up)?on)?|(?:roles?|part)(?: in)?)\b",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"(?P<be>(?:is|are|was|were) (?:\w{1,20} ){0,3})?"
    r"(?:due to|owing to|thanks to|because of|attribut\w{2,4} to|responsible for"
    r"|caused by|driven by|triggered by|induced by|shaped by|mediated (?:\w{1,20} ){0,2}by"
    r"|(?:the |a |an )?(?:\w{1,20} ){0,3}causes? of|in response to"
    r"|(?:as )?(?:an? |the )?(?:\w{1,20} )?(?:result|consequence) of)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{1,40}(?:[ -][^\W\d_]{1,40})*")


@dataclass(frozen=True, slots=True)
class Weaker:
    """A wording to use instead: ``new`` for ``old``, at the offset ``start`` of the sentence."""

    start: int
    old: str
    new: str


def names_only(text: str) -> bool:
    """Whether a cue only names an effect by a noun, as a heading does: "effects of sleep".

    >>> names_only("Impact of scale on"), names_only("leads to"), names_only("causes")
    (True, False, False)
    """
    return bool(_NOUN.search(text)) and not _SAYS.match(text)


def weaker(sentence: str, licensed: Wording) -> tuple[Weaker, ...]:
    """Return replacements that bring a sentence within a licence.

    Returns:
        To be put in one after the other; none where the sentence is within the licence already, or
        where no suggestion brings it there.

    >>> [(w.old, w.new) for w in weaker("Noise reduces sleep.", Wording.CORRELATIONAL)]
    [('reduces', 'is associated with less')]
    >>> [(w.old, w.new) for w in weaker("Noise reduces sleep.", Wording.CONDITIONAL)]
    [('reduces', 'may reduce')]
    """
    limit = max(licensed.strength, Wording.CORRELATIONAL.strength)
    made: list[Weaker] = []
    text = sentence
    graded = grade(text)
    while len(made) < MOST and _too_strong(graded, limit):
        step = _step(text, graded, limit)
        if step is None:
            return ()
        made.append(step)
        text = put(text, step)
        graded = grade(text)
    return () if _too_strong(graded, limit) else tuple(made)


def put(sentence: str, one: Weaker) -> str:
    """Return a sentence with one replacement in place."""
    return sentence[: one.start] + one.new + sentence[one.start + len(one.old) :]


def _too_strong(graded: Grade, limit: int) -> bool:
    return graded.wording is not None and graded.wording.strength > limit


def _step(text: str, graded: Grade, limit: int) -> Weaker | None:
    """Return the first candidate for the deciding cue that makes the place of the cue weaker."""
    if not graded.deciding:
        return None
    cue = graded.deciding[0]
    if _WHOLE.match(cue.text):
        return None
    noun = _NATURE_OF.match(text, cue.end)
    if noun and _NATURE.match(cue.text):  # "beneficial" of "beneficial effects"
        cue = replace(cue, end=noun.end(), text=text[cue.start : noun.end()])
    make = _correlational if limit < Wording.CONDITIONAL.strength else _conditional
    for start, end, new in make(text, cue):
        old = text[start:end]
        if old and old[0].isupper() and start == 0:
            new = new[0].upper() + new[1:]
        one = Weaker(start, old, new)
        changed = grade(put(text, one))
        # The rest of the sentence may still be too strong; the next step handles it.
        deciding = changed.deciding[0].start if changed.deciding else 0
        elsewhere = deciding >= start + len(new) or deciding < start
        if not _too_strong(changed, limit) or elsewhere:
            return one
    return None


Candidates = Iterator[tuple[int, int, str]]


def _conditional(text: str, cue: Cue) -> Candidates:
    before, word = text[: cue.start], cue.text
    if cue.start == 0:
        word = word[0].lower() + word[1:]
    if _CLAUSAL.match(word):
        yield cue.start, cue.end, f"possibly {word}"
        return
    modal = _MODAL.search(before)
    if modal:
        yield modal.start(), cue.end, f"may {word}"
    due, being = _DUE.fullmatch(word), _BEING.search(before)
    first, _, rest = word.partition(" ")
    found = _FOUND.match(word)
    if due and due["be"]:
        yield cue.start, cue.end, f"may be {rest}"
    if being:
        yield being.start(), cue.end, f"may be {word}"
    if due or being or first.endswith("ing") or _AGENT.match(text, cue.end):
        yield cue.start, cue.end, f"possibly {word}"
    if found:
        yield cue.start, cue.end, f"{found.group()}possibly {word[found.end() :]}"
    if names_only(word):
        yield cue.start, cue.end, f"possible {word}"
    tail = f" {rest}" if rest else ""
    if is_past(first):
        yield cue.start, cue.end, f"may have {participle(first)}{tail}"
    else:
        yield cue.start, cue.end, f"may {base_form(first)}{tail}"
    yield cue.start, cue.end, f"possibly {word}"


def _correlational(text: str, cue: Cue) -> Candidates:
    before, word = text[: cue.start], cue.text
    if _CLAUSAL.match(word) or _WORKS.match(word):
        return
    named, has = _ON.fullmatch(word), _HAS.match(word)
    if named:
        article = "an " if named["article"] else ""
        new = f"{article}{_associations(named['noun'])} {named['of'] or ''}with"
        yield cue.start, cue.end, new
    elif names_only(word):
        changed = _EFFECTS.sub(lambda found: _associations(found.group()), word)
        yield cue.start, cue.end, re.sub(r"\ba (?=association)", "an ", changed)
    if has or _EXERTS.match(text, cue.start):
        be = be_for(word.split(" ")[0], before)
        on = _EXERTS.match(text, cue.start)
        end = max(cue.end, on.end() if on else 0)
        little = "little " if has and has["little"] else ""
        yield cue.start, end, f"{be} {little}associated with"
    due = _DUE.fullmatch(word)
    if due:
        plain = re.match(r"because|owing|thanks|in resp|as |an? |the ", word, re.IGNORECASE)
        if plain:
            yield cue.start, cue.end, "together with"
        be = word.split(" ")[0] + " " if due["be"] else ""
        yield cue.start, cue.end, f"{be}associated with"
    if predicate := _PREDICATE.fullmatch(word):
        yield _outcomes(text, cue, predicate)
        return
    to = re.fullmatch(r"(\w{1,20}) (.{1,60}) to", word)
    if to and not _FOUND.match(word) and not to[1].lower().startswith(("lead", "led", "contrib")):
        yield cue.start, cue.end, f"{be_for(to[1], before)} associated with whether {to[2]}"
    yield from _verb(text, cue)
    if _BEING.search(before):  # without a form of "be" it would be no sentence
        yield cue.start, cue.end, "associated with"


def _outcomes(text: str, cue: Cue, predicate: re.Match[str]) -> tuple[int, int, str]:
    """What says less than "is harmful to health" or "effective", with the word that follows."""
    be, good = predicate["be"] or "", predicate["good"]
    be = f"{be.split(' ')[0]} " if be else ""
    after = _FOR_WHOM.match(text, cue.end)
    if after and after["to"] == "against" and good:
        return cue.start, after.end(), f"{be}associated with less"
    new = f"{be}associated with {'better' if good else 'worse'} outcomes"
    if after and after["to"] == "to":
        return cue.start, after.end(), f"{new} for"
    return cue.start, cue.end, new


def _associations(noun: str) -> str:
    return "associations" if noun.lower().endswith("s") else "association"


def _verb(text: str, cue: Cue) -> Candidates:
    """Yield candidates for a verb of effect, with the auxiliaries before it."""
    before, word = text[: cue.start], cue.text
    if not _WORD.fullmatch(word):
        return
    first = word.split(" ")[0]
    with_ = associated_with(text, cue.end, word)
    being = _BEING.search(before)
    # "sleep hurt by noise" has an agent; "improves accuracy by four points" an amount.
    agent = _AGENT.match(text, cue.end) if is_past(first) or being else None
    if agent:
        yield cue.start, agent.end(), "associated with"
    modal = _MODAL.search(before)
    if modal:
        yield modal.start(), cue.end, f"may be {with_}"
    if _HAVE.search(before):
        yield cue.start, cue.end, f"been {with_}"
    if before.lower().rstrip().endswith(" to"):
        yield cue.start, cue.end, f"be {with_}"
    found = _FOUND.match(word)
    if found:
        yield cue.start, cue.end, f"{found.group()}be {with_}"
    if first.lower().endswith("ing") or being:
        yield cue.start, cue.end, with_
    if _OBJECT.match(word) and with_ != "associated with":
        yield cue.start, cue.start + len(first), f"{be_for(first, before)} {with_}"
    most = re.match(r"account\w{0,3} for (?P<part>\w{1,20})$", word, re.IGNORECASE)
    if most:
        with_ = f"associated with {most['part']}"
    yield cue.start, cue.end, f"{be_for(first, before)} {with_}"


def shown(ones: tuple[Weaker, ...]) -> str:
    """Return replacements as one line: ``“is associated with less” for “reduces”``."""
    return "; ".join(f"“{one.new}” for “{one.old}”" for one in ones)
