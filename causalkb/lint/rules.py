"""What an audit looks for, each with its usual level and the reason: one table for both audits."""

from __future__ import annotations

from causalkb.lint.findings import Level, Rule

_WRIGHT = "Wright and Augenstein 2021, EMNLP, 10824-10836"
_SUMNER = "Sumner et al. 2014, BMJ 349:g7015"

_CLAIMS = (
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
        "Without a design nothing says what wording it carries, and it is not counted.",
        "claim",
    ),
    Rule(
        "unchecked-quote",
        Level.NOTE,
        "quote that was not found in a stored text of the work",
        "A quote must be in the work that it is said to come from.",
        "claim",
    ),
    Rule(
        "retracted-work",
        Level.WARNING,
        "claim of a retracted work that takes a stance",
        "What a journal no longer vouches for is counted, with a lower certainty, until someone"
        " decides.",
        "claim",
    ),
    Rule(
        "no-warrant",
        Level.NOTE,
        "work whose claims take a stance without a warrant",
        "Only the observation behind a stance lets a second reader check it; one finding a work.",
        "claim",
    ),
    Rule(
        "outside-scope",
        Level.WARNING,
        "claim counted for a hypothesis that does not speak of its population or paradigm",
        "What was seen elsewhere needs a step of inference, or the scope is too narrow.",
        "claim",
    ),
    Rule(
        "both-rivals",
        Level.WARNING,
        "claim that supports two hypotheses that exclude each other",
        "Evidence that fits both of two rivals is neutral on which of them is right (Heuer 1999).",
        "claim",
    ),
    Rule(
        "other-unit",
        Level.NOTE,
        "estimate in another unit than the threshold of the hypothesis",
        "It is not compared with the threshold; the recorded stance counts instead.",
        "claim",
    ),
    Rule(
        "rebuttal-cycle",
        Level.WARNING,
        "claims that rebut one another in a circle",
        "None of them stands or falls: all are disputed and still count (Dung 1995).",
        "claim",
    ),
    Rule(
        "relation-without-effect",
        Level.WARNING,
        "relation that cannot do what it says",
        "A reader who sees it believes that the count takes account of it; a note where a review"
        " synthesises, which is shown beside the count anyway.",
        "claim",
    ),
    Rule(
        "synthesis-elsewhere",
        Level.WARNING,
        "synthesis of a claim that bears on other hypotheses, or that is not there",
        "What a synthesis pools is counted with it only where both bear on one hypothesis.",
        "claim",
    ),
)
_HYPOTHESES = (
    Rule(
        "no-form",
        Level.WARNING,
        "hypothesis without a form",
        "The form decides how claims are counted; without one it counts as a generic statement.",
        "hypothesis",
    ),
    Rule(
        "no-wrong-if",
        Level.WARNING,
        "hypothesis that does not say what would refute it",
        "What no observation could refute cannot be tested (Popper 1959).",
        "hypothesis",
    ),
    Rule(
        "incomplete-form",
        Level.WARNING,
        "hypothesis without what its form needs: a threshold, a comparator or premises",
        "Without them two readers count the same claim on different sides.",
        "hypothesis",
    ),
    Rule(
        "one-group",
        Level.WARNING,
        "verdict that rests on one group of works linked by shared people",
        "Results of one group share its methods and its mistakes.",
        "hypothesis",
    ),
    Rule(
        "one-population",
        Level.WARNING,
        "verdict that rests on one population where the hypothesis speaks of more",
        "What holds of one species or family of models need not hold of others.",
        "hypothesis",
    ),
    Rule(
        "one-paradigm",
        Level.WARNING,
        "verdict that rests on one paradigm",
        "What one task or method shows may be a property of that task or method.",
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
        "way-of-counting",
        Level.NOTE,
        "verdict that holds in less than half of the ways of counting",
        "Where the way of counting decides, the evidence does not.",
        "hypothesis",
    ),
    Rule(
        "low-certainty",
        Level.NOTE,
        "verdict of low or very low certainty",
        "Its certainty has to be told with it.",
        "hypothesis",
    ),
    Rule(
        "rivals-favoured",
        Level.WARNING,
        "hypotheses that exclude each other and are both favoured",
        "Both cannot be right: a claim for one was not entered against the other, or they are not"
        " rivals (Heuer 1999).",
        "hypothesis",
    ),
)
KNOWLEDGE_BASE = (
    *_CLAIMS,
    *_HYPOTHESES,
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
        "verdict",
        Level.WARNING,
        "sentence on a hypothesis of the knowledge base",
        "A reader should hear the verdict on it, and what it depends on; a note where the evidence"
        " favours it, or where the sentence says so itself.",
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
        "same-in-bibtex",
        Level.NOTE,
        "citation in LaTeX whose key differs only in case from that of another work",
        "BibTeX takes both for one entry and may print the other work; biber does not.",
        "sentence",
    ),
    Rule(
        "retracted-citation",
        Level.WARNING,
        "citation of a work that was retracted, withdrawn or is doubted",
        "A reader should be told; a sentence that says so itself is left alone.",
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
