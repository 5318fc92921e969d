"""Evidence tables: rows and columns that a person defines, cells with a sentence and its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

NOTHING_FOUND = "nothing found"
"""What a cell says for which no claim is known."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: what is asked of each row."""

    slug: str
    title: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One sentence, and the ids of the claims that it rests on."""

    text: str = NOTHING_FOUND
    claims: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was found for it."""
        return not self.claims and self.text == NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells by the slug of their column; a missing one has nothing in it."""

    slug: str
    title: str
    cells: Mapping[str, Cell] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A table of findings."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    note: str = ""

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that its cells name, each once, in their order."""
        named = (c for row in self.rows for cell in row.cells.values() for c in cell.claims)
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class TableProblem:
    """What is wrong with a cell."""

    row: str
    column: str
    text: str
