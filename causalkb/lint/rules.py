"""What an audit looks for, each with its usual level and the reason: one table for both audits."""

from __future__ import annotations

from causalkb.lint.findings import Level, Rule

_WRIGHT = "Wright and Augenstein 2021, EMNLP, 10824-10836"
_SUMNER = "Sumner et al. 2014, BMJ 349:g7015"

KNOWLEDGE_BASE = (
    Rule(
        "stronger-than-design",
        Level.WARNING,
        "wording stronger than the design carries",
        f"A causal statement from a correlational result is exaggeration ({_SUMNER}).",
        "claim",
    ),
    Rule(
        "stronger-than-abstract",
        Level.WARNING,
        "claim worded more strongly than anything in its work's abstract",
        f"A claim stronger than its source is exaggeration ({_WRIGHT}).",
        "claim",
    ),
    Rule(
        "stronger-than-quote",
        Level.WARNING,
        "claim worded more strongly than the quote it rests on",
        f"A claim stronger than its source is exaggeration ({_WRIGHT}).",
        "claim",
    ),
    Rule(
        "no-locator",
        Level.WARNING,
        "claim without a place in its work",
        "What cannot be looked up cannot be checked.",
        "claim",
    ),
    Rule(
        "no-design",
        Level.WARNING,
        "claim with a stance and no design",
        "Without a design nothing says what wording it carries, and it weighs least.",
        "claim",
    ),
    Rule(
        "unchecked-quote",
        Level.WARNING,
        "quote that nobody found in the work",
        "A quote must be in the work that it is said to come from.",
        "claim",
    ),
    Rule(
        "one-author",
        Level.WARNING,
        "verdict that rests on the works of one person or group",
        "Results of one laboratory share its methods and its mistakes.",
        "hypothesis",
    ),
    Rule(
        "one-species",
        Level.WARNING,
        "verdict that rests on one species",
        "What holds of one species need not hold of others.",
        "hypothesis",
    ),
    Rule(
        "one-model-family",
        Level.WARNING,
        "verdict that rests on one family of models",
        "Models of one family share data, architecture and training.",
        "hypothesis",
    ),
    Rule(
        "review-beside-studies",
        Level.NOTE,
        "review counted beside studies that it may review",
        "What a review found is then counted twice; a warning where the verdict depends on it.",
        "hypothesis",
    ),
    Rule(
        "fragile",
        Level.WARNING,
        "verdict that a single work overturns",
        "A verdict that one retraction changes is not settled.",
        "hypothesis",
    ),
    Rule(
        "stale-suppression",
        Level.NOTE,
        "suppression of a finding that is no longer there",
        "A suppression that outlives its reason hides the next fault.",
        "suppression",
    ),
)
"""Rules for a knowledge base."""

DRAFT = (
    Rule(
        "overclaim",
        Level.ERROR,
        "wording stronger than the cited evidence carries",
        f"A causal statement from a correlational result is exaggeration ({_SUMNER}).",
        "sentence",
    ),
    Rule(
        "against",
        Level.WARNING,
        "the cited work takes the other side",
        "A citation that contradicts what it is cited for misleads.",
        "sentence",
    ),
    Rule(
        "contested",
        Level.WARNING,
        "causal wording where the evidence is contested or against",
        "A reader should hear of the evidence against.",
        "sentence",
    ),
    Rule(
        "uncited",
        Level.WARNING,
        "causal claim without a citation",
        "A causal claim needs evidence that set or moved the cause.",
        "sentence",
    ),
    Rule(
        "unknown-citation",
        Level.WARNING,
        "citation of a work that is not in the knowledge base",
        "Nothing is known here of its evidence; perhaps it does not exist.",
        "sentence",
    ),
    Rule(
        "no-claims",
        Level.NOTE,
        "causal wording with a citation of which no claim on it is recorded",
        "Nothing is known here of its evidence; a warning where all that is recorded is elsewhere.",
        "sentence",
    ),
    Rule(
        "no-reason",
        Level.WARNING,
        "a finding silenced without a reason",
        "A suppression without a reason cannot be reviewed.",
        "sentence",
    ),
)
"""Rules for a draft."""

RULES = {rule.id: rule for rule in (*KNOWLEDGE_BASE, *DRAFT)}
