"""What weighing finds: frozen records, and the words that only weighing uses.

The rule is described in ``docs/evidence-model.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum

from causalkb.records import Claim, Hypothesis, Question, Work
from causalkb.vocabulary import Directness, Facet, Stance, Timing


class Verdict(StrEnum):
    """What the claims in the knowledge base say of a hypothesis, by the rule of its form."""

    SUPPORTED = "supported"
    LEANING_FOR = "leaning-for"
    MIXED = "mixed"
    LEANING_AGAINST = "leaning-against"
    CONTRADICTED = "contradicted"
    DEPENDS = "depends"
    INSUFFICIENT = "insufficient"
    ARGUED = "argued"


FAVOURABLE = frozenset({Verdict.SUPPORTED, Verdict.LEANING_FOR})
UNFAVOURABLE = frozenset({Verdict.CONTRADICTED, Verdict.LEANING_AGAINST})
MIRRORED = {
    Verdict.SUPPORTED: Verdict.CONTRADICTED,
    Verdict.CONTRADICTED: Verdict.SUPPORTED,
    Verdict.LEANING_FOR: Verdict.LEANING_AGAINST,
    Verdict.LEANING_AGAINST: Verdict.LEANING_FOR,
}
"""The verdict where the two sides are exchanged; the others stay."""


class CertaintyLevel(StrEnum):
    """How certain a verdict is, in the words of GRADE."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class GapKind(StrEnum):
    """What is missing."""

    NO_EVIDENCE = "no-evidence"
    NO_FORM = "no-form"
    ONE_SIDED = "one-sided"
    ONE_WORK = "one-work"
    ONE_GROUP = "one-group"
    ONE_POPULATION = "one-population"
    ONE_PARADIGM = "one-paradigm"
    FIELDS = "fields"
    DESIGNS = "designs"
    RUNGS = "rungs"
    RIVALS = "rivals"
    """Rivals are both favoured."""


class ContradictionKind(StrEnum):
    """Why two claims are said to contradict each other, surest reason first."""

    STATED = "stated"
    """Someone recorded the relation ``contradicts``, ``rebuts`` or ``fails-to-replicate``."""
    EFFECT = "effect"
    """They give the same cause → effect pair opposite signs."""
    STRATUM = "stratum"
    """They take opposite stances on a hypothesis for the same population and paradigm."""
    STANCE = "stance"
    """They take opposite stances on a hypothesis."""


def is_unchecked(claim: Claim) -> bool:
    """Whether a claim carries a quote that was not found in a stored text of its work."""
    return bool(claim.quote) and claim.quote_checked is not True


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim that bears on a hypothesis, and what the rule makes of it.

    Attributes:
        stance: The stance that was recorded.
        side: The side on which it counts: ``supports`` or ``contradicts``; ``None`` where it is
            shown beside the count.
        why: Why it is not counted, or counts otherwise than recorded; "" where all is usual.
        directness: As counted: evidence from output alone is indirect for a mechanism.
        otherwise, timing: What would have been seen otherwise; predicted or explained afterwards.
        closeness: Similarity of claim and hypothesis (cosine), ``None`` where not embedded.
        fallen: The claims that made it fall; it counts nowhere.
        disputed: The claims that dispute it; it still counts.
    """

    claim: Claim
    work: Work
    stance: Stance
    side: Stance | None = None
    why: str = ""
    directness: Directness = Directness.DIRECT
    because: str = ""
    otherwise: str = ""
    timing: Timing | None = None
    closeness: float | None = None
    fallen: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it is part of the count."""
        return self.side is not None

    @property
    def unchecked(self) -> bool:
        """Whether nobody found its quote in the work's text."""
        return is_unchecked(self.claim)


@dataclass(frozen=True, slots=True)
class Groups:
    """How many independent groups there are, and the share of those for, with its interval.

    ``interval`` is the 95 % interval of ``share`` for ``either`` groups; ``None`` for none.
    ``works`` counts the works on either side.
    """

    favour: int = 0
    against: int = 0
    either: int = 0
    works: int = 0
    share: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """Groups for and against within one population and paradigm ("" where not recorded)."""

    population: str
    paradigm: str
    favour: int
    against: int


@dataclass(frozen=True, slots=True)
class Dependence:
    """Two values of a facet for which the evidence leans opposite ways.

    ``favour`` and ``against`` hold the groups for and against, of the first and the second value.
    ``p`` is that of Fisher's exact test, ``tried`` the number of pairs compared (1 for a facet
    that was declared in advance). ``sure`` says whether their product is at most 0.05.
    """

    facet: Facet
    first: str
    second: str
    favour: tuple[int, int]
    against: tuple[int, int]
    p: float
    tried: int
    declared: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Certainty:
    """How certain a verdict is, and each step that led there."""

    level: CertaintyLevel
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tested:
    """How severely the claims that decide were tested, as far as anyone recorded it.

    Attributes:
        claims: The claims that decide: those that count on the winning side, or on both.
        stated: How many say what would have been seen if they were wrong.
        predicted, afterwards: How many results were predicted, or explained when they were seen.
    """

    claims: int = 0
    stated: int = 0
    predicted: int = 0
    afterwards: int = 0

    @property
    def recorded(self) -> bool:
        """Whether anything was."""
        return bool(self.stated or self.predicted or self.afterwards)


@dataclass(frozen=True, slots=True)
class Robustness:
    """In how many of the distinct ways of counting the verdict holds; ``unless`` names the rest."""

    holds: int = 0
    of: int = 0
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discriminating:
    """How many of the claims support one hypothesis and contradict a declared rival."""

    claims: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """The year whose works made a verdict what it is, and the verdict on the works before."""

    year: int
    before: Verdict


@dataclass(frozen=True, slots=True)
class History:
    """How evidence came about.

    Attributes:
        years: Year, works for, works against; years without a counted work are left out.
        changed: The last change of the verdict; ``None`` where it never was another.
    """

    years: tuple[tuple[int, int, int], ...] = ()
    changed: Change | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims with one value (of a design, a field, ...) take which stance."""

    name: str
    supports: int = 0
    contradicts: int = 0
    qualifies: int = 0
    neutral: int = 0

    @property
    def claims(self) -> int:
        """All of them."""
        return self.supports + self.contradicts + self.qualifies + self.neutral


@dataclass(frozen=True, slots=True)
class HypothesisBalance:
    """The claims that bear on a hypothesis, and what they come to.

    Claims of one stance stand in the order direct before indirect, then by closeness to the
    hypothesis, then by design. ``designs`` and ``fields`` hold the values that occur, in the order
    of the vocabulary.

    Attributes:
        rivals: The hypotheses it excludes, whichever of the two declares it.
        could_not_tell: Groups that looked and whose result does not tell.
        theory: Groups of theorems for and against, where theorems are not counted.
        overturned_by: Works without which (each alone) the verdict would be another.
        survived: Of a universal one: the share of exceptions that its tests leave possible.
        premises: Of a formal one: what the theorems presuppose beyond the hypothesis's own.
        steps: What the rule of its form asks, with the numbers.
        severity: How severely the claims that decide were tested.
        magnitudes: Median, lowest and highest estimate, with their unit and number.
        history: How the evidence came about, where that was asked for.
    """

    hypothesis: Hypothesis
    verdict: Verdict
    certainty: Certainty | None = None
    groups: Groups = Groups()
    strata: tuple[Stratum, ...] = ()
    depends_on: Dependence | None = None
    robustness: Robustness = Robustness()
    rivals: tuple[str, ...] = ()
    discriminating: Discriminating = Discriminating()
    supports: tuple[WeighedClaim, ...] = ()
    contradicts: tuple[WeighedClaim, ...] = ()
    qualifies: tuple[WeighedClaim, ...] = ()
    neutral: tuple[WeighedClaim, ...] = ()
    could_not_tell: int = 0
    theory: tuple[int, int] = (0, 0)
    overturned_by: tuple[str, ...] = ()
    survived: float | None = None
    premises: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    severity: Tested = Tested()
    magnitudes: tuple[float, float, float, str, int] | None = None
    designs: tuple[Tally, ...] = ()
    fields: tuple[Tally, ...] = ()
    history: History | None = None

    @property
    def fragile(self) -> bool:
        """Whether taking away a single work would change the verdict."""
        return bool(self.overturned_by)

    @property
    def claims(self) -> tuple[WeighedClaim, ...]:
        """All claims: for, against, qualifying, neutral; the fallen ones among them."""
        return self.supports + self.contradicts + self.qualifies + self.neutral

    @property
    def works(self) -> tuple[str, ...]:
        """The keys of the works that bear on it, sorted."""
        return tuple(sorted({weighed.work.key for weighed in self.claims}))


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing; ``text`` says it in words.

    ``hypothesis`` is a slug, or ``None`` where the whole question lacks it; ``missing`` holds the
    words that do not occur (fields, designs, rungs) or what everything rests on (a work, a group).
    """

    kind: GapKind
    text: str
    hypothesis: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims of different works that contradict each other.

    ``hypothesis`` is the slug on which they take opposite stances, if they do: then ``first``
    supports it and ``second`` contradicts it. ``why`` says in words why they are paired.
    """

    kind: ContradictionKind
    first: Claim
    second: Claim
    why: str
    hypothesis: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """All that the knowledge base says on one question.

    ``unchecked`` holds the ids of the claims whose quote was not found in a stored text;
    ``disputes`` holds what relations between claims did (cycles, relations without effect).
    """

    question: Question
    hypotheses: tuple[HypothesisBalance, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    discriminating: Discriminating = Discriminating()
    unchecked: tuple[str, ...] = ()
    works: Mapping[str, Work] = dataclass_field(default_factory=dict, repr=False)

    def of(self, slug: str) -> HypothesisBalance | None:
        """The balance of one hypothesis of the question, by its slug or a former one."""
        return next(
            (
                hb
                for hb in self.hypotheses
                if slug == hb.hypothesis.slug or slug in hb.hypothesis.aliases
            ),
            None,
        )


def only(balance: Balance, chosen: HypothesisBalance) -> Balance:
    """The balance of a question reduced to what concerns one of its hypotheses."""
    slug = chosen.hypothesis.slug
    return replace(
        balance,
        hypotheses=(chosen,),
        gaps=tuple(gap for gap in balance.gaps if gap.hypothesis == slug),
        contradictions=tuple(pair for pair in balance.contradictions if pair.hypothesis == slug),
        discriminating=chosen.discriminating,
        unchecked=tuple(w.claim.id for w in chosen.claims if w.unchecked),
    )
