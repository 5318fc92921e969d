"""Which hypothesis a sentence restates, and whether it says itself that this is not settled.

Two signs: the sentence is close to the statement and shares its words, or it has the words of the
slug in their order ("Interventions are necessary ..." for ``interventions-necessary``), which is
how people quote a hypothesis in short. Neither tells which side the sentence takes.

Words of one meaning count as one (:mod:`causalkb.lint.draft.synonyms`).

Measured on the shipped corpus: of 51 paraphrases of its hypotheses 27 are found, of 36 others,
written afterwards and put as people talk, 17. Of 50 sentences on the same subjects none gets a
finding; of 331 sound sentences, 30 of them on these subjects, one gets a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log

from causalkb.evidence.records import Verdict
from causalkb.lint.draft.evidence import Nearby
from causalkb.lint.draft.plain_words import plain_words
from causalkb.lint.draft.synonyms import same, spelt
from causalkb.records import Hypothesis
from causalkb.search.keyword.analysis import plain_tokens, stem
from causalkb.wording import grade

CLOSE = 1.05
"""Least sum of cosine and weighted share of common words at which a sentence restates one."""
WORDS_WEIGH = 0.8
"""How much the share of the sentence's words that the statement or slug has adds to the cosine.

A word counts the less, the more hypotheses have it: that a sentence speaks of language models says
little of which hypothesis it restates.
"""
AHEAD_WEIGHS = 0.4
"""How much its lead over the next hypothesis adds, up to :data:`AHEAD`."""
AHEAD = 0.2
FEW = 1.5
"""Weight of words below which common words say less: "Models answer in natural language."."""
SOME = 20
"""Hypotheses below which how many have a word tells less."""
BRIEF = 8
"""Words up to which a statement is brief: a sentence on its subject alone has most of them, so that
it has to have some of both its ends."""
SAME = 0.85
"""Cosine from which other words are taken for the same thing."""
ALSO = 0.04
"""How much less close another hypothesis may be and be meant as well ..."""
RIVAL = 0.08
"""... and a rival, since neither cosine nor words tell the side."""
NAMED = 0.2
"""Least cosine where the sentence has the words of the slug: both then have one topic."""
SHARE = 0.4
"""Least share of those words among the words of the sentence that say something."""
PLAIN = 0.66
"""Least cosine of a sentence and one that puts a hypothesis as people talk, for a note ..."""
PLAIN_SURE = 0.78
"""... and for a warning."""
WORDS = (3, 40)
"""A shorter sentence says nothing testable; a longer one says more than a hypothesis."""

_FUNCTION = frozenset(
    plain_tokens("""
    a all also an and any are as at be been being but by can do does each every for from had has
    have how in into is it its itself just more most no nor not of off on one only or other others
    our out own so some such than that the their them then there these they this those to too under
    up very was well were what when where which while who will with without
    """)
)
_ASKED = re.compile(
    r"\?\s*$|\bwhether\b|^(?:It|This|These|That|They|Both|Its|Their|Such|He|She)\b|\bthey too\b"
    r"|\b(?:we|I) (?:\w+ )?(?:ask|test|review|discuss|describe|examine|investigate|study)\b"
    r"|\b(?:this|the|next|last|present) (?:chapter|section|paper|article|review|report|study)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:(?<!of the )question(?! sets?\b)|hypothes[ei]s"
    r"|conjectur\w+|assum\w+|suppos\w+|propos\w+|argu(?:e[sd]?|ing|ment)"
    r"|claim(?:s|ed|ing)?|critics?|den(?:y|ies|ied)|deni(?:al|es)|disput\w+|debat\w+|contest\w+"
    r"|controvers\w+|contradict\w+|opinions?|views?|beliefs?|believe[sd]?|according to|evidence"
    r"|suggest\w*|may|might|could|perhaps|possibly|likely|if|would|tend(?:s|ed)?|often|sometimes"
    r"|un(?:clear|known|settled|certain|tested)|open)\b",
    re.IGNORECASE,
)
_NAMES = {
    Verdict.MIXED: r"mixed|divided|conflicting|both ways|on balance",
    Verdict.INSUFFICIENT: r"insufficient|too (?:little|few)|hardly tested|no (?:study|test)",
    Verdict.DEPENDS: r"depend(?:s|ed|ing)?|hinges?|var(?:y|ies)",
    Verdict.CONTRADICTED: r"contradicted|refuted|against|wrong|false",
    Verdict.LEANING_AGAINST: r"contradicted|refuted|against|leans?|leaning",
    Verdict.LEANING_FOR: r"leans?|leaning",
}


def candidates(sentences: Iterable[str], hypotheses: Iterable[Hypothesis]) -> list[bool]:
    """Return which sentences might restate a hypothesis, before anything is embedded.

    They assert something, and share two words that say something with a statement or slug.
    """
    held = list(hypotheses)
    known = [_stems(_text(h)) for h in held]
    known += [_stems(said) for h in held for said in plain_words().get(h.slug, ())]
    found = []
    for text in sentences:
        least, most = WORDS
        asserted = least <= len(text.split()) <= most and not _ASKED.search(text)
        own = _stems(text) if asserted and known else frozenset()
        found.append(any(len(own & words) > 1 for words in known))
    return found


def plainly(nearby: Nearby) -> tuple[Hypothesis, bool] | None:
    """Return the hypothesis that a sentence puts as people talk, and whether that is sure."""
    if not nearby.plain or nearby.plain[0][1] < PLAIN:
        return None
    hypothesis, cosine = nearby.plain[0]
    return hypothesis, cosine >= PLAIN_SURE


def restated(sentence: str, nearby: Nearby) -> tuple[Hypothesis, ...]:
    """Return the hypothesis that a sentence restates, then others that may be meant; often none.

    Args:
        sentence: A candidate, see :func:`candidates`.
        nearby: What lies near it.
    """
    own = _stems(sentence)
    weights = _weights(tuple(_text(hypothesis) for hypothesis, _ in nearby.hypotheses))
    named: list[tuple[float, Hypothesis]] = []
    close: list[tuple[float, Hypothesis]] = []
    for hypothesis, cosine in nearby.hypotheses:
        share = _share(sentence, hypothesis.slug, weights) if cosine >= NAMED else 0.0
        if share >= SHARE:
            named.append((share, hypothesis))
        if cosine < SAME and not _both_ends(own, hypothesis.statement):
            continue
        common = own & _stems(_text(hypothesis))
        ahead = AHEAD_WEIGHS * min(max(cosine - _next(nearby, hypothesis), -AHEAD), AHEAD)
        words = WORDS_WEIGH * _weight(common, weights) / max(_weight(own, weights), FEW)
        close.append((cosine + words + ahead, hypothesis))
    if named:
        return (max(named, key=lambda one: one[0])[1],)
    close.sort(key=lambda one: -one[0])
    if not close or close[0][0] < CLOSE:
        return ()
    best, first = close[0]
    return tuple(
        one for score, one in close if score >= best - (RIVAL if _rivals(one, first) else ALSO)
    )


def _text(hypothesis: Hypothesis) -> str:
    return f"{hypothesis.statement} {_spelt(hypothesis.slug)}"


@lru_cache(maxsize=8)
def _weights(texts: tuple[str, ...]) -> Mapping[str, float]:
    """Return how much each word tells of which of some texts is meant, from 0 to 1."""
    counted = Counter(word for text in texts for word in _stems(text))
    most = log(max(len(texts), SOME))
    return {word: 1 - log(count) / most for word, count in counted.items()}


def _weight(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 1.0) for word in words)


def _next(nearby: Nearby, hypothesis: Hypothesis) -> float:
    """Return the best cosine of another hypothesis that is no rival."""
    return next(
        (
            cosine
            for other, cosine in nearby.hypotheses
            if other.slug != hypothesis.slug and not _rivals(other, hypothesis)
        ),
        0.0,
    )


def _both_ends(own: frozenset[str], statement: str) -> bool:
    """Whether words are from both ends of a brief statement: of its cause and of its effect."""
    first, last = _ends(statement)
    if len(first | last) > BRIEF:
        return True
    return not own.isdisjoint(first) and not own.isdisjoint(last)


@lru_cache(maxsize=2_000)
def _ends(statement: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words before and after what makes a statement causal; else its two halves."""
    cues = grade(statement).deciding
    if cues:
        before, after = _stems(statement[: cues[0].start]), _stems(statement[cues[0].end :])
        if before and after:
            return before, after
    words = _words(_spelt(statement))
    return frozenset(words[: len(words) // 2]), frozenset(words[len(words) // 2 :])


def _rivals(one: Hypothesis, other: Hypothesis) -> bool:
    return one.slug in other.rivals or other.slug in one.rivals


def told(sentence: str, verdict: Verdict) -> bool:
    """Whether a sentence says itself that what it speaks of is not settled, or is somebody's view.

    >>> told("The evidence that models plan is mixed.", Verdict.MIXED)
    True
    >>> told("Models plan.", Verdict.MIXED)
    False
    """
    names = _NAMES.get(verdict)
    return bool(_REPORTED.search(sentence)) or bool(
        names and re.search(rf"\b(?:{names})\b", sentence, re.IGNORECASE)
    )


def _share(sentence: str, slug: str, weights: Mapping[str, float]) -> float:
    """Return the share of a slug's words in a sentence that has them all, in order; else 0."""
    words = _words(_spelt(slug))
    if len(words) < 2:
        return 0.0
    own = _words(_spelt(sentence))
    left: Iterator[str] = iter(own)
    if not all(word in left for word in words):
        return 0.0
    return _weight(set(words), weights) / _weight(set(own), weights)


@lru_cache(maxsize=2_000)
def _spelt(text: str) -> str:
    """Write abbreviations out, and a slug as words."""
    parts = re.split(r"([\s-]+)", text)
    return "".join(spelt(part).replace("-", " ") for part in parts)


@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(same(stem(word)) for word in plain_tokens(text) if word not in _FUNCTION)


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_words(_spelt(text)))
