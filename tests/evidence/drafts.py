"""A linter on a small knowledge base, and one that knows of nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax, evidence_of, lint
from causalkb.lint.findings import Audit, Finding

SLEEP = Path(__file__).parent.parent / "data" / "drafts" / "sleep"

NAMES = {Syntax.MARKDOWN: "draft.md", Syntax.LATEX: "draft.tex", Syntax.TEXT: "draft.txt"}


class Linter:
    """Holds drafts against the knowledge base on sleep."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._evidence = evidence_of(base.store, base.encoder.encode_queries)

    def __call__(self, draft: str | bytes, syntax: Syntax = Syntax.MARKDOWN) -> Audit:
        return lint(draft, file=NAMES[syntax], syntax=syntax, evidence=self._evidence)

    def found(self, draft: str, syntax: Syntax = Syntax.MARKDOWN) -> dict[str, Finding]:
        """The findings by rule; there may be only one of each."""
        findings = self(draft, syntax).findings
        assert len({f.rule for f in findings}) == len(findings), findings
        return {f.rule: f for f in findings}


class Bare(Linter):
    """Holds drafts against a knowledge base without works; no model is needed."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._evidence = evidence_of(base.store, lambda texts: np.zeros((len(texts), 4), "f4"))


def text_at(draft: str, finding: Finding) -> str:
    """The text at the place of a finding, as an editor would select it."""
    place = finding.place
    assert place is not None
    lines = (
        draft.removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .split("\n")[place.line - 1 : place.end_line]
    )
    assert len(lines) == place.end_line - place.line + 1
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)
