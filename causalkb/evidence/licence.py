"""Which wording a design carries: the table of ``docs/causal-wording.md``, as a function.

Sources: observational results carry associations unless an identification strategy is named
(Hernán et al. 2025, doi:10.7326/ANNALS-24-01871; Sumner et al. 2014, BMJ 349:g7015); what a natural
experiment identifies is causal (Angrist and Pischke 2010, doi:10.1257/jep.24.2.3). The other lines
are our judgement and say so on that page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causalkb.lazy import compiled_on_use
from causalkb.records import Claim, Work
from causalkb.vocabulary import Design, Rung, Wording

_STRATEGY = compiled_on_use(
    r"\b(?:target[- ]trial|emulat\w{2,4} (?:\w{1,20} )?trials?|trial emulations?"
    r"|instrument(?:al[- ]variables?|ed\b|ing\b|s? for\b)"
    r"|mendelian[- ]randomi[sz]ation|(?:regression[- ])?discontinuit(?:y|ies)"
    r"|diff(?:erence)?s?[- ]in[- ]diff(?:erence)?s?|front[- ]?door|back[- ]?door"
    r"|synthetic[- ]controls?|interrupted[- ]time[- ]series|quasi[- ]experiment(?:s|al)?"
    r"|natural[- ]experiments?|as[- ]if[- ]random(?:ly)?|as[- ]good[- ]as[- ]random(?:ly)?"
    r"|marginal[- ]structural|g[- ](?:formula|computation|estimation)"
    r"|inverse[- ]probability[- ]weight(?:s|ed|ing)?|propensity[- ]scores?|do[- ]calculus"
    r"|invarian(?:t|ce)[- ](?:causal[- ])?prediction)\b",
    re.IGNORECASE,
)
_ASSUMED = compiled_on_use(
    r"\b(?:assum\w{1,9}|provided that|if (?:no|the|there)|under (?:the|no|un\w{1,20}|ign\w{1,20})"
    r"|unconfounded\w{0,4}|ignorab\w{1,5}|exogen\w{1,5}|no unmeasured)\b",
    re.IGNORECASE,
)
_ABLATION = compiled_on_use(
    r"\b(?:ablat\w{1,5}|randomi[sz]ed|interven\w{1,7}|(?:with|when) (?:and|or) without"
    r"|prompting|fine[- ]?tuning|pre[- ]?training|retraining|(?:adding|removing|replacing|swapping"
    r"|masking|patching|shuffling|perturbing|permuting|injecting|editing|varying)\b)",
    re.IGNORECASE,
)
_REVIEWED = compiled_on_use(
    r"\b(?:experiment(?:s|al)?|randomi[sz]ed|trials?|natural experiments?|theorems?)\b",
    re.IGNORECASE,
)

_POOLED = compiled_on_use(
    r"\b(?:observational|cohorts?|case[- ]control|cross[- ]sectional|surveys?|correlational"
    r"|associat(?:ed|ions?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Licence:
    """The strongest wording that some evidence carries.

    Attributes:
        wording: The level.
        because: What of the evidence carries it, to follow "carries at most ... ".
        more: What would license a stronger wording; "" where nothing stronger exists.
    """

    wording: Wording
    because: str
    more: str = ""

    def carries(self, wording: Wording) -> bool:
        """Whether a sentence of this wording stays within the licence."""
        return wording.strength <= self.wording.strength


def licence_of(claim: Claim, work: Work | None = None) -> Licence | None:
    """Return what the evidence of a claim carries, or ``None`` where no design is recorded.

    Args:
        claim: The claim; its text, quote and tags may name an identification strategy.
        work: Its work; so may its title and abstract.

    >>> licence_of(Claim("...", design=Design.OBSERVATIONAL)).wording.value
    'correlational'
    >>> named = Claim("In a regression discontinuity ...", design=Design.OBSERVATIONAL)
    >>> licence_of(named).wording.value
    'conditional'
    """
    if claim.design is None:
        return None
    if claim.design is Design.OBSERVATIONAL:
        return _observational(claim, work)
    if claim.design is Design.EVALUATION and (_set_by_hand(claim) or _ABLATION.search(claim.text)):
        return Licence(Wording.CAUSAL, "an evaluation in which one thing was changed")
    if claim.design in (Design.REVIEW, Design.META_ANALYSIS):
        return _review(claim)
    if claim.design is Design.EXPERIMENT and claim.rung is Rung.ASSOCIATION:
        return Licence(
            Wording.CONDITIONAL,
            "an experiment, but what it found is an association",
            "that what is said to be the cause was set (rung 'intervention')",
        )
    return _USUAL[claim.design]


_USUAL = {
    Design.EXPERIMENT: Licence(
        Wording.CAUSAL, "an experiment set the cause, in the setting it studied"
    ),
    Design.NATURAL_EXPERIMENT: Licence(
        Wording.CAUSAL, "a natural experiment moved the cause, for those it moved"
    ),
    Design.THEOREM: Licence(Wording.CAUSAL, "a theorem holds within its model"),
    Design.SIMULATION: Licence(
        Wording.CAUSAL, "a simulation sets everything, in the simulated system"
    ),
    Design.WITHIN_STUDY_COMPARISON: Licence(
        Wording.CAUSAL, "an observational estimate was set beside an experimental one"
    ),
    Design.EVALUATION: Licence(
        Wording.CORRELATIONAL,
        "scores of systems that differ in more than one thing",
        "an ablation that changes one thing (then rung 'intervention')",
    ),
    Design.POSITION: Licence(
        Wording.CONDITIONAL,
        "an argument, not a finding",
        "the evidence that it cites, as a claim of the work that has it",
    ),
}


def _set_by_hand(claim: Claim) -> bool:
    return claim.rung in (Rung.INTERVENTION, Rung.COUNTERFACTUAL)


def _review(claim: Claim) -> Licence:
    """A review carries what the studies that it says it reviews carry."""
    if _set_by_hand(claim) or _REVIEWED.search(claim.text):
        return Licence(Wording.CAUSAL, "a review of work that carries it")
    more = "the designs of the reviewed studies, named in the claim"
    if _POOLED.search(claim.text):
        return Licence(Wording.CORRELATIONAL, "a review of observational studies", more)
    return Licence(Wording.CONDITIONAL, "a review that does not say what designs it pools", more)


def _observational(claim: Claim, work: Work | None) -> Licence:
    stated = " ".join((claim.text, claim.quote or "", *claim.tags))
    around = "" if work is None else f"{work.title} {work.abstract or ''}"
    found = _STRATEGY.search(stated) or _STRATEGY.search(around)
    if found is None:
        return Licence(
            Wording.CORRELATIONAL,
            "observation without a named identification strategy",
            "an experiment, or an identification strategy that the claim names (target trial,"
            " instrument, discontinuity, differences in differences, front door)",
        )
    if _ASSUMED.search(stated):
        return Licence(Wording.CAUSAL, f"“{found.group()}” is named together with what it assumes")
    return Licence(
        Wording.CONDITIONAL,
        f"“{found.group()}” is named, but not what it assumes",
        "the assumptions of the identification strategy, in the claim itself",
    )


def strongest(licences: list[Licence]) -> Licence | None:
    """Return the licence that carries most; ``None`` of none."""
    return max(licences, key=lambda licence: licence.wording.strength, default=None)
