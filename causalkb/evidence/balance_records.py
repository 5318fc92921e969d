"""What a balance consists of: frozen records, and the words that only the balance uses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from causalkb.evidence.weights import DEFAULT_WEIGHTS, Weights
from causalkb.records import Claim, Hypothesis, Question, Work
from causalkb.vocabulary import Stance


class Verdict(StrEnum):
    """What the claims in the knowledge base say of a hypothesis, by the rule."""

    SUPPORTED = "supported"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    INSUFFICIENT = "insufficient"


class GapKind(StrEnum):
    """What is missing."""

    NO_EVIDENCE = "no-evidence"
    ONE_SIDED = "one-sided"
    ONE_WORK = "one-work"
    ONE_GROUP = "one-group"
    ONE_SUBJECT = "one-subject"
    FIELDS = "fields"
    DESIGNS = "designs"
    RUNGS = "rungs"
    RIVALS = "rivals"
    """More than one of the competing hypotheses is supported."""


class ContradictionKind(StrEnum):
    """Why two claims are said to contradict each other, surest reason first."""

    STATED = "stated"
    """Someone recorded the relation ``contradicts`` between them."""
    EFFECT = "effect"
    """They give the same cause → effect pair opposite signs."""
    SUBJECT = "subject"
    """They take opposite stances on a hypothesis and are about the same subject."""
    STANCE = "stance"
    """They take opposite stances on a hypothesis."""


def is_unchecked(claim: Claim) -> bool:
    """Whether a claim carries a quote that was not found in the text of its work."""
    return bool(claim.quote) and claim.quote_checked is not True


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim on one side of a hypothesis.

    ``weight`` is what its design gives it, ``counted`` the part of it in the sum of its side.
    ``discount`` says why the two differ, "" when they do not.
    """

    claim: Claim
    work: Work
    stance: Stance
    weight: float
    counted: float
    discount: str = ""

    @property
    def unchecked(self) -> bool:
        """Whether nobody found its quote in the work's text (flagged; the weight is the same)."""
        return is_unchecked(self.claim)


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
    """The claims that bear on a hypothesis, strongest first, and what they come to.

    ``weight`` is ``for_weight - against_weight``. ``designs`` and
    ``fields`` hold the values that occur ("" for none stated), in the vocabulary's order.

    ``overturned_by`` holds the works without which (each alone, with its other versions) the
    verdict would be another. Where no single work does that, ``minimal_overturn`` is a set of two
    or three that does together, if a greedy search found one.
    """

    hypothesis: Hypothesis
    verdict: Verdict
    for_weight: float = 0.0
    against_weight: float = 0.0
    supports: tuple[WeighedClaim, ...] = ()
    contradicts: tuple[WeighedClaim, ...] = ()
    qualifies: tuple[WeighedClaim, ...] = ()
    overturned_by: tuple[str, ...] = ()
    minimal_overturn: tuple[str, ...] = ()
    designs: tuple[Tally, ...] = ()
    fields: tuple[Tally, ...] = ()

    @property
    def weight(self) -> float:
        """Net weight of evidence: for minus against."""
        # The same rounding as the sides', so that 0.3 - 0.2 is 0.1.
        return round(self.for_weight - self.against_weight, 9)

    @property
    def fragile(self) -> bool:
        """Whether taking away a single work would change the verdict."""
        return bool(self.overturned_by)

    @property
    def claims(self) -> tuple[WeighedClaim, ...]:
        """All claims: for, against, qualifying."""
        return self.supports + self.contradicts + self.qualifies

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

    ``unchecked`` holds the ids of the claims whose quote nobody found in the work's text.
    """

    question: Question
    hypotheses: tuple[HypothesisBalance, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    unchecked: tuple[str, ...] = ()
    weights: Weights = DEFAULT_WEIGHTS

    def of(self, slug: str) -> HypothesisBalance | None:
        """The balance of one hypothesis of the question."""
        return next((hb for hb in self.hypotheses if hb.hypothesis.slug == slug), None)


def only(balance: Balance, chosen: HypothesisBalance) -> Balance:
    """The balance of a question reduced to what concerns one of its hypotheses."""
    slug = chosen.hypothesis.slug
    return replace(
        balance,
        hypotheses=(chosen,),
        gaps=tuple(gap for gap in balance.gaps if gap.hypothesis == slug),
        contradictions=tuple(pair for pair in balance.contradictions if pair.hypothesis == slug),
        unchecked=tuple(w.claim.id for w in chosen.claims if w.unchecked),
    )
