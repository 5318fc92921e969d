"""causalkb: a literature and evidence knowledge base on causality for AI safety.

>>> from causalkb import KnowledgeBase
>>> KnowledgeBase.open("/nowhere")
Traceback (most recent call last):
    ...
causalkb.errors.StoreError: no knowledge base in /nowhere; 'causalkb init' creates one (or name ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkb.errors import (
    CausalKBError,
    ConflictError,
    InputError,
    ModelError,
    StoreError,
    UnknownError,
)

if TYPE_CHECKING:
    from causalkb.doctor import Finding as DoctorFinding
    from causalkb.evidence.balance_records import Balance, HypothesisBalance
    from causalkb.evidence.graph import ClaimGraph
    from causalkb.evidence.map import GapMap
    from causalkb.explanations.records import Explanation
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.lint.findings import Audit, Finding
    from causalkb.records import (
        AddResult,
        Claim,
        Effect,
        Filters,
        Hit,
        Hypothesis,
        Passage,
        Person,
        Problem,
        Question,
        QuestionMatch,
        SearchResult,
        Work,
    )
    from causalkb.wording import Grade, grade

__version__ = "0.1.0"

_MODULES = {
    "causalkb.doctor": ("DoctorFinding",),
    "causalkb.evidence.balance_records": ("Balance", "HypothesisBalance"),
    "causalkb.evidence.graph": ("ClaimGraph",),
    "causalkb.evidence.map": ("GapMap",),
    "causalkb.explanations.records": ("Explanation",),
    "causalkb.knowledge_base": ("KnowledgeBase",),
    "causalkb.lint.findings": ("Audit", "Finding"),
    "causalkb.records": (
        *("AddResult", "Claim", "Effect", "Filters", "Hit", "Hypothesis", "Passage", "Person"),
        *("Problem", "Question", "QuestionMatch", "SearchResult", "Work"),
    ),
    "causalkb.wording": ("Grade", "grade"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}
_RENAMED = {"DoctorFinding": "Finding"}

__all__ = [
    "AddResult",
    "Audit",
    "Balance",
    "CausalKBError",
    "Claim",
    "ClaimGraph",
    "ConflictError",
    "DoctorFinding",
    "Effect",
    "Explanation",
    "Filters",
    "Finding",
    "GapMap",
    "Grade",
    "Hit",
    "Hypothesis",
    "HypothesisBalance",
    "InputError",
    "KnowledgeBase",
    "ModelError",
    "Passage",
    "Person",
    "Problem",
    "Question",
    "QuestionMatch",
    "SearchResult",
    "StoreError",
    "UnknownError",
    "Work",
    "grade",
]


def __getattr__(name: str) -> object:
    # Imported on first use, so that 'causalkb --help' does not pay for what it does not use.
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'causalkb' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), _RENAMED.get(name, name))
