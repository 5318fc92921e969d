"""What an explanation of an association is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from causalkb.records import Claim
from causalkb.vocabulary import Rung, Sign, Wording

ABOUT = (
    "This is a graph of claims, not of the world: an arrow says what a work asserts in its own"
    " setting, arrows of different works need not compose, and what nobody recorded is missing."
)
ASSUMES = (
    "Derived by d-separation, where no two effects cancel exactly; several structures may hold"
    " at once."
)


class Shape(StrEnum):
    """A rival structure of an association between X and Y."""

    FORWARD = "x-causes-y"
    BACKWARD = "y-causes-x"
    COMMON_CAUSE = "common-cause"
    SELECTION = "selection"
    CHANCE = "chance"


class Test(StrEnum):
    """What one may do to distinguish the structures."""

    __test__ = False  # no test class of pytest

    AGAIN = "fresh-sample"
    SET_X = "set-x"
    SET_Y = "set-y"
    HOLD_Z = "hold-common-cause"
    ALL_CASES = "without-selection"


class Side(StrEnum):
    """Whether a claim is evidence for a structure or against it."""

    FOR = "for"
    AGAINST = "against"


class How(StrEnum):
    """Why a label of the claim graph was taken for a variable."""

    SAME = "same label"
    WORDS = "same words"
    MEANING = "near in meaning"
    NOT_TAKEN = "not taken"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a structure predicts for a test: whether X and Y are then still connected."""

    test: Test
    linked: bool


@dataclass(frozen=True, slots=True)
class Structure:
    """A rival structure: its picture ("X → Y"), and what is derived from its graph.

    ``predictions`` are in the order of :class:`Test`.
    """

    shape: Shape
    name: str
    picture: str
    predictions: tuple[Prediction, ...]

    def predicts(self, test: Test) -> bool:
        """Whether X and Y are connected under a test."""
        return next(p.linked for p in self.predictions if p.test is test)


@dataclass(frozen=True, slots=True)
class Match:
    """A label of the claim graph beside a variable; ``similarity`` is a cosine.

    ``node`` is its :attr:`causalkb.evidence.graph.Node.id`.
    """

    node: str
    label: str
    similarity: float
    how: How


@dataclass(frozen=True, slots=True)
class Variable:
    """One of the two variables: its name, the labels taken for it, and the nearest others."""

    text: str
    matches: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence was split: ``x`` and ``y``, by which words, and how causal they are.

    ``cue`` is empty and ``wording`` is ``None`` where the two variables were given separately.
    ``swapped`` says that the sentence names the effect first ("Y is caused by X").
    """

    x: str
    y: str
    cue: str = ""
    wording: Wording | None = None
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """A claim that bears on a structure.

    ``why`` says why it bears: an effect ("minimum wage → employment"), a path or fork, its text, or
    its relation to another claim. ``sign`` is the sign of its effect, if it bears by an effect.
    """

    claim: Claim
    side: Side
    why: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """A structure with the claims that bear on it, the highest rung first."""

    structure: Structure
    bearings: tuple[Bearing, ...] = ()

    @property
    def by_rung(self) -> tuple[tuple[Rung | None, tuple[Bearing, ...]], ...]:
        """The claims by rung, the highest first; those that state none last."""
        order = (*reversed(Rung), None)
        grouped = (
            (rung, tuple(b for b in self.bearings if b.claim.rung is rung)) for rung in order
        )
        return tuple((rung, found) for rung, found in grouped if found)


@dataclass(frozen=True, slots=True)
class Step:
    """An arrow of a path: labels as the claims write them, the signs, and the claims by id."""

    cause: str
    effect: str
    signs: str
    claims: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A directed path: at least one step, each beginning where the one before ends.

    ``joined`` says that it passes labels that were taken to be one thing but are written
    differently; the path exists only if they really are.
    """

    steps: tuple[Step, ...]
    joined: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels along it, both ends included."""
        return (self.steps[0].cause, *(step.effect for step in self.steps))

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims along it, each once."""
        return tuple(dict.fromkeys(c for step in self.steps for c in step.claims))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A common cause (fork) or a common effect (collider) with its two ways, to X's and Y's."""

    label: str
    x: Route
    y: Route


@dataclass(frozen=True, slots=True)
class Half:
    """Something that claims say affects only one of the two, ``of`` "X" or "Y".

    It is a common cause if it affects the other one, too.
    """

    label: str
    of: str
    claims: tuple[str, ...]


class Adjusting(StrEnum):
    """What the back-door criterion says about adjustment."""

    CYCLE = "cycle"
    UNCONNECTED = "unconnected"
    NOTHING = "nothing to adjust for"
    ADJUST = "adjust"
    IMPOSSIBLE = "not by adjustment"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What to adjust for in estimating the effect of ``cause`` on ``effect``, "X" or "Y" each.

    Attributes:
        status: What the criterion says.
        labels: The adjustment set; only with ``Adjusting.ADJUST``.
        avoid: What not to adjust for: mediators and common effects.
        cycle: The labels around a cycle, the first one repeated; only with ``Adjusting.CYCLE``.
    """

    status: Adjusting
    cause: str = "X"
    effect: str = "Y"
    labels: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    cycle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """How X and Y are connected in the graph of claims; shortest first, bounded in number."""

    forward: tuple[Route, ...] = ()
    backward: tuple[Route, ...] = ()
    forks: tuple[Meeting, ...] = ()
    colliders: tuple[Meeting, ...] = ()
    halves: tuple[Half, ...] = ()
    adjustment: Adjustment = Adjustment(Adjusting.UNCONNECTED)
    more: bool = False
    """Whether there are more than are listed."""

    def __bool__(self) -> bool:
        return bool(self.forward or self.backward or self.forks or self.colliders)


@dataclass(frozen=True, slots=True)
class Near:
    """A claim that search finds near and that has no recorded effect between X and Y.

    ``similarity`` is its cosine to X and Y, where the search computed one.
    """

    claim: Claim
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The competing explanations of an association of X and Y."""

    text: str
    reading: Reading
    x: Variable
    y: Variable
    rivals: tuple[Rival, ...]
    ways: Ways
    near: tuple[Near, ...]

    @property
    def matched(self) -> bool:
        """Whether labels were found for both X and Y."""
        return bool(self.x.matches and self.y.matches)

    @property
    def bearings(self) -> int:
        """How many claims bear on any structure."""
        return len({b.claim.id for rival in self.rivals for b in rival.bearings})
