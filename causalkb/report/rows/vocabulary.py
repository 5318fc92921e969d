"""Words of the vocabularies → Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from causalkb.records import Term
from causalkb.report.rows.hits import escape


def to_markdown(terms: Sequence[Term]) -> str:
    """Return a table for each kind: the word, its meaning and an example."""
    blocks = []
    for kind, words in groupby(terms, key=lambda term: term.kind):
        lines = [f"## {kind}", "", "| word | meaning | example |", "|---|---|---|"]
        lines += [f"| `{w.name}` | {_cell(w.meaning)} | {_cell(w.example)} |" for w in words]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _cell(text: str) -> str:
    return escape(text).replace("|", "\\|")
