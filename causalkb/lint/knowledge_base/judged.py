"""Hypotheses as they are weighed, with the counts behind them: to ask what would change a verdict.

"Rests on" is meant counterfactually: the verdict is found again without what it is said to rest on,
by the same rule, and a finding is a verdict that changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from causalkb.evidence.balance import Case, rivals_of
from causalkb.evidence.bearing import Background
from causalkb.evidence.loading import background_of, claims_on
from causalkb.evidence.records import (
    FAVOURABLE,
    UNFAVOURABLE,
    HypothesisBalance,
    Verdict,
    WeighedClaim,
)
from causalkb.lint.findings import Level
from causalkb.records import Claim, Hypothesis
from causalkb.store.store import Store
from causalkb.vocabulary import Facet, Form, Stance

SETTLED = frozenset({Verdict.SUPPORTED, Verdict.CONTRADICTED})
DIRECTED = FAVOURABLE | UNFAVOURABLE
"""Verdicts that favour one side."""
_SHOWN = 6
"""Works named in a message; the finding holds all."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One hypothesis: what is counted on it, and what that comes to."""

    case: Case
    balance: HypothesisBalance

    @property
    def hypothesis(self) -> Hypothesis:
        """The hypothesis."""
        return self.balance.hypothesis

    @property
    def slug(self) -> str:
        """Its slug."""
        return self.balance.hypothesis.slug

    @property
    def verdict(self) -> Verdict:
        """The verdict on it."""
        return self.balance.verdict

    @property
    def level(self) -> Level:
        """How bad it is that the verdict rests on little: a note where it only leans."""
        settled = self.verdict in SETTLED and self.case.form is not Form.FORMAL
        return Level.WARNING if settled else Level.NOTE

    @property
    def winning(self) -> tuple[WeighedClaim, ...]:
        """The claims that are counted on the side of the verdict."""
        side = Stance.SUPPORTS if self.verdict in FAVOURABLE else Stance.CONTRADICTS
        if self.verdict not in DIRECTED:
            return ()
        return tuple(one for one in self.balance.claims if one.side is side)

    def now(self) -> str:
        """Return the verdict in words, with the facet on which it depends."""
        proved = self.case.form in (Form.FORMAL, Form.CONCEPTUAL)
        return in_words((self.verdict, None) if proved else self.case.answer(self.case.counts))

    def without_works(self, part: int, places: int) -> str | None:
        """Return the verdict in words without some works; ``None`` where it stays.

        Args:
            part: The position of their component in the counts.
            places: Which of the works of that component, as bits.
        """
        counts = self.case.counts
        answer = self.case.answer(counts.without(part, places))
        return None if answer == self.case.answer(counts) else in_words(answer)

    def without_claims(self, gone: Iterable[WeighedClaim]) -> Verdict:
        """Return the verdict without some claims."""
        ids = {one.claim.id for one in gone}
        left = [one.claim for one in self.case.found if one.claim.id not in ids]
        case = self.case
        return Case(case.hypothesis, left, case.background, case.rivals).verdict


def judged(
    store: Store, hypotheses: Sequence[Hypothesis], *, related_to: Collection[str] = ()
) -> tuple[list[Judged], Background, dict[str, HypothesisBalance]]:
    """Weigh hypotheses together with those of other questions that they exclude.

    Args:
        store: The store.
        hypotheses: The hypotheses.
        related_to: Ids of further claims of which it is asked whether they stand.

    Returns:
        The hypotheses, in their order; what is the same for all of them; and the balances of all
        that were weighed, by slug.
    """
    every = store.questions.hypotheses()
    known = {h.slug: h for h in (*every, *hypotheses)}
    rivals = rivals_of(known.values())
    own = [h.slug for h in hypotheses]
    elsewhere = sorted({r for slug in own for r in rivals[slug] if r in known} - set(own))
    asked = [known[slug] for slug in (*own, *elsewhere)]
    claims = claims_on(store, asked)
    background = background_of(store, claims, asked, related_to=related_to)
    cases = {h.slug: Case(h, _on(h, claims), background, rivals[h.slug]) for h in asked}
    favoured = {slug for slug, case in cases.items() if case.verdict in FAVOURABLE}
    balances = {slug: case.balance(favoured) for slug, case in cases.items()}
    return [Judged(cases[slug], balances[slug]) for slug in own], background, balances


def _on(hypothesis: Hypothesis, claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if hypothesis.slug in claim.stances]


def in_words(answer: tuple[Verdict, object]) -> str:
    """Return a verdict in words, with the facet on which it depends."""
    verdict, facet = answer
    return f"{verdict.value} on {facet.value}" if isinstance(facet, Facet) else verdict.value


def listed(names: Sequence[str], joint: str = ", ") -> str:
    """Return names as one list, a few of many."""
    shown = joint.join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
