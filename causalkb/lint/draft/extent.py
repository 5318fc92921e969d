"""A sentence that says more than the cited works by its extent: "always", "no model", "animals".

A logistic model (:mod:`causalkb.lint.draft.learned`) weighs whether the sentence has words that
allow no exception or a subject that is a whole class, whether the claims near it have such words or
words that limit them, and whether it states a rule, in the present, or tells what was found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from causalkb.lint.draft import bearing as near
from causalkb.lint.draft import say
from causalkb.lint.draft.case import SHOWN, Case
from causalkb.lint.draft.learned import model
from causalkb.lint.findings import Finding, Level
from causalkb.vocabulary import Design
from causalkb.wording import classes as c
from causalkb.wording.tokens import tokenize
from causalkb.wording.verb_forms import is_past

_CLASSES = (
    r"(?:ages?|systems?|kinds?|games?|environments?|changes?|shifts?|tasks?|species|animals?|people"
    r"|models?|data|networks?|situations?|stud(?:y|ies)|cases?|settings?|circumstances|domains?"
    r"|countr\w+|learners?|agents?|methods?|scenes?|relations?|questions?)"
)
_EXTENT = {
    "adverb": re.compile(
        r"\b(?:always|never|invariably|forever|for good|without (?:any )?exception"
        r"|in every case|under all circumstances)\b",
        re.IGNORECASE,
    ),
    "subject": re.compile(
        r"^(?:All|Every|Any|No|Everyone|Everybody|Nobody|No one|Anyone|Anything|Whatever|Only|None)"
        r"\b"
    ),
    "object": re.compile(
        r"(?<=\w )(?:all|every|any|each|everyone|everybody|anyone|everything|anything|nothing"
        r"|nobody)\b",
        re.IGNORECASE,
    ),
    "strong": re.compile(
        r"\b(?:prove[sdn]?\b|guarantees?|immune|cures?|eliminates?|whatsoever|anywhere|everywhere"
        r"|beyond (?:any |all |reasonable )?doubt|undoubtedly|conclusively|definitively|worthless"
        r"|impossible|inevitabl\w+|certain to|bound to|only because|the only|perfectly|completely"
        r"|entirely)\b",
        re.IGNORECASE,
    ),
    "class": re.compile(rf"\b(?:all|any|every|each) (?:\w+ ){{0,2}}{_CLASSES}\b", re.IGNORECASE),
}
"""Words that allow no exception, by where they stand. A half where they are in a side clause."""
_IDIOM = re.compile(
    r"\b(?:not|n['’]t) (?:\w+ )?(?:always|every|all|only|entirely)\b"
    r"|\b(?:at all|after all|above all|all but|all in all|first of all|most of all|best of all"
    r"|if anything|all the same|in all\b|all of (?:them|these|those|its|her|his)"
    r"|all (?:two|three|four|five|six|seven|eight|nine|ten|\d{1,9})"
    r"|anything but|hardly any\w{0,9}|without any|not any\w{0,9}|any more|than any|each other"
    r"|whether any|anything like|no matter|no longer|no (?:better|worse|more than|difference|effect"
    r"|evidence|sign|doubt)|anything else|any other|nothing (?:about|to do|but|more)"
    r"|all (?:the|these|those|this|that|its|their|his|our|other)"
    r"|every (?:prompt|one|second|third)"
    r"|each (?:has|had|was|is|of|with|event|step|one|time|stage|variable|other))\b",
    re.IGNORECASE,
)
"""What has such a word and allows exceptions, or counts what was studied."""
_NO_CLASS = re.compile(
    r"^(?:None of|All (?:\w+ ){1,2}(?:that|which|we) (?:were|was|tried|tested)"
    r"|No (?:one|amount|wonder|doubt|longer|matter|evidence|study|studies|such|single|work)"
    r"|All (?:in all|of|but|else|the|that|these|those|this|is|we)|Any of|Only (?:a|one|two|few|then"
    r"|when|if|recently|some))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|neither|nor|cannot|never|hardly)\b|n['’]t\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:where|when|that|which|who|how|if|because|while|whether)\b", re.IGNORECASE)
_RECORDED = re.compile(
    r"\b(?:all|every|each|any|always|never|none|neither|nor|no|only|invariably|whenever|whatever"
    r"|whichever|everything|everyone|nothing|nobody|entirely|perfectly|completely|exactly"
    r"|necessar\w+|cannot|impossible|regardless|arbitrary|irrespective|however)\b|100 ?(?:%|per)",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:some|often|may|might|can|could|usually|typically|most|mostly|many|several|sometimes"
    r"|tend|largely|partly|in part|one of|at least|probably|likely|suggest\w{0,4}|few|largest"
    r"|certain|given|under|if|when|unless|first|small|preliminary|about|around|nearly|almost)\b|\d",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:may|might|could|sometimes|perhaps|can|often|usually|argue\w{0,2}|says?|holds?|on this"
    r"|according|in theory|suggests?|should|if|unless|given)\b"
)
_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|most|several|few)\b",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\b(?:some|several|certain|many|these|those|such|other|may|might|can|could|sometimes|often"
    r"|most|usually|tend|tended|here|dozens?|hundreds?|trained|tested|studied|including|as in)\b",
    re.IGNORECASE,
)
_WHOLE_CLASSES = tuple(
    (
        re.compile(
            rf"^(?:(?:all|no|every|any|only) )?(?:{wide})\b(?! (?:that|with|who|trained|fine-tuned"
            r"|of|in|on|from|given|told|using|whose|which|under)\b)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{wide})\b", re.IGNORECASE),
    )
    for wide in (
        "(?:non-?human )?animals?|beasts?|creatures?|species|vertebrates",
        "birds?",
        "mammals?|primates?",
        "insects?",
        "monkeys|(?:great )?apes",
        "people|humans?|everyone|everybody|nobody|human beings|we|adults|persons|the brain|brains",
        "children|kids|infants|babies|students",
        "(?:deep |artificial )?neural (?:networks?|nets)|networks?|machines?|ai systems?|ai"
        "|artificial intelligence|deep learning|artificial agents|agents|learners",
        "language models|llms|models|transformers|image classifiers|vision models|classifiers"
        "|sequence models|image models|video models|reinforcement learners",
        "observational (?:methods|studies|data)|methods|causal methods|(?:discovery )?algorithms"
        "|statistics|interventional data|experiments|benchmarks?|policies",
        "science|scientists|papers|studies|journals|the media|press releases",
    )
)
"""Subjects that are a whole class, and the same words anywhere in a claim."""
_WIDER = (
    ("animals/apes", "animals|mammals|primates|non-?human animals"),
    ("animals/monkeys", "animals|mammals|primates|apes|non-?human animals"),
    ("animals/corvids", "animals|birds|non-?human animals"),
    ("animals/other-birds", "animals|birds|non-?human animals"),
    ("animals/", "animals|mammals|vertebrates|non-?human animals"),
    ("humans/children", "people|humans|adults|human beings"),
    ("humans/infants", "people|humans|adults|children|human beings"),
    (
        "models/",
        "(?:deep |artificial )?neural networks|machines|ai systems|artificial intelligence",
    ),
)
"""Populations by the beginning of their name, with the classes that are wider than they are."""
_PROVES = re.compile(
    r"\b(?:prove[sd]? (?:that|beyond)|beyond (?:any |all |reasonable )?doubt"
    r"|undoubtedly|conclusively|definitively)\b",
    re.IGNORECASE,
)
_REASONED = frozenset({Design.THEOREM, Design.POSITION, Design.REVIEW, None})
_PAST_BE = frozenset({"was", "were", "had", "did"})
_BEFORE_PARTICIPLE = c.DETERMINERS | c.PREPOSITIONS | c.BE | {"and", "or", "to", "when", "if"}
LEAST = 0.3
"""Least cosine of the nearest cited claim: below it the sentence may be on something else."""
_SIDES = 0.5


def overstated(case: Case) -> Finding | None:
    """Report that a sentence has a wider extent than what its cited works found."""
    if not case.cited or case.unknown or case.inherited or not case.nearby.cited:
        return None
    if case.nearby.cited[0][1] < LEAST:
        return None
    word = _word(case.text)
    bears = [c for c, cosine in case.nearby.cited if cosine >= LEAST][: 2 * SHOWN]
    if word and any(re.search(rf"\b{re.escape(word)}\b", c.text, re.I) for c in bears):
        return None
    wider = _wider(case)
    if not wider and not _proves(case) and not model("extent").finds(features(case)):
        return None
    if wider:
        word, said = wider, "is wider than what was studied"
        fix = "name whom or what was studied, or cite works on others"
    elif word:
        said, fix = "allows no exception", "say of how many it was found, or leave it out"
    else:
        word = _whole_class(case.text)
        said, fix = "may be wider than what was studied", "name whom or what was studied"
    shown = [claim for claim, _ in case.nearby.cited[:SHOWN]]
    studied = shown[0].population
    return case.finding(
        "overclaim",
        Level.WARNING,
        f"{say.quoted(word)} {said}; {say.works(case.cited)} ({say.designs(shown)}"
        f"{f', {studied}' if studied else ''})",
        fix,
        [say.claim_line(claim, "recorded") for claim in shown],
        shown,
    )


def _proves(case: Case) -> bool:
    """Whether a sentence says that works prove something, none of which reasons only."""
    if not _PROVES.search(case.text) or near.reports_a_view(case.text):
        return False
    return all(claim.design not in _REASONED for key in case.cited for claim in case.claims[key])


def _wider(case: Case) -> str:
    """Return a subject that is a wider class than the one population of the cited works, or ""."""
    claims = [claim for key in case.cited for claim in case.claims[key]]
    populations = {claim.population for claim in claims if claim.population != "theory"}
    if len(populations) != 1 or _NARROWED.search(case.text) or near.reports_a_view(case.text):
        return ""
    (studied,) = populations
    wide = next((wide for start, wide in _WIDER if (studied or "").startswith(start)), None)
    found = wide and re.match(
        rf"(?:Most |All )?(?P<class>{wide})\b(?! that| with| who)", case.text, re.I
    )
    return found["class"] if found and _of_the_present(case.text) else ""


def features(case: Case) -> Mapping[str, float]:
    """Return what speaks for and against a sentence being wider than what it cites.

    Each is 0 or 1 but those of :data:`_EXTENT`, which may be a half, and ``cosine``. One with "&"
    is the product of two. None where it has neither a word without exception nor a whole class.
    """
    text = case.text
    best = case.nearby.cited[0][1]
    bears = [claim for claim, cosine in case.nearby.cited if cosine >= best - near.WINDOW][:4]
    found = {name: _stands(name, text) for name in _EXTENT}
    extent = float(max(found.values()) >= 1)
    whole = _whole_class(text)
    if not whole and not any(found.values()):
        return {"neither": 1.0}
    new = whole and not any(
        words.search(claim.text)
        for start, words in _WHOLE_CLASSES
        if start.search(text)
        for claim in bears
    )
    same = any(_RECORDED.search(claim.text) for claim in bears[:SHOWN])
    present = float(_of_the_present(text))
    limited = float(bool(_LIMITED.search(bears[0].text)))
    tested = float(bears[0].design not in _REASONED)
    return {
        **found,
        "extent": extent,
        "several": float(sum(value > 0 for value in found.values()) > 1),
        "recorded": float(same),
        "claim limited": limited,
        "present": present,
        "hedged": float(bool(_HEDGED.search(text))),
        "view": float(near.reports_a_view(text)),
        "tested": tested,
        "whole class": float(bool(whole)),
        "new class": float(bool(new)),
        "numbers": float(bool(_NUMBERED.search(text))),
        "cosine": best,
        "extent & present": extent * present,
        "extent & tested": extent * tested,
        "extent & claim limited": extent * limited,
        "extent & not recorded": extent * (not same),
        "extent & present & not recorded": extent * present * (not same),
        "whole class & present": float(bool(whole)) * present,
        "new class & present": float(bool(new)) * present,
    }


def _stands(name: str, text: str) -> float:
    """Return how surely a sentence has words of an extent: 1, 0.5 in a side clause, 0."""
    if name == "subject" and _NO_CLASS.match(text):
        return 0.0
    plain = text if name == "strong" else _IDIOM.sub(" ", text)
    at = _EXTENT[name].search(plain)
    if at is None:
        return 0.0
    if name == "strong" and _DENIED.search(plain[: at.start()]):
        return 0.0
    aside = name in ("adverb", "object") and _SIDE.search(plain[: at.start()])
    return _SIDES if aside else 1.0


def _word(text: str) -> str:
    """Return the word of a sentence that allows no exception; "" where there is none."""
    at = [
        found
        for name, read in _EXTENT.items()
        if _stands(name, text)
        for found in [read.search(text if name == "strong" else _IDIOM.sub("", text))]
        if found is not None
    ]
    return at[0].group() if at else ""


def _whole_class(text: str) -> str:
    """Return the whole class that a sentence begins with; "" if there is none."""
    if _NARROWED.search(text):
        return ""
    return next(
        (found.group() for start, _ in _WHOLE_CLASSES for found in [start.search(text)] if found),
        "",
    )


def _of_the_present(text: str) -> bool:
    """Whether a sentence has no verb of the past, and so may state a rule."""
    words = tokenize(text).words
    return not any(
        word in _PAST_BE
        or (
            word.endswith("ed")
            and "-" not in word
            and is_past(word)
            and words[max(0, n - 1)] not in _BEFORE_PARTICIPLE
        )
        for n, word in enumerate(words)
    )
