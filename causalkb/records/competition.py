"""What a competition of structures gives: frozen records, without a knowledge base."""

from __future__ import annotations

from dataclasses import dataclass, field

NO_ARROW = "no arrow"
"""How the structure without edges is written."""


@dataclass(frozen=True, slots=True)
class LogPredictive:
    """Log probability (natural) with which a structure foretold the rows, before it saw them.

    ``observed``: the rows in which nothing was set, one after the other; ``intervened``: the rows
    in which a variable was set, after the observed ones. ``None`` where there are no such rows.
    """

    observed: float | None
    intervened: float | None


@dataclass(frozen=True, slots=True)
class StructureClass:
    """Structures that no data of this kind tell apart, with their weight together (0 to 1).

    ``structures`` are written as "A -> B, B -> C"; the one without edges is "no arrow". Of a pair
    there are also "A <- (common cause) -> B" and "A -> (selection) <- B". ``weight_without`` is the
    weight without the prior, where one was given. ``follows`` is what all of them predict: by what
    was set in some rows ("A", or "A;B" for both at once) the variables that then change with it.
    """

    structures: tuple[str, ...]
    weight: float
    log_predictive: LogPredictive
    weight_without: float | None = None
    follows: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextExperiment:
    """The variable that is best set next, in equal shares to each of its values.

    ``information_gain`` is the expected gain in bits about the structure by 50 rows. ``rows`` is
    the least number tried (10, 20, 50, ... 1,000) that, in four of five simulated experiments,
    left 0.9 of the weight to structures with the same edges at the variable; ``None`` if 1,000
    rows were not enough.
    """

    set: str
    information_gain: float
    rows: int | None


@dataclass(frozen=True, slots=True)
class Competition:
    """The structures of some variables, weighed by how well they foretold the data.

    ``score`` is "BDeu" of discrete and "BGe" of continuous variables. ``classes`` are in order of
    weight, the heaviest first. ``edges`` has a probability for each ordered pair of variables,
    ``no_edge`` for each unordered one; of a pair this includes ``hidden``: a common cause, or
    selection, by how they are written. ``decided`` says that the heaviest class has at least 0.9
    of the weight; ``log_bayes_factor`` is the natural logarithm of its odds to the second.
    ``experiments`` has the expected gain in bits by 50 rows of each single intervention, the
    greatest first. ``fit`` is, by variable, the share of simulated data as far from what the best
    structure says as these; a very small one is a bad fit. ``drawn``: of more than five variables,
    how many structures were drawn by weight; ``classes`` are of these and their weights shares of
    them, while ``edges`` are exact. ``prior`` are the odds that were given, ``edges_without`` the
    probabilities of these edges without it.
    """

    variables: tuple[str, ...]
    score: str
    rows: int
    rows_set: int
    classes: tuple[StructureClass, ...]
    edges: dict[str, float]
    no_edge: dict[str, float]
    decided: bool
    log_bayes_factor: float | None
    next_experiment: NextExperiment | None
    experiments: tuple[tuple[str, float], ...]
    warnings: tuple[str, ...]
    hidden: dict[str, float] = field(default_factory=dict)
    fit: dict[str, float] = field(default_factory=dict)
    drawn: int | None = None
    prior: dict[str, float] = field(default_factory=dict)
    edges_without: dict[str, float] = field(default_factory=dict)

    @property
    def undecided_between(self) -> tuple[StructureClass, ...]:
        """The fewest classes, the heaviest first, that have 0.9 of the weight together."""
        taken: list[StructureClass] = []
        for one in self.classes:
            if sum(other.weight for other in taken) >= 0.9:
                break
            taken.append(one)
        return tuple(taken)
