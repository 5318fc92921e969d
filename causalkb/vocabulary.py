"""The closed vocabularies of causalkb; ``schema.sql`` repeats them as CHECK constraints.

Every enum is a ``StrEnum``: its members are the words that appear in the store, in notes,
in JSON and on the command line. A test asserts that schema and enums agree.
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


class Design(StrEnum):
    """How the evidence behind a claim was obtained."""

    THEOREM = "theorem"
    EXPERIMENT = "experiment"
    NATURAL_EXPERIMENT = "natural-experiment"
    OBSERVATIONAL = "observational"
    SIMULATION = "simulation"
    BENCHMARK = "benchmark"
    REVIEW = "review"
    POSITION = "position"


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
    """Pearl's ladder of causation."""

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
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"
    SUPPORTS = "supports"


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
