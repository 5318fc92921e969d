"""Texts that belong to the whole knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document of the knowledge base is."""

    TABLE = "table"
    SYNTHESIS = "synthesis"


@dataclass(frozen=True, slots=True)
class Document:
    """An evidence table (YAML), or a synthesis (Markdown).

    ``name`` of a synthesis is the slug of its question, or "overview".
    """

    kind: DocumentKind
    name: str
    text: str
    shipped: bool = False
