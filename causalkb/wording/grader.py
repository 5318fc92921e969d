"""Grading a text by the cues of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causalkb.sentences import spans
from causalkb.vocabulary import Wording
from causalkb.wording import language
from causalkb.wording.found import Hit, Kind
from causalkb.wording.language import NotAssessed
from causalkb.wording.rules import hits, silenced
from causalkb.wording.tokens import Tokens, tokenize

_TELLING = 8
"""Words from which a sentence within an English text may be found to be in another language."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A part of the text that is evidence for or against a level.

    ``start`` and ``end`` count characters of the graded text. ``kind`` is ``causal``,
    ``conditional`` or ``correlational``; ``denied``, an effect that the text says is not there;
    ``hedge``, which weakens a causal cue; or ``denial``,
    ``need``, ``aim`` or ``question``, which cancel the cues of their clause. ``decided`` marks the
    cue that gave the sentence its level.
    """

    start: int
    end: int
    text: str
    kind: str
    why: str
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """How causal the wording of a text is, with the cues that a person may disagree with.

    Attributes:
        text: What was graded.
        wording: The level; ``None`` where the text could not be assessed.
        cues: The parts of the text that are evidence for or against a level, in order.
        why_not: Why it could not be assessed; ``None`` where it was.
        sentences: How many sentences the text has.
        left_out: How many of them could not be assessed, though others were.
    """

    text: str
    wording: Wording | None
    cues: tuple[Cue, ...] = ()
    why_not: NotAssessed | None = None
    sentences: int = 1
    left_out: int = 0

    @property
    def assessed(self) -> bool:
        """Whether the text could be graded at all."""
        return self.why_not is None

    @property
    def reason(self) -> str:
        """What was not assessed and why, as it is shown; "" where everything was."""
        if self.why_not is not None:
            return self.why_not.message
        if not self.left_out:
            return ""
        return f"{self.left_out} of {self.sentences} sentences not assessed"

    @property
    def deciding(self) -> tuple[Cue, ...]:
        """The cues that decided; empty where the text does not mention a relation."""
        return tuple(cue for cue in self.cues if cue.decided)


def grade(text: str) -> Grade:
    """Grade a text: the strongest wording of its sentences.

    Rules over cue lists, deterministic, in time linear in the text (docs/causal-wording.md). The
    scale is that of Sumner et al. (2014), BMJ 349:g7015, with the labels of Yu, Li and Wang (2019),
    EMNLP-IJCNLP, 4664-4674.

    >>> grade("Sleep loss impairs memory.").wording
    <Wording.CAUSAL: 'causal'>
    >>> [cue.text for cue in grade("Sleep loss may impair memory.").deciding]
    ['impair']
    >>> grade("We asked whether sleep loss impairs memory.").wording
    <Wording.NONE: 'none'>
    >>> grade("Schlafmangel schadet dem Gedächtnis.").reason
    'not assessed: language'
    """
    parts = _grades(text)
    assessed = [(start, one) for start, one in parts if one.wording is not None]
    if not assessed:
        return Grade(text, None, why_not=parts[0][1].why_not, sentences=len(parts))
    wording = max((one.wording or Wording.NONE for _, one in assessed), key=lambda w: w.strength)
    cues = tuple(
        Cue(c.start + at, c.end + at, c.text, c.kind, c.why, c.decided and one.wording is wording)
        for at, one in assessed
        for c in one.cues
    )
    left = len(parts) - len(assessed)
    return Grade(text, wording, cues, sentences=len(parts), left_out=left)


def grade_sentences(text: str) -> list[Grade]:
    """Grade each sentence of a text; cues count characters of their sentence.

    >>> [one.wording.value for one in grade_sentences("Rain fell. Rain causes floods.")]
    ['none', 'causal']
    """
    return [one for _, one in _grades(text)]


def _grades(text: str) -> list[tuple[int, Grade]]:
    if len(text) > language.MAX_TEXT:
        return [(0, Grade(text, None, why_not=NotAssessed.TOO_LONG))]
    places = list(spans(text))
    if not places:
        return [(0, Grade(text, None, why_not=NotAssessed.EMPTY))]
    if len(places) == 1:
        start, end = places[0]
        return [(start, _sentence(text[start:end], english=False))]
    head = text[: language.MAX_SENTENCE]
    words = tokenize(head).words
    known = any(hit.strength for hit in hits(words))
    english = not language.why_not(head, words, known)
    return [(start, _sentence(text[start:end], english=english)) for start, end in places]


def _sentence(text: str, *, english: bool) -> Grade:
    """Grade one sentence; with ``english`` a short one is taken to be in the text's language."""
    if len(text) > language.MAX_SENTENCE:
        return Grade(text, None, why_not=NotAssessed.TOO_LONG)
    tokens = tokenize(text)
    found = hits(tokens.words) if tokens.words else []
    known = any(hit.strength for hit in found) or (english and len(tokens) < _TELLING)
    why_not = language.why_not(text, tokens.words, known)
    if why_not is not None:
        return Grade(text, None, why_not=why_not)
    wording, deciding, silencers = _decide(tokens.words, found)
    return Grade(text, wording, _cues(text, tokens, found, deciding, silencers))


def _decide(
    words: Sequence[str], found: Sequence[Hit]
) -> tuple[Wording, Hit | None, dict[Hit, Hit]]:
    """Return the level, the hit that decided, and which hit cancels which."""
    ranges = list(silenced(words, found)) if found or "?" in words else []
    silencers: dict[Hit, Hit] = {}
    best = muted = None
    for hit in found:
        if not hit.strength:
            continue
        by = next((by for a, b, by in ranges if a <= hit.start < b and _silences(by, hit)), None)
        if by is not None:
            silencers[hit] = by
            muted = muted or by
        elif best is None or hit.strength > best.strength:
            best = hit
    if best is not None:
        level = Wording.NONE if best.kind is Kind.DENIED else Wording(best.kind.value)
        return level, best, silencers
    return Wording.NONE, muted, silencers


def _silences(by: Hit, hit: Hit) -> bool:
    # "No evidence of an association" reports an association that was not found.
    return by.kind is not Kind.DENIAL or hit.kind is not Kind.CORRELATIONAL


def _cues(
    text: str,
    tokens: Tokens,
    found: Sequence[Hit],
    deciding: Hit | None,
    silencers: dict[Hit, Hit],
) -> tuple[Cue, ...]:
    extra = [] if deciding is None or deciding in found else [deciding]
    cues: list[Cue] = []
    furthest: dict[str, int] = {}
    for hit in sorted({*found, *extra}, key=lambda h: (h.start, -h.end, -h.strength, h.why)):
        start, end = tokens.span(hit.start, hit.end)
        if hit is not deciding and hit != deciding and end <= furthest.get(hit.kind.value, -1):
            continue
        why = hit.why
        by = silencers.get(hit)
        if by is not None:
            left, right = tokens.span(by.start, by.end)
            why += f"; not asserted: “{text[left:right]}” {by.why}"
        furthest[hit.kind.value] = max(end, furthest.get(hit.kind.value, -1))
        cues.append(Cue(start, end, text[start:end], hit.kind.value, why, hit == deciding))
    return tuple(cues)
