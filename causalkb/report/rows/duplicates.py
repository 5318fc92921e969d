"""Pairs of works that may be one → plain rows and Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from causalkb.ingest.duplicates import Duplicate
from causalkb.report.rows.hits import escape

COLUMNS = ("work", "other", "score", "reason")


def row(pair: Duplicate) -> tuple[object, ...]:
    """Return both keys, score and reason."""
    return pair.work, pair.other, f"{pair.score:.2f}", pair.reason


def to_markdown(pairs: Iterable[Duplicate]) -> str:
    """Return pairs as a Markdown table."""
    lines = ["| Work | Other | Score | Reason |", "|---|---|---|---|"]
    for pair in pairs:
        work, other, score, reason = (escape(str(value)) for value in row(pair))
        lines.append(f"| {work} | {other} | {score} | {reason} |")
    return "\n".join(lines) + "\n"
