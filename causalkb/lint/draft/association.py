"""Wording for an association, to replace wording for an effect."""

from __future__ import annotations

import re

from causalkb.wording.verb_forms import is_past


def _stems(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LESS = _stems("""
    reduc lower decreas diminish prevent avert mitigat attenuat suppress inhibit curb abolish
    eliminat lessen shorten slow cut remov weaken limit protect guard shield alleviat reliev eas
    """)
MORE = _stems("""
    increas rais boost elevat amplif strengthen promot augment expand accelerat facilitat speed
    intensif stimulat foster heighten prolong
    """)
_BETTER = _stems("improv enhanc optimi restor heal cure ameliorat")
_WORSE = _stems("""
    impair worsen harm damag hurt undermin degrad hinder hamper disrupt exacerbat aggravat
    deteriorat erod compromis distort jeopardi destroy ruin
    """)
_KINDS = (
    (LESS, "less", "a decrease in"),
    (MORE, "more", "an increase in"),
    (_BETTER, "better", "an improvement in"),
    (_WORSE, "worse", "a worsening in"),
)

_DETERMINED = re.compile(r"\s{1,5}(?:the|a|an|its|their|this|that|these|his|her|our)\b", re.I)


def associated_with(text: str, end: int, word: str) -> str:
    """Return "associated with less" for "reduces", with a noun where a determiner follows."""
    words = [part.lower() for part in word.split(" ")]
    for stems, adjective, noun in _KINDS:
        if any(part.startswith(stem) for part in words for stem in stems):
            determined = _DETERMINED.match(text, end)
            return f"associated with {noun if determined else adjective}"
    return "associated with"


def be_for(verb: str, before: str) -> str:
    """Return the form of "to be" that replaces a verb."""
    verb = verb.lower()
    subject = [part for part in re.findall(r"[^\W\d_]{1,40}", before[-80:]) if part.islower()]
    plural = bool(subject) and subject[-1].endswith("s") and not subject[-1].endswith(("ss", "is"))
    clause = re.split(r"[,;:.]", before)[-1].split()
    if clause and clause[0].lower().endswith("ing"):
        plural = False  # "removing three heads was"
    if is_past(verb):
        return "were" if plural else "was"
    if verb in ("does", "has") or (verb.endswith("s") and not verb.endswith("ss")):
        return "is"
    return "are"
