"""What is asked, and the testable answers."""

from __future__ import annotations

from dataclasses import dataclass

from causalkb.vocabulary import About, Facet, Form


@dataclass(frozen=True, slots=True)
class Question:
    """A causal-question category."""

    slug: str
    title: str
    statement: str
    why: str = ""
    origin: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Moderator:
    """A facet on which the answer was expected to depend, with the date of that expectation."""

    facet: Facet
    declared: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The populations and paradigms that a hypothesis speaks of; empty means all.

    A population of the first level (``animals``) stands for all those below it.
    """

    populations: tuple[str, ...] = ()
    paradigms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """The number from which an estimate supports a hypothesis about a quantity."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A testable answer to a question.

    Attributes:
        form: What kind of statement it is, which decides how claims on it are counted; ``None``
            counts as generic, and is reported.
        wrong_if: An observation (a proof, for a formal one) that would refute it.
        about: Behaviour or mechanism.
        rivals: Slugs of the hypotheses that it excludes; the relation holds both ways, whichever
            of the two declares it.
        scope: Whom and which tasks it speaks of.
        moderators: Facets declared in advance on which the answer may depend.
        comparator: What a comparative one compares with.
        threshold: The number that one about a quantity names.
        premises: What a formal one presupposes.
        aliases: Former slugs, which go on working.
    """

    slug: str
    question: str
    statement: str
    retired: bool = False
    form: Form | None = None
    wrong_if: str = ""
    about: About = About.BEHAVIOUR
    rivals: tuple[str, ...] = ()
    scope: Scope = Scope()
    moderators: tuple[Moderator, ...] = ()
    comparator: str = ""
    threshold: Threshold | None = None
    premises: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
