"""What a run of the battery gives: answers, scores by family, comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from causalkb.language_models.model import ModelIdentity
from causalkb.probe.items import Item

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said to an item.

    Attributes:
        item: Id of the item.
        orders: For each rotation of the options the probability of each letter.
        neutral: The same without the item; empty where it was not asked.
        texts: What was generated in each order; empty where letters were read.
    """

    item: str
    orders: tuple[tuple[float, ...], ...]
    neutral: tuple[tuple[float, ...], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two shares of the same groups, with its 95 % interval."""

    value: float
    interval: Interval
    pairs: int


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """How a model did in a family. Shares are from 0 to 1, intervals hold 95 %.

    Attributes:
        family: Its name.
        n, groups: How many items and groups.
        accuracy: The share of items answered rightly; k options that tie earn 1/k.
        interval: Of the accuracy: at each end the wider of Wilson's over items and the bootstrap
            over groups.
        chance: The accuracy of a guess.
        groups_right: How many groups were answered rightly as a whole.
        first_letter: The share of prompts whose first letter was taken.
        top_letter: The share of prompts that the most frequent letter takes.
        same_in_all_orders: The share of items that got the same answer in every order.
        measurable: Whether answers follow the options rather than the letters, see
            :func:`causalkb.probe.scoring.is_measurable`.
        hits, false_alarms: Shares of the items with and without a signal at which a relation was
            asserted; like the next, ``None`` where the family has none or is not measurable.
        auc: The chance that an item with a signal gets more probability on the asserting options
            than one without.
        d_prime, criterion: Sensitivity and bias; a negative criterion asserts readily.
        brier: Mean squared distance of the probabilities from the truth, from 0 to 2.
        parse_rate: The share of prompts that were answered with one of the letters.
        mass: Mean probability on the letters together, before it is shared out among them.
        second_accuracy: The accuracy by pointwise mutual information; ``None`` without
            log-probabilities.
        cells: Accuracy by cell.
        words: Accuracy by kind of words.
        nonce_minus_plausible: In twins, which differ in words alone.
        contrasts: By name, such as "see-do": how much more often the answer that is right in the
            first cell is given there than in the second.
        like: Of the items that a reference answers wrongly, the share at which its answer is
            given; by its name.
    """

    family: str
    n: int
    groups: int
    accuracy: float
    interval: Interval
    chance: float
    groups_right: int
    first_letter: float
    top_letter: float
    same_in_all_orders: float
    measurable: bool
    brier: float
    parse_rate: float
    mass: float
    second_accuracy: float | None
    hits: float | None = None
    false_alarms: float | None = None
    auc: float | None = None
    d_prime: float | None = None
    d_prime_interval: Interval | None = None
    criterion: float | None = None
    criterion_interval: Interval | None = None
    cells: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    nonce_minus_plausible: Difference | None = None
    contrasts: Mapping[str, Difference] = field(default_factory=dict)
    like: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProbeRun:
    """A run, as its folder holds it.

    Attributes:
        folder: Where it is.
        model: Which model it was.
        battery: Version of the battery.
        fingerprint: SHA-256 of the items.
        seed: Of the items.
        instruction: What stood before every item; usually nothing.
        started: When it began (ISO 8601, UTC).
        items, answers: In the same order; the answers of an unfinished run are fewer.
        generator: The version of causalkb that made it.
    """

    folder: Path
    model: ModelIdentity
    battery: str
    fingerprint: str
    seed: int
    instruction: str
    started: str
    items: tuple[Item, ...]
    answers: tuple[Answer, ...]
    generator: str

    @property
    def complete(self) -> bool:
        """Whether every item was answered."""
        return len(self.answers) == len(self.items)


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The scores of a run, and those of the references on the same items."""

    run: ProbeRun
    families: tuple[FamilyScore, ...]
    references: Mapping[str, tuple[FamilyScore, ...]]


@dataclass(frozen=True, slots=True)
class FamilyComparison:
    """Two runs in a family: accuracies, and the paired difference (first minus second)."""

    family: str
    n: int
    accuracies: tuple[float, float]
    difference: Difference
    measurable: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class ProbeComparison:
    """Two runs on the same items, family by family."""

    first: ProbeRun
    second: ProbeRun
    families: tuple[FamilyComparison, ...]
