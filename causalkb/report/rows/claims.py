"""Claims → plain rows and Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from causalkb.records import Claim
from causalkb.report.rows.hits import escape
from causalkb.report.rows.works import about_claim

COLUMNS = ("id", "design", "rung", "subject", "locator", "stances", "text", "quote", "checked")


def row(claim: Claim) -> tuple[object, ...]:
    """Return a plain row, as in ``COLUMNS``."""
    return (
        claim.id,
        None if claim.design is None else claim.design.value,
        None if claim.rung is None else claim.rung.value,
        claim.subject,
        claim.locator,
        "; ".join(f"{slug}={stance.value}" for slug, stance in claim.stances.items()),
        claim.text,
        claim.quote,
        {True: "checked", False: "unchecked", None: None}[claim.quote_checked],
    )


def to_markdown(claims: Sequence[Claim]) -> str:
    """Return claims as a Markdown list."""
    lines = []
    for claim in claims:
        lines.append(f"- {escape(claim.text)} (`{claim.id}`)")
        about = about_claim(claim)
        if about:
            lines.append(f"  {escape(about)}")
        if claim.quote:
            mark = "" if claim.quote_checked else " (unchecked)"
            lines.append(f"  > {escape(claim.quote)}{mark}")
    return "\n".join(lines) + "\n" if lines else ""
