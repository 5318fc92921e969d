"""What can be read off a sentence: design, population, sample size, cause and effect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from causalkb.candidates.words import model, topic_features
from causalkb.records import Effect
from causalkb.vocabulary import Sign
from causalkb.wording.grader import Cue, Grade

FIELDS = ("design", "population", "paradigm", "rung")
_LEAST = {"design": 0.45, "population": 0.4, "paradigm": 0.2, "rung": 0.4}
"""The least probability at which a field is filled in."""
_SURROUNDING = 0.2
"""What a word of the abstract counts beside one of the sentence or title."""
_WHO = (
    r"(?:participants?|subjects?|adults?|children|adolescents?|teenagers?|preschoolers?|infants?"
    r"|newborns?|toddlers?|students?|undergraduates?|pupils?|patients?|volunteers?|women|men|girls"
    r"|boys|nurses|people|persons?|respondents?|individuals|voters|employees|farmers|rats|mice"
    r"|pigeons?|monkeys?|chimpanzees?|crows?|ravens?|dogs?|bees|animals?|birds?|fish|firms"
    r"|households|schools|villages|workers|users|teams|studies|trials|articles|papers|abstracts"
    r"|models|llms|classifiers|agents|tasks|datasets)"
)
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPELLED = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS)}))?|{'|'.join(_TEENS)}"
_COUNTS = (
    re.compile(r"\bn\s*=\s*(\d{1,3}(?:,\d{3})+|\d{1,9})\b", re.IGNORECASE),
    re.compile(
        r"(?<![\d.,])\b(\d{1,3}(?:,\d{3})+|\d{1,9}|\d{1,4}(?:\.\d{1,3})? million"
        rf"|{_SPELLED})(?: (?!percent|per)[a-z-]+){{0,2}} {_WHO}\b",
        re.IGNORECASE,
    ),
)
_TURNED = re.compile(
    r"\b(?:because|due|owing|caused by|by|from|since|result of|results? from|resulted from"
    r"|attributed|attributable|driven by|in the wake|thanks|explained|depends?)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:reduc|decreas|lower|lessen|diminish|inhibit|suppress|prevent|weaken|impair|harm|hurt"
    r"|attenuat|mitigat|eliminat|undermin|block|protect|alleviat|degrad|worsen)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:increas|improv|rais|enhanc|boost|promot|strengthen|facilitat|elevat|amplif|foster"
    r"|augment|encourag|accelerat)",
    re.IGNORECASE,
)
_CUT_LEFT = re.compile(
    r"^.*\b(?:that|showed|whether|how|which|who)\s+(?=\S)|^.*[;:]\s+",
    re.IGNORECASE | re.DOTALL,
)
_CUT_RIGHT = re.compile(
    r"[;:]|,\s+(?:but|and|while|whereas|which|although|suggesting|indicating)\b|[.?!]\s*$|\s\(",
    re.IGNORECASE,
)
_LONGEST = 16
"""Words of a cause or effect."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A value, what spoke for it, and how sure it is, near a probability."""

    value: str
    why: str
    score: float = 1.0


def guess(fields: Iterable[str], title: str, quote: str, abstract: str = "") -> dict[str, Guess]:
    """Guess some of :data:`FIELDS` of a sentence of a work, as far as its words tell them."""
    features: dict[str, float] = {}
    found = {}
    for field in fields:
        features = features or _features(title, quote, abstract)
        linear = model(field)
        likely = linear.probabilities(features)
        value = max(likely, key=lambda name: (likely[name], name))
        if likely[value] < _LEAST[field]:
            continue
        said = linear.speaks_for(features, value)
        if not said:  # as in a text of another language: the most frequent value is no guess
            continue
        names = dict.fromkeys(one.removeprefix("title:") for one in said)
        words = ", ".join(f"“{one}”" for one in names)
        found[field] = Guess(value, f"{field} {value}: {words}")
    return found


def _features(title: str, quote: str, abstract: str) -> dict[str, float]:
    features = topic_features(title, quote)
    for feature in _features_of(abstract):
        features.setdefault(feature, _SURROUNDING)
    return features


@lru_cache(maxsize=16)
def _features_of(abstract: str) -> tuple[str, ...]:
    """The words of an abstract, which is asked about once for each sentence of it."""
    return tuple(topic_features("", abstract))


def sample_size(*texts: str) -> tuple[int, str] | None:
    """Return the first sample size that the texts state, and the words that state it.

    >>> sample_size("We tested 1,024 young children.")
    (1024, '1,024 young children')
    >>> sample_size("Eighty-one undergraduates took part.")
    (81, 'Eighty-one undergraduates')
    """
    for text in texts:
        for pattern in _COUNTS:
            found = pattern.search(text)
            number = _number(found.group(1)) if found else 0
            if found and 0 < number < 10**9 and not 1900 <= number <= 2100:
                return number, found.group()
    return None


def _number(text: str) -> int:
    text = text.casefold()
    if text.endswith(" million"):
        return round(float(text.removesuffix(" million")) * 10**6)
    if text[0].isdigit():
        return int(text.replace(",", ""))
    if text in _TEENS:
        return 10 + _TEENS.index(text)
    tens, _, units = text.partition("-")
    return 10 * (_TENS.index(tens) + 2) + (_UNITS.index(units) + 1 if units else 0)


def effects(grade: Grade) -> tuple[Effect, ...]:
    """Return the cause and effect that a sentence states around the cue that decided its grade.

    >>> from causalkb.wording.grader import grade
    >>> effects(grade("We found that sleep loss reduces attention in adults."))[0].cause
    'sleep loss'
    """
    deciding = [cue for cue in grade.cues if cue.decided and cue.kind in ("causal", "conditional")]
    found = [_effect(grade.text, cue) for cue in deciding[:1]]
    return tuple(one for one in found if one is not None)


def _effect(text: str, cue: Cue) -> Effect | None:
    left = _short(_CUT_LEFT.sub("", text[: cue.start]), last=True)
    right = _short(_CUT_RIGHT.split(text[cue.end :], maxsplit=1)[0], last=False)
    if not left or not right:
        return None
    before = text[max(cue.start - 20, 0) : cue.start]
    after = text[cue.end : cue.end + 4]
    turned = bool(_TURNED.search(cue.text)) or (
        after.startswith(" by ") and bool(re.search(r"\b(?:is|are|was|were|been)\s*$", before))
    )
    if after.startswith(" by "):
        right = right.removeprefix("by ")
    cause, effect = (right, left) if turned else (left, right)
    sign = Sign.NEGATIVE if _LESS.search(cue.text) else Sign.UNKNOWN
    return Effect(cause, effect, Sign.POSITIVE if _MORE.search(cue.text) else sign)


def _short(text: str, *, last: bool) -> str:
    words = text.strip(" ,;:.()\"'").split()
    kept = words[-_LONGEST:] if last else words[:_LONGEST]
    return " ".join(kept)
