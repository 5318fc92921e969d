"""What ships with causalkb, as far as an export need not repeat where a record comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from causalkb.archive.layout import FOLDERS, QUESTIONS, SUPPRESSIONS
from causalkb.formats import questions, suppressions
from causalkb.paths import resource
from causalkb.records import DocumentKind


@dataclass(frozen=True, slots=True)
class Shipped:
    """Slugs of questions and hypotheses, rule and subject of suppressions."""

    questions: frozenset[str]
    hypotheses: frozenset[str]
    suppressions: frozenset[str]

    def document(self, kind: DocumentKind, name: str) -> str | None:
        """Return the text of a shipped document, ``None`` where there is none of that name."""
        folder, suffix = FOLDERS[kind]
        root = resource("corpus") / folder
        files = {path.name: path for path in root.glob(f"*{suffix}")} if root.is_dir() else {}
        path = files.get(f"{name}{suffix}")
        return None if path is None else path.read_text(encoding="utf-8")


@cache
def shipped() -> Shipped:
    """Return what ships with this version of causalkb."""
    root = resource("corpus")
    found = questions.read((root / QUESTIONS).read_text(encoding="utf-8"), QUESTIONS)
    stated = suppressions.read((root / SUPPRESSIONS).read_text(encoding="utf-8"), SUPPRESSIONS)
    return Shipped(
        frozenset(question.slug for question, _ in found),
        frozenset(h.slug for _, hypotheses in found for h in hypotheses),
        frozenset(f"{s.suppression.rule} {s.suppression.subject}" for s in stated),
    )
