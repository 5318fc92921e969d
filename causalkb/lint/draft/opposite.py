"""Whether a sentence says the opposite of what it cites, by many weak signs together.

The words of the sentence and of the cited claim nearest to it are paired; what is left over on each
side, denials and the clause in which a shared word stands say whether both go the same way. A
logistic model (:mod:`causalkb.lint.draft.learned`) weighs these signs. It is asked where
:mod:`causalkb.lint.draft.direction` and :mod:`causalkb.lint.draft.comparing`, which are surer, find
nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from causalkb.lint.draft import say
from causalkb.lint.draft.case import Case
from causalkb.lint.draft.direction import same_word
from causalkb.lint.draft.learned import model
from causalkb.lint.draft.signals import Word, read, side, sides
from causalkb.lint.findings import Finding, Level
from causalkb.wording.tokens import words as listed

LEAST = 0.4
"""Least cosine of the nearest cited claim: below it the sentence may be on something else."""
GROUPS = {
    **dict.fromkeys(("amount", "speed", "rank", "estimate"), "amount"),
    "change": "change",
    **dict.fromkeys(("success", "quality", "agree", "presence", "truth", "safety"), "success"),
    **dict.fromkeys(("always", "share", "need", "ease", "certainty"), "degree"),
}
"""Kinds of axes that are weighed alike."""
_GOOD = ("quality", "success", "rank", "agree", "presence", "safety", "truth", "speed")
_HEDGES = frozenset(
    listed("may might could sometimes perhaps partly some likely tend tends tended often suggest")
)
_HALF = 0.5
_OTHERWISE = re.compile(r"(?:Below|Above|Without|Unless|Until|Were|Had)\b")
"""Beginnings of sentences on what is so otherwise: a claim on the one side tells of the other."""
_COUNT = re.compile(
    r"\b(?P<n>none|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,6}|all|both|most|half)"
    r" (?:out )?of (?:the |all )?"
    r"(?P<of>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,6})\b",
    re.IGNORECASE,
)
_PART = 0.7
"""Share of the shared words that one clause of a claim must have, to be compared alone."""
_CONDITION = re.compile(
    r"\b(?:without|below|above|unless|absent|until|in the absence|lack of|lacked|lacking"
    r"|were it not|would|had|no longer|instead of|only|except|unlike|if)\b",
    re.IGNORECASE,
)
"""Words that turn a sentence round, or limit it, in a way that is not read."""


def against_words(case: Case) -> Finding | None:
    """Report that a sentence seems to say the opposite of the cited claim nearest to it."""
    if len(case.cited) != 1 or case.inherited or _OTHERWISE.match(case.text):
        return None
    if not case.nearby.cited:
        return None
    if case.nearby.cited[0][1] < LEAST or not model("opposite").finds(features(case)):
        return None
    claim, _ = case.nearby.cited[0]
    why = _why(case.text, claim.text)
    if not why:
        return None
    return case.finding(
        "against",
        Level.WARNING,
        f"seems to say the opposite of {claim.id} ({why})",
        "cite evidence for it, or report what the cited work found",
        [say.claim_line(claim, "against")],
        [claim],
    )


def _why(text: str, claim: str) -> str:
    """Return in what a sentence and a claim differ; "" where no words of them tell."""
    if _other_count(text, claim):
        return "another number of them"
    own, other = read(text), read(claim)
    pairs = _paired(own.words, other.words)
    rest = [word for word in own.words if not any(word is one for one, _ in pairs)]
    left = [word for word in other.words if not any(word is one for _, one in pairs)]
    for words, others in ((rest, left), (own.words, other.words)):
        for one in words:
            for axis, end in one.axes:
                for two in others:
                    if axis in GROUPS and (axis, -end * one.turn * two.turn) in two.axes:
                        return f"{_said(one)} against {_said(two)}"
    once = next(((one, two) for one, two in pairs if one.denied != two.denied), None)
    if once is not None:
        return f"{_said(once[0])} against {_said(once[1])}"
    sides = {one.side - two.side for one, two in pairs}
    return "what is compared is exchanged" if {2, -2} <= sides else ""


def _said(word: Word) -> str:
    return say.quoted(f"not {word.text}" if word.denied else word.text)


def features(case: Case) -> Mapping[str, float]:
    """Return what speaks for and against a sentence being the opposite of its nearest claim."""
    claim, cosine = case.nearby.cited[0]
    return {
        **compared(case.text, claim.text),
        "cosine": cosine,
    }


def compared(text: str, claim: str) -> dict[str, float]:
    """Return how the words of a sentence and of a claim stand to each other, 0 to 1 each."""
    own, other = read(text), read(claim)
    pairs = _paired(own.words, other.words)
    clause, most = _fullest(pairs)
    part = most >= _PART * len(pairs)
    if part:
        other = other.only(clause)
        pairs = _paired(own.words, other.words)
    rest = [word for word in own.words if not any(word is one for one, _ in pairs)]
    left = [word for word in other.words if not any(word is one for _, one in pairs)]
    shared = len(pairs) / max(len(own.words), 1)
    found = {f"opposite {group}": 0.0 for group in set(GROUPS.values())}
    agree = 0
    for axis, group in GROUPS.items():
        name = f"opposite {group}"
        way = side(rest, axis) * side(left, axis)
        agree += way > 0
        if way < 0:
            found[name] = 1.0
        elif not way and side(own.words, axis) * side(other.words, axis) < 0:
            found[name] = max(found[name], _HALF)
    turned = float(max(found.values()) == 1)
    one_denies = float(bool(own.denials) != bool(other.denials))
    same, against = _by_clause(own.words, other.words, pairs)
    apart = against / (same + against) if same + against > 1 else 0.0
    good = [sum(sum(sides(words, axis)) for axis in _GOOD) for words in (rest, left)]
    nothing = (
        side(own.words, "change") < 0
        and any(side(other.words, axis) for axis in ("amount", "quality", "rank", "speed"))
    ) or side(own.words, "change") < 0 < side(other.words, "change")
    return {
        **found,
        "agreeing axes": min(agree, 2) / 2,
        "same word denied once": float(any(one.denied != two.denied for one, two in pairs)),
        "same word denied twice": float(any(one.denied and two.denied for one, two in pairs)),
        "one denies": one_denies,
        "both deny": float(bool(own.denials and other.denials)),
        "two denials": float(own.denials > 1),
        "no difference": float(nothing),
        "no difference in the claim": float(
            side(other.words, "change") < 0 < side(own.words, "change")
        ),
        "good against bad": float(good[0] * good[1] < 0),
        "both good or bad": float(good[0] * good[1] > 0),
        "words in other clauses": apart,
        "all in other clauses": float(against > 1 and not same),
        "sides exchanged": float(
            any(one.side < two.side for one, two in pairs)
            and any(one.side > two.side for one, two in pairs)
        ),
        "other condition": float(bool(_CONDITION.search(text)) != bool(_CONDITION.search(claim))),
        "other count": float(_other_count(text, claim)),
        "hedged": float(any(word.stem in _HEDGES for word in own.words)),
        "opposite & shared": turned * shared,
        "one denies & shared": one_denies * shared,
        "no difference & shared": nothing * shared,
        "other clauses & shared": apart * shared,
        "opposite & one denies": turned * one_denies,
        "opposite & other clauses": turned * apart,
    }


def _other_count(text: str, claim: str) -> bool:
    """Whether two texts count differently out of the same number: "seven of eight", "one of eight".

    >>> _other_count("Seven of eight apes did.", "One of eight apes did.")
    True
    """
    own, held = (
        {found["of"].lower(): found["n"].lower() for found in _COUNT.finditer(one)}
        for one in (text, claim)
    )
    return any(own[of] != held[of] for of in own.keys() & held.keys())


def _paired(own: Sequence[Word], other: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Return the words that two texts share, each once, those on the same side first."""
    pairs: list[tuple[Word, Word]] = []
    taken: set[int] = set()
    for word in own:
        same = [
            n for n, one in enumerate(other) if n not in taken and same_word(word.stem, one.stem)
        ]
        if same:
            best = max(same, key=lambda n: (other[n].turn == word.turn, -n))
            taken.add(best)
            pairs.append((word, other[best]))
    return pairs


def _fullest(pairs: Sequence[tuple[Word, Word]]) -> tuple[int, int]:
    """Return the clause of a claim that has most of the shared words, and how many."""
    counted = Counter(two.clause for _, two in pairs)
    return counted.most_common(1)[0] if counted else (0, 0)


def _by_clause(
    own: Iterable[Word], other: Iterable[Word], pairs: Sequence[tuple[Word, Word]]
) -> tuple[int, int]:
    """Return how many shared words stand in clauses that go the same way, and the other way."""
    ways, others = _ways(own), _ways(other)
    same = against = 0
    for one, two in pairs:
        if one.axes and two.axes:
            continue
        way = ways.get(one.clause, 1) * one.side * others.get(two.clause, 1) * two.side
        same += way > 0
        against += way < 0
    return same, against


def _ways(words: Iterable[Word]) -> dict[int, int]:
    """Return the way that each clause goes by its words: 1, or -1 for less, worse or denied."""
    found: dict[int, list[int]] = {}
    for word in words:
        ends = sum(end for axis, end in word.axes if axis in GROUPS)
        if ends:
            found.setdefault(word.clause, []).append((1 if ends > 0 else -1) * word.turn)
        elif word.denied:
            found.setdefault(word.clause, []).append(-1)
    return {
        clause: 1 if sum(ways) > 0 or (not sum(ways) and ways[0] > 0) else -1
        for clause, ways in found.items()
    }
