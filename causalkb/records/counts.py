"""How much there is: tags, and everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """A label, and on how many works it is."""

    name: str
    works: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a knowledge base holds.

    ``size`` is that of the store on disk, in bytes; ``import_problems`` counts what was wrong with
    past imports; ``model`` is "" before the first embedding; ``vector_map`` says what a map of the
    vectors gained, "" where none is in use; ``index`` is the search index. The mappings count by
    word, in the order in which they are shown: works by ``fields``, ``types``, ``decades`` and
    ``questions``, claims by ``designs``; what has no such word is counted as "(none)".
    """

    path: str
    works: int
    notes: int
    claims: int
    passages: int
    people: int
    import_problems: int
    size: int
    model: str
    fields: Mapping[str, int]
    types: Mapping[str, int]
    decades: Mapping[str, int]
    questions: Mapping[str, int]
    designs: Mapping[str, int]
    vector_map: str = ""
    index: str = "local"
