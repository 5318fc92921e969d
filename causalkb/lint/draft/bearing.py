"""Which claims and which hypothesis bear on a sentence.

A cosine tells what a sentence is about, not which side it takes: "interventions are necessary" lies
nearest to the hypothesis that they are not. The thresholds were chosen on the shipped corpus: on 66
sentences written for it, 53 of them about one of its hypotheses and 13 about none, and on
the 4,141 sentences of its notes, each with a citation of the work that it is about, where whatever
is found is a false alarm or nearly so: of 541 causal ones 80 are warned of and 2 called errors, for
their wording; 1 is said to have the work against it and 1 to be on something contested.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from causalkb.lint.draft.evidence import Nearby
from causalkb.records import Claim, Hypothesis
from causalkb.vocabulary import Stance

NEAR = 0.55
"""Least cosine of a claim that is shown as evidence near a sentence without citations: 47 of the 53
sentences have one. Of the 13 beside the hypotheses, the nearest claim lies at 0.31 to 0.52 for
cancer, schools, coffee or batch sizes, at 0.62 to 0.78 for three on language models and one on
reward hacking, of which the corpus does hold claims."""
CITED = 0.5
"""Least cosine at which a claim of a cited work counts as what it is cited for. Two claims of one
work have 0.56 in the median, claims of works on different hypotheses 0.2 (95 per cent: 0.43)."""
NAMING = 0.35
"""The same for a sentence that names both ends of an effect that the claim denies."""
ELSEWHERE = 0.25
"""Cosine below which nothing recorded of a cited work is about the sentence, if they share no word
that says something either: claims of works on different hypotheses have 0.2 in the median. Of
5,093 sentences of the shipped notes, each citing its own work, 34 then get a warning."""
WINDOW = 0.1
"""How far below the work's nearest claim another one may lie and bear on the sentence as well."""
HYPOTHESIS = 0.6
"""Least cosine of sentence and statement at which the sentence is on a hypothesis ..."""
MARGIN = 0.05
"""... and how much nearer it has to be than the next one. Of the 66 sentences 30 are then on one,
27 of them on the right one."""
_NEGATION = re.compile(
    r"\b(?:not|no|none|never|cannot|neither|nor|nothing|little|hardly|scarcely|barely|fail(?:s|ed|ure)?|lacks?|lacking"
    r"|unable|unnecessary|insufficient)\b|n['’]t\b",
    re.IGNORECASE,
)


_NO_LOSS = re.compile(r"\b(?:little|no|without) (?:loss|cost|harm|error)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\bin (?:principle|theory)\b|\baccording to\b"
    r"|^(?:On|In|By) [\w’' ]{1,40}\b(?:account|view|theory|opinion|reading)\b"
    r"|\b(?:argue|hold|maintain|claim|propose|contend|think|believe|object|warn|say|suggest|report)"
    r"(?:s|ed)? that\b|\b(?:argued|held|thought|claimed|said) (?:to|that)\b"
    r"|\b(?:reviews?|reviewers?|authors?|essays?) (?:see|hold|read|trace|attribute|ascribe)s?\b",
    re.IGNORECASE,
)


_SEEING = re.compile(
    r"\b(?:saw|sees?|seen|watch(?:ed|es)?|heard?|hears)(?: [\w-]+){1,6} $", re.IGNORECASE
)
"""A verb of seeing and its object before a bare verb: "saw one of two objects activate"."""
_PRAISE = re.compile(
    r"(?:in)?effective|harmful|beneficial|useful|helpful|protective", re.IGNORECASE
)
_JUDGE = r"(?:judg|rat|deem|consider|perceiv|believ|th(?:ought|ink)|call|f(?:ound|ind) it)\w*"
_JUDGED = re.compile(rf"\b{_JUDGE}(?: \S+){{1,6}} $", re.IGNORECASE)
_THEY_JUDGED = re.compile(
    rf" (?:they|he|she|people|participants|patients|\w+s) {_JUDGE}\b", re.IGNORECASE
)


def reports_a_view(sentence: str) -> bool:
    """Whether a sentence says whose view it gives: "on Lewis's account", "the authors argue that".

    >>> reports_a_view("According to Hume causes precede effects.")
    True
    """
    return bool(_REPORTS.search(sentence))


def is_perceived(sentence: str, cue: str) -> bool:
    """Whether causal wording is of what people see or judge, which the sentence does not assert.

    >>> is_perceived("Children who saw a block activate the machine chose it.", "activate")
    True
    >>> is_perceived("They judged the useless drug to be effective.", "effective")
    True
    >>> is_perceived("Seeing a block activated the machine.", "activated")
    False
    """
    at = sentence.find(cue)
    if at < 0:
        return False
    before, after = sentence[:at], sentence[at + len(cue) :]
    if not cue.endswith(("s", "ed")) and _SEEING.search(before):
        return True
    return bool(_PRAISE.match(cue) and (_JUDGED.search(before) or _THEY_JUDGED.match(after)))


def names(sentence: str, thing: str) -> bool:
    """Whether a sentence names a cause or an effect by its head: "wages" of "wages of workers"."""
    from causalkb.explanations.variables import head_of, stems

    return head_of(thing) in stems(sentence)


def denies(sentence: str) -> bool:
    """Whether a sentence is a denial, judged by its words of negation."""
    return len(_NEGATION.findall(_NO_LOSS.sub("", sentence))) % 2 == 1


def hypothesis_of(nearby: Nearby) -> tuple[Hypothesis, float] | None:
    """Return the hypothesis that a sentence is about, with its cosine, or ``None``."""
    ranked = nearby.hypotheses
    if not ranked or ranked[0][1] < HYPOTHESIS:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
        return None
    return ranked[0]


def spoken_of(near: Sequence[tuple[Claim, float]]) -> str | None:
    """Return the slug of the hypothesis on which most of the claims take a side."""
    votes: defaultdict[str, float] = defaultdict(float)
    for claim, cosine in near:
        for slug, stance in claim.stances.items():
            if stance is not Stance.QUALIFIES:
                votes[slug] += cosine - NEAR / 2
    return max(votes, key=lambda slug: (votes[slug], slug), default=None)


def bearing(
    claims: Sequence[Claim], cosines: Sequence[tuple[Claim, float]]
) -> tuple[tuple[Claim, ...], bool]:
    """Return what of a cited work bears on a sentence, and whether it is near it.

    Args:
        claims: All claims of the work.
        cosines: Those that have a vector, nearest first.

    Returns:
        The claims within :data:`WINDOW` of the nearest; all of them where none is near.
    """
    own = {claim.id for claim in claims}
    ranked = [(claim, cosine) for claim, cosine in cosines if claim.id in own]
    if not ranked or ranked[0][1] < CITED:
        return tuple(claims), False
    least = max(CITED, ranked[0][1] - WINDOW)
    return tuple(claim for claim, cosine in ranked if cosine >= least), True


def same_side(sentence: str, statement: str) -> bool:
    """Whether both are denials or neither is, judged by their words of negation.

    >>> same_side("Models do not plan.", "Models plan.")
    False
    """
    return denies(sentence) == denies(statement)
