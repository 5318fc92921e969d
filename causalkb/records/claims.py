"""What works assert, and how each claim bears on hypotheses and on other claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import NamedTuple

from causalkb.vocabulary import (
    Design,
    Directness,
    Extent,
    Relation,
    Rung,
    Sign,
    Stance,
    Timing,
    Wording,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A cause → effect pair that a claim asserts."""

    cause: str
    effect: str
    sign: Sign = Sign.UNKNOWN


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that a claim reports, in ``unit``, with its 95 % interval where one is given."""

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Warrant:
    """Why a claim takes its stance on a hypothesis, how directly, and who judged so when.

    ``because`` names the observation in one line; it is empty where nobody wrote one down.
    ``by`` holds initials, ``at`` a date (ISO 8601); both may be empty.

    Attributes:
        otherwise: What would have been seen if the stance were wrong: how severe the test was.
        timing: Whether the result was predicted, or explained afterwards; ``None`` if not recorded.
    """

    because: str = ""
    directness: Directness = Directness.DIRECT
    by: str = ""
    at: str = ""
    otherwise: str = ""
    timing: Timing | None = None


NO_WARRANT = Warrant()


class ClaimRelation(NamedTuple):
    """How a claim relates to another one, named by its id, and why."""

    relation: Relation
    other: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one work asserts, in our words. ``id`` is ``workkey#n``, empty before it is stored.

    Attributes:
        population, paradigm: Words of the knowledge base's vocabularies.
        extent: How much of the work was read.
        version: Which version of the work was read, where there are several.
        n: The number behind the claim (participants, animals, models, studies), as stated.
        concerns: Words of the vocabulary of concerns.
        premises: What a theorem presupposes.
        stances: The side the claim takes on hypotheses, by slug.
        warrants: Why, and how directly; a stance without an entry is direct and has no warrant.
        by, at: Who entered the claim (initials) and when (ISO 8601); both may be empty.
    """

    text: str
    id: str = ""
    work: str = ""
    design: Design | None = None
    rung: Rung | None = None
    wording: Wording | None = None
    subject: str | None = None
    population: str | None = None
    paradigm: str | None = None
    extent: Extent | None = None
    version: str | None = None
    n: int | None = None
    estimate: Estimate | None = None
    concerns: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    locator: str | None = None
    quote: str | None = None
    quote_checked: bool | None = None
    stances: Mapping[str, Stance] = dataclass_field(default_factory=dict)
    warrants: Mapping[str, Warrant] = dataclass_field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    tags: tuple[str, ...] = ()
    relations: tuple[ClaimRelation, ...] = ()
    by: str = ""
    at: str = dataclass_field(default="", compare=False)

    def warrant(self, slug: str) -> Warrant:
        """Return the warrant of the stance on a hypothesis; an empty one where there is none."""
        return self.warrants.get(slug, NO_WARRANT)
