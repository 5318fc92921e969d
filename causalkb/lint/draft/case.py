"""A causal sentence of a draft with what is known about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from causalkb.evidence.licence import Licence, licence_of, strongest
from causalkb.lint.draft import say
from causalkb.lint.draft.evidence import Nearby
from causalkb.lint.findings import Finding, Level, Place
from causalkb.records import Claim, Work
from causalkb.vocabulary import Wording

SHOWN = 2
"""Claims shown on each side."""


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence to be judged.

    Attributes:
        text: Its words.
        cue: The wording that makes it a causal claim; "" where it is none.
        wording: How causal it is worded.
        asserts: Whether it may restate a hypothesis, as far as its words tell.
        cited: The keys that it cites and that exist; ``unknown`` those that do not.
        claims: The claims of each cited work.
        inherited: Whether the citations are those of a sentence before it.
        nearby: The nearest claims and hypotheses.
        place: Where it is in the draft.
    """

    text: str
    cue: str
    wording: Wording
    cited: tuple[str, ...]
    unknown: tuple[str, ...]
    claims: Mapping[str, Sequence[Claim]]
    inherited: bool
    nearby: Nearby
    place: Place
    asserts: bool = False

    def finding(
        self,
        rule: str,
        level: Level,
        message: str,
        fix: str,
        details: Sequence[str] = (),
        claims: Sequence[Claim] = (),
    ) -> Finding:
        """Return a finding about this sentence."""
        return Finding(
            rule=rule,
            level=level,
            subject=say.cut(self.text, 300),
            message=say.cut(message, say.MESSAGE),
            fix=say.cut(fix, say.DETAIL),
            place=self.place,
            details=tuple(details),
            claims=tuple(dict.fromkeys(claim.id for claim in claims)),
            works=tuple(dict.fromkeys([*self.cited, *(claim.work for claim in claims)])),
        )

    @property
    def said(self) -> str:
        """The cue and its level, the beginning of a message."""
        return f"{say.quoted(self.cue)} is {self.wording.value}"


def best_licence(claims: Sequence[Claim], works: Mapping[str, Work]) -> Licence | None:
    """Return the strongest licence of some claims; ``None`` where no design is recorded."""
    licences = [licence_of(claim, works.get(claim.work)) for claim in claims]
    return strongest([licence for licence in licences if licence is not None])
