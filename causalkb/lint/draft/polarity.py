"""Which way a clause goes: words that have an opposite, comparatives, verbs of rank, denials.

"was lower than", "lagged behind", "disappeared", "did not recover", "is the same whatever": each is
read as a sign on an axis. Where a clause says more than one thing on an axis, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from causalkb.explanations.variables import stems
from causalkb.lint.draft.direction import LOSSES, direction_of
from causalkb.vocabulary import Sign, Wording
from causalkb.wording import grade
from causalkb.wording.classes import COMPARATIVES
from causalkb.wording.tokens import tokenize
from causalkb.wording.tokens import words as listed

DENIALS = re.compile(
    r"^(?:not|no|never|cannot|nothing|none|hardly|scarcely|barely|little|neither|nor|rarely|seldom"
    r"|\w+n['’]t|fails?|failed|failing|unable|without)$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"[;:]|, (?:and|but|while|whereas|although|though|so|because|which|who|with|whether)\b"
    r"|\b(?:but|although|though|while|whereas|however)\b",
    re.IGNORECASE,
)
"""Where a text goes on to something else."""
_PUT_IN = re.compile(r", (?:though|although|while|if) [^,;.]{1,50}, ", re.IGNORECASE)
_EITHER_WAY = re.compile(r"\bwhether or not\b|\bwhether\b(?= .* or not\b)", re.IGNORECASE)
_RELATIVE = frozenset(listed("that which who whose"))
"""What opens a clause whose denial is not of the whole: "objects that do not work"."""
_TURNED = re.compile(
    r"\b(?:unless|instead of|rather than|if anything|no longer|only when|only if|except|opposite"
    r"|contrary|without|lack|absence|lacking|neither|nor)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\b(?:more|less|fewer) than (?:\d|half|one|two|three|a )", re.IGNORECASE)
_THE_MORE = re.compile(r"\bthe (?:more|less|\w+er)\b.*\bthe (?:more|less|\w+er)\b", re.IGNORECASE)
_AS = re.compile(r"\bas (?:much|many|well|good|often|fast|\w{4,}) (?:\w+ ){0,3}as\b", re.IGNORECASE)
_TOO = re.compile(
    r"\b(?:(?:rais|increas|lower|reduc|decreas|improv|worsen|impair|weaken|strengthen|boost)\w*)"
    r" (?:\S+ ){1,6}as well as\b",
    re.IGNORECASE,
)
"""A verb of change and its object before "as well as", which adds another object then."""
_VERBS = (
    *("rais", "increas", "lower", "reduc", "decreas", "improv", "worsen", "impair", "weaken"),
    *("strengthen", "diminish", "boost", "rose", "fell", "risen"),
)
_RANKS = re.compile(
    r"\b(?:(?P<passive>(?:was|were|is|are|been) (?:\w+ ){0,3}(?:outperformed|beaten|surpassed) by)"
    r"|(?P<above>outperform(?:s|ed)?|beats?|surpass(?:es|ed)?|exceed(?:s|ed)?|outdo(?:es)?|outdid"
    r"|outscored?|(?:is|are|was|were) ahead of)"
    r"|(?P<below>(?:lag|lags|lagged|trail|trails|trailed|fall|falls|fell)(?: \w+ly)?"
    r" (?:far |well )?(?:behind|short of)|underperform(?:s|ed)?|los[et]s? to"
    r"|(?:is|are|was|were) inferior to))\b",
    re.IGNORECASE,
)
_BEATEN = re.compile(
    r"\b(?:was|were|is|are|been|being)\b.{0,60}\b(?:outperformed|surpassed|exceeded|beaten)\b"
)
_PREFERS = re.compile(r"\bprefer(?:s|red|ring)? (?P<one>.{3,60}?) (?:to|over) ", re.IGNORECASE)
_NONE = re.compile(
    r"\bno (?:\w+ ){0,2}(?:effect|influence|impact|difference|change|part|role|benefit|advantage"
    r"|correlation|association|relation|loss|gain)s?\b"
    r"|\bun(?:changed|affected|altered|correlated)\b|\bunrelated to\b"
    r"|\bnot (?:correlated|related|depend\w*)\b"
    r"|\bas (?:\w+ ){1,2}as (?:before|ever|without)\b"
    r"|\b(?:regardless|irrespective|independent) of\b|\b(?:whatever the|no matter)\b"
    r"|\b(?:hardly|barely|scarcely) (?:depend|affect|change|matter|differ)"
    r"|\bdo(?:es)? not depend\b|\b(?:did|do|does) not (?:change|affect|matter|differ|depend|vary)",
    re.IGNORECASE,
)
"""What says that one thing makes no difference to another."""
_SOME = re.compile(
    r"\b(?:depend(?:s|ed)?|differ(?:s|ed)?|var(?:y|ies|ied)|chang(?:e|es|ed)) (?:\w+ly )?"
    r"(?:on|upon|with|between|across|by)\b"
    r"|\bdiffered\b|\bvaried\b",
    re.IGNORECASE,
)
_AXES: dict[str, tuple[str, str]] = {
    "nearness": (r"towards?|near|close to|closely", r"away|far from"),
    "staying": (
        r"persist(?:s|ed)?|remain(?:s|ed)?|surviv(?:e|es|ed)|still there|lasted|endured?",
        r"disappear(?:s|ed)?|vanish(?:es|ed)?|ceased?|faded?|fades|(?:goes|went|gone) away",
    ),
    "quality": (
        r"well|reliably|accurately|correctly|successfully",
        r"poorly|badly|unreliably|inaccurately|incorrectly",
    ),
    "within": (r"inside|within", r"outside|beyond"),
    "frequency": (
        r"usually|mostly|generally|commonly|frequently|typically|always",
        r"rarely|seldom|infrequently|hardly ever",
    ),
    "share": (
        r"(?:in|for|of|among) most|the majority",
        r"(?:in|for|of|among) (?:only|just) (?:one|two|three|four|a few|few)|(?:in|for|of) few",
    ),
    "estimate": (
        r"overestimat\w+|overstat\w+|inflat(?:e|es|ed)|exaggerat\w+",
        r"underestimat\w+|understat\w+|deflat(?:e|es|ed)",
    ),
    "heed": (
        r"(?:took|take|takes|taking) (?:\w+ ){0,2}account of|into account|considered|heeded"
        r"|attended|paid (?:\w+ )?(?:attention|heed)",
        r"ignor(?:e|es|ed)|neglect(?:s|ed)?|overlook(?:s|ed)?|disregard(?:s|ed)?",
    ),
    "agreement": (
        r"agree[ds]?|in line|consistent with|confirm(?:s|ed)?|match(?:es|ed)?",
        r"disagree[ds]?|at odds|inconsistent with|contradict(?:s|ed)?|refut(?:es|ed)",
    ),
    "success": (
        r"succeed(?:s|ed)?|pass(?:es|ed)?|solv(?:e|es|ed)|master(?:s|ed)",
        r"fail(?:s|ed)?(?! to\b)|flunk(?:s|ed)",
    ),
    "sufficiency": (r"sufficient|suffices?|enough", r"insufficient|inadequate"),
    "ability": (r"able to|capable of", r"unable to|incapable of"),
}
_READ = {
    name: tuple(re.compile(rf"\b(?:{one})\b", re.IGNORECASE) for one in pair)
    for name, pair in _AXES.items()
}
_OTHERS = {
    **dict.fromkeys(listed("easier richer healthier safer likelier commoner"), Sign.POSITIVE),
    **dict.fromkeys(listed("harder poorer sicker riskier rarer"), Sign.NEGATIVE),
}
"""Comparatives that have an opposite and are not of an amount."""
OPPOSITE = {Sign.POSITIVE: Sign.NEGATIVE, Sign.NEGATIVE: Sign.POSITIVE}
_MODAL = re.compile(r"\b(?:can|may|might|could|sometimes|or)\b", re.IGNORECASE)
_REACH = 4
"""Tokens between a denial and the word of direction that it denies."""
_OFTEN = frozenset(listed("often readily frequently"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Which way a clause goes, with the stems of what is compared: before it, and after "than".

    ``no`` says that the sign is denied: "not more" means no rise, perhaps a fall.
    """

    sign: Sign
    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()
    no: bool = False

    def contradicts(self, other: Reading) -> bool:
        """Whether two readings of the same things exclude each other."""
        if self.no and other.no:
            return False
        if Sign.NONE in (self.sign, other.sign):
            return (self.sign is Sign.NONE) != (other.sign is Sign.NONE) and not (
                self.no or other.no
            )
        turned = _in_turn(self, other)
        if turned is None:
            return False
        same = (self.sign is other.sign) != turned
        return same if self.no or other.no else not same


def _in_turn(one: Reading, other: Reading) -> bool | None:
    """Whether two comparisons name what they compare in turn; ``None`` if that cannot be told."""
    if not (one.second or other.second):
        return False
    same, turned = _overlap(one.first, other.first), 0.0
    if one.second and other.second:
        same += _overlap(one.second, other.second)
    if other.second:
        turned += _overlap(one.first, other.second)
    if one.second:
        turned += _overlap(one.second, other.first)
    if same == turned:
        return None if one.second and other.second else False
    return turned > same


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two sets have in common, 0 to 1."""
    return len(one & other) / max(min(len(one), len(other)), 1)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text, as far as they stand alone, without what is put in."""
    found: list[str] = []
    start = 0
    text = _EITHER_WAY.sub("if", _PUT_IN.sub(" ", text))
    for match in _PARTS.finditer(text):
        found.append(text[start : match.start()])
        start = match.end()
    return [*found, text[start:]]


def turns(text: str) -> frozenset[str]:
    """Return the words that turn a text round, before its "than"."""
    first = re.split(r"\bthan\b", text)[0]
    return frozenset(word.lower() for word in _TURNED.findall(first))


def makes_none(text: str) -> bool:
    """Whether a clause says that something makes no difference.

    >>> makes_none("Scores stayed the same whatever the prompt."), makes_none("Scores fell.")
    (True, False)
    """
    return bool(_NONE.search(text))


def makes_some(text: str) -> bool:
    """Whether a clause says that something makes a difference, and denies nothing."""
    if any(DENIALS.match(word) for word in tokenize(text).words) or makes_none(text):
        return False
    return bool(_SOME.search(text)) or grade(text).wording is Wording.CAUSAL


def on_axes(text: str) -> Iterator[tuple[str, Sign]]:
    """Yield the axes on which a clause takes one side, denials taken into account.

    >>> dict(on_axes("The bias disappeared.")), dict(on_axes("The bias did not disappear."))
    ({'staying': <Sign.NEGATIVE: '-'>}, {'staying': <Sign.POSITIVE: '+'>})
    """
    for name, (up, down) in _READ.items():
        ups, downs = list(up.finditer(text)), list(down.finditer(text))
        if len(ups) + len(downs) != 1:
            continue
        at = (ups or downs)[0]
        sign: Sign = Sign.POSITIVE if ups else Sign.NEGATIVE
        before = tokenize(text[: at.start()]).words[-_REACH:]
        if sum(bool(DENIALS.match(word)) for word in before) % 2:
            sign = OPPOSITE[sign]
        yield name, sign


def denied(text: str) -> list[str]:
    """Return the stems of the words that a text denies, "" where a denial has none."""
    words = [word.lower() for word in tokenize(text).words]
    found: list[str] = []
    for n, word in enumerate(words):
        if _RELATIVE.intersection(words[max(0, n - 3) : n]):
            continue
        if DENIALS.match(word) and not (word == "nor" and found):
            reach = 8 if word == "neither" else _REACH
            after = [one for one in words[n + 1 : n + 1 + reach] if stems(one)]
            found.append(next(iter(stems(after[0])), "") if after else "")
    return found


def reading(text: str, shared: Collection[str] = ()) -> Reading | None:
    """Return which way a clause goes; ``None`` where it says more than one thing, or nothing.

    ``shared`` are words that turn a text round, but are in the text that it is compared with too.
    """
    if _AMOUNT.search(text) or _THE_MORE.search(text):
        return None
    preferred = _PREFERS.search(text)
    if preferred:
        rest = text[preferred.end() :]
        return Reading(Sign.POSITIVE, stems(preferred["one"]), stems(rest), _is_denied(text, rest))
    rank = _RANKS.search(text)
    if rank and not rank["passive"] and _BEATEN.search(text):
        # "were on average outperformed, on syntax, by": what is compared is not read.
        return None
    if rank:
        sign = Sign.POSITIVE if rank["above"] else Sign.NEGATIVE
        before, after = text[: rank.start()], text[rank.end() :]
        if _MODAL.search(before):
            return None
        return Reading(sign, stems(before), stems(after), _is_denied(before, ""))
    words = [word.lower() for word in tokenize(text).words]
    than = [n for n, word in enumerate(words) if word == "than"]
    end = than[0] if than else len(words)
    if len(than) > 1 or turns(" ".join(words[:end])) - set(shared):
        return None
    at = [n for n, word in enumerate(words) if word in COMPARATIVES and _sign(words, n)]
    verbs = [n for n, word in enumerate(words) if word.startswith(_VERBS) and n not in at]
    if _AS.search(text) and not _TOO.search(text):
        return Reading(Sign.NONE) if not (at or than) else None
    one = _one_sign(text, words, at, () if than else verbs)
    if one is None or any(n > end for n in at):
        return None
    at = sorted({*at, *(() if than else verbs)})
    denials = [n for n, w in enumerate(words[:end]) if w not in shared and DENIALS.match(w)]
    if any(_RELATIVE.intersection(words[max(0, n - 3) : n]) for n in denials):
        return None
    if denials and (len(denials) > 1 or not 0 < at[0] - denials[0] <= _REACH):
        return None
    first = stems(" ".join(words[: at[0]] if than or at[0] else words))
    second = stems(" ".join(words[end + 1 :]))
    return Reading(one, first, second, bool(denials))


def _is_denied(before: str, after: str) -> bool:
    words = [*tokenize(before).words[-_REACH:], *tokenize(after).words[:1]]
    return any(DENIALS.match(word) for word in words)


def _one_sign(
    text: str, words: Sequence[str], at: Sequence[int], verbs: Sequence[int]
) -> Sign | None:
    """Return the sign of a text by its comparatives and verbs of direction, if it has just one."""
    signs = {_sign(words, n) for n in (*at, *verbs)}
    if len(verbs) == 1 and at and max(at) < verbs[0]:
        # "Longer exposure reduced it": the comparative is of the cause.
        turned = [_sign(words, n) for n in at].count(Sign.NEGATIVE) % 2 == 1
        sign = _sign(words, verbs[0])
        return OPPOSITE.get(sign or Sign.NONE) if turned else sign
    if len(at) == 2 and not verbs and "than" not in words:
        # "A larger weight makes it less clear": the first is of the cause.
        cues = grade(text).deciding
        between = cues and len(tokenize(text[: cues[0].start]).words) > at[0]
        if between and grade(text).wording is Wording.CAUSAL:
            one, two = (_sign(words, n) for n in at)
            return two if one is Sign.POSITIVE else OPPOSITE.get(two or Sign.NONE)
    return signs.pop() if len(signs) == 1 else None


def _sign(words: Sequence[str], at: int) -> Sign | None:
    """Return the sign of a word of direction; "more errors" is less of what is wanted."""
    sign = _OTHERS.get(words[at]) or direction_of(words[at])
    if stems(" ".join(words[at + 1 : at + 3])) & LOSSES:
        return OPPOSITE.get(sign or Sign.NONE)
    after = words[at + 1 : at + 2]
    if after and after[0] in _OTHERS and words[at] in ("more", "less"):
        return None
    return sign
