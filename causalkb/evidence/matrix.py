"""Claims against hypotheses: which claims tell rivals apart (after R. J. Heuer 1999).

In the analysis of competing hypotheses what counts is what speaks against each of them: a claim
that fits all hypotheses supports none. Rivals are ranked by the share of groups, among those that
were entered for both, that are inconsistent with them; what nobody tested stands apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from causalkb.evidence.balance import balance_of, rivals_of
from causalkb.evidence.bearing import linked
from causalkb.evidence.counts import independent
from causalkb.evidence.records import Balance, Discriminating, WeighedClaim
from causalkb.records import Claim, Filters, Work
from causalkb.store.store import Store
from causalkb.vocabulary import Stance


@dataclass(frozen=True, slots=True)
class Rank:
    """How much speaks against a hypothesis.

    ``inconsistent`` of ``groups`` independent groups contradict it; ``share`` is ``None`` where
    none tested it. ``against`` names the rivals with whom it was compared.
    """

    hypothesis: str
    inconsistent: int
    groups: int
    share: float | None
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """The claims on a question, most telling first, and how they stand to its hypotheses.

    Attributes:
        hypotheses: Slugs, the columns.
        claims: The rows.
        cells: The stance of each claim on each hypothesis, by claim id and slug; a missing one
            was not entered.
        telling: Ids of the claims that support one hypothesis and contradict a rival.
        ranks: The rivals, fewest inconsistent first; then what has no rival; those not tested last.
        pairs: Rivals, and how many claims are entered for both and how many tell them apart.
        empty: Claims and rivals without an entry where the claim has one for the other rival.
    """

    question: str
    title: str
    hypotheses: tuple[str, ...]
    claims: tuple[Claim, ...]
    works: Mapping[str, Work]
    cells: Mapping[tuple[str, str], Stance]
    telling: tuple[str, ...]
    ranks: tuple[Rank, ...]
    pairs: tuple[tuple[str, str, int, int], ...]
    discriminating: Discriminating
    empty: tuple[tuple[str, str], ...]


def matrix_of(store: Store, question: str, filters: Filters | None = None) -> Matrix:
    """Return the matrix of a question from what a store holds.

    Raises:
        UnknownError: There is no such question, or something in the filters does not exist.
    """
    balance = balance_of(store, question, filters)
    unit_of, near = linked(balance.works)
    return matrix(balance, unit_of, near)


def matrix(
    balance: Balance, unit_of: Mapping[str, str], near: Mapping[str, frozenset[str]]
) -> Matrix:
    """Return the matrix of a balance; a pure function of its arguments.

    Args:
        balance: The balance of a question.
        unit_of: The work that stands for each work and its other versions.
        near: The units that share a person with each unit.
    """
    slugs = tuple(one.hypothesis.slug for one in balance.hypotheses)
    by_claim: dict[str, dict[str, WeighedClaim]] = {}
    for one in balance.hypotheses:
        for weighed in one.claims:
            if not weighed.fallen:
                by_claim.setdefault(weighed.claim.id, {})[one.hypothesis.slug] = weighed
    rivals = rivals_of(one.hypothesis for one in balance.hypotheses)
    cells = {
        (claim, slug): weighed.stance
        for claim, bearing in by_claim.items()
        for slug, weighed in bearing.items()
    }

    def opposite(claim: str) -> int:
        """How many pairs of rivals a claim tells apart."""
        return sum(
            cells.get((claim, slug)) is Stance.SUPPORTS
            and cells.get((claim, rival)) is Stance.CONTRADICTS
            for slug in slugs
            for rival in rivals[slug]
        )

    order = sorted(by_claim, key=lambda c: (-opposite(c), -_contradictions(by_claim[c]), c))
    telling = tuple(claim for claim in order if opposite(claim))
    pairs = [(one, two) for one in slugs for two in rivals[one] if one < two and two in slugs]
    return Matrix(
        question=balance.question.slug,
        title=balance.question.title,
        hypotheses=slugs,
        claims=tuple(next(iter(by_claim[c].values())).claim for c in order),
        works=balance.works,
        cells=cells,
        telling=telling,
        ranks=_ranks(slugs, rivals, by_claim, unit_of, near),
        pairs=tuple((one, two, *_compared(one, two, cells, order)) for one, two in pairs),
        discriminating=Discriminating(len(telling), len(order)),
        empty=tuple(
            (claim, rival)
            for claim in order
            for slug in slugs
            if (claim, slug) in cells
            for rival in rivals[slug]
            if rival in slugs and (claim, rival) not in cells
        ),
    )


def _contradictions(bearing: Mapping[str, WeighedClaim]) -> int:
    return sum(weighed.stance is Stance.CONTRADICTS for weighed in bearing.values())


def _compared(
    one: str, two: str, cells: Mapping[tuple[str, str], Stance], claims: Sequence[str]
) -> tuple[int, int]:
    both = [c for c in claims if (c, one) in cells and (c, two) in cells]
    apart = [
        c for c in both if {cells[c, one], cells[c, two]} == {Stance.SUPPORTS, Stance.CONTRADICTS}
    ]
    return len(both), len(apart)


def _ranks(
    slugs: Sequence[str],
    rivals: Mapping[str, tuple[str, ...]],
    by_claim: Mapping[str, Mapping[str, WeighedClaim]],
    unit_of: Mapping[str, str],
    near: Mapping[str, frozenset[str]],
) -> tuple[Rank, ...]:
    found = []
    for slug in slugs:
        own = [rival for rival in rivals[slug] if rival in slugs]
        tested: set[str] = set()
        broken: set[str] = set()
        for bearing in by_claim.values():
            if slug not in bearing or (own and not any(rival in bearing for rival in own)):
                continue
            weighed = bearing[slug]
            if weighed.side is None:
                continue
            unit = unit_of[weighed.claim.work]
            tested.add(unit)
            if weighed.side is Stance.CONTRADICTS:
                broken.add(unit)
        groups, against = independent(tested, near), independent(broken, near)
        share = against / groups if groups else None
        found.append(Rank(slug, against, groups, share, tuple(own)))
    found.sort(
        key=lambda r: (r.share is None, not r.against, r.share or 0.0, -r.groups, r.hypothesis)
    )
    return tuple(found)
