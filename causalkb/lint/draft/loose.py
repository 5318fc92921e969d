"""Causal wording that asserts no finding: of daily things, of notions, or of the text itself."""

from __future__ import annotations

import re

from causalkb.explanations.variables import stems
from causalkb.lint.draft.weaker import names_only

_DAILY = re.compile(
    r"(?:so|since|mak|made|chang|keep|kept|depend|bring|brought|turn|leave|left)\w{0,4}\b",
    re.IGNORECASE,
)
_OF_WORKING = re.compile(
    r"(?:is what |because|giv|gave|explain|yield|act|shift|lift|produc|transform|let|reason|process"
    r"|hang|lead|led)\w{0,4}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"independent factors?$"
    r"|(?:an? |the )?(?:\w+ )?(?:effects?|benefits?)\b.*\b(?:is|are|was|were)$",
    re.IGNORECASE,
)
_ROLES = stems("""
    cause effect outcome treatment exposure variable confounder collider mediator moderator
    instrument intervention response average mean difference potential common unit group direct
    indirect total causal estimate estimator estimand correlation association graph arrow path node
    parent child ancestor descendant distribution covariate counterfactual two three one other both
    observed measured unmeasured hidden third randomisation randomization random assignment
    independent dependent sample selection bias confounding identification entry arise
    """)
"""Words for the parts that things play in a causal relation, which name no thing."""
_LEAST_ROLES = 0.75
_DEFINES = re.compile(r"^An? [\w-]+(?: [\w-]+)? is \w+ (?:if|when)\b")
_OF_TEXT = re.compile(
    r"^(?:The|This) (?:\w+ )?(?:section|chapter|part|appendix|review|article|paper)\b"
)


def daily(cue: str) -> bool:
    """Whether wording is causal, but of daily things as often as of findings.

    >>> daily("depends on"), daily("leads to")
    (True, False)
    """
    return bool(_DAILY.match(cue))


def of_working(cue: str) -> bool:
    """Whether wording is causal, but tells how things work as often as what was found.

    >>> of_working("leads to"), of_working("reduces")
    (True, False)
    """
    return daily(cue) or bool(_OF_WORKING.match(cue) or _NAMED.match(cue))


def asserts_nothing(text: str, cue: str) -> bool:
    """Whether a sentence speaks of causes and effects as such, of its own text, or names a topic.

    >>> asserts_nothing("A confounder is a common cause of two variables.", "is a common cause of")
    True
    >>> asserts_nothing("Noise is a cause of bad sleep.", "is a cause of")
    False
    """
    if _DEFINES.search(text) or _OF_TEXT.search(text) or names_only(cue):
        return True
    own = stems(text)
    return bool(own) and len(own & _ROLES) >= _LEAST_ROLES * len(own)
