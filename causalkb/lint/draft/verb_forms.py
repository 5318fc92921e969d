"""Forms of verbs, and what an association is called in the place of an effect."""

from __future__ import annotations

import re


def _stems(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LESS = _stems("""
    reduc lower decreas diminish prevent avert mitigat attenuat suppress inhibit curb abolish
    eliminat lessen shorten slow cut remov weaken limit protect guard shield alleviat reliev eas
    """)
_MORE = _stems("""
    increas rais boost elevat amplif strengthen promot augment expand accelerat facilitat speed
    intensif stimulat foster heighten prolong
    """)
_BETTER = _stems("improv enhanc optimi restor heal cure ameliorat")
_WORSE = _stems("""
    impair worsen harm damag hurt undermin degrad hinder hamper disrupt exacerbat aggravat
    deteriorat erod compromis distort jeopardi destroy ruin
    """)
_KINDS = (
    (_LESS, "less", "a decrease in"),
    (_MORE, "more", "an increase in"),
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
    """Return the form of "to be" in the place of a verb."""
    verb = verb.lower()
    subject = [part for part in re.findall(r"[^\W\d_]{1,40}", before[-80:]) if part.islower()]
    plural = bool(subject) and subject[-1].endswith("s") and not subject[-1].endswith(("ss", "is"))
    clause = re.split(r"[,;:.]", before)[-1].split()
    if clause and clause[0].lower().endswith("ing"):
        plural = False  # "removing three heads was"
    if verb in ("did", "had", "showed") or is_past(verb):
        return "were" if plural else "was"
    if verb in ("does", "has") or (verb.endswith("s") and not verb.endswith("ss")):
        return "is"
    return "are"


_IRREGULAR = {"led": "lead", "gave": "give", "brought": "bring", "made": "make", "drove": "drive",
              "hurt": "hurt", "arose": "arise", "rose": "rise", "kept": "keep", "shown": "show",
              "found": "find", "shrank": "shrink", "fed": "feed"}  # fmt: skip


def is_past(verb: str) -> bool:
    """Whether a verb has the form of the past or the past participle."""
    return verb.lower() in _IRREGULAR or (verb.lower().endswith("ed") and len(verb) > 4)


def participle(verb: str) -> str:
    """Return the past participle of a verb in the past."""
    return {"gave": "given", "drove": "driven", "arose": "arisen", "rose": "risen"}.get(verb, verb)


def base_form(verb: str) -> str:
    """Return the base form of a third person; other forms stay."""
    lower = verb.lower()
    if lower in ("has", "does", "is"):
        return {"has": "have", "does": "do", "is": "be"}[lower]
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes")):
        return lower[:-2]
    if lower.endswith("s") and not lower.endswith("ss"):
        return lower[:-1]
    return lower
