"""The records that travel between the layers: frozen, and importing only the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkb.lazy import imported_on_use

if TYPE_CHECKING:
    from causalkb.records.annotations import Annotation, Notice
    from causalkb.records.candidates import (
        Candidate,
        Candidates,
        Drafted,
        NearHypothesis,
        ProposalsRead,
        QuestionProgress,
        SheetDecided,
    )
    from causalkb.records.claims import Claim, ClaimRelation, Effect, Estimate, Warrant
    from causalkb.records.codings import Agreement, Coding, Disagreement
    from causalkb.records.competition import (
        Competition,
        LogPredictive,
        NextExperiment,
        StructureClass,
    )
    from causalkb.records.counts import Stats, Tag
    from causalkb.records.documents import Document, DocumentKind
    from causalkb.records.files import FROM_FILE, FullText, WorkFile
    from causalkb.records.imports import AddResult, ParsedItem, ParsedWork, Problem, Remark
    from causalkb.records.links import FieldProposal, LinksDecided
    from causalkb.records.questions import Hypothesis, Moderator, Question, Scope, Threshold
    from causalkb.records.search import Filters, Hit, HypothesisMatch, QuestionMatch, SearchResult
    from causalkb.records.suppressions import Suppression
    from causalkb.records.tables import Cell, EvidenceTable, TableColumn, TableProblem, TableRow
    from causalkb.records.vocabulary import Term
    from causalkb.records.works import Passage, Person, Section, Work

_MODULES = {
    "causalkb.records.annotations": "Annotation Notice",
    "causalkb.records.candidates": (
        "Candidate Candidates Drafted NearHypothesis ProposalsRead QuestionProgress SheetDecided"
    ),
    "causalkb.records.claims": "Claim ClaimRelation Effect Estimate Warrant",
    "causalkb.records.codings": "Agreement Coding Disagreement",
    "causalkb.records.competition": "Competition LogPredictive NextExperiment StructureClass",
    "causalkb.records.counts": "Stats Tag",
    "causalkb.records.documents": "Document DocumentKind",
    "causalkb.records.files": "FROM_FILE FullText WorkFile",
    "causalkb.records.imports": "AddResult ParsedItem ParsedWork Problem Remark",
    "causalkb.records.links": "FieldProposal LinksDecided",
    "causalkb.records.questions": "Hypothesis Moderator Question Scope Threshold",
    "causalkb.records.search": "Filters Hit HypothesisMatch QuestionMatch SearchResult",
    "causalkb.records.suppressions": "Suppression",
    "causalkb.records.tables": "Cell EvidenceTable TableColumn TableProblem TableRow",
    "causalkb.records.vocabulary": "Term",
    "causalkb.records.works": "Passage Person Section Work",
}

__all__ = [
    "FROM_FILE",
    "AddResult",
    "Agreement",
    "Annotation",
    "Candidate",
    "Candidates",
    "Cell",
    "Claim",
    "ClaimRelation",
    "Coding",
    "Competition",
    "Disagreement",
    "Document",
    "DocumentKind",
    "Drafted",
    "Effect",
    "Estimate",
    "EvidenceTable",
    "FieldProposal",
    "Filters",
    "FullText",
    "Hit",
    "Hypothesis",
    "HypothesisMatch",
    "LinksDecided",
    "LogPredictive",
    "Moderator",
    "NearHypothesis",
    "NextExperiment",
    "Notice",
    "ParsedItem",
    "ParsedWork",
    "Passage",
    "Person",
    "Problem",
    "ProposalsRead",
    "Question",
    "QuestionMatch",
    "QuestionProgress",
    "Remark",
    "Scope",
    "SearchResult",
    "Section",
    "SheetDecided",
    "Stats",
    "StructureClass",
    "Suppression",
    "TableColumn",
    "TableProblem",
    "TableRow",
    "Tag",
    "Term",
    "Threshold",
    "Warrant",
    "Work",
    "WorkFile",
]

__getattr__ = imported_on_use(__name__, _MODULES)
