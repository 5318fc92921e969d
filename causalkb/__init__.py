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
    from causalkb.doctor import DoctorFinding
    from causalkb.evidence.balance_records import Balance, HypothesisBalance
    from causalkb.evidence.graph import ClaimGraph
    from causalkb.evidence.map import GapMap
    from causalkb.evidence.proposals import Decided, Proposal, ProposalKind
    from causalkb.explanations.records import Explanation
    from causalkb.formats.writers import Exported
    from causalkb.knowledge_base import KnowledgeBase
    from causalkb.lint.findings import Audit, Finding, Level, Place
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
        Stats,
        Suppression,
        Tag,
        Work,
    )
    from causalkb.report.summary.output import (
        Citations,
        ReportFile,
        ReportFiles,
        ReportFormat,
        ReportOutput,
    )
    from causalkb.store.undo import Undoable
    from causalkb.vocabulary import (
        Design,
        Field,
        PassageKind,
        Relation,
        Rung,
        SearchKind,
        SearchMode,
        Severity,
        Sign,
        Stance,
        Wording,
    )
    from causalkb.wording import Grade, grade

__version__ = "0.1.0"

_MODULES = {
    "causalkb.doctor": "DoctorFinding",
    "causalkb.evidence.balance_records": "Balance HypothesisBalance",
    "causalkb.evidence.graph": "ClaimGraph",
    "causalkb.evidence.map": "GapMap",
    "causalkb.evidence.proposals": "Decided Proposal ProposalKind",
    "causalkb.explanations.records": "Explanation",
    "causalkb.formats.writers": "Exported",
    "causalkb.knowledge_base": "KnowledgeBase",
    "causalkb.lint.findings": "Audit Finding Level Place",
    "causalkb.records": (
        "AddResult Claim Effect Filters Hit Hypothesis Passage Person Problem Question "
        "QuestionMatch SearchResult Stats Suppression Tag Work"
    ),
    "causalkb.report.summary.output": "Citations ReportFile ReportFiles ReportFormat ReportOutput",
    "causalkb.store.undo": "Undoable",
    "causalkb.vocabulary": (
        "Design Field PassageKind Relation Rung SearchKind SearchMode Severity Sign Stance Wording"
    ),
    "causalkb.wording": "Grade grade",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [
    "AddResult",
    "Audit",
    "Balance",
    "CausalKBError",
    "Citations",
    "Claim",
    "ClaimGraph",
    "ConflictError",
    "Decided",
    "Design",
    "DoctorFinding",
    "Effect",
    "Explanation",
    "Exported",
    "Field",
    "Filters",
    "Finding",
    "GapMap",
    "Grade",
    "Hit",
    "Hypothesis",
    "HypothesisBalance",
    "InputError",
    "KnowledgeBase",
    "Level",
    "ModelError",
    "Passage",
    "PassageKind",
    "Person",
    "Place",
    "Problem",
    "Proposal",
    "ProposalKind",
    "Question",
    "QuestionMatch",
    "Relation",
    "ReportFile",
    "ReportFiles",
    "ReportFormat",
    "ReportOutput",
    "Rung",
    "SearchKind",
    "SearchMode",
    "SearchResult",
    "Severity",
    "Sign",
    "Stance",
    "Stats",
    "StoreError",
    "Suppression",
    "Tag",
    "Undoable",
    "UnknownError",
    "Wording",
    "Work",
    "grade",
]


def __getattr__(name: str) -> object:
    # Imported on first use, so that 'causalkb --help' does not pay for what it does not use.
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'causalkb' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), name)
