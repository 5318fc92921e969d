"""The words whose meaning the code knows.

Every enum is a ``StrEnum``: its members are the words that appear in the store, in notes,
in JSON and on the command line. What they mean is in ``corpus/vocabulary.yaml``, together with the
vocabularies that a user may extend (populations, paradigms, concerns); a test asserts that both
agree.
"""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """The discipline a work belongs to."""

    MACHINE_LEARNING = "machine-learning"
    AI_SAFETY = "ai-safety"
    STATISTICS = "statistics"
    ECONOMICS = "economics"
    EPIDEMIOLOGY = "epidemiology"
    PHYSICS = "physics"
    PHILOSOPHY = "philosophy"
    PSYCHOLOGY = "psychology"
    NEUROSCIENCE = "neuroscience"
    ANIMAL_COGNITION = "animal-cognition"


class Stance(StrEnum):
    """What a claim says about a hypothesis."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"
    NEUTRAL = "neutral"
    """It looked at what the hypothesis says, and does not tell it from its rivals."""


class Directness(StrEnum):
    """Whether a claim measured what the hypothesis speaks of, or a step of inference away."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Timing(StrEnum):
    """Whether the result was expected before it was seen."""

    PREDICTED = "predicted"
    AFTERWARDS = "afterwards"


class Extent(StrEnum):
    """What was read of the work before its claim was written down."""

    ABSTRACT = "abstract"
    FULL = "full"
    SECONDARY = "secondary"


class Form(StrEnum):
    """What kind of statement a hypothesis is; it decides how claims on it are counted."""

    GENERIC = "generic"
    COMPARATIVE = "comparative"
    QUANTITY = "quantity"
    EXISTENTIAL = "existential"
    UNIVERSAL = "universal"
    FORMAL = "formal"
    CONCEPTUAL = "conceptual"


class About(StrEnum):
    """What a hypothesis speaks of."""

    BEHAVIOUR = "behaviour"
    MECHANISM = "mechanism"


class Facet(StrEnum):
    """A property of evidence by which the answer may differ."""

    POPULATION = "population"
    PARADIGM = "paradigm"
    DESIGN = "design"
    PERIOD = "period"


class Design(StrEnum):
    """How the evidence behind a claim was obtained."""

    THEOREM = "theorem"
    EXPERIMENT = "experiment"
    NATURAL_EXPERIMENT = "natural-experiment"
    WITHIN_STUDY_COMPARISON = "within-study-comparison"
    OBSERVATIONAL = "observational"
    EVALUATION = "evaluation"
    SIMULATION = "simulation"
    META_ANALYSIS = "meta-analysis"
    REVIEW = "review"
    POSITION = "position"

    @classmethod
    def _missing_(cls, value: object) -> Design | None:
        """Read the word that notes and stores of version 0.1 use for ``evaluation``."""
        return cls.EVALUATION if value == "benchmark" else None


class Wording(StrEnum):
    """How causal the language of a claim is (Sumner et al. 2014; Yu et al. 2019)."""

    NONE = "none"
    CORRELATIONAL = "correlational"
    CONDITIONAL = "conditional"
    CAUSAL = "causal"

    @property
    def strength(self) -> int:
        """The place in the order of the levels: 0 for none, 3 for causal."""
        return list(Wording).index(self)


class Rung(StrEnum):
    """The rung of Pearl's ladder of causation on which the evidence stands: what was varied."""

    ASSOCIATION = "association"
    INTERVENTION = "intervention"
    COUNTERFACTUAL = "counterfactual"


class Sign(StrEnum):
    """The direction of an asserted cause → effect pair."""

    POSITIVE = "+"
    NEGATIVE = "-"
    NONE = "0"
    UNKNOWN = "?"


class Relation(StrEnum):
    """How one claim relates to another claim."""

    REPLICATES = "replicates"
    FAILS_TO_REPLICATE = "fails-to-replicate"
    REBUTS = "rebuts"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"
    SUPPORTS = "supports"
    SYNTHESISES = "synthesises"
    SUPERSEDES = "supersedes"


class PassageKind(StrEnum):
    """Which part of a work a passage is.

    ``title`` is the passage of a work without an abstract; ``text`` is the full text of a work.
    """

    TITLE = "title"
    ABSTRACT = "abstract"
    NOTE = "note"
    TEXT = "text"
    CLAIM = "claim"


class Severity(StrEnum):
    """``failed`` entries were not stored; a ``warning`` was stored but wants a look."""

    FAILED = "failed"
    WARNING = "warning"


class Keywords(StrEnum):
    """What becomes of the keywords of a bibliography: tags of the work as well, or a field only."""

    TAGS = "tags"
    FIELDS = "fields"


class SearchKind(StrEnum):
    """What a search returns one row for."""

    WORKS = "works"
    PASSAGES = "passages"
    CLAIMS = "claims"


class SearchMode(StrEnum):
    """Which ranking a search uses."""

    HYBRID = "hybrid"
    SEMANTIC = "semantic"
    KEYWORD = "keyword"


class AnnotationKind(StrEnum):
    """What a person made in a work while reading it in another program."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    NOTE = "note"
    """Words of the reader's own, on a page or on the whole work."""


class NoticeKind(StrEnum):
    """What became of a work after it appeared."""

    RETRACTION = "retraction"
    WITHDRAWAL = "withdrawal"
    EXPRESSION_OF_CONCERN = "expression-of-concern"
    CORRECTION = "correction"
    NEWER_VERSION = "newer-version"
