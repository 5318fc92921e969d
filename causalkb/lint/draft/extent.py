"""A sentence that says more than the cited works by its extent: "always", "no model", "animals".

Two signs, each only in a sentence of the present, for what was found is told in the past: a word
that allows no exception, where no claim of the cited works has one; and a subject that is a wider
class than the one population that these works studied.
"""

from __future__ import annotations

import re

from causalkb.lint.draft import bearing as near
from causalkb.lint.draft import say
from causalkb.lint.draft.case import SHOWN, Case
from causalkb.lint.findings import Finding, Level
from causalkb.vocabulary import Design
from causalkb.wording import classes as c
from causalkb.wording.tokens import tokenize
from causalkb.wording.verb_forms import is_past

_PROVES = re.compile(
    r"\b(?:prove[sd]? (?:that|beyond)|beyond (?:any |all |reasonable )?doubt"
    r"|undoubtedly|conclusively|definitively)\b",
    re.IGNORECASE,
)
_WITHOUT_EXCEPTION = re.compile(
    r"(?P<word>^(?:All|Every|Any|Only|No)(?= [a-z])|\b(?:always|never|invariably))"
    r"(?: (?P<next>\w+))?",
    re.IGNORECASE,
)
_MAIN = 6
"""Words of a sentence among which its subject ends and its verb begins."""
_NO_CLASS = re.compile(
    r"^(?:No (?:one|amount|wonder|doubt|longer|matter|evidence|study|studies|such|single|work)"
    r"|All (?:in all|of|but|else|the|that|these|those|this|is|we)|Any of|Only (?:a|one|two|few|then"
    r"|when|if|recently|some))\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:where|when|that|which|who|how|if|because|while)\b", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:not|n['’]t) (?:\w+ )?(?:always|every|all|only|entirely)\b", re.I)
_NEGATIVE = re.compile(r"(?:no|never)$", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|every|each|any|always|only|invariably|exception|consistently|whatever|wherever"
    r"|entirely|exclusively|whole|100 ?%)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|none|never|any|neither|nor|not one|nothing)\b", re.IGNORECASE)
_FOUND = frozenset(
    {
        Design.EXPERIMENT,
        Design.NATURAL_EXPERIMENT,
        Design.OBSERVATIONAL,
        Design.EVALUATION,
        Design.WITHIN_STUDY_COMPARISON,
        Design.META_ANALYSIS,
    }
)
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
_NARROWED = re.compile(
    r"\b(?:some|several|certain|many|these|those|such|other|may|might|can|could|sometimes|often"
    r"|trained|tested|studied|including|as in)\b",
    re.IGNORECASE,
)
_PAST_BE = frozenset({"was", "were", "had", "did"})
_BEFORE_PARTICIPLE = c.DETERMINERS | c.PREPOSITIONS | c.BE | {"and", "or", "to", "when", "if"}
LEAST = 0.4
"""Least cosine of the nearest cited claim: below it the sentence may be on something else."""


def overstated(case: Case) -> Finding | None:
    """Report that a sentence has a wider extent than what its cited works found."""
    if not case.cited or case.unknown or case.inherited or not case.nearby.cited:
        return None
    best = case.nearby.cited[0][1]
    bears = [claim for claim, cosine in case.nearby.cited if cosine >= best - near.WINDOW]
    if best < LEAST or near.reports_a_view(case.text):
        return None
    found = all(claim.design in _FOUND for claim in bears)
    proves = _PROVES.search(case.text)
    every = (claim for key in case.cited for claim in case.claims[key])
    if proves and found and all(claim.design in _FOUND for claim in every):
        return _finding(case, f"{say.quoted(proves.group())} allows no doubt", "weaken it")
    if not _of_the_present(case.text):
        return None
    word = _without_exception(case.text)
    if word and found:
        same = _NONE if _NEGATIVE.match(word) else _ALL
        if not any(same.search(claim.text) for claim in bears):
            said = f"{say.quoted(word)} allows no exception"
            return _finding(case, said, "say of how many it was found, or leave it out")
    return _wider(case)


def _without_exception(text: str) -> str:
    """Return the word of the main clause that allows no exception; "" where there is none."""
    found = _WITHOUT_EXCEPTION.search(text)
    if found is None or _NO_CLASS.match(text) or _NOT_ALL.search(text):
        return ""
    before = text[: found.start()]
    if "," in before or _SUBORDINATE.search(before) or len(before.split()) > _MAIN:
        return ""
    return "" if found.start() and is_past(found["next"] or "") else found["word"]


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


def _wider(case: Case) -> Finding | None:
    """Report a subject that is a wider class than the one population of the cited works."""
    claims = [claim for key in case.cited for claim in case.claims[key]]
    populations = {claim.population for claim in claims if claim.population != "theory"}
    if len(populations) != 1 or _NARROWED.search(case.text):
        return None
    (studied,) = populations
    wide = next((wide for start, wide in _WIDER if (studied or "").startswith(start)), None)
    found = wide and re.match(
        rf"(?:Most |All )?(?P<class>{wide})\b(?! that| with| who)", case.text, re.I
    )
    if not found:
        return None
    said = f"{say.quoted(found['class'])} is wider than what was studied, {studied}"
    return _finding(case, said, "name whom or what was studied, or cite works on others")


def _finding(case: Case, said: str, fix: str) -> Finding:
    shown = [claim for claim, _ in case.nearby.cited[:SHOWN]]
    return case.finding(
        "overclaim",
        Level.WARNING,
        f"{said}; {say.works(case.cited)} ({say.designs(shown)})",
        fix,
        [say.claim_line(claim, "recorded") for claim in shown],
        shown,
    )
