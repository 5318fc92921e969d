"""causalkb: a literature and evidence knowledge base on causality for AI safety.

>>> from causalkb import KnowledgeBase
>>> KnowledgeBase.open("/nowhere")
Traceback (most recent call last):
    ...
causalkb.errors.StoreError: no knowledge base in /nowhere; 'causalkb init' creates one (or name ...
"""

from __future__ import annotations

from causalkb.errors import (
    CausalKBError,
    ConflictError,
    InputError,
    ModelError,
    StoreError,
    UnknownError,
)
from causalkb.lazy import imported_on_use

# As in typing, which would take longer to import than all else before Ctrl-C is seen to.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from causalkb.archive.export import ArchiveExport
    from causalkb.compete.competing import compete_structures
    from causalkb.doctor.finding import DoctorFinding
    from causalkb.evidence.graph import ClaimGraph
    from causalkb.evidence.map import GapMap
    from causalkb.evidence.matrix import Matrix, Rank
    from causalkb.evidence.proposals import Decided, Proposal, ProposalKind
    from causalkb.evidence.records import (
        Balance,
        Certainty,
        CertaintyLevel,
        Contradiction,
        ContradictionKind,
        Dependence,
        Discriminating,
        Gap,
        GapKind,
        Groups,
        HypothesisBalance,
        Robustness,
        Stratum,
        Tally,
        Tested,
        Verdict,
        WeighedClaim,
    )
    from causalkb.explanations.records import Explanation
    from causalkb.formats.frames import Frames
    from causalkb.formats.writers import Exported
    from causalkb.ingest.duplicates import Duplicate, Merging
    from causalkb.ingest.opening import OpenedFile
    from causalkb.knowledge_base import KnowledgeBase, SearchOptions
    from causalkb.language_models.model import (
        LanguageModel,
        Method,
        ModelIdentity,
        Prompt,
        Reply,
    )
    from causalkb.language_models.opening import Settings
    from causalkb.lint.findings import Audit, Finding, Level, Place
    from causalkb.probe.api import (
        compare_probes,
        export_probe_items,
        list_probes,
        probe_items,
        probe_report,
        read_probe,
        run_probe,
    )
    from causalkb.probe.cost import ProbeCost
    from causalkb.probe.exporting import Harness
    from causalkb.probe.items import Item, Words
    from causalkb.probe.records import (
        Answer,
        Difference,
        FamilyComparison,
        FamilyScore,
        ProbeComparison,
        ProbeResult,
        ProbeRun,
    )
    from causalkb.probe.storing import ProbeStored
    from causalkb.records import (
        AddResult,
        Agreement,
        Annotation,
        Candidate,
        Candidates,
        Cell,
        Claim,
        ClaimRelation,
        Coding,
        Competition,
        Disagreement,
        Document,
        DocumentKind,
        Drafted,
        Effect,
        Estimate,
        EvidenceTable,
        FieldProposal,
        Filters,
        Hit,
        Hypothesis,
        HypothesisMatch,
        LinksDecided,
        LogPredictive,
        Moderator,
        NearHypothesis,
        NextExperiment,
        Notice,
        Passage,
        Person,
        Problem,
        ProposalsRead,
        Question,
        QuestionMatch,
        QuestionProgress,
        Remark,
        Scope,
        SearchResult,
        SheetDecided,
        Stats,
        StructureClass,
        Suppression,
        TableColumn,
        TableProblem,
        TableRow,
        Tag,
        Term,
        Threshold,
        Warrant,
        Work,
        WorkFile,
    )
    from causalkb.report.summary.output import (
        Citations,
        ReportFile,
        ReportFiles,
        ReportFormat,
        ReportOutput,
    )
    from causalkb.search.search_index import OpenIndex, SearchIndex
    from causalkb.site.options import SiteBuilt, SiteOptions
    from causalkb.store.undo import Undoable
    from causalkb.vocabulary import (
        About,
        AnnotationKind,
        Design,
        Directness,
        Extent,
        Facet,
        Field,
        Form,
        Keywords,
        NoticeKind,
        PassageKind,
        Relation,
        Rung,
        SearchKind,
        SearchMode,
        Severity,
        Sign,
        Stance,
        Timing,
        Wording,
    )
    from causalkb.wording import Grade, grade

__version__ = "0.1.0"

_MODULES = {
    "causalkb.archive.export": "ArchiveExport",
    "causalkb.compete.competing": "compete_structures",
    "causalkb.doctor.finding": "DoctorFinding",
    "causalkb.evidence.graph": "ClaimGraph",
    "causalkb.evidence.map": "GapMap",
    "causalkb.evidence.matrix": "Matrix Rank",
    "causalkb.evidence.records": (
        "Balance Certainty CertaintyLevel Contradiction ContradictionKind Dependence "
        "Discriminating Gap GapKind Groups HypothesisBalance Robustness Stratum Tally Tested "
        "Verdict WeighedClaim"
    ),
    "causalkb.evidence.proposals": "Decided Proposal ProposalKind",
    "causalkb.explanations.records": "Explanation",
    "causalkb.formats.frames": "Frames",
    "causalkb.formats.writers": "Exported",
    "causalkb.ingest.duplicates": "Duplicate Merging",
    "causalkb.ingest.opening": "OpenedFile",
    "causalkb.knowledge_base": "KnowledgeBase SearchOptions",
    "causalkb.language_models.model": "LanguageModel Method ModelIdentity Prompt Reply",
    "causalkb.language_models.opening": "Settings",
    "causalkb.lint.findings": "Audit Finding Level Place",
    "causalkb.probe.api": (
        "compare_probes export_probe_items list_probes probe_items probe_report read_probe "
        "run_probe"
    ),
    "causalkb.probe.cost": "ProbeCost",
    "causalkb.probe.exporting": "Harness",
    "causalkb.probe.items": "Item Words",
    "causalkb.probe.records": (
        "Answer Difference FamilyComparison FamilyScore ProbeComparison ProbeResult ProbeRun"
    ),
    "causalkb.probe.storing": "ProbeStored",
    "causalkb.records": (
        "AddResult Agreement Annotation Candidate Candidates Cell Claim ClaimRelation Coding "
        "Competition LogPredictive NextExperiment StructureClass "
        "Disagreement Document DocumentKind Drafted Effect Estimate EvidenceTable FieldProposal "
        "Filters Hit LinksDecided "
        "Hypothesis HypothesisMatch Moderator NearHypothesis Notice Passage Person Problem "
        "ProposalsRead Question QuestionMatch QuestionProgress Remark Scope SearchResult "
        "SheetDecided Stats Suppression TableColumn TableProblem TableRow Tag Term Threshold "
        "Warrant Work WorkFile"
    ),
    "causalkb.report.summary.output": "Citations ReportFile ReportFiles ReportFormat ReportOutput",
    "causalkb.search.search_index": "OpenIndex SearchIndex",
    "causalkb.site.options": "SiteBuilt SiteOptions",
    "causalkb.store.undo": "Undoable",
    "causalkb.vocabulary": (
        "About AnnotationKind Design Directness Extent Facet Field Form Keywords NoticeKind "
        "PassageKind Relation Rung SearchKind SearchMode Severity Sign Stance Timing Wording"
    ),
    "causalkb.wording": "Grade grade",
}
__all__ = [
    "About",
    "AddResult",
    "Agreement",
    "Annotation",
    "AnnotationKind",
    "Answer",
    "ArchiveExport",
    "Audit",
    "Balance",
    "Candidate",
    "Candidates",
    "CausalKBError",
    "Cell",
    "Certainty",
    "CertaintyLevel",
    "Citations",
    "Claim",
    "ClaimGraph",
    "ClaimRelation",
    "Coding",
    "Competition",
    "ConflictError",
    "Contradiction",
    "ContradictionKind",
    "Decided",
    "Dependence",
    "Design",
    "Difference",
    "Directness",
    "Disagreement",
    "Discriminating",
    "DoctorFinding",
    "Document",
    "DocumentKind",
    "Drafted",
    "Duplicate",
    "Effect",
    "Estimate",
    "EvidenceTable",
    "Explanation",
    "Exported",
    "Extent",
    "Facet",
    "FamilyComparison",
    "FamilyScore",
    "Field",
    "FieldProposal",
    "Filters",
    "Finding",
    "Form",
    "Frames",
    "Gap",
    "GapKind",
    "GapMap",
    "Grade",
    "Groups",
    "Harness",
    "Hit",
    "Hypothesis",
    "HypothesisBalance",
    "HypothesisMatch",
    "InputError",
    "Item",
    "Keywords",
    "KnowledgeBase",
    "LanguageModel",
    "Level",
    "LinksDecided",
    "LogPredictive",
    "Matrix",
    "Merging",
    "Method",
    "ModelError",
    "ModelIdentity",
    "Moderator",
    "NearHypothesis",
    "NextExperiment",
    "Notice",
    "NoticeKind",
    "OpenIndex",
    "OpenedFile",
    "Passage",
    "PassageKind",
    "Person",
    "Place",
    "ProbeComparison",
    "ProbeCost",
    "ProbeResult",
    "ProbeRun",
    "ProbeStored",
    "Problem",
    "Prompt",
    "Proposal",
    "ProposalKind",
    "ProposalsRead",
    "Question",
    "QuestionMatch",
    "QuestionProgress",
    "Rank",
    "Relation",
    "Remark",
    "Reply",
    "ReportFile",
    "ReportFiles",
    "ReportFormat",
    "ReportOutput",
    "Robustness",
    "Rung",
    "Scope",
    "SearchIndex",
    "SearchKind",
    "SearchMode",
    "SearchOptions",
    "SearchResult",
    "Settings",
    "Severity",
    "SheetDecided",
    "Sign",
    "SiteBuilt",
    "SiteOptions",
    "Stance",
    "Stats",
    "StoreError",
    "Stratum",
    "StructureClass",
    "Suppression",
    "TableColumn",
    "TableProblem",
    "TableRow",
    "Tag",
    "Tally",
    "Term",
    "Tested",
    "Threshold",
    "Timing",
    "Undoable",
    "UnknownError",
    "Verdict",
    "Warrant",
    "WeighedClaim",
    "Wording",
    "Words",
    "Work",
    "WorkFile",
    "compare_probes",
    "compete_structures",
    "export_probe_items",
    "grade",
    "list_probes",
    "probe_items",
    "probe_report",
    "read_probe",
    "run_probe",
]


__getattr__ = imported_on_use(__name__, _MODULES)
