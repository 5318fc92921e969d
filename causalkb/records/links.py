"""What became of links that were decided many at a time, and fields that works may get."""

from __future__ import annotations

from dataclasses import dataclass

from causalkb.records.imports import Problem
from causalkb.vocabulary import Field


@dataclass(frozen=True, slots=True)
class FieldProposal:
    """A field that a work without one may get.

    Attributes:
        work: Citation key.
        field: What most of the nearest works have.
        score: The share of the votes of the nearest works, in [0, 1].
        nearest: Key of the nearest work of that field.
        title: Title of the work.
    """

    work: str
    field: Field
    score: float
    nearest: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LinksDecided:
    """What became of the rows of a filled sheet of links, counted.

    ``known`` were decided so before; ``problems`` tell of rows that decided nothing, with lines.
    """

    linked: int
    never: int
    skipped: int
    known: int
    problems: tuple[Problem, ...] = ()
