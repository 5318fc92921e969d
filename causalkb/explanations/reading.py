"""A sentence → the two things that it relates: split at the cue that graded its wording.

There is no parser: the cue of :mod:`causalkb.wording` says where the relation is expressed, its
words say which side is the cause, and function words at the edges are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from causalkb.errors import InputError
from causalkb.evidence.labels import label_key
from causalkb.explanations.records import Reading
from causalkb.text import clean_line
from causalkb.wording import classes as c
from causalkb.wording import grade, grade_sentences
from causalkb.wording.neighbours import adverb
from causalkb.wording.tokens import words

MAX_TEXT = 4_000
"""Characters of a sentence, or of both things."""
MAX_NAME = 300
"""Characters of one thing: longer text is not the name of a variable."""

_TWO = "name the two things as two arguments: causalkb explain X Y"
_RELATIONS = ("causal", "conditional", "correlational")

_BY = re.compile(
    r"(?:\bby|\bdue to|\bowing to|\bthanks to|\bbecause of|\battributable to|\battributed to"
    r"|\bsecondary to|\bin response to|\b(?:results?|consequences?) of|\bdepend\w* (?:up)?on"
    r"|\b(?:stem|aris|arose|result|deriv|benefit)\w*(?: \w+)? from)$",
    re.IGNORECASE,
)
"""Cues after which the cause stands."""
_OF_ON = re.compile(r"\b(?:of|by)\s+(.+?)\s+(?:up)?on$", re.IGNORECASE)
"""A cue that holds the cause itself: "effect of X on"."""
_BETWEEN = re.compile(
    r"^\s*(?:between|among|of|linking)?\s*(.+?)\s+(?:and|with|to|versus|vs\.?)\s+(.+)$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:associations?|correlations?|links?|connections?|relations?|relationships?"
    r"|interrelationships?|interactions?|co-occurrence|concordance)(?: between| among| of)?$",
    re.IGNORECASE,
)
_ARROW = re.compile(r"^(.+?)\s*(?:(<-+|<=|←)|<-*>|↔|-+>|=+>|→|\bvs\.?\s|\bversus\s)\s*(.+)$")
_PAIRS = (
    re.compile(
        r"^(?:does|do|did|can|could|will|would|may|might|should)\s+(.+?)\s+(?:cause|lead to"
        r"|result in|affect|influence|impact|increase|decrease|reduce|raise|lower|improve|worsen"
        r"|harm|hurt|help|prevent|drive|change|produce|explain|predict|depend on)\s+(.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^.*\b(?:effects?|impacts?|influences?)\s+of\s+(.+?)\s+(?:up)?on\s+(.+)$", re.IGNORECASE
    ),
    re.compile(
        r"^.*\b(?:associations?|correlations?|links?|relations?|relationships?)\s+(?:between|of)"
        r"\s+(.+?)\s+(?:and|with|to)\s+(.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:the\s+)?more\s+(.+?),\s*(?:the\s+)?(?:more|less|fewer)\s+(.+)$", re.I),
    re.compile(
        r"^(?:as|when)\s+(.+?)\s+(?:rises?|falls?|grows?|(?:in|de)creases?|go(?:es)? (?:up|down)),"
        r"\s*(.+?)\s+(?:rises?|falls?|grows?|(?:in|de)creases?|go(?:es)? (?:up|down))$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:are\s+|is\s+)?(.+?)\s+and\s+(.+?)\s+(?:(?:are|is|be|go|move|occur)\s+)?(?:\w+ly\s+)?"
        r"(?:associated|correlated|related|linked|connected|together)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(.+?)\s+(?:increases?|decreases?|rises?|falls?|grows?|declines?|var(?:y|ies)|changes?)"
        r"\s+with\s+(.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(.+?)\s+(?:raises?|(?:is|are)?\s*(?:good|bad)\s+for)\s+(.+)$", re.IGNORECASE),
)
"""What the cues leave open; the order of the two says nothing."""
_LETTER = re.compile(r"\b(?![AaIi]\b)[A-Za-z]\b")
_AND = re.compile(r"^(.+?)\s+and\s+(.+)$", re.IGNORECASE)

_SAID = re.compile(
    r"^.*\b(?:show\w*|f[io]+u?nds?|find\w*|evidence|known|claim\w*|belie\w+|suggest\w*|think\w*"
    r"|says?|said|argue\w*|report\w*|conclude\w*|observ\w*|hypothes\w+|whether)\s+(?:that\s+)?",
    re.IGNORECASE,
)
"""Who says so: "We found that ..."."""
_FIRST = (
    words("""
    the a an this that these those some any its their our there such how much whether if both
    higher lower greater more less fewer increased decreased reduced elevated rising falling
    may might can could will would with by to on upon of in between from for into about as it
    then so and but hence
    """)
    | c.BE | c.HAVE | c.DO
)  # fmt: skip
_LAST = (
    c.BE | c.HAVE | c.DO | c.MODALS | words("to a an the and or of that which with by ,")
) - {"do"}  # fmt: skip
_OUTCOME = re.compile(
    r"^(?:the\s+)?(?:(?:risk|risks|odds|likelihood|chance|chances|probability)\s+(?:of|for)"
    r"|(?:to\s+)?(?:develop|have|get|be))\s+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\w\s+(?:that|who|which)\s*$", re.IGNORECASE)
_PREDICATE = c.BE | c.HAVE | c.MODALS
_CONTEXT = "This is what was said of it in the study."
_EDGES = " \t.,;:!?…\"'“”‘’`*_()[]{}"


def read_pair(x: str, y: str) -> Reading:
    """Return two variables that were given separately.

    Raises:
        InputError: One is empty, has no letters or is too long, or both are the same.
    """
    return _checked(Reading(_named(x, "the first"), _named(y, "the second")))


def read_sentence(text: str) -> Reading:
    """Split a sentence into the two things that it relates.

    Raises:
        InputError: There is no text, too much, none in English, or it cannot be split.

    >>> one = read_sentence("Higher immigration is associated with lower wages.")
    >>> one.x, one.y, one.cue
    ('immigration', 'wages', 'associated with')
    >>> one = read_sentence("Cancer is caused by smoking")
    >>> one.x, one.y, one.swapped
    ('smoking', 'Cancer', True)
    >>> one = read_sentence("the effect of the minimum wage on employment")
    >>> one.x, one.y
    ('minimum wage', 'employment')
    """
    _bounded(text)
    line = clean_line(text)
    if not line:
        raise InputError(f"there is no text; {_TWO}")
    for reading in _readings(line):
        if reading.x and reading.y:
            return _checked(reading)
    if line.strip(_EDGES).replace("-", "").isalnum():
        raise InputError(f"{_excerpt(line)} is one thing; {_TWO}")
    why_not = grade(text).why_not
    if why_not is not None:
        raise InputError(f"{_excerpt(line)}: {why_not.message}; {_TWO}")
    raise InputError(f"{_excerpt(line)} cannot be split into two things; {_TWO}")


def _readings(line: str) -> Iterator[Reading]:
    """Yield ways to split, the surest first."""
    arrow = _ARROW.match(line)
    if arrow:
        x, y = _name(arrow[1]), _name(arrow[3])
        yield Reading(y, x, swapped=True) if arrow[2] else Reading(x, y)
    # The grader takes "y" for Spanish, but a letter that stands for a variable has no language.
    masked = _LETTER.sub("Q", line)
    end = 0
    # A short sentence may have no word that shows its language; users ask in English.
    for one in grade_sentences(f"{masked}\n\n{_CONTEXT}"):
        if one.text == _CONTEXT:
            break
        start = masked.index(one.text, end)
        end = start + len(one.text)
        if one.wording is None:
            continue
        cues = [cue for cue in one.cues if cue.kind in _RELATIONS]
        # A question or a denial still says what it is about.
        for cue in sorted(cues, key=lambda q: (not q.decided, _RELATIONS.index(q.kind), q.start)):
            if _RELATIVE.search(line[start : start + cue.start]):
                continue  # "Countries that eat more ...": it tells which countries, and no more
            said = line[start + cue.start : start + cue.end]
            x, y, swapped = _at(line[start : start + cue.start], said, line[start + cue.end : end])
            yield Reading(x, y, said, one.wording, swapped)
    plain = line.strip(_EDGES)
    for pattern in _PAIRS:
        found = pattern.match(plain)
        if found:
            y = _name(_until_predicate(found[2]))
            yield Reading(_name(found[1]), y, wording=grade(line).wording)
    both = _AND.match(plain)
    # Two things joined by "and", and nothing that looks like a sentence about them.
    if both and not _PREDICATE & set(plain.casefold().split()) and len(plain.split()) <= 12:
        yield Reading(_name(both[1]), _name(both[2]))


def _at(before: str, cue: str, after: str) -> tuple[str, str, bool]:
    """Return X and Y on the two sides of a cue, and whether they were swapped."""
    inside = _OF_ON.search(cue)
    if inside:
        return _name(inside[1]), _name(_until_predicate(after)), False
    if _NOUN.search(cue) or re.match(r"\s*(?:between|among)\b", after):
        pair = _BETWEEN.match(after)
        if pair:
            return _name(pair[1]), _name(_until_predicate(pair[2])), False
    x, y = _name(_subject(before)), _name(after)
    if not y:
        both = _AND.match(x)
        return (_name(both[1]), _name(both[2]), False) if both else (x, "", False)
    if _BY.search(cue) or re.match(r"\s*by\b", after, re.IGNORECASE):
        return y, x, True
    return x, y, False


def _subject(before: str) -> str:
    """Return what precedes a cue, without "the authors found that" and the like."""
    said = _SAID.match(before)
    rest = before[said.end() :] if said else before
    return rest if rest.strip() else before


def _until_predicate(text: str) -> str:
    """Return a noun phrase up to its predicate: "wages is small" → "wages"."""
    found = text.split()
    for n, word in enumerate(found):
        if n and word.casefold().strip(_EDGES) in _PREDICATE:
            return " ".join(found[:n])
    return text


def _name(text: str) -> str:
    """Return a variable's name, without function words, adverbs and punctuation at its edges."""
    found = text.strip(_EDGES).split()
    while len(found) > 1 and _droppable(found[0], _FIRST):
        del found[0]
    while len(found) > 1 and _droppable(found[-1], _LAST):
        del found[-1]
    if len(found) == 1 and _droppable(found[0], (_FIRST | _LAST) - {"a"}):
        return ""
    name = " ".join(found).strip(_EDGES)
    outcome = _OUTCOME.match(name)
    return _name(name[outcome.end() :]) if outcome else name


def _droppable(word: str, listed: frozenset[str]) -> bool:
    low = word.casefold().strip(_EDGES)
    return not low or low in listed or adverb(low)


def _named(text: str, which: str) -> str:
    _bounded(text)
    name = clean_line(text).strip(_EDGES)
    if not any(map(str.isalnum, name)):
        raise InputError(f"{which} of the two things is not text: {_excerpt(clean_line(text))}")
    return name


def _bounded(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise InputError(f"the text has {len(text):,} characters; at most {MAX_TEXT:,} are read")
    odd = sum(char in "\x00\ufffd" or "\ud800" <= char <= "\udfff" for char in text)
    if odd:
        raise InputError(f"{_excerpt(clean_line(text))} is not text; {_TWO}")


def _checked(reading: Reading) -> Reading:
    for name in (reading.x, reading.y):
        if len(name) > MAX_NAME:
            raise InputError(
                f"{_excerpt(name)} is too long for the name of one thing"
                f" ({len(name)} characters, at most {MAX_NAME}); {_TWO}"
            )
    if label_key(reading.x) == label_key(reading.y):
        raise InputError(f"both things are {reading.x!r}; an explanation needs two")
    return reading


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
