"""Compares a causal sentence of a draft with the evidence near it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from causalkb.evidence.licence import Licence, licence_of
from causalkb.explanations.variables import stems
from causalkb.lint.draft import bearing as near
from causalkb.lint.draft import say
from causalkb.lint.draft.case import SHOWN, Case, best_licence
from causalkb.lint.draft.comparing import reversed_claim
from causalkb.lint.draft.direction import opposite
from causalkb.lint.draft.evidence import Evidence
from causalkb.lint.draft.extent import overstated
from causalkb.lint.draft.loose import of_working
from causalkb.lint.draft.opposite import against_words
from causalkb.lint.draft.uncited import uncited
from causalkb.lint.draft.verdicts import on_verdict
from causalkb.lint.draft.weaker import weaker
from causalkb.lint.findings import Finding, Level
from causalkb.records import Claim, Work
from causalkb.vocabulary import Design, Sign, Stance, Wording
from causalkb.wording import grade
from causalkb.wording.tokens import tokenize
from causalkb.wording.verb_place import FORMS

_COMMONPLACE = stems(
    "effect cause causal model models learn learning study studies data result results method"
    " methods system systems show shows make work use new not no than more less one two can may"
    " also other their evidence people language agent agents"
)
"""Words that works on anything share."""
_NOUNS = frozenset({"cause", "causes", "controls", "shapes", "results", "effects"})
"""Wording that is a noun as often as a verb, which texts on causality have everywhere."""
_THOUGHT = re.compile(
    r"\b(?:rated?|judged?|believed?|thought|thinks?|perceived?|expected|considered|felt|said)\b",
    re.IGNORECASE,
)
_PREDICTS = re.compile(
    r"\b(?:predict(?:s|ed|ing)?|correlat\w{1,5}|associated|goes (?:along )?with|went with)\b",
    re.IGNORECASE,
)
AHEAD = 0.05
"""How much nearer an observational claim has to be than all others, to be what is reported."""
_SLIGHT = re.compile(r"\b(?:at most|small|slight|modest|minor|negligible|scarce|limited)\b", re.I)
"""An effect next to none, which a work that found none does not speak against."""


def judge(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Yield what is wrong with a sentence, at most one finding a rule."""
    found = list(_worded(case, evidence)) if case.cue else []
    if not any(finding.rule == "against" for finding in found):
        other_way = opposite(case) or reversed_claim(case) or against_words(case)
        if other_way is not None:
            # A work that found the opposite is not beside the point.
            found = [f for f in found if f.rule != "no-claims"] + [other_way]
    if not any(f.rule == "overclaim" and f.level is not Level.NOTE for f in found):
        too_wide = overstated(case)
        if too_wide is not None:
            found = [f for f in found if f.rule != "overclaim"] + [too_wide]
    yield from found
    if not any(finding.rule == "against" for finding in found):
        yield from on_verdict(case, evidence)


def _worded(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Compare causal wording with the evidence that is cited, or with what lies near."""
    if case.inherited and not _close(case):
        # It goes on about a cited work, but draws a conclusion of its own.
        yield uncited(case, evidence)
        return
    if not case.cited:
        if not case.unknown:
            yield uncited(case, evidence)
        return
    found = _licensed(case, evidence)
    other_side = _null(case) or _against(case)
    # A work that found the opposite is not beside the point.
    if found is not None and not (other_side is not None and found.rule == "no-claims"):
        yield found
    if other_side is not None:
        yield other_side


def _close(case: Case) -> bool:
    return bool(case.nearby.cited) and case.nearby.cited[0][1] >= near.CITED


def _licensed(case: Case, evidence: Evidence) -> Finding | None:
    """Compare the wording with the strongest wording that the claims on it license."""
    if near.is_perceived(case.text, case.cue):
        return None
    works = evidence.works({c.work for claims in case.claims.values() for c in claims})
    silent = [key for key in case.cited if not case.claims[key]]
    bears: list[Claim] = []
    distant = []
    for key in case.cited:
        claims, close = near.bearing(case.claims[key], case.nearby.cited)
        bears += claims
        if claims and not close:
            distant.append(key)
    if _of_observation(case):
        bears = [claim for claim in bears if claim.design is Design.OBSERVATIONAL]
    best = best_licence(bears, works)
    if best is not None and best.carries(case.wording):
        return (
            _beside(case, distant, works) if distant and len(distant) == len(case.cited) else None
        )
    if best is None:
        what = "no design is recorded" if bears else "no claim is recorded"
        verb = f"edit {bears[0].id}" if bears else f"add {case.cited[0]}"
        return case.finding(
            "no-claims",
            Level.NOTE,
            f"{case.said}; of {say.works(case.cited)} {what}, so nothing says what it carries",
            f"record what it found and how: causalkb claim {verb} --design DESIGN",
            claims=bears,
        )
    speaking = [key for key in case.cited if case.claims[key]]
    aside = [
        claim
        for key in case.cited
        for claim in case.claims[key]
        if claim not in bears and _carries(claim, works, case.wording)
    ]
    # The error is causal wording of correlational results; of arguments and unspecified reviews,
    # or where other evidence may be meant, less is known.
    exaggerated = case.wording is Wording.CAUSAL and best.wording is Wording.CORRELATIONAL
    unsure = not exaggerated or len(distant) == len(speaking) or silent or case.unknown
    carry = "carry" if len(speaking) > 1 else "carries"
    details = [
        *say.suggestion(weaker(case.text, best.wording), "would carry"),
        f"because: {best.because}",
        *(say.claim_line(claim) for claim in bears[: 2 * SHOWN]),
        *(f"none of the claims recorded of {key} is near this sentence" for key in distant),
        *(say.claim_line(claim, "less near, but would carry it") for claim in aside[:1]),
        *(f"no claim is recorded of {key}" for key in silent),
        *(f"{key} is not in the knowledge base" for key in case.unknown),
    ]
    lenient = (
        _only_reported(case)
        or (aside and not _of_observation(case))
        or _as_recorded(case, bears)
        or _loosely_put(case, best, bears)
    )
    level = Level.NOTE if lenient else Level.WARNING if unsure else Level.ERROR
    return case.finding(
        "overclaim",
        level,
        f"{case.said}; {say.works(speaking)} ({say.designs(bears)}) {carry} at most"
        f" {best.wording.value}",
        f"what would license it: {best.more}",
        details,
        bears,
    )


def _only_reported(case: Case) -> bool:
    """Whether causal wording is of what people thought, or stands beside wording of prediction.

    "Rated the treatment as more effective", "went a long way to predicting".
    """
    before, _, after = case.text.partition(case.cue)
    if _THOUGHT.search(before) or before.endswith(" by "):
        return True
    return bool(_PREDICTS.search(before + " " + after))


def _of_observation(case: Case) -> bool:
    """Whether the cited claim nearest to a sentence is clearly what it reports, and observational.

    What else the work found by experiment does not license its wording then.
    """
    if not case.nearby.cited:
        return False
    (first, cosine), *others = case.nearby.cited
    ahead = cosine - max((c for one, c in others if one.design is not first.design), default=0.0)
    return first.design is Design.OBSERVATIONAL and cosine >= near.CITED and ahead >= AHEAD


def _loosely_put(case: Case, best: Licence, claims: Sequence[Claim]) -> bool:
    """Whether wording beyond an argument, or a comparison of systems, is a matter of style.

    It is where the words are of daily things as often as of findings ("makes", "depends on"), where
    the sentence says whose view it gives, and where what is recorded of an argument is causal.
    """
    if best.wording is Wording.CONDITIONAL and (
        case.cue.lower() in _NOUNS
        or near.reports_a_view(case.text)
        or any(grade(claim.text).wording is Wording.CAUSAL for claim in claims)
    ):
        return True
    observed = any(claim.design is Design.OBSERVATIONAL for claim in claims)
    return not observed and of_working(case.cue)


def _as_recorded(case: Case, claims: Sequence[Claim]) -> bool:
    """Whether the wording is that of a cited claim, which someone read when it was recorded.

    Of an observation only where its wording is recorded: else the claim may exaggerate itself.
    """
    own = _verbs(case.cue)
    return any(
        own & _verbs(_worded_so(claim))
        for claim in claims
        if claim.design is not Design.OBSERVATIONAL or claim.wording is not None
    )


def _worded_so(claim: Claim) -> str:
    """Return the text of a claim on a system that was run; of others, only its causal wording.

    "Is argued to harm" of an argument does not say that something harms.
    """
    if claim.design is Design.EVALUATION:
        return claim.text
    kinds = (Wording.CAUSAL, Wording.CONDITIONAL)
    return " ".join(cue.text for cue in grade(claim.text).cues if cue.kind in kinds)


def _verbs(cue: str) -> frozenset[str]:
    """Return the words of a text that say something, verbs of effect as their base form."""
    return stems(
        " ".join(FORMS[word][0] if word in FORMS else word for word in tokenize(cue).words)
    )


def _shares_words(case: Case, works: Mapping[str, Work]) -> bool:
    """Whether a sentence has words that say something of a title or claim that it cites."""
    held = [work.title or "" for work in works.values()]
    held += [claim.text for claims in case.claims.values() for claim in claims]
    return not (stems(case.text) & stems(" ".join(held))) <= _COMMONPLACE


def _beside(case: Case, distant: Sequence[str], works: Mapping[str, Work]) -> Finding | None:
    """Report that the claims of the cited works license the wording but are about other things."""
    if case.inherited:
        return None
    nearest = max((cosine for _, cosine in case.nearby.cited), default=0.0)
    far = nearest < near.ELSEWHERE and not _shares_words(case, works)
    claims = [claim for claim, _ in case.nearby.cited[:SHOWN]]
    return case.finding(
        "no-claims",
        Level.WARNING if far else Level.NOTE,
        f"{case.said}; nothing recorded of {say.works(distant)} is "
        + ("about this" if far else "near this"),
        f"check the citation, or record what it found: causalkb claim add {distant[0]}",
        [say.claim_line(claim, "recorded") for claim in claims],
        claims,
    )


def _null(case: Case) -> Finding | None:
    """Report that the nearest claim of the cited works found no such effect."""
    if not case.nearby.cited or near.denies(case.text) or case.wording is not Wording.CAUSAL:
        return None
    if _SLIGHT.search(case.text):
        return None
    first, cosine = case.nearby.cited[0]
    if not first.effects or any(effect.sign is not Sign.NONE for effect in first.effects):
        return None
    effect = first.effects[0]
    named = near.names(case.text, effect.cause) and near.names(case.text, effect.effect)
    if cosine < (near.NAMING if named else near.CITED):
        return None
    return case.finding(
        "against",
        Level.WARNING,
        f"{case.said}, but {first.work} found no effect of {say.cut(effect.cause, 40)} on"
        f" {say.cut(effect.effect, 40)}",
        "cite evidence for it, or report what the cited work found",
        [say.claim_line(first, "against")],
        [first],
    )


def _against(case: Case) -> Finding | None:
    """Report that the cited works contradict the hypothesis that the sentence asserts."""
    found = near.hypothesis_of(case.nearby)
    if found is None or not near.same_side(case.text, found[0].statement):
        return None
    hypothesis, cosine = found
    sides: dict[Stance, list[tuple[Claim, float]]] = {stance: [] for stance in Stance}
    for claim, c in case.nearby.cited:
        if hypothesis.slug in claim.stances:
            sides[claim.stances[hypothesis.slug]].append((claim, c))
    if sides[Stance.SUPPORTS] or not sides[Stance.CONTRADICTS]:
        return None
    # Nearer to the claim than to the hypothesis, and on its side: it reports what was found.
    if any(
        c >= cosine and near.same_side(case.text, claim.text)
        for claim, c in sides[Stance.CONTRADICTS]
    ):
        return None
    other = [claim for claim, _ in sides[Stance.CONTRADICTS]]
    keys = list(dict.fromkeys(claim.work for claim in other))
    return case.finding(
        "against",
        Level.WARNING,
        f"{say.works(keys)} contradict{'' if len(keys) > 1 else 's'} {hypothesis.slug},"
        " which this sentence seems to put forward",
        "cite evidence for it, or report what the cited work found",
        [
            say.cut(f"{hypothesis.slug}: {hypothesis.statement}", say.DETAIL),
            *(say.claim_line(claim, "against") for claim in other[:SHOWN]),
            *(say.claim_line(claim, "qualifies") for claim, _ in sides[Stance.QUALIFIES][:SHOWN]),
        ],
        other,
    )


def _carries(claim: Claim, works: Mapping[str, Work], wording: Wording) -> bool:
    licence = licence_of(claim, works.get(claim.work))
    return licence is not None and licence.carries(wording)
