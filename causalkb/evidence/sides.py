"""One side of a hypothesis: its claims, strongest first, and what of each is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from causalkb.evidence.balance_records import WeighedClaim
from causalkb.evidence.independence import Counted, Unit, Voice, counted
from causalkb.evidence.weights import Weights
from causalkb.records import Claim, Work
from causalkb.vocabulary import Stance


def claim_order(claim: Claim) -> tuple[str, int, str, str]:
    """Order claims by work and number, and by text where they have no number yet."""
    _, _, number = claim.id.rpartition("#")
    counted_from = int(number) if number.isascii() and number.isdigit() else 0
    return claim.work, counted_from, claim.id, claim.text


class Side:
    """The claims that take one stance on one hypothesis.

    Attributes:
        stance: The stance.
        claims: The claims, strongest first.
        leading: The strongest claim of each unit, by the unit's key; only it is counted.
        voices: What each independent group adds to the side.
    """

    def __init__(
        self,
        stance: Stance,
        claims: Iterable[Claim],
        unit_of: Mapping[str, Unit],
        weights: Weights,
    ) -> None:
        self.stance = stance
        self._unit_of = unit_of
        self._weights = weights
        self.claims = sorted(
            claims, key=lambda claim: (-weights.of(claim.design), claim_order(claim))
        )
        self.leading: dict[str, Claim] = {}
        for claim in self.claims:
            self.leading.setdefault(unit_of[claim.work].key, claim)
        self.voices = {
            key: Voice(unit_of[claim.work], weights.of(claim.design))
            for key, claim in self.leading.items()
        }

    def weighed(self, works: Mapping[str, Work]) -> tuple[WeighedClaim, ...]:
        """The claims with their weights and the parts of them that count."""
        if self.stance is Stance.QUALIFIES:
            note = "a qualification is shown, not added"
            return tuple(self._one(claim, works, 0.0, note) for claim in self.claims)
        parts = counted(self.voices.values())
        found: list[WeighedClaim] = []
        led: set[str] = set()
        for claim in self.claims:
            key = self._unit_of[claim.work].key
            lead = self.leading[key]
            # Not "if claim is lead": the same record given twice would count twice.
            if key not in led:
                led.add(key)
                found.append(self._one(claim, works, parts[key].weight, self._shared(parts[key])))
            else:
                what = "work" if lead.work == claim.work else "work in another version"
                note = f"same {what} as {lead.id or lead.work}, which counts for it"
                found.append(self._one(claim, works, 0.0, note))
        return tuple(found)

    def _one(self, claim: Claim, works: Mapping[str, Work], part: float, note: str) -> WeighedClaim:
        weight = self._weights.of(claim.design)
        discount = note if part != weight else ""
        return WeighedClaim(claim, works[claim.work], self.stance, weight, part, discount)

    def _shared(self, part: Counted) -> str:
        names = ", ".join(self.leading[key].work for key in part.elsewhere)
        return f"shares authors with {names}, where they count already"
