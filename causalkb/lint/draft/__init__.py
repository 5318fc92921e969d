"""A linter for drafts: it compares causal sentences with the evidence that they cite."""

from causalkb.lint.draft.evidence import Evidence, Nearby, StoreEvidence, evidence_of
from causalkb.lint.draft.linter import lint
from causalkb.lint.markup.syntax import SUFFIXES, Syntax, syntax_of

__all__ = [
    "SUFFIXES",
    "Evidence",
    "Nearby",
    "StoreEvidence",
    "Syntax",
    "evidence_of",
    "lint",
    "syntax_of",
]
